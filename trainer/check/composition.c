/* SPDX-License-Identifier: BSD-3-Clause */
#include "check/composition.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct entry {
  const dataset *set;
  int64_t config;
  uint64_t composition, order; /* hashes of the counts and of the sequence of elements */
} entry;

static entry make_entry(const dataset *set, int64_t c) {
  entry e = {set, c, 0, 14695981039346656037u};
  for (int64_t i = set->first_atom[c]; i < set->first_atom[c + 1]; i++) {
    const uint64_t z = set->atom_species[i] + 1u;
    e.composition += z * 0x9E3779B97F4A7C15u * z; /* a sum does not depend on the order */
    e.order = (e.order ^ z) * 1099511628211u;     /* FNV-1a */
  }
  return e;
}

static int64_t natom(const entry *e) { return e->set->first_atom[e->config + 1] - e->set->first_atom[e->config]; }

static int compare_class(const entry *a, const entry *b) {
  const dataset *set = a->set;
  int g = set->config_group[a->config], h = set->config_group[b->config];
  if (g != h) return g < h ? -1 : 1;
  if (natom(a) != natom(b)) return natom(a) < natom(b) ? -1 : 1;
  if (a->composition != b->composition) return a->composition < b->composition ? -1 : 1;
  return memcmp(set->pbc[a->config], set->pbc[b->config], sizeof *set->pbc);
}

static int compare_entries(const void *left, const void *right) {
  const entry *a = left, *b = right;
  int order = compare_class(a, b);
  if (order) return order;
  if (a->order != b->order) return a->order < b->order ? -1 : 1;
  return a->config < b->config ? -1 : a->config > b->config;
}

static int64_t first_of(const composition_class *k) {
  int64_t first = k->config[0];
  for (int64_t i = 1; i < k->n; i++)
    if (k->config[i] < first) first = k->config[i];
  return first;
}

static int compare_classes(const void *left, const void *right) {
  const composition_class *a = left, *b = right;
  if (a->group != b->group) return a->group < b->group ? -1 : 1;
  int64_t i = first_of(a), j = first_of(b);
  return i < j ? -1 : i > j;
}

dftfit_status composition_table_create(const dataset *set, composition_table *out, dftfit_error *err) {
  const size_t n = (size_t)set->nconfig;
  entry *list = malloc((n + 1) * sizeof *list);
  *out =
      (composition_table){.entry = malloc((n + 1) * sizeof *out->entry), .config = malloc((n + 1) * sizeof(int64_t))};
  if (!list || !out->entry || !out->config) {
    free(list);
    composition_table_destroy(out);
    return dftfit_no_memory(err, "%zu configurations", n);
  }
  for (size_t c = 0; c < n; c++) list[c] = make_entry(set, (int64_t)c);
  qsort(list, n, sizeof *list, compare_entries);
  for (size_t i = 0; i < n; i++) {
    out->config[i] = list[i].config;
    if (i == 0 || compare_class(&list[i - 1], &list[i]))
      out->entry[out->n++] = (composition_class){set->config_group[list[i].config], 0, &out->config[i]};
    out->entry[out->n - 1].n++;
  }
  qsort(out->entry, (size_t)out->n, sizeof *out->entry, compare_classes);
  free(list);
  return DFTFIT_OK;
}

void composition_table_destroy(composition_table *t) {
  free(t->entry);
  free(t->config);
  *t = (composition_table){0};
}

int64_t composition_same_order(const dataset *set, int64_t n, const int64_t *config) {
  const int64_t first = set->first_atom[config[0]];
  const size_t atoms = (size_t)(set->first_atom[config[0] + 1] - first);
  int64_t same = 1;
  while (same < n && !memcmp(set->atom_species + first, set->atom_species + set->first_atom[config[same]], atoms))
    same++;
  return same;
}

void composition_count(const dataset *set, int64_t c, int64_t *count) {
  memset(count, 0, (size_t)set->nspecies * sizeof *count);
  for (int64_t i = set->first_atom[c]; i < set->first_atom[c + 1]; i++) count[set->atom_species[i]]++;
}

void composition_formula(const dataset *set, int64_t c, char *text, size_t size) {
  size_t length = 0;
  text[0] = '\0';
  for (int s = 0; s < set->nspecies; s++) {
    long long count = 0;
    for (int64_t i = set->first_atom[c]; i < set->first_atom[c + 1]; i++) count += set->atom_species[i] == s;
    if (count == 0 || length >= size) continue;
    int more = snprintf(text + length, size - length, count > 1 ? "%s%lld" : "%s", set->species[s], count);
    length += more > 0 ? (size_t)more : 0;
  }
}
