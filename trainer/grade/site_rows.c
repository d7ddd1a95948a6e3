/* SPDX-License-Identifier: BSD-3-Clause */
#include "grade/site_rows.h"

#include <stdlib.h>
#include <string.h>

#include "dftfit/grade.h"

static dftfit_status no_memory(const site_rows *s, dftfit_error *err) {
  return dftfit_no_memory(err, "descriptors of sites (%d of each)", s->n);
}

static int64_t count_sites(const site_rows *s, int64_t c) {
  const dataset *set = s->model->set;
  int64_t n = 0;
  for (int64_t i = set->first_atom[c]; i < set->first_atom[c + 1]; i++)
    n += s->model->element_of_species[set->atom_species[i]] == s->element;
  return n;
}

/* Where the next row of a configuration goes. */
typedef struct filling {
  site_rows *s;
  int64_t first_atom, n;
  int nparameter;
} filling;

static dftfit_status take_block(void *self, int nsite, const int *atom, const int *element, const double *de,
                                dftfit_error *err) {
  filling *f = self;
  (void)err;
  for (int i = 0; i < nsite; i++) {
    if (element[i] != f->s->element) continue;
    double *row = f->s->row + (size_t)f->n * (size_t)f->s->n;
    for (int k = 0; k < f->s->n; k++) row[k] = de[(size_t)i * (size_t)f->nparameter + (size_t)f->s->column[k]];
    f->s->atom[f->n++] = f->first_atom + atom[i];
  }
  return DFTFIT_OK;
}

static dftfit_status reserve(site_rows *s, int64_t nsite, dftfit_error *err) {
  if (nsite <= s->capacity) return DFTFIT_OK;
  free(s->row);
  free(s->atom);
  s->row = malloc((size_t)nsite * (size_t)s->n * sizeof *s->row);
  s->atom = malloc((size_t)nsite * sizeof *s->atom);
  s->capacity = s->row && s->atom ? nsite : 0;
  return s->capacity ? DFTFIT_OK : no_memory(s, err);
}

/* Rows of configuration c into s->row and s->atom. */
static dftfit_status compute(site_rows *s, int64_t c, int64_t nsite, dftfit_error *err) {
  model *m = s->model;
  filling f = {s, m->set->first_atom[c], 0, dftfit_potential_nparameter(m->potential)};
  DFTFIT_TRY(reserve(s, nsite, err));
  double cutoff = dftfit_potential_cutoff(m->potential);
  dftfit_status status = dataset_neighbours(m->lists, m->set, c, m->element_of_species, cutoff, err);
  dftfit_site_sink sink = {&f, take_block};
  if (!status) status = dftfit_site_derivatives(m->potential, &m->lists->atoms, m->workspace, &sink, err);
  return model_blame(m->set, c, status, err);
}

static dftfit_status keep_all(site_rows *s, const bool *used, dftfit_error *err) {
  const dataset *set = s->model->set;
  for (int64_t c = 0; c < set->nconfig; c++) {
    int64_t nsite = s->first[c + 1] - s->first[c];
    if (!used[c] || nsite == 0) continue;
    DFTFIT_TRY(compute(s, c, nsite, err));
    memcpy(s->kept + (size_t)s->first[c] * (size_t)s->n, s->row, (size_t)nsite * (size_t)s->n * sizeof *s->row);
  }
  return DFTFIT_OK;
}

dftfit_status site_rows_create(site_rows *s, model *m, int element, int n, const int *column, const bool *used,
                               size_t limit, dftfit_error *err) {
  int64_t nconfig = m->set->nconfig;
  *s = (site_rows){.model = m, .element = element, .n = n, .column = column};
  s->first = calloc((size_t)nconfig + 1, sizeof *s->first);
  s->batch = malloc(MAXVOL_BATCH * (size_t)n * sizeof *s->batch);
  dftfit_status status = s->first && s->batch ? DFTFIT_OK : no_memory(s, err);
  for (int64_t c = 0; c < nconfig && !status; c++) s->first[c + 1] = s->first[c] + (used[c] ? count_sites(s, c) : 0);
  if (!status && (size_t)s->first[nconfig] <= limit / sizeof(double) / (size_t)n) {
    s->kept = malloc((size_t)s->first[nconfig] * (size_t)n * sizeof *s->kept + 1);
    status = s->kept ? keep_all(s, used, err) : no_memory(s, err);
  }
  if (status) site_rows_destroy(s);
  return status;
}

void site_rows_destroy(site_rows *s) {
  free(s->kept);
  free(s->first);
  free(s->row);
  free(s->atom);
  free(s->batch);
  *s = (site_rows){0};
}

/* The rows of configuration c, kept or computed; their atoms in s->atom. */
static dftfit_status rows_of(site_rows *s, int64_t c, int64_t nsite, const double **rows, dftfit_error *err) {
  const dataset *set = s->model->set;
  if (!s->kept) {
    dftfit_status status = compute(s, c, nsite, err);
    *rows = s->row;
    return status;
  }
  DFTFIT_TRY(reserve(s, nsite, err));
  *rows = s->kept + (size_t)s->first[c] * (size_t)s->n;
  for (int64_t i = set->first_atom[c], n = 0; i < set->first_atom[c + 1]; i++)
    if (s->model->element_of_species[set->atom_species[i]] == s->element) s->atom[n++] = i;
  return DFTFIT_OK;
}

static bool wanted(const site_consumer *consumer, int64_t atom) {
  return !consumer->wanted || consumer->wanted(consumer->self, atom);
}

static bool any_wanted(const site_rows *s, int64_t c, const site_consumer *consumer) {
  const dataset *set = s->model->set;
  if (s->first[c] == s->first[c + 1]) return false;
  for (int64_t i = set->first_atom[c]; i < set->first_atom[c + 1]; i++)
    if (s->model->element_of_species[set->atom_species[i]] == s->element && wanted(consumer, i)) return true;
  return false;
}

dftfit_status site_rows_walk(site_rows *s, const bool *used, const site_consumer *consumer, dftfit_error *err) {
  int64_t atom[MAXVOL_BATCH];
  int n = 0;
  size_t bytes = (size_t)s->n * sizeof(double);
  for (int64_t c = 0; c < s->model->set->nconfig; c++) {
    int64_t nsite = s->first[c + 1] - s->first[c];
    const double *rows;
    if (!used[c] || !any_wanted(s, c, consumer)) continue;
    DFTFIT_TRY(rows_of(s, c, nsite, &rows, err));
    for (int64_t i = 0; i < nsite; i++) {
      if (!wanted(consumer, s->atom[i])) continue;
      memcpy(s->batch + (size_t)n * (size_t)s->n, rows + (size_t)i * (size_t)s->n, bytes);
      atom[n++] = s->atom[i];
      if (n < MAXVOL_BATCH) continue;
      DFTFIT_TRY(consumer->take(consumer->self, n, s->batch, atom, err));
      n = 0;
    }
  }
  return n ? consumer->take(consumer->self, n, s->batch, atom, err) : DFTFIT_OK;
}
