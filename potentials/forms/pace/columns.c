/* SPDX-License-Identifier: BSD-3-Clause */
#include "forms/pace/columns.h"

#include <stdlib.h>
#include <string.h>

/* Limits over all bonds and functions. */
typedef struct limits {
  int nbasis, nmost, lmax, ndensity;
  bool linear; /* there are functions of rank 1 */
} limits;

static limits find_limits(const pace_model *model) {
  limits s = {0};
  for (int p = 0; p < model->nelement * model->nelement; p++)
    if (model->bond[p].nbasis > s.nbasis) s.nbasis = model->bond[p].nbasis;
  for (int z = 0; z < model->nelement; z++)
    if (model->embedding[z].ndensity > s.ndensity) s.ndensity = model->embedding[z].ndensity;
  for (int k = 0; k < model->nfunction; k++) {
    const pace_function *f = &model->function[k];
    s.linear = s.linear || f->rank == 1;
    for (int t = 0; f->rank > 1 && t < f->rank; t++) {
      if (f->n[t] > s.nmost) s.nmost = f->n[t];
      if (f->l[t] > s.lmax) s.lmax = f->l[t];
    }
  }
  return s;
}

/* Coefficients of R_nl of a bond, [nbasis of the set]; zero beyond the limits of the bond. */
static void combination(const pace_bond *b, int n, int l, int nbasis, double *out) {
  memset(out, 0, sizeof(double) * (size_t)nbasis);
  if (n > b->nradial || l > b->lmax) return;
  memcpy(out, b->c + ((size_t)(n - 1) * (size_t)(b->lmax + 1) + (size_t)l) * (size_t)b->nbasis,
         sizeof(double) * (size_t)b->nbasis);
}

static double *column_of(const pace_columns *p, int pair, int column) {
  return p->c + ((size_t)pair * (size_t)p->ncolumn + (size_t)column) * (size_t)p->nbasis;
}

/* The column of R_nl; a new one, `used`, when none of the columns before it is the same for every pair. p->c has room
 * for all that there could be. */
static int find_column(const pace_model *model, const pace_columns *p, int first, int used, int n, int l) {
  int pairs = model->nelement * model->nelement;
  for (int pair = 0; pair < pairs; pair++) combination(&model->bond[pair], n, l, p->nbasis, column_of(p, pair, used));
  for (int c = first; c < used; c++) {
    bool same = true;
    for (int pair = 0; pair < pairs && same; pair++)
      same = !memcmp(column_of(p, pair, c), column_of(p, pair, used), sizeof(double) * (size_t)p->nbasis);
    if (same) return c;
  }
  return used;
}

/* Adds the functions of rank 1 to the pair functions of their centres. */
static void add_pair_functions(const pace_model *model, const pace_columns *p) {
  for (int z = 0; z < model->nelement; z++)
    for (int k = model->first[z]; k < model->first[z + 1]; k++) {
      const pace_function *f = &model->function[k];
      int ndensity = model->embedding[z].ndensity;
      for (int q = 0; f->rank == 1 && q < f->nterm; q++)
        for (int d = 0; d < ndensity; d++)
          column_of(p, z * model->nelement + f->mu[0], d)[f->n[0] - 1] += f->c[q * ndensity + d];
    }
}

static void mark_used(const pace_model *model, pace_columns *p) {
  for (int k = 0; k < model->nfunction; k++) {
    const pace_function *f = &model->function[k];
    for (int t = 0; f->rank > 1 && t < f->rank; t++) p->channel[f->l[t] * p->nmost + f->n[t] - 1] = 0;
  }
}

static void lay_out(const pace_model *model, pace_columns *p, int lmax) {
  ace_layout *a = &p->layout;
  int used = p->ndensity, number = 0;
  *a = (ace_layout){.nelement = model->nelement, .lmax = lmax, .column = p->column};
  for (int l = 0; l <= lmax; l++) {
    for (int d = 0; l == 0 && d < p->ndensity; d++) {
      p->column[number++] = d;
      a->n_of_l[l]++;
    }
    for (int n = 1; n <= p->nmost; n++) {
      int16_t *channel = &p->channel[l * p->nmost + n - 1];
      if (*channel < 0) continue;
      int column = find_column(model, p, p->ndensity, used, n, l);
      if (column == used) used++;
      p->column[number++] = column;
      *channel = (int16_t)a->n_of_l[l]++;
    }
    a->offset[l] = a->per_element;
    a->per_element += (2 * l + 1) * a->n_of_l[l];
  }
  a->size = model->nelement * a->per_element;
  if (used == 0) used = 1;                                          /* a column of zeros: tables are never empty */
  int pairs = model->nelement * model->nelement, room = p->ncolumn; /* close the gaps that room left */
  size_t bytes = sizeof(double) * (size_t)p->nbasis * (size_t)used;
  for (int pair = 1; pair < pairs; pair++)
    memmove(p->c + (size_t)pair * (size_t)used * (size_t)p->nbasis,
            p->c + (size_t)pair * (size_t)room * (size_t)p->nbasis, bytes);
  p->ncolumn = used;
}

dftfit_status dftfit_pace_columns_create(const pace_model *model, pace_columns *out, dftfit_error *err) {
  limits s = find_limits(model);
  pace_columns p = {.nbasis = s.nbasis, .nmost = s.nmost, .ndensity = s.linear ? s.ndensity : 0};
  int cells = s.nmost * (s.lmax + 1);
  p.ncolumn = p.ndensity + cells + 1;
  p.c = calloc((size_t)(model->nelement * model->nelement) * (size_t)p.ncolumn * (size_t)s.nbasis, sizeof(double));
  p.channel = malloc(sizeof(int16_t) * (size_t)(cells + 1));
  p.column = malloc(sizeof(int32_t) * (size_t)p.ncolumn);
  *out = p;
  if (!p.c || !p.channel || !p.column) {
    dftfit_pace_columns_free(out);
    return dftfit_no_memory(err, "%d radial functions", p.ncolumn);
  }
  for (int i = 0; i < cells; i++) out->channel[i] = -1;
  mark_used(model, out);
  add_pair_functions(model, out);
  lay_out(model, out, s.lmax);
  return DFTFIT_OK;
}

void dftfit_pace_columns_free(pace_columns *p) {
  free(p->c);
  free(p->channel);
  free(p->column);
  *p = (pace_columns){0};
}
