/* SPDX-License-Identifier: BSD-3-Clause */
#include "check/shape.h"

#include <math.h>
#include <stdlib.h>

#include "dftfit/cell.h"

void shapes_destroy(shapes *s) {
  free(s->shape);
  free(s->fractional);
  *s = (shapes){0};
}

dftfit_status shapes_create(const dataset *set, int64_t n, const int64_t *config, shapes *out, dftfit_error *err) {
  const int64_t first = config[0], natom = set->first_atom[first + 1] - set->first_atom[first];
  *out = (shapes){.n = n, .natom = natom, .config = config};
  out->shape = malloc((size_t)n * sizeof *out->shape);
  out->fractional = malloc((size_t)(n * natom) * sizeof *out->fractional);
  if (!out->shape || !out->fractional) {
    shapes_destroy(out);
    return dftfit_no_memory(err, "%lld atoms", (long long)(n * natom));
  }
  for (int k = 0; k < 3; k++) out->pbc[k] = set->pbc[first][k];
  out->periodic = out->pbc[0] && out->pbc[1] && out->pbc[2];
  for (int64_t m = 0; m < n; m++) {
    shape *s = &out->shape[m];
    double height[3];
    dftfit_cell_frame(set->cell[config[m]], out->pbc, s->frame);
    dftfit_cell_inverse(s->frame, s->inverse, height);
    s->volume = fabs(dftfit_cell_volume(s->frame));
    for (int64_t i = 0; i < natom; i++) {
      const double *r = set->position[set->first_atom[config[m]] + i];
      for (int k = 0; k < 3; k++)
        out->fractional[m * natom + i][k] =
            r[0] * s->inverse[3 * k] + r[1] * s->inverse[3 * k + 1] + r[2] * s->inverse[3 * k + 2];
    }
  }
  return DFTFIT_OK;
}

double shape_strain(const shape *a, const shape *b, double strain[9]) {
  double largest = 0;
  for (int i = 0; i < 3; i++)
    for (int j = 0; j < 3; j++) {
      strain[3 * i + j] = 0;
      for (int k = 0; k < 3; k++)
        strain[3 * i + j] += a->inverse[3 * k + i] * (b->frame[3 * k + j] - a->frame[3 * k + j]);
    }
  for (int i = 0; i < 3; i++)
    for (int j = 0; j <= i; j++) largest = fmax(largest, fabs(strain[3 * i + j] + strain[3 * j + i]) / 2);
  return largest;
}

static double length(const double shift[3], const double frame[9]) {
  double square = 0;
  for (int k = 0; k < 3; k++) {
    double along = shift[0] * frame[k] + shift[1] * frame[3 + k] + shift[2] * frame[6 + k];
    square += along * along;
  }
  return sqrt(square);
}

double shapes_displacement(const shapes *s, int64_t i, int64_t j, double limit, double (*shift)[3]) {
  const double(*from)[3] = (const double(*)[3])s->fractional + i * s->natom;
  const double(*to)[3] = (const double(*)[3])s->fractional + j * s->natom;
  double mean[3] = {0, 0, 0}, largest = 0;
  for (int64_t m = 0; m < s->natom; m++) {
    for (int k = 0; k < 3; k++) { /* relative to the first atom, so that a common shift does not matter */
      double d = (to[m][k] - from[m][k]) - (to[0][k] - from[0][k]);
      shift[m][k] = s->pbc[k] ? d - nearbyint(d) : d;
      mean[k] += shift[m][k] / (double)s->natom;
    }
    if (length(shift[m], s->shape[i].frame) > 2 * limit) return INFINITY; /* atom 0 or this one is beyond the limit */
  }
  for (int64_t m = 0; m < s->natom; m++) {
    for (int k = 0; k < 3; k++) shift[m][k] -= mean[k];
    largest = fmax(largest, length(shift[m], s->shape[i].frame));
  }
  return largest <= limit ? largest : INFINITY;
}
