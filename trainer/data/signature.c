/* SPDX-License-Identifier: BSD-3-Clause */
#include "data/signature.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/elements.h"
#include "base/random.h"
#include "dftfit/cell.h"

/* stream of random numbers */
enum { STREAM_DIRECTION = 1 };
/* coordinates of an atom: cosine and sine of its place along every vector of the cell */
enum { COORDINATES = 6 };

static int atomic_number(const dataset *set, int64_t i) { return element_number(set->species[set->atom_species[i]]); }

/* tells elements apart in moments: 0.5 to 1.5, whatever the order of the elements in a file */
static double element_weight(int z) { return 0.5 + fmod(z * 0.618033988749895, 1); }

/* Moments sum_j w_ij (1 - x^2)^3 cos(k pi x), x = r_ij/reach: smooth at the reach, and independent of the order, origin
 * and orientation of the atoms. */
static void add_pair(double moment[SIGNATURE_MOMENTS], double r, double weight) {
  double x = r / SIGNATURE_REACH, fade = (1 - x * x) * (1 - x * x) * (1 - x * x) * weight;
  double turn = cos(M_PI * x), before = turn, now = 1; /* cos((k-1) pi x), cos(k pi x) */
  for (int k = 0; k < SIGNATURE_MOMENTS; k++) {
    moment[k] += fade * now;
    double next = 2 * turn * now - before;
    before = now;
    now = next;
  }
}

static int compare_floats(const void *left, const void *right) {
  float a = *(const float *)left, b = *(const float *)right;
  return (a > b) - (a < b);
}

static void moments_of_atom(const dftfit_periodic *p, const double *weight, int i, double moment[SIGNATURE_MOMENTS]) {
  const double *x = p->atoms.x + 3 * i;
  memset(moment, 0, SIGNATURE_MOMENTS * sizeof *moment);
  for (int m = 0; m < p->atoms.numneigh[i]; m++) {
    int j = p->atoms.firstneigh[i][m];
    const double *y = p->atoms.x + 3 * j;
    double r = sqrt((x[0] - y[0]) * (x[0] - y[0]) + (x[1] - y[1]) * (x[1] - y[1]) + (x[2] - y[2]) * (x[2] - y[2]));
    add_pair(moment, r, weight[p->atoms.type[i] - 1] * weight[p->atoms.type[j] - 1]);
  }
}

/* Of every moment the atoms of some ranks: floor(q n) is at the same place of a cell and of its supercells. */
static void take_ranks(float *column, int n, signature *out) {
  for (int k = 0; k < SIGNATURE_MOMENTS; k++, column += n) {
    qsort(column, (size_t)n, sizeof *column, compare_floats);
    for (int r = 0; r < SIGNATURE_RANKS; r++) {
      const int at = (int)((int64_t)n * r / (SIGNATURE_RANKS - 1));
      out->moment[k * SIGNATURE_RANKS + r] = column[at < n ? at : n - 1];
    }
  }
}

static dftfit_status set_moments(const dataset *set, const dftfit_periodic *p, signature *out, dftfit_error *err) {
  const int n = p->nlocal;
  double weight[ELEMENTS_COUNT + 1], sum = 0;
  float *column = malloc((size_t)n * SIGNATURE_MOMENTS * sizeof *column);
  DFTFIT_FAIL_IF(!column, err, DFTFIT_ERR_MEMORY, "out of memory for the surroundings of %d atoms", n);
  for (int s = 0; s < set->nspecies; s++) weight[s] = element_weight(element_number(set->species[s]));
  for (int i = 0; i < n; i++) {
    double moment[SIGNATURE_MOMENTS];
    moments_of_atom(p, weight, i, moment);
    sum += moment[0];
    for (int k = 0; k < SIGNATURE_MOMENTS; k++) column[k * n + i] = (float)moment[k];
  }
  out->scale = (float)(sum / n);
  take_ranks(column, n, out);
  free(column);
  return DFTFIT_OK;
}

static uint64_t mix(uint64_t hash, uint64_t word) { return random_mix(hash ^ (word + 0x9e3779b97f4a7c15u)); }

static uint64_t mix_doubles(uint64_t hash, const double *x, size_t n) {
  for (size_t i = 0; i < n; i++) {
    uint64_t word;
    memcpy(&word, &x[i], sizeof word);
    hash = mix(hash, word);
  }
  return hash;
}

static int64_t common_divisor(int64_t a, int64_t b) {
  while (b) {
    const int64_t rest = a % b;
    a = b;
    b = rest;
  }
  return a;
}

static void set_hashes(const dataset *set, int64_t c, signature *out) {
  const int64_t first = set->first_atom[c], end = set->first_atom[c + 1];
  int64_t count[ELEMENTS_COUNT + 1] = {0}, divisor = 0;
  out->sequence = (uint64_t)(set->pbc[c][0] + 2 * set->pbc[c][1] + 4 * set->pbc[c][2]);
  out->composition = out->sequence;
  for (int64_t i = first; i < end; i++) {
    const int z = atomic_number(set, i);
    count[z]++;
    out->sequence = mix(out->sequence, (uint64_t)z);
  }
  for (int z = 0; z <= ELEMENTS_COUNT; z++) divisor = common_divisor(count[z], divisor);
  for (int z = 0; z <= ELEMENTS_COUNT; z++)
    if (count[z]) out->composition = mix(mix(out->composition, (uint64_t)z), (uint64_t)(count[z] / divisor));
  out->bits = mix_doubles(mix_doubles(out->sequence, set->cell[c], 9), set->position[first], 3 * (size_t)(end - first));
}

/* An atom is at (cos, sin)(2 pi s_k) L_k/2 pi along vector k of length L_k: periodic, and for small displacements as
 * long as they are. Along open directions its coordinate itself takes the place. */
static void coordinates(const double *x, const double frame[9], const double inverse[9], const uint8_t pbc[3],
                        double out[COORDINATES]) {
  for (int k = 0; k < 3; k++) {
    const double *row = frame + 3 * k, *dual = inverse + 3 * k;
    const double s = x[0] * dual[0] + x[1] * dual[1] + x[2] * dual[2];
    const double length = sqrt(row[0] * row[0] + row[1] * row[1] + row[2] * row[2]);
    out[2 * k] = pbc[k] ? cos(2 * M_PI * s) * length / (2 * M_PI) : s * length;
    out[2 * k + 1] = pbc[k] ? sin(2 * M_PI * s) * length / (2 * M_PI) : 0;
  }
}

/* Random signs +-1 make the square of a projection, on average, the mean square of the displacements. */
static void set_place(const dataset *set, int64_t c, signature *out) {
  const int64_t first = set->first_atom[c], n = set->first_atom[c + 1] - first;
  double frame[9], inverse[9], height[3], sum[SIGNATURE_DIRECTIONS] = {0};
  dftfit_cell_frame(set->cell[c], set->pbc[c], frame);
  dftfit_cell_inverse(frame, inverse, height);
  for (int64_t i = 0; i < n; i++) {
    double x[COORDINATES];
    coordinates(set->position[first + i], frame, inverse, set->pbc[c], x);
    for (int a = 0; a < COORDINATES; a++) {
      const uint64_t sign = random_bits(0, STREAM_DIRECTION, (uint64_t)(COORDINATES * i + a));
      for (int k = 0; k < SIGNATURE_DIRECTIONS; k++) sum[k] += sign >> k & 1 ? x[a] : -x[a];
    }
  }
  for (int k = 0; k < SIGNATURE_DIRECTIONS; k++) out->place[k] = (float)(sum[k] / sqrt((double)n));
}

dftfit_status signature_make(const dataset *set, int64_t c, const dftfit_periodic *lists, signature *out,
                             dftfit_error *err) {
  const double volume = dataset_volume(set, c) / (double)(set->first_atom[c + 1] - set->first_atom[c]);
  memset(out, 0, sizeof *out);
  out->volume = isnan(volume) ? 0 : (float)volume;
  for (int k = 0; k < 9; k++) out->cell[k] = (float)set->cell[c][k];
  set_hashes(set, c, out);
  set_place(set, c, out);
  return set_moments(set, lists, out, err);
}
