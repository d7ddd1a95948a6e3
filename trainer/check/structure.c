/* SPDX-License-Identifier: BSD-3-Clause */
#include "check/structure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
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
/* Where one is above this, the others do not matter. */
static const double BRAGG_ENOUGH = 0.5;
enum { BRAGG_ATOMS = 48, BRAGG_SAMPLE = 256, BRAGG_SEED = 1, DEFECT_ATOMS = 16 };

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
  double *x;   /* [natom] */
  int *count;  /* [natom] neighbours within the second shell */
  int *sorted; /* [natom] the same, ascending                */
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

static int compare_ints(const void *left, const void *right) {
  const int a = *(const int *)left, b = *(const int *)right;
  return a < b ? -1 : a > b;
}

/* the most frequent number of neighbours; of several the lowest */
static int usual_count(scratch *w, int64_t natom) {
  int usual = 0;
  int64_t most = 0;
  memcpy(w->sorted, w->count, (size_t)natom * sizeof *w->count);
  qsort(w->sorted, (size_t)natom, sizeof *w->sorted, compare_ints);
  for (int64_t i = 0, end; i < natom; i = end) {
    for (end = i; end < natom && w->sorted[end] == w->sorted[i];) end++;
    if (end - i <= most) continue;
    most = end - i;
    usual = w->sorted[i];
  }
  return usual;
}

/* atoms with another number of neighbours than most, and where they are */
static void measure_odd(const dataset *set, int64_t c, scratch *w, structure *s) {
  const int64_t first = set->first_atom[c];
  const int usual = usual_count(w, s->natom);
  int64_t nodd = 0;
  for (int k = 0; k < 3; k++) {
    nodd = 0;
    for (int64_t i = 0; i < s->natom; i++)
      if (w->count[i] != usual) w->x[nodd++] = coordinate(set, first + i, w, k);
    s->confined += nodd > 0 && largest_gap(w->x, nodd, true) > CONFINED;
  }
  s->odd = (double)nodd / (double)s->natom;
}

typedef struct waves {
  int n;            /* atoms */
  double (*row)[2]; /* [n] real and imaginary part of exp(2 pi i h.s), and what leads to the next of axis k */
  double (*plane)[2], (*step[3])[2];
} waves;

static void multiply(double a[2], const double b[2]) {
  const double re = a[0] * b[0] - a[1] * b[1];
  a[1] = a[0] * b[1] + a[1] * b[0];
  a[0] = re;
}

static void set_wave(double a[2], double turns) {
  a[0] = cos(2 * M_PI * turns);
  a[1] = sin(2 * M_PI * turns);
}

/* |sum|^2/n^2 of the row; of a sample of more atoms the expectation of all: of n independent phases it is 1/n */
static double intensity(const waves *v, bool sampled) {
  double re = 0, im = 0;
  const double n = v->n;
  for (int i = 0; i < v->n; i++) {
    re += v->row[i][0];
    im += v->row[i][1];
  }
  const double share = (re * re + im * im) / (n * n);
  return sampled ? (n * share - 1) / (n - 1) : share;
}

/* over half of the reciprocal vectors with 0 < |G| <= 2 pi 1.5/length; s [v->n][3]: coordinates in fractions */
static double largest_intensity(const scratch *w, const double (*s)[3], double most, bool sampled, waves *v) {
  int end[3];
  double largest = 0;
  for (int k = 0; k < 3; k++) {
    const double *row = w->frame + 3 * k;
    end[k] = (int)floor(most * sqrt(row[0] * row[0] + row[1] * row[1] + row[2] * row[2]));
    for (int i = 0; i < v->n; i++) set_wave(v->step[k][i], s[i][k]);
  }
  for (int a = 0; a <= end[0]; a++) {
    for (int i = 0; i < v->n; i++) set_wave(v->plane[i], a * s[i][0] - end[1] * s[i][1] - end[2] * s[i][2]);
    for (int b = -end[1]; b <= end[1]; b++) {
      memcpy(v->row, v->plane, (size_t)v->n * sizeof *v->row);
      for (int c = -end[2]; c <= end[2]; c++) {
        double square = 0;
        for (int m = 0; m < 3; m++) {
          double g = a * w->inverse[m] + b * w->inverse[3 + m] + c * w->inverse[6 + m];
          square += g * g;
        }
        if (square > 0 && square <= most * most) largest = fmax(largest, intensity(v, sampled));
        if (largest > BRAGG_ENOUGH) return largest;
        for (int i = 0; i < v->n; i++) multiply(v->row[i], v->step[2][i]);
      }
      for (int i = 0; i < v->n; i++) multiply(v->plane[i], v->step[1][i]);
    }
  }
  return largest;
}

/* The number of vectors grows with the number of atoms: of many atoms some are taken by lot. */
static void measure_bragg(const dataset *set, int64_t c, double length, const scratch *w, structure *s) {
  double s3[BRAGG_SAMPLE][3], row[BRAGG_SAMPLE][2], plane[BRAGG_SAMPLE][2], step[3][BRAGG_SAMPLE][2];
  const bool sampled = s->natom > BRAGG_SAMPLE;
  waves v = {
      .n = sampled ? BRAGG_SAMPLE : (int)s->natom, .row = row, .plane = plane, .step = {step[0], step[1], step[2]}};
  for (int i = 0; i < v.n; i++) {
    const int64_t atom = sampled ? random_below(BRAGG_SEED, 0, (uint64_t)i, s->natom) : i;
    for (int k = 0; k < 3; k++) s3[i][k] = coordinate(set, set->first_atom[c] + atom, w, k);
  }
  s->bragg = largest_intensity(w, (const double(*)[3])s3, 1.5 / length, sampled, &v);
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
               .sorted = malloc((size_t)natom * sizeof *w.sorted)};
  *out = (structure){.natom = natom, .volume = NAN, .energy = set->energy[c] / (double)natom};
  dftfit_status status = w.x && w.count && w.sorted ? measure(set, c, lists, element, &w, out, err)
                                                    : dftfit_no_memory(err, "%lld atoms", (long long)natom);
  free(w.x);
  free(w.count);
  free(w.sorted);
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
