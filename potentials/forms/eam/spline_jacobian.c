/* SPDX-License-Identifier: BSD-3-Clause */
/* Derivatives of the embedded atom on splines with respect to its parameters. docs/forms/eam.md, (11) to (14) */
#include <string.h>

#include "base/pair_values.h"
#include "forms/eam/spline.h"

/* One site: what all parameters need. Rows are counted from the first of the site. */
typedef struct site {
  const eam_spline *f;
  const dftfit_block *block;
  const dftfit_row_sink *sink;
  int s, begin, end;
  dftfit_spline_basis *basis; /* [rows] */
  double *rho_slope;          /* [rows] d rho_b/dr of the normalised density, 1/A */
  double *gx, *gy, *gz;       /* [rows] what the sink is given                    */
  eam_curve embedding;        /* F, F', F'' at the density of the site            */
  double rho;
} site;

size_t dftfit_eam_spline_scratch(const eam_spline *f, int nsite, int nrow) {
  (void)f;
  (void)nsite;
  return (size_t)nrow * (sizeof(dftfit_spline_basis) + 4 * sizeof(double));
}

static void prepare(site *w, void *memory) {
  const dftfit_block *b = w->block;
  const eam_spline *f = w->f;
  int n = b->nelement, a = b->element[w->s], wide = f->n + EAM_SPLINE_DROPPED;
  w->begin = b->first[w->s * n];
  w->end = b->first[(w->s + 1) * n];
  int rows = w->end - w->begin;
  w->basis = memory;
  w->rho_slope = (double *)(w->basis + rows);
  w->gx = w->rho_slope + rows;
  w->gy = w->gx + rows;
  w->gz = w->gy + rows;
  w->rho = 0;
  for (int e = 0; e < n; e++) {
    const dftfit_spline *knots = &f->knots[dftfit_pair_index(n, a, e)];
    const double *density = f->density + eam_spline_density(f, a, e) * wide;
    for (int row = b->first[w->s * n + e]; row < b->first[w->s * n + e + 1]; row++) {
      dftfit_spline_basis *basis = &w->basis[row - w->begin];
      double slope = 0;
      *basis = dftfit_spline_at(knots, b->r[row]);
      for (int k = 0; k < 4; k++) {
        w->rho += density[basis->first + k] * basis->value[k];
        slope += density[basis->first + k] * basis->slope[k];
      }
      w->rho_slope[row - w->begin] = slope;
    }
  }
  w->embedding = dftfit_eam_embedding_at(&f->embedding, eam_spline_curvatures(f) + a * f->embedding.n, w->rho);
}

/* dG of a row is along / r times d_ij. */
static void point(const site *w, int row, double along) {
  const dftfit_block *b = w->block;
  double g = b->weight[row] * along / b->r[row];
  w->gx[row - w->begin] = g * b->dx[row];
  w->gy[row - w->begin] = g * b->dy[row];
  w->gz[row - w->begin] = g * b->dz[row];
}

/* Rows begin to end of those at hand. */
static void hand_over(const site *w, int k, double de, int begin, int end) {
  int skip = begin - w->begin;
  w->sink->add(w->sink->self, w->block, w->s, k, de, begin, end, w->gx + skip, w->gy + skip, w->gz + skip);
}

/* phi with curvature 1 at knot k alone: the B-splines j <= k with coefficients h^2 (k - j + 1). */
static void pair_parameters(const site *w, int e) {
  const dftfit_block *b = w->block;
  int pair = dftfit_pair_index(b->nelement, b->element[w->s], e), n = w->f->n;
  int begin = b->first[w->s * b->nelement + e], end = b->first[w->s * b->nelement + e + 1];
  double area = w->f->knots[pair].step * w->f->knots[pair].step;
  for (int k = 0; k < n; k++) {
    double de = 0;
    bool any = false;
    for (int row = begin; row < end; row++) {
      const dftfit_spline_basis *basis = &w->basis[row - w->begin];
      double value = 0, slope = 0;
      for (int q = 0; q < 4 && basis->first + q <= k; q++) {
        double c = area * (k - basis->first - q + 1);
        value += c * basis->value[q];
        slope += c * basis->slope[q];
        any = true;
      }
      de += 0.5 * b->weight[row] * value;
      point(w, row, 0.5 * slope);
    }
    if (any) hand_over(w, pair * n + k, de, begin, end);
  }
}

/* Coefficients of one density. The norm holds all that a host sees, so every one moves every row of the site. */
static void density_parameters(const site *w, int density, int e) {
  const dftfit_block *b = w->block;
  const eam_spline *f = w->f;
  int a = b->element[w->s], first = b->first[w->s * b->nelement + e], last = b->first[w->s * b->nelement + e + 1];
  double scale = 1 / f->norm[a];
  for (int k = 0; k < f->n; k++) {
    double share = f->lattice[density * f->n + k], moved = -share * w->rho;
    for (int row = first; row < last; row++) {
      unsigned q = (unsigned)(k - w->basis[row - w->begin].first);
      if (q < 4) moved += b->weight[row] * w->basis[row - w->begin].value[q];
    }
    moved *= scale;
    for (int row = w->begin; row < w->end; row++) {
      unsigned q = (unsigned)(k - w->basis[row - w->begin].first);
      double slope = w->rho_slope[row - w->begin];
      double own = row >= first && row < last && q < 4 ? w->basis[row - w->begin].slope[q] : 0;
      point(w, row, w->embedding.curvature * moved * slope + w->embedding.slope * scale * (own - share * slope));
    }
    hand_over(w, (f->npair + density) * f->n + k, w->embedding.slope * moved, w->begin, w->end);
  }
}

static void embedding_parameters(const site *w) {
  const eam_spline *f = w->f;
  int first = (f->npair + f->ndensity) * f->n + w->block->element[w->s] * f->embedding.n;
  for (int k = 0; k < f->embedding.n; k++) {
    eam_curve basis = dftfit_eam_embedding_basis(&f->embedding, k, w->rho);
    for (int row = w->begin; row < w->end; row++) point(w, row, basis.slope * w->rho_slope[row - w->begin]);
    hand_over(w, first + k, basis.value, w->begin, w->end);
  }
}

void dftfit_eam_spline_jacobian(const eam_spline *f, const dftfit_block *b, void *memory, const dftfit_row_sink *sink) {
  for (int s = 0; s < b->nsite; s++) {
    site w = {.f = f, .block = b, .sink = sink, .s = s};
    prepare(&w, memory);
    if (w.begin == w.end) continue;
    for (int e = 0; e < b->nelement; e++) {
      pair_parameters(&w, e);
      density_parameters(&w, eam_spline_density(f, b->element[s], e), e);
    }
    embedding_parameters(&w);
  }
}
