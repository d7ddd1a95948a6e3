/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/element_list.h"

#include <stdio.h>
#include <string.h>

#include "base/chemical_element.h"

dftfit_status dftfit_elements_read(dftfit_node root, int *nelement, char (*element)[4], dftfit_error *err) {
  dftfit_node list;
  DFTFIT_TRY(dftfit_node_require(root, "elements", DFTFIT_NODE_SEQUENCE, &list, err));
  int n = dftfit_node_size(list);
  if (n < 1 || n > DFTFIT_MAX_ELEMENTS)
    return dftfit_node_fail(list, err, DFTFIT_ERR_VALUE, "%d elements; a potential has 1 to %d", n,
                            DFTFIT_MAX_ELEMENTS);
  for (int i = 0; i < n; i++) {
    dftfit_node item = dftfit_node_item(list, i);
    const char *symbol = dftfit_node_text(item);
    if (!symbol || !dftfit_atomic_number(symbol))
      return dftfit_node_fail(item, err, DFTFIT_ERR_ELEMENT, "'%.32s' is not a chemical symbol, such as Si",
                              symbol ? symbol : "a list or mapping");
    for (int k = 0; k < i; k++)
      if (strcmp(element[k], symbol) == 0)
        return dftfit_node_fail(item, err, DFTFIT_ERR_ELEMENT, "element %s is given twice", symbol);
    snprintf(element[i], sizeof element[i], "%.3s", symbol);
  }
  *nelement = n;
  return DFTFIT_OK;
}
