/* SPDX-License-Identifier: BSD-3-Clause */
#include "transform/corrections.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const components[6] = {"xx", "yy", "zz", "yz", "xz", "xy"};
/* Factors beyond these are slips of the pen: the widest gap between units of stress is 1.6e11 (eV/A^3 and Pa). */
static const double LARGEST_FACTOR = 1e12, LARGEST_OFFSET = 1;

/* the component of a name, either way round ("zy" is "yz"); -1: none */
static int find_component(const char *name) {
  if (!name || strlen(name) != 2) return -1;
  for (int k = 0; k < 6; k++)
    if (!strcmp(name, components[k]) || (name[0] == components[k][1] && name[1] == components[k][0])) return k;
  return -1;
}

static dftfit_status read_order(dftfit_node node, int order[6], dftfit_error *err) {
  bool seen[6] = {false};
  for (int k = 0; k < 6; k++) order[k] = k;
  if (dftfit_node_type(node) == DFTFIT_NODE_ABSENT) return DFTFIT_OK;
  for (int k = 0; k < 6 && dftfit_node_size(node) == 6; k++) {
    order[k] = find_component(dftfit_node_text(dftfit_node_item(node, k)));
    if (order[k] >= 0) seen[order[k]] = true;
  }
  for (int k = 0; k < 6; k++)
    if (!seen[k])
      return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE,
                              "stress_order names what the stored xx yy zz yz xz xy are in truth, each component once, "
                              "like [xx, yy, zz, xy, yz, xz]");
  return DFTFIT_OK;
}

static dftfit_status read_drop(dftfit_node node, correction *out, dftfit_error *err) {
  for (int i = 0; i < dftfit_node_size(node); i++) {
    dftfit_node item = dftfit_node_item(node, i);
    const char *text = dftfit_node_text(item);
    if (text && !strcmp(text, "energy"))
      out->drop_energy = true;
    else if (text && !strcmp(text, "forces"))
      out->drop_forces = true;
    else if (text && !strcmp(text, "stress"))
      out->drop_stress = true;
    else
      return dftfit_node_fail(item, err, DFTFIT_ERR_VALUE, "'%s' is no target; they are energy, forces and stress",
                              text ? text : "");
  }
  if (dftfit_node_type(node) == DFTFIT_NODE_ABSENT || dftfit_node_type(node) == DFTFIT_NODE_SEQUENCE) return DFTFIT_OK;
  return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE, "drop is a list of targets, like [energy, stress]");
}

static dftfit_status read_configs(dftfit_node node, number_list *list, dftfit_error *err) {
  const bool sequence = dftfit_node_type(node) == DFTFIT_NODE_SEQUENCE;
  const int n = sequence ? dftfit_node_size(node) : dftfit_node_type(node) != DFTFIT_NODE_ABSENT;
  for (int i = 0; i < n; i++) {
    dftfit_node item = sequence ? dftfit_node_item(node, i) : node;
    const char *text = dftfit_node_text(item);
    dftfit_error inner = {0};
    if (!text || number_list_parse(list, text, &inner))
      return dftfit_node_fail(item, err, DFTFIT_ERR_VALUE, "configs is a list of numbers, like [7, 12, 20-29]");
  }
  return DFTFIT_OK;
}

static dftfit_status read_entry(dftfit_node node, correction *out, dftfit_error *err) {
  static const char *const known[] = {"group",         "atoms",         "configs",      "stress_order", "stress_factor",
                                      "stress_offset", "energy_factor", "force_factor", "drop",         NULL};
  *out = (correction){.node = node, .stress_factor = 1, .force_factor = 1, .energy_factor = 1};
  if (dftfit_node_type(node) != DFTFIT_NODE_MAPPING)
    return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE,
                            "a correction is a mapping, like {group: Elastic, stress_offset: -0.015}");
  DFTFIT_TRY(dftfit_node_only(node, known, err));
  out->group = dftfit_node_text(dftfit_node_get(node, "group"));
  out->atoms = dftfit_node_text(dftfit_node_get(node, "atoms"));
  DFTFIT_TRY(read_configs(dftfit_node_get(node, "configs"), &out->configs, err));
  DFTFIT_TRY(read_order(dftfit_node_get(node, "stress_order"), out->stress_order, err));
  DFTFIT_TRY(dftfit_node_get_double(node, "stress_factor", -LARGEST_FACTOR, LARGEST_FACTOR, &out->stress_factor, err));
  DFTFIT_TRY(dftfit_node_get_double(node, "stress_offset", -LARGEST_OFFSET, LARGEST_OFFSET, &out->stress_offset, err));
  DFTFIT_TRY(dftfit_node_get_double(node, "energy_factor", -LARGEST_FACTOR, LARGEST_FACTOR, &out->energy_factor, err));
  DFTFIT_TRY(dftfit_node_get_double(node, "force_factor", -LARGEST_FACTOR, LARGEST_FACTOR, &out->force_factor, err));
  return read_drop(dftfit_node_get(node, "drop"), out, err);
}

dftfit_status corrections_parse(const char *path, const char *text, size_t length, corrections *out,
                                dftfit_error *err) {
  *out = (corrections){0};
  DFTFIT_TRY(dftfit_yaml_parse(path, text, length, &out->document, err));
  dftfit_node root = dftfit_yaml_root(out->document);
  const int n = dftfit_node_size(root);
  dftfit_status status = DFTFIT_OK;
  if (dftfit_node_type(root) != DFTFIT_NODE_SEQUENCE || n == 0)
    status = dftfit_node_fail(root, err, DFTFIT_ERR_SYNTAX,
                              "a list of corrections is expected, like `- {group: Elastic, stress_offset: -0.015}`");
  if (!status && !(out->entry = calloc((size_t)n, sizeof *out->entry)))
    status = dftfit_no_memory(err, "%d corrections", n);
  for (int i = 0; i < n && !status; i++) {
    out->n = i + 1;
    status = read_entry(dftfit_node_item(root, i), &out->entry[i], err);
  }
  if (status) corrections_destroy(out);
  return status;
}

void corrections_destroy(corrections *list) {
  for (int i = 0; i < list->n; i++) number_list_clear(&list->entry[i].configs);
  free(list->entry);
  dftfit_yaml_destroy(list->document);
  *list = (corrections){0};
}

/* whether a formula like Be2W4 has just these counts */
static bool formula_is(const char *formula, const dataset *set, int64_t c) {
  int64_t total = 0;
  for (const char *p = formula; *p;) {
    char symbol[4] = {0};
    int length = 0;
    if (!isupper((unsigned char)*p)) return false;
    do symbol[length++] = *p++;
    while (length < 3 && islower((unsigned char)*p));
    char *end = (char *)(size_t)p;
    long long wanted = isdigit((unsigned char)*p) ? strtoll(p, &end, 10) : 1, count = 0;
    p = end;
    for (int64_t i = set->first_atom[c]; i < set->first_atom[c + 1]; i++)
      count += !strcmp(set->species[set->atom_species[i]], symbol);
    if (count != wanted) return false;
    total += count;
  }
  return total == set->first_atom[c + 1] - set->first_atom[c];
}

static void apply(const correction *k, dataset *set, int64_t c) {
  double stored[6], *stress = set->stress[c];
  memcpy(stored, stress, sizeof stored);
  for (int i = 0; i < 6; i++) stress[k->stress_order[i]] = k->stress_factor * stored[i];
  for (int i = 0; i < 6; i++) stress[i] = k->drop_stress ? NAN : stress[i] + (i < 3 ? k->stress_offset : 0);
  set->energy[c] = k->drop_energy ? NAN : k->energy_factor * set->energy[c];
  for (int64_t i = set->first_atom[c]; i < set->first_atom[c + 1]; i++)
    for (int m = 0; m < 3; m++) set->force[i][m] = k->drop_forces ? NAN : k->force_factor * set->force[i][m];
}

void corrections_apply(corrections *list, dataset *set, int64_t c, int64_t number) {
  for (int i = 0; i < list->n; i++) {
    correction *k = &list->entry[i];
    if (k->group && strcmp(k->group, set->group[set->config_group[c]].name)) continue;
    if (k->configs.n && !number_list_has(&k->configs, number)) continue;
    if (k->atoms && !formula_is(k->atoms, set, c)) continue;
    apply(k, set, c);
    k->done++;
  }
}

dftfit_status corrections_check_done(const corrections *list, dftfit_error *err) {
  for (int i = 0; i < list->n; i++)
    if (list->entry[i].done == 0)
      return dftfit_node_fail(list->entry[i].node, err, DFTFIT_ERR_VALUE,
                              "this correction concerns no configuration (group, atoms and configs name none)");
  return DFTFIT_OK;
}
