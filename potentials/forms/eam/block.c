/* SPDX-License-Identifier: BSD-3-Clause */
/* The mapping `eam:` of a potential file. docs/eam_tables.md */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/pair_values.h"
#include "forms/eam/form.h"

static const char alloy[] = "alloy", finnis_sinclair[] = "finnis-sinclair";

/* {points: n, step: h} */
static dftfit_status read_grid(dftfit_node table, const char *key, int *points, double *step, dftfit_error *err) {
  static const char *const known[] = {"points", "step", "max", NULL};
  dftfit_node grid, node;
  DFTFIT_TRY(dftfit_node_require(table, key, DFTFIT_NODE_MAPPING, &grid, err));
  DFTFIT_TRY(dftfit_node_only(grid, known, err));
  DFTFIT_TRY(dftfit_node_require(grid, "points", DFTFIT_NODE_SCALAR, &node, err));
  DFTFIT_TRY(dftfit_node_get_int(grid, "points", EAM_MIN_POINTS, EAM_MAX_POINTS, points, err));
  DFTFIT_TRY(dftfit_node_require(grid, "step", DFTFIT_NODE_SCALAR, &node, err));
  DFTFIT_TRY(dftfit_node_double(node, step, err));
  if (*step > 0 && isfinite(1 / *step)) return DFTFIT_OK;
  return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE, "the step %g must be above zero", *step);
}

dftfit_status dftfit_eam_block_read_densities(dftfit_node table, bool *out, dftfit_error *err) {
  dftfit_node node;
  DFTFIT_TRY(dftfit_node_require(table, "densities", DFTFIT_NODE_SCALAR, &node, err));
  const char *text = dftfit_node_text(node);
  *out = strcmp(text, finnis_sinclair) == 0;
  if (*out || strcmp(text, alloy) == 0) return DFTFIT_OK;
  return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE, "unknown kind of densities '%.32s'; expected %s or %s", text,
                          alloy, finnis_sinclair);
}

dftfit_status dftfit_eam_block_require_elements(dftfit_node mapping, const dftfit_header *header, dftfit_node_kind kind,
                                                dftfit_node *out, dftfit_error *err) {
  const char *known[DFTFIT_MAX_ELEMENTS + 1] = {NULL};
  for (int a = 0; a < header->nelement; a++) known[a] = header->element[a];
  DFTFIT_TRY(dftfit_node_only(mapping, known, err));
  for (int a = 0; a < header->nelement; a++)
    DFTFIT_TRY(dftfit_node_require(mapping, header->element[a], kind, &out[a], err));
  return DFTFIT_OK;
}

void dftfit_eam_block_write_densities(dftfit_writer *w, bool fs) { dftfit_write_text(w, fs ? finnis_sinclair : alloy); }

static dftfit_status read_functions(dftfit_node block, const dftfit_header *header, eam_table *t, dftfit_error *err) {
  dftfit_node all, of_element[DFTFIT_MAX_ELEMENTS], of_host[DFTFIT_MAX_ELEMENTS], list;
  int n = t->nelement;
  DFTFIT_TRY(dftfit_node_require(block, "embedding", DFTFIT_NODE_MAPPING, &all, err));
  DFTFIT_TRY(dftfit_eam_block_require_elements(all, header, DFTFIT_NODE_SEQUENCE, of_element, err));
  for (int a = 0; a < n; a++) DFTFIT_TRY(dftfit_node_doubles(of_element[a], t->nrho, eam_table_embedding(t, a), err));
  DFTFIT_TRY(dftfit_node_require(block, "density", DFTFIT_NODE_MAPPING, &all, err));
  dftfit_node_kind kind = t->finnis_sinclair ? DFTFIT_NODE_MAPPING : DFTFIT_NODE_SEQUENCE;
  DFTFIT_TRY(dftfit_eam_block_require_elements(all, header, kind, of_element, err));
  for (int b = 0; b < n; b++) {
    if (t->finnis_sinclair)
      DFTFIT_TRY(dftfit_eam_block_require_elements(of_element[b], header, DFTFIT_NODE_SEQUENCE, of_host, err));
    for (int a = 0; a < (t->finnis_sinclair ? n : 1); a++)
      DFTFIT_TRY(
          dftfit_node_doubles(t->finnis_sinclair ? of_host[a] : of_element[b], t->nr, eam_table_density(t, a, b), err));
  }
  DFTFIT_TRY(dftfit_node_require(block, "r_phi", DFTFIT_NODE_MAPPING, &all, err));
  DFTFIT_TRY(dftfit_pair_only(all, header, err));
  for (int pair = 0; pair < dftfit_pair_count(n); pair++) {
    int a, b;
    dftfit_pair_elements(n, pair, &a, &b);
    DFTFIT_TRY(dftfit_pair_get(all, header, pair, &list, err));
    DFTFIT_TRY(dftfit_node_doubles(list, t->nr, eam_table_pair(t, a, b), err));
  }
  return DFTFIT_OK;
}

static dftfit_status read_lattices(dftfit_node block, const dftfit_header *header, eam_table *t, dftfit_error *err) {
  static const char *const known[] = {"type", "constant", NULL};
  dftfit_node all = dftfit_node_get(block, "lattice"), of_element[DFTFIT_MAX_ELEMENTS], node;
  for (int a = 0; a < t->nelement; a++) strcpy(t->lattice[a].type, "none");
  if (dftfit_node_type(all) == DFTFIT_NODE_ABSENT) return DFTFIT_OK;
  DFTFIT_TRY(dftfit_node_require(block, "lattice", DFTFIT_NODE_MAPPING, &all, err));
  DFTFIT_TRY(dftfit_eam_block_require_elements(all, header, DFTFIT_NODE_MAPPING, of_element, err));
  for (int a = 0; a < t->nelement; a++) {
    DFTFIT_TRY(dftfit_node_only(of_element[a], known, err));
    DFTFIT_TRY(dftfit_node_require(of_element[a], "type", DFTFIT_NODE_SCALAR, &node, err));
    const char *type = dftfit_node_text(node);
    if (strlen(type) >= sizeof t->lattice[a].type || !*type || strpbrk(type, " \t\r\n#"))
      return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE, "'%.32s' is not a word of at most %d letters", type,
                              (int)sizeof t->lattice[a].type - 1);
    strcpy(t->lattice[a].type, type);
    DFTFIT_TRY(dftfit_node_require(of_element[a], "constant", DFTFIT_NODE_SCALAR, &node, err));
    DFTFIT_TRY(dftfit_node_double(node, &t->lattice[a].constant, err));
  }
  return DFTFIT_OK;
}

dftfit_status dftfit_eam_block_read(const dftfit_header *header, dftfit_node block, eam_table *t, dftfit_error *err) {
  static const char *const only[] = {"table", NULL};
  static const char *const known[] = {"densities", "rho", "r", "lattice", "embedding", "density", "r_phi", NULL};
  dftfit_node table;
  *t = (eam_table){.nelement = header->nelement};
  DFTFIT_TRY(dftfit_node_only(block, only, err));
  DFTFIT_TRY(dftfit_node_require(block, "table", DFTFIT_NODE_MAPPING, &table, err));
  DFTFIT_TRY(dftfit_node_only(table, known, err));
  DFTFIT_TRY(dftfit_eam_block_read_densities(table, &t->finnis_sinclair, err));
  DFTFIT_TRY(read_grid(table, "rho", &t->nrho, &t->drho, err));
  t->rho_max = (t->nrho - 1) * t->drho;
  DFTFIT_TRY(dftfit_node_get_double(dftfit_node_get(table, "rho"), "max", t->rho_max, INFINITY, &t->rho_max, err));
  DFTFIT_TRY(read_grid(table, "r", &t->nr, &t->dr, err));
  DFTFIT_TRY(read_lattices(table, header, t, err));
  DFTFIT_TRY(dftfit_eam_table_allocate(t, err));
  dftfit_status status = read_functions(table, header, t, err);
  if (status) dftfit_eam_table_free(t);
  return status;
}

/* max: NAN where the grid has none but its last point */
static void write_grid(dftfit_writer *w, const char *key, int points, double step, double max) {
  dftfit_write_text(w, key);
  dftfit_write_map_begin(w, true);
  dftfit_write_text(w, "points");
  dftfit_write_int(w, points);
  dftfit_write_text(w, "step");
  dftfit_write_double(w, step);
  if (max > (points - 1) * step) {
    dftfit_write_text(w, "max");
    dftfit_write_double(w, max);
  }
  dftfit_write_map_end(w);
}

static void write_lattices(const eam_table *t, const dftfit_header *header, dftfit_writer *w) {
  dftfit_write_text(w, "lattice");
  dftfit_write_map_begin(w, false);
  for (int a = 0; a < t->nelement; a++) {
    dftfit_write_text(w, header->element[a]);
    dftfit_write_map_begin(w, true);
    dftfit_write_text(w, "type");
    dftfit_write_text(w, t->lattice[a].type);
    dftfit_write_text(w, "constant");
    dftfit_write_double(w, t->lattice[a].constant);
    dftfit_write_map_end(w);
  }
  dftfit_write_map_end(w);
}

static void write_functions(const eam_table *t, const dftfit_header *header, dftfit_writer *w) {
  int n = t->nelement;
  dftfit_write_text(w, "embedding");
  dftfit_write_map_begin(w, false);
  for (int a = 0; a < n; a++) {
    dftfit_write_text(w, header->element[a]);
    dftfit_write_doubles(w, t->nrho, eam_table_embedding(t, a));
  }
  dftfit_write_map_end(w);
  dftfit_write_text(w, "density");
  dftfit_write_map_begin(w, false);
  for (int b = 0; b < n; b++) {
    dftfit_write_text(w, header->element[b]);
    if (t->finnis_sinclair) dftfit_write_map_begin(w, false);
    for (int a = 0; a < (t->finnis_sinclair ? n : 1); a++) {
      if (t->finnis_sinclair) dftfit_write_text(w, header->element[a]);
      dftfit_write_doubles(w, t->nr, eam_table_density(t, a, b));
    }
    if (t->finnis_sinclair) dftfit_write_map_end(w);
  }
  dftfit_write_map_end(w);
  dftfit_write_text(w, "r_phi");
  dftfit_write_map_begin(w, false);
  for (int pair = 0; pair < dftfit_pair_count(n); pair++) {
    char name[DFTFIT_PAIR_NAME];
    int a, b;
    dftfit_pair_elements(n, pair, &a, &b);
    dftfit_pair_name(header, pair, name);
    dftfit_write_text(w, name);
    dftfit_write_doubles(w, t->nr, eam_table_pair(t, a, b));
  }
  dftfit_write_map_end(w);
}

void dftfit_eam_block_write(const eam_table *t, const dftfit_header *header, dftfit_writer *w) {
  dftfit_write_map_begin(w, false);
  dftfit_write_text(w, "table");
  dftfit_write_map_begin(w, false);
  dftfit_write_text(w, "densities");
  dftfit_eam_block_write_densities(w, t->finnis_sinclair);
  write_grid(w, "rho", t->nrho, t->drho, t->rho_max);
  write_grid(w, "r", t->nr, t->dr, NAN);
  write_lattices(t, header, w);
  write_functions(t, header, w);
  dftfit_write_map_end(w);
  dftfit_write_map_end(w);
}
