/* SPDX-License-Identifier: BSD-3-Clause */
#include "check/noise_match.h"

#include <stdlib.h>
#include <string.h>

#include "check/shape.h"
#include "data/dataset_copy.h"

/* Both sets joined into one: configurations 0 .. na-1 are those of a. */
typedef struct joined {
  dataset *set;
  int64_t na;
} joined;

typedef struct entry {
  const joined *all;
  int64_t config;
} entry;

static int compare_elements(const entry *x, const entry *y) {
  const dataset *set = x->all->set;
  const int64_t i = set->first_atom[x->config], j = set->first_atom[y->config];
  const int64_t n = set->first_atom[x->config + 1] - i, m = set->first_atom[y->config + 1] - j;
  if (n != m) return n < m ? -1 : 1;
  int order = memcmp(set->pbc[x->config], set->pbc[y->config], sizeof *set->pbc);
  return order ? order : memcmp(set->atom_species + i, set->atom_species + j, (size_t)n);
}

static int compare_entries(const void *left, const void *right) {
  const entry *x = left, *y = right;
  int order = compare_elements(x, y);
  return order ? order : (x->config > y->config) - (x->config < y->config);
}

static int compare_matches(const void *left, const void *right) {
  const noise_match *x = left, *y = right;
  return (x->a > y->a) - (x->a < y->a);
}

static bool same(const shapes *s, int64_t i, int64_t j, double (*shift)[3]) {
  double strain[9];
  return shape_strain(&s->shape[i], &s->shape[j], strain) <= NOISE_SAME_STRAIN &&
         shapes_displacement(s, i, j, NOISE_SAME_DISPLACEMENT, shift) <= NOISE_SAME_DISPLACEMENT;
}

/* Among n configurations with the same elements, of which the first na are of a: files made by one script have one
 * order, so the search for the partner of each begins behind that of the one before. */
static dftfit_status match_class(const dataset *set, int64_t n, int64_t na, const int64_t *config, noise_match *out,
                                 int64_t *nmatch, dftfit_error *err) {
  shapes s;
  const int64_t nb = n - na;
  DFTFIT_TRY(shapes_create(set, n, config, &s, err));
  double(*shift)[3] = malloc((size_t)s.natom * sizeof *shift);
  bool *taken = calloc((size_t)nb, sizeof *taken);
  dftfit_status status = shift && taken ? DFTFIT_OK : dftfit_no_memory(err, "%lld pairs", (long long)nb);
  for (int64_t i = 0, begin = 0; i < na && !status; i++)
    for (int64_t k = 0; k < nb; k++) {
      const int64_t j = (begin + k) % nb;
      if (taken[j] || !same(&s, i, na + j, shift)) continue;
      taken[j] = true;
      begin = j + 1;
      out[(*nmatch)++] = (noise_match){config[i], config[na + j]};
      break;
    }
  free(shift);
  free(taken);
  shapes_destroy(&s);
  return status;
}

static dftfit_status match_all(const joined *all, noise_match *out, int64_t *nmatch, dftfit_error *err) {
  const int64_t n = all->set->nconfig;
  entry *list = malloc((size_t)n * sizeof *list);
  int64_t *config = malloc((size_t)n * sizeof *config);
  dftfit_status status = list && config ? DFTFIT_OK : dftfit_no_memory(err, "%lld configurations", (long long)n);
  for (int64_t c = 0; c < n && !status; c++) list[c] = (entry){all, c};
  if (!status) qsort(list, (size_t)n, sizeof *list, compare_entries);
  for (int64_t i = 0, end; i < n && !status; i = end) {
    int64_t na = 0;
    for (end = i; end < n && !compare_elements(&list[i], &list[end]); end++) {
      config[end] = list[end].config;
      na += list[end].config < all->na;
    }
    if (na > 0 && na < end - i) status = match_class(all->set, end - i, na, config + i, out, nmatch, err);
  }
  free(list);
  free(config);
  return status;
}

static dftfit_status join(const dataset *a, const dataset *b, joined *out, dftfit_error *err) {
  dataset_copier copier = {0};
  dftfit_status status = DFTFIT_OK;
  *out = (joined){dataset_create(), a->nconfig};
  DFTFIT_FAIL_IF(!out->set, err, DFTFIT_ERR_MEMORY, "out of memory");
  for (int64_t c = 0; c < a->nconfig && !status; c++) status = dataset_append_copy(&copier, out->set, a, c, "", err);
  for (int64_t c = 0; c < b->nconfig && !status; c++) status = dataset_append_copy(&copier, out->set, b, c, "", err);
  dataset_copier_clear(&copier);
  return status;
}

dftfit_status noise_match_find(const dataset *a, const dataset *b, noise_match **out, int64_t *n, dftfit_error *err) {
  joined all;
  const int64_t most = a->nconfig < b->nconfig ? a->nconfig : b->nconfig;
  *n = 0;
  *out = malloc((size_t)most * sizeof **out);
  DFTFIT_FAIL_IF(!*out, err, DFTFIT_ERR_MEMORY, "out of memory for %lld pairs", (long long)most);
  dftfit_status status = join(a, b, &all, err);
  if (!status) status = match_all(&all, *out, n, err);
  dataset_destroy(all.set);
  for (int64_t i = 0; i < *n; i++) (*out)[i].b -= a->nconfig;
  qsort(*out, (size_t)*n, sizeof **out, compare_matches);
  if (status) free(*out);
  return status;
}
