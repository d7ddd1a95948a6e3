/* SPDX-License-Identifier: BSD-3-Clause */
#include "file/grade_record.h"

#include <string.h>

dftfit_status dftfit_grade_record_read(dftfit_node node, dftfit_grade_record *record, dftfit_error *err) {
  static const char *const known[] = {"file", "sha256", "reliable", NULL};
  dftfit_node file, sha256;
  *record = (dftfit_grade_record){0};
  if (dftfit_node_type(node) == DFTFIT_NODE_ABSENT) return DFTFIT_OK;
  if (dftfit_node_type(node) != DFTFIT_NODE_MAPPING)
    return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE, "'grade' must be a mapping with the keys file and sha256");
  DFTFIT_TRY(dftfit_node_only(node, known, err));
  DFTFIT_TRY(dftfit_node_require(node, "file", DFTFIT_NODE_SCALAR, &file, err));
  DFTFIT_TRY(dftfit_node_require(node, "sha256", DFTFIT_NODE_SCALAR, &sha256, err));
  DFTFIT_TRY(dftfit_node_get_double(node, "reliable", 0, 1e300, &record->reliable, err));
  const char *name = dftfit_node_text(file), *hex = dftfit_node_text(sha256);
  if (!*name || strchr(name, '/') || strlen(name) >= sizeof record->file)
    return dftfit_node_fail(file, err, DFTFIT_ERR_VALUE,
                            "'%.64s' should be the name of a file beside this one, without a folder", name);
  if (strlen(hex) != 64 || strspn(hex, "0123456789abcdef") != 64)
    return dftfit_node_fail(sha256, err, DFTFIT_ERR_VALUE, "'%.80s' should be 64 lower-case hexadecimal digits", hex);
  strcpy(record->file, name);
  strcpy(record->sha256, hex);
  return DFTFIT_OK;
}

void dftfit_grade_record_write(const dftfit_grade_record *record, dftfit_writer *w) {
  if (!record->file[0]) return;
  dftfit_write_text(w, "grade");
  dftfit_write_map_begin(w, true);
  dftfit_write_text(w, "file");
  dftfit_write_text(w, record->file);
  dftfit_write_text(w, "sha256");
  dftfit_write_text(w, record->sha256);
  if (record->reliable > 0) {
    dftfit_write_text(w, "reliable");
    dftfit_write_double(w, record->reliable);
  }
  dftfit_write_map_end(w);
}
