/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/element_list.h"
#include "base/yaml_document.h"
#include "file/pace/yace.h"
#include "forms/pace/form.h"
#include "forms/pace/records.h"

dftfit_status dftfit_yace_potential(pace_model *file, const double *reference, dftfit_potential **out,
                                    dftfit_error *err) {
  pace_form *form;
  dftfit_potential *pot = calloc(1, sizeof *pot);
  if (!pot) {
    dftfit_pace_model_free(file);
    return dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory");
  }
  pot->form = dftfit_form_find("pace");
  dftfit_pace_form_header(file, &pot->header);
  memcpy(pot->reference, reference, sizeof(double) * (size_t)pot->header.nelement);
  dftfit_status status = dftfit_pace_form_create(file, &form, err);
  if (status) {
    dftfit_potential_destroy(pot);
    return status;
  }
  pot->self = form;
  *out = pot;
  return DFTFIT_OK;
}

/* Keys with which other families of radial functions come, which add to the energy. */
static dftfit_status refuse_others(dftfit_node root, dftfit_error *err) {
  static const char *const other[] = {"polypairpot", "reppot", NULL};
  for (int i = 0; other[i]; i++) {
    dftfit_node node = dftfit_node_get(root, other[i]);
    if (dftfit_node_type(node) != DFTFIT_NODE_ABSENT)
      return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE, "'%s', of potentials of ACE.jl, is not supported", other[i]);
  }
  return DFTFIT_OK;
}

static dftfit_status read_document(dftfit_node root, pace_model *file, double *reference, dftfit_error *err) {
  dftfit_node list;
  if (dftfit_node_type(root) != DFTFIT_NODE_MAPPING)
    return dftfit_node_fail(root, err, DFTFIT_ERR_SYNTAX, "a .yace file must be a mapping (key: value)");
  DFTFIT_TRY(dftfit_elements_read(root, &file->nelement, file->element, err));
  DFTFIT_TRY(dftfit_node_require(root, "E0", DFTFIT_NODE_SEQUENCE, &list, err));
  DFTFIT_TRY(dftfit_node_doubles(list, file->nelement, reference, err));
  DFTFIT_TRY(refuse_others(root, err));
  return dftfit_pace_records_read(root, false, file, err);
}

dftfit_status dftfit_yace_read(const char *name, const char *text, size_t length, dftfit_potential **out,
                               dftfit_error *err) {
  dftfit_yaml *yaml;
  pace_model file = {0};
  double reference[DFTFIT_MAX_ELEMENTS];
  *out = NULL;
  DFTFIT_TRY(dftfit_yaml_parse_lists(name, text, length, &yaml, err));
  dftfit_status status = read_document(dftfit_yaml_root(yaml), &file, reference, err);
  dftfit_yaml_destroy(yaml);
  if (!status) return dftfit_yace_potential(&file, reference, out, err);
  dftfit_pace_model_free(&file);
  return status;
}
