/* SPDX-License-Identifier: BSD-3-Clause */
#include "check/structure.h"

#include <math.h>
#include <stdlib.h>

#include "check/robust.h"
#include "dftfit/cell.h"

/* ends of the shells, in (volume per atom)^(1/3) */
static const double shell_end[STRUCTURE_SHELLS] = {1.18, 1.35, 1.70};
/* An empty slab this wide is vacuum, A: twice the distance of layers in layered crystals is more, planes of atoms in
 * metals are below 3. */
static const double VACUUM = 5.0;
/* Forces below this are none, eV/A; where half of them are above HOT_FORCE, vibrations change numbers of neighbours,
 * and a defect cannot be told from them. */
static const double NO_FORCE = 0.05, HOT_FORCE = 0.3;
/* Mean numbers of neighbours of one structure, strained by up to 8 %, differ by less than this fraction. */
static const double SAME_SHELLS = 0.15;
/* Volumes that differ by less than this fraction count as equal, and energies by less than this, eV/atom: noise. */
static const double SAME_VOLUME = 0.003, SAME_ENERGY = 0.002;
/* A defect concerns fewer atoms than this fraction, and leaves this part of the cell free in a direction in which it is
 * confined. */
static const double ODD_MOST = 0.4, CONFINED = 0.4;
/* The largest Bragg intensity of a crystal that vibrates is above this; of a liquid of N atoms it is about 15/N. */
static const double BRAGG = 0.35;
enum { BRAGG_ATOMS = 48, DEFECT_ATOMS = 16 };

static int compare_doubles(const void *left, const void *right) {
  double a = *(const double *)left, b = *(const double *)right;
  return a < b ? -1 : a > b;
}

/* largest empty part of 0 .. 1 between n fractional coordinates, which are sorted; around the end where dftfit_periodic */
static double largest_gap(double *x, int64_t n, bool around) {
  if (n == 0) return 1;
  if (around)
    for (int64_t i = 0; i < n; i++) x[i] -= floor(x[i]);
  qsort(x, (size_t)n, sizeof *x, compare_doubles);
  double gap = around ? x[0] + 1 - x[n - 1] : 0;
  for (int64_t i = 1; i < n; i++) gap = fmax(gap, x[i] - x[i - 1]);
  return gap;
}

typedef struct scratch {
  double frame[9], inverse[9], height[3];
  double *x;     /* [natom] */
  int *count;    /* [natom] neighbours within the second shell */
  double *phase; /* [natom][6] cos and sin of 2 pi s along a, b, c */
} scratch;

static double coordinate(const dataset *set, int64_t atom, const scratch *w, int k) {
  const double *r = set->position[atom], *row = w->inverse + 3 * k;
  return r[0] * row[0] + r[1] * row[1] + r[2] * row[2];
}

static void measure_vacuum(const dataset *set, int64_t c, scratch *w, structure *s) {
  const int64_t first = set->first_atom[c];
  for (int k = 0; k < 3; k++) {
    for (int64_t i = 0; i < s->natom; i++) w->x[i] = coordinate(set, first + i, w, k);
    s->vacuum += !set->pbc[c][k] || largest_gap(w->x, s->natom, true) * w->height[k] > VACUUM;
  }
}

static void measure_shells(const dftfit_periodic *p, double length, scratch *w, structure *s) {
  for (int i = 0; i < p->nlocal; i++) {
    const double *x = p->atoms.x + 3 * i;
    w->count[i] = 0;
    for (int m = 0; m < p->atoms.numneigh[i]; m++) {
      const double *y = p->atoms.x + 3 * p->atoms.firstneigh[i][m];
      const double d[3] = {y[0] - x[0], y[1] - x[1], y[2] - x[2]};
      const double r = sqrt(d[0] * d[0] + d[1] * d[1] + d[2] * d[2]) / length;
      for (int k = 0; k < STRUCTURE_SHELLS; k++) s->neighbours[k] += (r < shell_end[k]) / (double)s->natom;
      w->count[i] += r < shell_end[1];
    }
  }
}

/* atoms with another number of neighbours than most, and where they are */
static void measure_odd(const dataset *set, int64_t c, scratch *w, structure *s) {
  const int64_t first = set->first_atom[c];
  int most = 0, usual = 0;
  int64_t nodd = 0;
  for (int64_t i = 0; i < s->natom; i++) {
    int same = 0;
    for (int64_t j = 0; j < s->natom; j++) same += w->count[j] == w->count[i];
    if (same > most) {
      most = same;
      usual = w->count[i];
    }
  }
  for (int k = 0; k < 3; k++) {
    nodd = 0;
    for (int64_t i = 0; i < s->natom; i++)
      if (w->count[i] != usual) w->x[nodd++] = coordinate(set, first + i, w, k);
    s->confined += nodd > 0 && largest_gap(w->x, nodd, true) > CONFINED;
  }
  s->odd = (double)nodd / (double)s->natom;
}

static void multiply(double a[2], const double b[2], int conjugate) {
  const double im = conjugate ? -b[1] : b[1], re = a[0] * b[0] - a[1] * im;
  a[1] = a[0] * im + a[1] * b[0];
  a[0] = re;
}

static double intensity(const scratch *w, int64_t natom, const int h[3]) {
  double sum[2] = {0, 0};
  for (int64_t i = 0; i < natom; i++) {
    double z[2] = {1, 0};
    for (int k = 0; k < 3; k++)
      for (int m = abs(h[k]); m > 0; m--) multiply(z, w->phase + 6 * i + 2 * k, h[k] < 0);
    sum[0] += z[0];
    sum[1] += z[1];
  }
  return (sum[0] * sum[0] + sum[1] * sum[1]) / ((double)natom * (double)natom);
}

/* over half of the reciprocal vectors with 0 < |G| <= 2 pi 1.5/length */
static void measure_bragg(const dataset *set, int64_t c, double length, scratch *w, structure *s) {
  const double most = 1.5 / length;
  int end[3], h[3];
  for (int64_t i = 0; i < s->natom; i++)
    for (int k = 0; k < 3; k++) {
      const double angle = 2 * M_PI * coordinate(set, set->first_atom[c] + i, w, k);
      w->phase[6 * i + 2 * k] = cos(angle);
      w->phase[6 * i + 2 * k + 1] = sin(angle);
    }
  for (int k = 0; k < 3; k++) {
    const double *row = w->frame + 3 * k;
    end[k] = (int)floor(most * sqrt(row[0] * row[0] + row[1] * row[1] + row[2] * row[2]));
  }
  for (h[0] = 0; h[0] <= end[0]; h[0]++)
    for (h[1] = -end[1]; h[1] <= end[1]; h[1]++)
      for (h[2] = -end[2]; h[2] <= end[2]; h[2]++) {
        double square = 0;
        for (int m = 0; m < 3; m++) {
          double g = h[0] * w->inverse[m] + h[1] * w->inverse[3 + m] + h[2] * w->inverse[6 + m];
          square += g * g;
        }
        if (square > 0 && square <= most * most) s->bragg = fmax(s->bragg, intensity(w, s->natom, h));
      }
}

static void measure_forces(const dataset *set, int64_t c, scratch *w, structure *s) {
  const int64_t first = set->first_atom[c];
  s->largest_force = s->usual_force = NAN;
  if (isnan(set->force[first][0])) return;
  for (int64_t i = 0; i < s->natom; i++) {
    const double *f = set->force[first + i];
    w->x[i] = sqrt(f[0] * f[0] + f[1] * f[1] + f[2] * f[2]);
  }
  s->usual_force = robust_median(w->x, s->natom);
  s->largest_force = w->x[s->natom - 1]; /* sorted now */
}

static dftfit_status measure(const dataset *set, int64_t c, dftfit_periodic *lists, const int *element, scratch *w,
                             structure *s, dftfit_error *err) {
  dftfit_cell_frame(set->cell[c], set->pbc[c], w->frame);
  dftfit_cell_inverse(w->frame, w->inverse, w->height);
  measure_forces(set, c, w, s);
  measure_vacuum(set, c, w, s);
  if (s->vacuum) return DFTFIT_OK;
  s->volume = dataset_volume(set, c) / (double)s->natom;
  const double length = cbrt(s->volume);
  DFTFIT_TRY(dataset_neighbours(lists, set, c, element, shell_end[STRUCTURE_SHELLS - 1] * length, err));
  measure_shells(lists, length, w, s);
  measure_odd(set, c, w, s);
  if (s->natom >= BRAGG_ATOMS) measure_bragg(set, c, length, w, s);
  return DFTFIT_OK;
}

dftfit_status structure_measure(const dataset *set, int64_t c, dftfit_periodic *lists, const int *element,
                                structure *out, dftfit_error *err) {
  const int64_t natom = set->first_atom[c + 1] - set->first_atom[c];
  scratch w = {.x = malloc((size_t)natom * sizeof *w.x),
               .count = malloc((size_t)natom * sizeof *w.count),
               .phase = malloc(6 * (size_t)natom * sizeof *w.phase)};
  *out = (structure){.natom = natom, .volume = NAN, .energy = set->energy[c] / (double)natom};
  dftfit_status status = w.x && w.count && w.phase
                             ? measure(set, c, lists, element, &w, out, err)
                             : dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory for %lld atoms", (long long)natom);
  free(w.x);
  free(w.count);
  free(w.phase);
  return status;
}

static bool same_shells(const structure *a, const structure *b) {
  if (b->vacuum) return false;
  for (int k = 0; k < STRUCTURE_SHELLS; k++)
    if (fabs(a->neighbours[k] - b->neighbours[k]) > SAME_SHELLS * fmax(a->neighbours[k], b->neighbours[k]))
      return false;
  return true;
}

static dataset_kind give(coverage_reason why, dataset_kind kind, coverage_reason *reason) {
  *reason = why;
  return kind;
}

dataset_kind structure_kind(const structure *s, const structure *ground, coverage_reason *reason) {
  if (s->vacuum == 3) return give(REASON_ALONE, KIND_CLUSTER, reason);
  if (s->vacuum > 0) return give(REASON_VACUUM, KIND_SURFACE, reason);
  if (isnan(s->energy) && isnan(s->largest_force)) return give(REASON_NO_TARGET, KIND_OTHER, reason);
  if (!(s->usual_force > HOT_FORCE) && s->natom >= DEFECT_ATOMS && s->odd > 0 && s->odd <= ODD_MOST && s->confined > 0)
    return s->confined == 3 ? give(REASON_FEW_SITES, KIND_POINT_DEFECT, reason)
                            : give(REASON_PLANE, KIND_PLANAR_FAULT, reason);
  if (!(s->largest_force > NO_FORCE)) {
    const bool strained =
        fabs(s->volume / ground->volume - 1) > SAME_VOLUME || s->energy > ground->energy + SAME_ENERGY;
    if (same_shells(s, ground)) return give(REASON_SAME_SHAPE, strained ? KIND_STRAINED : KIND_BULK, reason);
    return give(REASON_OTHER_SHAPE, KIND_COMPETING_CRYSTAL, reason);
  }
  if (s->natom >= BRAGG_ATOMS && s->bragg < BRAGG) return give(REASON_NO_BRAGG, KIND_LIQUID, reason);
  return give(REASON_BRAGG, KIND_THERMAL, reason);
}
