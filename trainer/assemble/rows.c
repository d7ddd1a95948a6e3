/* SPDX-License-Identifier: BSD-3-Clause */
#include "assemble/rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dftfit/grade.h"

static double *column_at(const row_builder *r, int k) { return r->jacobian + (size_t)k * (size_t)r->ld; }

/** The row sink: adds the derivatives of one site with respect to one parameter to that parameter's column. */
static void add(void *self, const dftfit_block *block, int site, int k, double de, int begin, int end,
                const double *dgx, const double *dgy, const double *dgz) {
  const row_builder *r = self;
  if (r->column[k] < 0) return;
  const int *owner = r->model->lists->owner;
  double *energy = column_at(r, r->column[k]), *force = energy + 1, *stress = force + 3 * (size_t)r->model->natom;
  double total[3] = {0}, w[6] = {0};
  *energy += de;
  for (int j = begin; j < end; j++) {
    if (block->neighbour[j] < 0) continue;
    double x = dgx[j - begin], y = dgy[j - begin], z = dgz[j - begin];
    double *f = force + 3 * (size_t)owner[block->neighbour[j]];
    f[0] -= x;
    f[1] -= y;
    f[2] -= z;
    total[0] += x;
    total[1] += y;
    total[2] += z;
    w[0] += block->dx[j] * x;
    w[1] += block->dy[j] * y;
    w[2] += block->dz[j] * z;
    w[3] += block->dy[j] * z;
    w[4] += block->dx[j] * z;
    w[5] += block->dx[j] * y;
  }
  for (int a = 0; a < 3; a++) force[3 * (size_t)owner[block->site[site]] + (size_t)a] += total[a];
  for (int a = 0; a < 6; a++) stress[a] += w[a];
}

/** The same for energies alone, of a block of sites. */
static dftfit_status add_sites(void *self, int nsite, const int *atom, const int *element, const double *de,
                               dftfit_error *err) {
  const row_builder *r = self;
  int n = dftfit_potential_nparameter(r->model->potential);
  (void)atom, (void)element, (void)err;
  for (int i = 0; i < nsite; i++, de += n)
    for (int k = 0; k < n; k++)
      if (r->column[k] >= 0) column_at(r, r->column[k])[0] += de[k];
  return DFTFIT_OK;
}

static dftfit_status reserve(row_builder *r, int nrow, dftfit_error *err) {
  r->ld = nrow;
  size_t size = (size_t)r->ld * (size_t)(r->ncolumn + 1);
  if (size > r->capacity) {
    free(r->jacobian);
    r->jacobian = malloc(size * sizeof *r->jacobian);
    r->capacity = r->jacobian ? size : 0;
  }
  if (!r->jacobian) return dftfit_no_memory(err, "%d rows of %d columns", r->ld, r->ncolumn);
  memset(r->jacobian, 0, size * sizeof *r->jacobian);
  return DFTFIT_OK;
}

static void composition(const row_builder *r, int64_t c) {
  const model *m = r->model;
  const int zero = m->set->zero ? m->set->zero[c] : 0;
  const int nelement = dftfit_potential_header(m->potential)->nelement;
  for (int64_t i = m->set->first_atom[c]; i < m->set->first_atom[c + 1]; i++) {
    const int element = m->element_of_species[m->set->atom_species[i]], e = r->offset ? 0 : element;
    const int k = element >= 0 && zero ? r->zero_column[zero * nelement + e] : e;
    if (element >= 0 && k >= 0) column_at(r, k)[0] += 1;
  }
}

static void right_hand_side(const row_builder *r, int64_t c, bool energy_alone) {
  const model *m = r->model;
  const dataset *set = m->set;
  double *b = column_at(r, r->ncolumn);
  *b++ = set->energy[c] - m->energy;
  for (int k = 0; k < r->nother; k++)
    column_at(r, r->ncolumn - r->nother + k)[0] =
        r->other_energy[(size_t)k * (size_t)set->nconfig + (size_t)c] - m->energy;
  if (energy_alone) return;
  for (int i = 0; i < m->natom; i++)
    for (int a = 0; a < 3; a++) *b++ = set->force[set->first_atom[c] + i][a] - m->force[3 * i + a];
  for (int k = 0; k < 6; k++) *b++ = set->stress[c][k] - m->stress[k];
}

/** Divides rows first .. first+n-1 by divisor and hands those with a target over. still [n/3], unless NULL: bits of the
 *  components that symmetry sets to zero. They have no row: it would be zero, and count as a target that is met. */
static dftfit_status hand_over(row_builder *r, int first, int n, const uint8_t *still, const target_weight *w,
                               double divisor, const row_consumer *consumer, dftfit_error *err) {
  if (!w->used) return DFTFIT_OK;
  const double *b = column_at(r, r->ncolumn) + first;
  int *kept = malloc((size_t)n * sizeof *kept), nkept = 0;
  if (!kept) return dftfit_no_memory(err, "%d rows", n);
  for (int i = 0; i < n; i++)
    if (!isnan(b[i]) && !(still && still[i / 3] >> i % 3 & 1)) kept[nkept++] = i;
  for (int k = 0; k <= r->ncolumn; k++) {
    double *column = column_at(r, k) + first;
    for (int i = 0; i < nkept; i++) column[i] = column[kept[i]] / divisor;
  }
  free(kept);
  return nkept ? consumer->take(consumer->self, w->class, nkept, r->jacobian + first, r->ld, err) : DFTFIT_OK;
}

/** Derivatives by positions are not needed for it. */
static dftfit_status energy_row(row_builder *r, int64_t c, const row_consumer *consumer, dftfit_error *err) {
  model *m = r->model;
  const target_weight *w = &r->weight[m->set->config_group[c] * TARGET_KINDS];
  DFTFIT_TRY(reserve(r, 1, err));
  dftfit_site_sink sink = {r, add_sites};
  DFTFIT_TRY(dftfit_site_derivatives(m->potential, &m->lists->atoms, m->workspace, &sink, err));
  composition(r, c);
  right_hand_side(r, c, true);
  return hand_over(r, 0, 1, NULL, &w[TARGET_ENERGY], r->high_energy[c] * w[TARGET_ENERGY].sigma * m->natom, consumer,
                   err);
}

static dftfit_status all_rows(row_builder *r, int64_t c, const row_consumer *consumer, dftfit_error *err) {
  model *m = r->model;
  const target_weight *w = &r->weight[m->set->config_group[c] * TARGET_KINDS];
  DFTFIT_TRY(reserve(r, 1 + 3 * m->natom + 6, err));
  dftfit_row_sink sink = {r, add};
  DFTFIT_TRY(dftfit_jacobian(m->potential, &m->lists->atoms, m->workspace, &sink, err));
  composition(r, c);
  right_hand_side(r, c, false);
  for (int k = r->ncomposition; k < r->ncolumn; k++) /* the sink leaves V dsigma there */
    for (int a = 0; a < 6; a++) column_at(r, k)[1 + 3 * m->natom + a] /= m->volume;
  int offset = r->stress_offset < 0 ? -1 : r->offset_of[m->set->config_calculation[c]];
  for (int a = 0; a < 3 && offset >= 0; a++) column_at(r, r->stress_offset + offset)[1 + 3 * m->natom + a] = 1;
  double f = r->high_energy[c];
  DFTFIT_TRY(hand_over(r, 0, 1, NULL, &w[TARGET_ENERGY], f * w[TARGET_ENERGY].sigma * m->natom, consumer, err));
  const uint8_t *still = m->set->still ? m->set->still + m->set->first_atom[c] : NULL;
  DFTFIT_TRY(hand_over(r, 1, 3 * m->natom, still, &w[TARGET_FORCE], f * w[TARGET_FORCE].sigma, consumer, err));
  return hand_over(r, 1 + 3 * m->natom, 6, NULL, &w[TARGET_STRESS], f * w[TARGET_STRESS].sigma, consumer, err);
}

dftfit_status rows_of_config(row_builder *r, int64_t c, const row_consumer *consumer, dftfit_error *err) {
  const target_weight *w = &r->weight[r->model->set->config_group[c] * TARGET_KINDS];
  bool energy_alone = !w[TARGET_FORCE].used && !w[TARGET_STRESS].used;
  DFTFIT_TRY(model_evaluate(r->model, c, err));
  dftfit_status status = energy_alone ? energy_row(r, c, consumer, err) : all_rows(r, c, consumer, err);
  return model_blame(r->model->set, c, status, err);
}

void rows_destroy(row_builder *r) {
  free(r->jacobian);
  r->jacobian = NULL;
  r->capacity = 0;
}
