/* SPDX-License-Identifier: BSD-3-Clause */
/* Splines piece by piece: the cubics between knots in the layout of the kernels for tables, so that a fitted potential
 * runs as fast as a table, and without a difference to it but rounding. docs/forms/eam.md, (15) and (16) */
#include <stdlib.h>
#include <string.h>

#include "base/pair_values.h"
#include "forms/eam/spline.h"

/* Doubles of one pair of elements: n intervals counted from the cutoff, what goes on below the first knot, zeros. */
static size_t pair_stride(const eam_spline *f) { return (size_t)EAM_INTERVAL * ((size_t)f->n + 2); }

dftfit_status dftfit_eam_spline_pieces_allocate(eam_spline *f, dftfit_error *err) {
  int n = f->header.nelement;
  size_t bytes = (size_t)(n * n) * pair_stride(f) * sizeof(double);
  f->pair_piece = aligned_alloc(DFTFIT_ALIGN, bytes);
  f->embedding_piece = calloc((size_t)n * ((size_t)f->embedding.n + 3), 4 * sizeof(double));
  DFTFIT_FAIL_IF(!f->pair_piece || !f->embedding_piece, err, DFTFIT_ERR_MEMORY, "out of memory");
  memset(f->pair_piece, 0, bytes);
  for (int p = 0; p < n * n; p++) {
    const dftfit_spline *knots = &f->knots[dftfit_pair_index(n, p / n, p % n)];
    f->pair[p] = (eam_pair_table){.coefficient = f->pair_piece + (size_t)p * pair_stride(f),
                                  .origin = knots->outer,
                                  .step = -knots->step,
                                  .inverse_step = -1 / knots->step,
                                  .last = f->n,
                                  .kind = EAM_SPLINE};
  }
  return DFTFIT_OK;
}

/* Interval m from the cutoff, in powers of the distance from its outer end; c [n+3]: of the B-splines. The last has the
 * knot alone, from where the function goes on as a parabola. */
static void fill_interval(const dftfit_spline *knots, const double *c, int m, double share, double *out) {
  int first = knots->n - 1 - m;
  double h = knots->step, before = first >= 0 ? c[first] : 0;
  const double *d = c + first + 1;
  out[0] = share * ((d[0] + d[2]) / 6 + 2 * d[1] / 3);
  out[1] = share * (d[2] - d[0]) / (2 * h);
  out[2] = share * (0.5 * (d[0] + d[2]) - d[1]) / (h * h);
  out[3] = first < 0 ? 0 : share * ((d[2] - before) / 6 + 0.5 * (d[0] - d[1])) / (h * h * h);
}

static void fill_embedding(const eam_embedding *e, const double *m, double *out) {
  for (int k = 0; k <= e->n + 2; k++) { /* begins at (k-1) h; the first and the last are straight, the first below -h */
    double *c = out + 4L * k, begin = (k == 0 ? -1 : k - 2) * e->step;
    eam_curve at = dftfit_eam_embedding_at(e, m, begin);
    c[0] = at.value;
    c[1] = at.slope;
    c[2] = 0.5 * at.curvature;
    c[3] = 0;
    if (k > 0 && k <= e->n + 1)
      c[3] = (dftfit_eam_embedding_at(e, m, begin + e->step).curvature - at.curvature) / (6 * e->step);
  }
}

void dftfit_eam_spline_pieces_fill(eam_spline *f) {
  int n = f->header.nelement, wide = f->n + EAM_SPLINE_DROPPED;
  for (int p = 0; p < n * n; p++) {
    int a = p / n, b = p % n, pair = dftfit_pair_index(n, a, b);
    double *out = f->pair_piece + (size_t)p * pair_stride(f);
    for (int m = 0; m <= f->n; m++, out += EAM_INTERVAL) {
      fill_interval(&f->knots[pair], f->density + eam_spline_density(f, a, b) * wide, m, 1, out);
      fill_interval(&f->knots[pair], f->phi + pair * wide, m, 0.5, out + 4);
    }
  }
  for (int a = 0; a < n; a++)
    fill_embedding(&f->embedding, eam_spline_curvatures(f) + a * f->embedding.n,
                   f->embedding_piece + 4L * a * (f->embedding.n + 3));
}

eam_value dftfit_eam_spline_embedding(const eam_spline *f, int element, double rho) {
  int last = f->embedding.n + 2;
  double h = f->embedding.step, at = rho / h + 2;
  int k = at >= last ? last : at >= 1 ? (int)at : 0; /* NaN stays NaN in u */
  const double *c = f->embedding_piece + 4L * (element * (last + 1) + k);
  return eam_cubic_at(c, rho - (k == 0 ? -1 : k - 2) * h);
}
