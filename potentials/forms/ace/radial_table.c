/* SPDX-License-Identifier: BSD-3-Clause */
#include "forms/ace/radial_table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "dftfit/block.h"

/* Bins per radial term and their least number: a term of order k has about k/2 waves, resolved far below 1e-10. */
enum { BINS_PER_TERM = 16, LEAST_BINS = 320 };

/* Distance from an end of a stretch, in its length, at which functions that jump there are taken. */
#define INSIDE 1e-14

int dftfit_radial_table_bins(int K) { return BINS_PER_TERM * K > LEAST_BINS ? BINS_PER_TERM * K : LEAST_BINS; }

/* Polynomial on t in [0, 1] with given value, slope and curvature (in units of t) at both ends. */
static void quintic(const double a[3], const double b[3], double *c) {
  const int stride = RADIAL_GROUP;
  double c0 = a[0], c1 = a[1], c2 = a[2] / 2;
  double p = b[0] - c0 - c1 - c2, d = b[1] - c1 - 2 * c2, e = b[2] / 2 - c2;
  c[0] = c0, c[stride] = c1, c[2 * stride] = c2;
  c[3 * stride] = 10 * p - 4 * d + e;
  c[4 * stride] = -15 * p + 7 * d - 2 * e;
  c[5 * stride] = 6 * p - 3 * d + e;
}

static void cubic(const double a[3], const double b[3], double *c) {
  const int stride = RADIAL_GROUP;
  double rise = b[0] - a[0];
  c[0] = a[0], c[stride] = a[1];
  c[2 * stride] = 3 * rise - 2 * a[1] - b[1];
  c[3 * stride] = -2 * rise + a[1] + b[1];
  c[4 * stride] = c[5 * stride] = 0;
}

/* Value, slope and curvature of every function at a node, in units of the bin: node [3][nfunction]. */
static void node_at(const radial_source *source, double r, double width, double *node) {
  int n = source->nfunction;
  source->at(source->self, r, node, node + n, node + 2 * n);
  for (int i = 0; i < n; i++) node[n + i] *= width, node[2 * n + i] *= width * width;
}

/* work [6][nfunction] */
static void fill_stretch(const radial_source *source, const radial_stretch *s, double begin, radial_table *t, int first,
                         double *work) {
  int n = source->nfunction;
  double width = (s->end - begin) / s->nbin, length = s->end - begin, *a = work, *b = work + 3 * n;
  for (int bin = 0; bin <= s->nbin; bin++) {
    double r = begin + bin * width, *swap = a;
    a = b, b = swap;
    if (bin == 0 && begin > 0) r = begin + INSIDE * length;
    if (bin == s->nbin) r = s->end - INSIDE * length;
    node_at(source, r, width, b);
    if (bin == s->nbin && s->to_zero) memset(b, 0, sizeof(double) * 3 * n);
    for (int i = 0; bin > 0 && i < n; i++) {
      size_t group = (size_t)(first + bin - 1) * (size_t)(t->stride / RADIAL_GROUP) + (size_t)(i / RADIAL_GROUP);
      double *c = t->c + group * 6 * RADIAL_GROUP + i % RADIAL_GROUP, from[] = {a[i], a[n + i], a[2 * n + i]},
             to[] = {b[i], b[n + i], b[2 * n + i]};
      (s->cubic ? cubic : quintic)(from, to, c);
    }
  }
}

dftfit_status dftfit_radial_table_create(const radial_source *source, int nstretch, const radial_stretch *stretch,
                                         radial_table *out, dftfit_error *err) {
  radial_table t = {.nfunction = source->nfunction, .rc = stretch[nstretch - 1].end, .nstretch = nstretch};
  t.stride = (t.nfunction + RADIAL_GROUP - 1) / RADIAL_GROUP * RADIAL_GROUP;
  for (int s = 0; s < nstretch; s++) {
    t.begin[s] = s ? stretch[s - 1].end : 0;
    t.inverse_widths[s] = stretch[s].nbin / (stretch[s].end - t.begin[s]);
    t.first[s + 1] = t.nbin += stretch[s].nbin;
  }
  t.inverse_width = t.inverse_widths[0];
  size_t bytes = sizeof(double) * 6 * t.stride * (t.nbin + 1);
  double *work = calloc(6 * (size_t)t.nfunction, sizeof *work);
  t.c = aligned_alloc(DFTFIT_ALIGN, (bytes + DFTFIT_ALIGN - 1) / DFTFIT_ALIGN * DFTFIT_ALIGN);
  if (!work || !t.c) {
    free(work);
    dftfit_radial_table_free(&t);
    return dftfit_no_memory(err, "radial tables");
  }
  memset(t.c, 0, bytes);
  for (int s = 0; s < nstretch; s++) fill_stretch(source, &stretch[s], t.begin[s], &t, t.first[s], work);
  free(work);
  *out = t;
  return DFTFIT_OK;
}

typedef struct combined_terms {
  const radial_terms *terms;
  int nfunction;
  const double *c;
} combined_terms;

static void combined_at(const void *self, double r, double *value, double *slope, double *curvature) {
  const combined_terms *s = self;
  for (int n = 0; n < s->nfunction; n++) {
    double out[3];
    dftfit_radial_function_at(s->terms, s->c + n * s->terms->count, r, out);
    value[n] = out[0], slope[n] = out[1], curvature[n] = out[2];
  }
}

dftfit_status dftfit_radial_table_of_terms(const radial_terms *terms, int nfunction, const double *c, radial_table *out,
                                           dftfit_error *err) {
  combined_terms self = {terms, nfunction, c};
  radial_source source = {&self, nfunction, combined_at};
  radial_stretch whole = {terms->rc, dftfit_radial_table_bins(terms->count), false, false};
  return dftfit_radial_table_create(&source, 1, &whole, out, err);
}

void dftfit_radial_table_free(radial_table *table) {
  free(table->c);
  *table = (radial_table){0};
}
