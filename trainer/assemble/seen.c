/* SPDX-License-Identifier: BSD-3-Clause */
#include "assemble/seen.h"

#include <stdio.h>

#include "data/dataset_neighbours.h"

/* elements around one atom: how often, two are enough */
static void note_site(const design *d, const dftfit_atoms *atoms, int i, seen *s) {
  const int *element = d->model.element_of_species, a = element[atoms->type[i] - 1];
  int count[DFTFIT_MAX_ELEMENTS] = {0};
  const double *x = atoms->x + 3 * i, *cutoff = dftfit_potential_header(d->model.potential)->cutoff;
  for (int m = 0; m < atoms->numneigh[i]; m++) {
    const int j = atoms->firstneigh[i][m], b = element[atoms->type[j] - 1];
    const double *y = atoms->x + 3 * j;
    double square = 0;
    for (int k = 0; k < 3; k++) square += (y[k] - x[k]) * (y[k] - x[k]);
    if (square < cutoff[a * s->n + b] * cutoff[a * s->n + b] && count[b] < 2) count[b]++;
  }
  s->element[a] = true;
  for (int b = 0; b < s->n; b++) {
    if (!count[b]) continue;
    s->pair[a][b] = s->pair[b][a] = true;
    for (int c = 0; c < s->n; c++)
      if (count[c] > (b == c)) s->triple[a][b][c] = s->triple[a][c][b] = true;
  }
}

static bool is_complete(const seen *s) {
  for (int a = 0; a < s->n; a++) {
    if (!s->element[a]) return false;
    for (int b = 0; b < s->n; b++) {
      if (!s->pair[a][b]) return false;
      for (int c = 0; c < s->n; c++)
        if (!s->triple[a][b][c]) return false;
    }
  }
  return true;
}

static dftfit_status check(const seen *s, const dftfit_header *header, dftfit_error *err) {
  bool any = false;
  for (int a = 0; a < s->n; a++) {
    if (!s->element[a])
      return dftfit_fail(err, DFTFIT_ERR_ELEMENT,
                         "no configuration that trains holds %s, which is among the elements of the potential: nothing "
                         "would be known of it; take it out of 'elements', or add data",
                         header->element[a]);
    for (int b = 0; b < s->n; b++) any = any || s->pair[a][b];
  }
  if (any) return DFTFIT_OK;
  return dftfit_fail(err, DFTFIT_ERR_VALUE,
                     "no two atoms of the configurations that train are within the cutoff of %g A: the potential would "
                     "have no forces; take a larger cutoff",
                     header->cutoff[0]);
}

dftfit_status seen_find(design *d, seen *out, dftfit_error *err) {
  const dataset *set = d->model.set;
  const dftfit_header *header = dftfit_potential_header(d->model.potential);
  const double cutoff = dftfit_potential_cutoff(d->model.potential);
  *out = (seen){.n = header->nelement};
  for (int64_t c = 0; c < set->nconfig && !is_complete(out); c++) {
    if (d->fold_of[c] < 0) continue;
    dftfit_status status = dataset_neighbours(d->model.lists, set, c, d->model.element_of_species, cutoff, err);
    if (status) return model_blame(set, c, status, err);
    for (int i = 0; i < d->model.lists->nlocal; i++) note_site(d, &d->model.lists->atoms, i, out);
  }
  return check(out, header, err);
}

static int missing_pairs(const seen *s, const dftfit_header *header, void (*name)(void *, const char *), void *self) {
  int n = 0;
  for (int a = 0; a < s->n; a++)
    for (int b = a; b < s->n; b++) {
      char text[16];
      if (s->pair[a][b]) continue;
      snprintf(text, sizeof text, "%s-%s", header->element[a], header->element[b]);
      name(self, text);
      n++;
    }
  return n;
}

int seen_missing(const seen *s, const dftfit_header *header, void (*name)(void *, const char *), void *self) {
  int n = missing_pairs(s, header, name, self);
  for (int a = 0; a < s->n; a++)
    for (int b = 0; b < s->n; b++)
      for (int c = b; c < s->n; c++) {
        char text[24];
        if (!s->pair[a][b] || !s->pair[a][c] || s->triple[a][b][c]) continue;
        snprintf(text, sizeof text, "%s-%s-%s", header->element[a], header->element[b], header->element[c]);
        name(self, text);
        n++;
      }
  return n;
}
