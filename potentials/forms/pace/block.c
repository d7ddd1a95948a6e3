/* SPDX-License-Identifier: BSD-3-Clause */
/* The mapping `pace:` of a potential file: the records of a .yace file under the symbols of the elements. */
#include <string.h>

#include "forms/pace/form.h"
#include "forms/pace/records.h"

dftfit_status dftfit_pace_block_read(const dftfit_header *header, dftfit_node block, pace_model *file,
                                     dftfit_error *err) {
  static const char *const known[] = {"deltaSplineBins", "embeddings", "bonds", "functions", NULL};
  dftfit_header own;
  DFTFIT_TRY(dftfit_node_only(block, known, err));
  file->nelement = header->nelement;
  memcpy(file->element, header->element, sizeof file->element);
  DFTFIT_TRY(dftfit_pace_records_read(block, true, file, err));
  dftfit_pace_form_header(file, &own);
  for (int p = 0, n = header->nelement; p < n * n; p++)
    if (own.cutoff[p] != header->cutoff[p])
      return dftfit_node_fail(block, err, DFTFIT_ERR_VALUE,
                              "the cutoff %g A of %s-%s is not the largest rcut of its bonds, %g A", header->cutoff[p],
                              header->element[p / n], header->element[p % n], own.cutoff[p]);
  return DFTFIT_OK;
}

void dftfit_pace_block_write(const pace_model *file, dftfit_writer *w) {
  dftfit_write_map_begin(w, false);
  dftfit_pace_records_write(file, true, w);
  dftfit_write_map_end(w);
}
