/* SPDX-License-Identifier: BSD-3-Clause */
/* The dftfit potential file. docs/potential-file.md is its schema. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/element_list.h"
#include "base/pair_values.h"
#include "core/potential.h"
#include "file/format.h"
#include "file/grade_record.h"

static dftfit_status read_form(dftfit_node root, const dftfit_form **out, dftfit_error *err) {
  dftfit_node node;
  char list[256] = "";
  DFTFIT_TRY(dftfit_node_require(root, "form", DFTFIT_NODE_SCALAR, &node, err));
  *out = dftfit_form_find(dftfit_node_text(node));
  if (*out) return DFTFIT_OK;
  for (int i = 0; i < dftfit_form_count(); i++) {
    size_t used = strlen(list);
    snprintf(list + used, sizeof list - used, "%s%s", i ? ", " : "", dftfit_form_at(i)->name);
  }
  return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE, "unknown form '%.32s'; known forms: %s", dftfit_node_text(node),
                          list);
}

static dftfit_status read_units(dftfit_node root, dftfit_error *err) {
  dftfit_node node = dftfit_node_get(root, "units");
  const char *text = dftfit_node_text(node);
  if (dftfit_node_type(node) == DFTFIT_NODE_ABSENT || (text && strcmp(text, "metal") == 0)) return DFTFIT_OK;
  return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE, "units '%.32s' are not known; expected metal (eV, A)",
                          text ? text : "a list or mapping");
}

static dftfit_status read_reference(dftfit_node root, dftfit_potential *pot, dftfit_error *err) {
  dftfit_node node = dftfit_node_get(root, "reference_energy");
  const char *known[DFTFIT_MAX_ELEMENTS + 1] = {NULL};
  for (int i = 0; i < pot->header.nelement; i++) known[i] = pot->header.element[i];
  DFTFIT_TRY(dftfit_node_only(node, known, err));
  for (int i = 0; i < pot->header.nelement; i++) {
    dftfit_node value = dftfit_node_get(node, pot->header.element[i]);
    if (dftfit_node_type(value) != DFTFIT_NODE_ABSENT) DFTFIT_TRY(dftfit_node_double(value, &pot->reference[i], err));
  }
  return DFTFIT_OK;
}

static dftfit_status read_mass(dftfit_node root, dftfit_potential *pot, dftfit_error *err) {
  dftfit_node node = dftfit_node_get(root, "mass");
  const char *known[DFTFIT_MAX_ELEMENTS + 1] = {NULL};
  for (int i = 0; i < pot->header.nelement; i++) known[i] = pot->header.element[i];
  DFTFIT_TRY(dftfit_node_only(node, known, err));
  for (int i = 0; i < pot->header.nelement; i++) {
    dftfit_node value = dftfit_node_get(node, pot->header.element[i]);
    if (dftfit_node_type(value) == DFTFIT_NODE_ABSENT) continue;
    DFTFIT_TRY(dftfit_node_double(value, &pot->mass[i], err));
    if (pot->mass[i] <= 0)
      return dftfit_node_fail(value, err, DFTFIT_ERR_VALUE, "the mass %g must be above zero, in g/mol", pot->mass[i]);
  }
  return DFTFIT_OK;
}

static dftfit_status fill(dftfit_potential *pot, dftfit_node root, dftfit_error *err) {
  dftfit_node cutoff = dftfit_node_get(root, "cutoff"), block;
  DFTFIT_TRY(dftfit_elements_read(root, &pot->header.nelement, pot->header.element, err));
  DFTFIT_TRY(read_units(root, err));
  if (dftfit_node_type(cutoff) == DFTFIT_NODE_ABSENT)
    return dftfit_node_fail(root, err, DFTFIT_ERR_KEY,
                            "key 'cutoff' is missing; it must hold a number (A) or a mapping of pairs of elements");
  DFTFIT_TRY(dftfit_pair_read(cutoff, &pot->header, "cutoff", NULL, NULL, pot->header.cutoff, err));
  DFTFIT_TRY(read_reference(root, pot, err));
  DFTFIT_TRY(read_mass(root, pot, err));
  DFTFIT_TRY(dftfit_core_create(&pot->header, dftfit_node_get(root, "core"), &pot->core, err));
  DFTFIT_TRY(dftfit_node_require(root, pot->form->name, DFTFIT_NODE_MAPPING, &block, err));
  void *self = NULL;
  DFTFIT_TRY(pot->form->create(&pot->header, block, &self, err));
  pot->self = self; /* only now: a form that fails has cleaned up behind itself */
  return dftfit_grade_record_read(dftfit_node_get(root, "grade"), &pot->grade, err);
}

/* in_file: `dftfit:`, `fit:` and `grade:` may stand in the mapping. */
static dftfit_status create(dftfit_node root, bool in_file, dftfit_potential **out, dftfit_error *err) {
  const dftfit_form *form;
  DFTFIT_TRY(read_form(root, &form, err));
  const char *known[] = {"form", "elements", "units",         "cutoff",     "reference_energy", "mass",
                         "core", form->name, NULL /*dftfit*/, NULL /*fit*/, NULL /*grade*/,     NULL};
  if (in_file) known[8] = "dftfit", known[9] = "fit", known[10] = "grade";
  DFTFIT_TRY(dftfit_node_only(root, known, err));
  dftfit_potential *pot = calloc(1, sizeof *pot);
  DFTFIT_FAIL_IF(!pot, err, DFTFIT_ERR_MEMORY, "out of memory");
  pot->form = form;
  dftfit_status status = fill(pot, root, err);
  if (status)
    dftfit_potential_destroy(pot);
  else
    *out = pot;
  return status;
}

dftfit_status dftfit_potential_from_node(dftfit_node node, dftfit_potential **out, dftfit_error *err) {
  *out = NULL;
  if (dftfit_node_type(node) != DFTFIT_NODE_MAPPING)
    return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE, "a potential must be a mapping (key: value)");
  return create(node, false, out, err);
}

static dftfit_status check_version(dftfit_node root, dftfit_error *err) {
  dftfit_node node;
  int version;
  DFTFIT_TRY(dftfit_node_require(root, "dftfit", DFTFIT_NODE_SCALAR, &node, err));
  DFTFIT_TRY(dftfit_node_int(node, &version, err));
  if (version > DFTFIT_FILE_VERSION)
    return dftfit_node_fail(node, err, DFTFIT_ERR_VERSION,
                            "written by a later dftfit (file version %d); this one reads versions up to %d", version,
                            DFTFIT_FILE_VERSION);
  if (version < 1)
    return dftfit_node_fail(node, err, DFTFIT_ERR_VERSION, "file version %d does not exist; expected %d", version,
                            DFTFIT_FILE_VERSION);
  return DFTFIT_OK;
}

static dftfit_status read_document(dftfit_node root, dftfit_potential **out, dftfit_error *err) {
  dftfit_node fit = dftfit_node_get(root, "fit");
  if (dftfit_node_type(root) != DFTFIT_NODE_MAPPING)
    return dftfit_node_fail(root, err, DFTFIT_ERR_SYNTAX, "a potential file must be a mapping (key: value)");
  DFTFIT_TRY(check_version(root, err)); /* first of all: a later version may have other keys */
  if (dftfit_node_type(fit) != DFTFIT_NODE_ABSENT && dftfit_node_type(fit) != DFTFIT_NODE_MAPPING)
    return dftfit_node_fail(fit, err, DFTFIT_ERR_VALUE, "'fit' must be a mapping (key: value)");
  return create(root, true, out, err);
}

static dftfit_status read_yaml(const char *name, const char *text, size_t length, dftfit_potential **out,
                               dftfit_error *err) {
  dftfit_yaml *yaml;
  *out = NULL;
  DFTFIT_TRY(dftfit_yaml_parse(name, text, length, &yaml, err));
  dftfit_status status = read_document(dftfit_yaml_root(yaml), out, err);
  dftfit_yaml_destroy(yaml);
  return status;
}

static void write_mass(const dftfit_potential *pot, dftfit_writer *w) {
  bool any = false;
  for (int i = 0; i < pot->header.nelement; i++) any = any || pot->mass[i] > 0;
  if (!any) return;
  dftfit_write_text(w, "mass");
  dftfit_write_map_begin(w, true);
  for (int i = 0; i < pot->header.nelement; i++) {
    if (!(pot->mass[i] > 0)) continue;
    dftfit_write_text(w, pot->header.element[i]);
    dftfit_write_double(w, pot->mass[i]);
  }
  dftfit_write_map_end(w);
}

void dftfit_potential_write(const dftfit_potential *pot, dftfit_node fit, dftfit_writer *w) {
  const dftfit_header *header = &pot->header;
  dftfit_write_map_begin(w, false);
  dftfit_write_text(w, "dftfit");
  dftfit_write_int(w, DFTFIT_FILE_VERSION);
  dftfit_write_text(w, "form");
  dftfit_write_text(w, pot->form->name);
  dftfit_write_text(w, "elements");
  dftfit_write_seq_begin(w, true);
  for (int i = 0; i < header->nelement; i++) dftfit_write_text(w, header->element[i]);
  dftfit_write_seq_end(w);
  dftfit_write_text(w, "units");
  dftfit_write_text(w, "metal");
  dftfit_write_text(w, "cutoff");
  dftfit_pair_write(w, header, header->cutoff);
  dftfit_write_text(w, "reference_energy");
  dftfit_write_map_begin(w, true);
  for (int i = 0; i < header->nelement; i++) {
    dftfit_write_text(w, header->element[i]);
    dftfit_write_double(w, pot->reference[i]);
  }
  dftfit_write_map_end(w);
  write_mass(pot, w);
  if (pot->core.present) {
    dftfit_write_text(w, "core");
    dftfit_core_write(&pot->core, header, w);
  }
  dftfit_write_text(w, pot->form->name);
  pot->form->write(pot->self, header, w);
  dftfit_grade_record_write(&pot->grade, w);
  if (dftfit_node_type(fit) != DFTFIT_NODE_ABSENT) {
    dftfit_write_text(w, "fit");
    dftfit_write_node(w, fit);
  }
  dftfit_write_map_end(w);
}

static dftfit_status write_yaml(const dftfit_potential *pot, dftfit_node fit, char **text, dftfit_error *err) {
  const char *written;
  size_t length;
  *text = NULL;
  dftfit_writer *w = dftfit_writer_create();
  DFTFIT_FAIL_IF(!w, err, DFTFIT_ERR_MEMORY, "out of memory");
  dftfit_potential_write(pot, fit, w);
  dftfit_status status = dftfit_writer_finish(w, &written, &length, err);
  if (!status && !(*text = strdup(written))) status = dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory");
  dftfit_writer_destroy(w);
  return status;
}

/* By its name, or by a line that begins with `dftfit:`: a file with any mistake in it should still get here, where the
 * mistake is named. */
static bool recognise(const char *name, const char *text, size_t length) {
  static const char key[] = "dftfit:";
  if (dftfit_format_has_ending(&dftfit_format_yaml, name)) return true;
  for (const char *line = text; line && (size_t)(line - text) + sizeof key - 1 <= length;) {
    if (memcmp(line, key, sizeof key - 1) == 0) return true;
    line = memchr(line, '\n', length - (size_t)(line - text));
    if (line) line++;
  }
  return false;
}

const dftfit_format dftfit_format_yaml = {
    .name = "dftfit",
    .summary = "dftfit's own potential file (YAML)",
    .ending = {".yaml", ".yml"},
    .recognise = recognise,
    .read = read_yaml,
    .write = write_yaml,
};
