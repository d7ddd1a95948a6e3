/* SPDX-License-Identifier: BSD-3-Clause */
/* Neighbours stand side by side in vectors while the atomic base and the forces are made, central atoms of one element
 * while the products are walked. */
#include "forms/ace/site.h"

#include <string.h>

void dftfit_ace_model_prepare(ace_model *m) {
  dftfit_harmonics_prepare(m->layout.lmax, &m->harmonics);
  m->kernels = dftfit_ace_kernels_best();
}

void dftfit_ace_model_free(ace_model *m) {
  for (int z = 0; z < m->nelement; z++) dftfit_ace_program_free(&m->program[z]);
}

static size_t round_up(size_t n) { return (n + 7) / 8 * 8; }

size_t dftfit_ace_lay_out(const ace_model *m, int nrow, char *base, ace_workspace *w) {
  size_t rows = round_up((size_t)nrow), harmonics = (size_t)(m->harmonics.lmax + 1) * (size_t)(m->harmonics.lmax + 1);
  int operands = 0, densities = 1, sums = 0;
  for (int z = 0; z < m->nelement; z++) {
    const ace_program *p = &m->program[z];
    if (p->noperand > operands) operands = p->noperand;
    if (p->ndensity > densities) densities = p->ndensity;
    if (m->split && p->ndensity * p->nleft > sums) sums = p->ndensity * p->nleft;
  }
  size_t vectors = round_up((size_t)operands * (size_t)m->kernels->width), radial = (size_t)m->ncolumn * rows;
  size_t kept = 2 * radial < ACE_KEPT ? 2 * radial : ACE_KEPT;
  struct {
    double **array;
    size_t n;
  } plan[] = {{&w->work, round_up(ace_work(m->ncolumn, (int)harmonics, m->layout.per_element))},
              {&w->R, radial},
              {&w->dR, radial},
              {&w->S, harmonics * rows},
              {&w->fx, harmonics * rows},
              {&w->fy, harmonics * rows},
              {&w->fz, harmonics * rows},
              {&w->g[0], rows},
              {&w->g[1], rows},
              {&w->g[2], rows},
              {&w->value, vectors},
              {&w->adjoint, vectors},
              {&w->rho, (size_t)densities * ACE_MAX_SITES},
              {&w->slope, (size_t)densities * ACE_MAX_SITES},
              {&w->sums, round_up((size_t)sums * (size_t)m->kernels->width)},
              {&w->weight, round_up((size_t)m->layout.size)},
              {&w->kept, kept}};
  size_t at = 0;
  for (size_t i = 0; i < sizeof plan / sizeof *plan; i++) {
    if (base) *plan[i].array = (double *)(void *)(base + at);
    at += plan[i].n * sizeof(double);
  }
  if (base) memset(w->kept_of, 0, sizeof w->kept_of);
  return at;
}

static const radial_table *table_of(const ace_model *m, int a, int b) { return m->table[a * m->nelement + b]; }

/* Doubles that the radial functions and slopes of n rows take. */
static size_t kept_size(const ace_model *m, int n) { return 2 * (size_t)m->ncolumn * (size_t)n; }

void dftfit_ace_site_base(const ace_model *m, const dftfit_block *b, int s, int lane, const ace_workspace *w) {
  double *kept = w->kept_of[lane], *base = w->value + lane;
  for (int e = 0; e < b->nelement; e++) {
    ace_rows rows = ace_rows_of(b, s * b->nelement + e);
    m->kernels->base(table_of(m, b->element[s], e), &m->harmonics, &m->layout, &rows, kept, w->work, base);
    base += (size_t)m->layout.per_element * (size_t)m->kernels->width;
    if (kept) kept += kept_size(m, rows.nrow);
  }
}

void dftfit_ace_site_rows(const ace_model *m, const dftfit_block *b, int s, const ace_workspace *w) {
  int harmonics = (m->harmonics.lmax + 1) * (m->harmonics.lmax + 1);
  for (int e = 0, at = 0; e < b->nelement; e++) {
    ace_rows rows = ace_rows_of(b, s * b->nelement + e);
    m->kernels->radial(table_of(m, b->element[s], e), &rows, w->R + m->ncolumn * at, w->dR + m->ncolumn * at);
    m->kernels->harmonics(&m->harmonics, &rows, w->S + harmonics * at, w->fx + harmonics * at, w->fy + harmonics * at,
                          w->fz + harmonics * at);
    at += rows.nrow;
  }
}

void dftfit_ace_site_gradient(const ace_model *m, const dftfit_block *b, int s, int lane, double factor,
                              const ace_workspace *w, const dftfit_block_result *result) {
  int per_element = m->layout.per_element;
  const double *kept = w->kept_of[lane];
  for (int e = 0; e < b->nelement; e++) {
    ace_rows rows = ace_rows_of(b, s * b->nelement + e);
    int first = b->first[s * b->nelement + e];
    for (int i = 0; i < per_element; i++)
      w->weight[i] = factor * w->adjoint[(size_t)(e * per_element + i) * m->kernels->width + lane];
    m->kernels->gradient(table_of(m, b->element[s], e), &m->harmonics, &m->layout, &rows, kept, w->weight, w->work,
                         result->gx + first, result->gy + first, result->gz + first);
    if (kept) kept += kept_size(m, rows.nrow);
  }
}

/* Radial functions are made once for the atomic base and the gradient where there is room for those of a group. */
static void place_kept(const ace_model *m, const dftfit_block *b, int n, const int *site, ace_workspace *w) {
  size_t at = 0;
  for (int i = 0; i < n; i++) {
    w->kept_of[i] = w->kept + at;
    at += kept_size(m, b->first[(site[i] + 1) * b->nelement] - b->first[site[i] * b->nelement]);
  }
  if (at > ACE_KEPT) memset(w->kept_of, 0, sizeof w->kept_of);
}

void dftfit_ace_for_groups(const ace_model *m, const void *self, ace_group_evaluator evaluate, const dftfit_block *b,
                           void *memory, const dftfit_block_result *result) {
  ace_workspace w;
  dftfit_ace_lay_out(m, b->nrow, memory, &w);
  for (int z = 0; z < m->nelement; z++) {
    int site[ACE_MAX_SITES], n = 0;
    for (int s = 0; s < b->nsite; s++) {
      if (b->element[s] != z) continue;
      site[n++] = s;
      if (n < m->kernels->width) continue;
      place_kept(m, b, n, site, &w);
      evaluate(self, b, n, site, &w, result);
      n = 0;
    }
    if (n == 0) continue;
    place_kept(m, b, n, site, &w);
    evaluate(self, b, n, site, &w, result);
  }
}
