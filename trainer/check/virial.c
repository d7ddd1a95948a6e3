/* SPDX-License-Identifier: BSD-3-Clause */
#include "check/virial.h"

#include <lapacke.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "check/robust.h"
#include "data/dataset_neighbours.h"

/* The force between two atoms is linear between KNOTS distances up to REACH, A, where it is zero; one such function per
 * pair of elements. At most MOST configurations of a group are looked at, evenly spread over it. */
enum { KNOTS = 25, MOST = 40 };
static const double REACH = 6.0;
/* Distances that do not occur leave knots undetermined: a ridge of this fraction of the mean diagonal. */
static const double RIDGE = 1e-6;
/* Configurations are looked at whose root mean square force, eV/A, is above this: smaller ones are fitted by anything.
 */
static const double LEAST_FORCE = 0.1;
/* Forces that pairs explain worse than this say nothing about the stress. An order is wrong when another one has a
 * correlation above CLEAR and is better by GAIN; a sign, when both correlations are below -CLEAR. */
static const double FORCES = 0.8, CLEAR = 0.5, GAIN = 0.3;
/* The part of the bonds that counts as nearest, and how clear their sign must be. */
static const double NEAREST = 0.02, CLEAR_PUSH = 1, FORCES_PER_UNKNOWN = 4;
/* The size of a stress is looked at where its correlation is above this and near atoms clearly repel each other. It is
 * wrong when it is off by the first factor from the median of the other such groups, and by the second from the fitted
 * one: pairs alone give 0.75 to 1.4 of right ones. */
static const double SIZE_KNOWN = 0.75, OFF_OTHERS = 1.8, OFF_ONE = 1.5;

static const int orders[6][3] = {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {2, 1, 0}, {1, 2, 0}, {2, 0, 1}};

typedef struct fitter {
  const dataset *set;
  dftfit_periodic *lists;
  int *element;                 /* [nspecies] */
  int n;                        /* unknowns */
  double *normal, *right, *row; /* [n*n], [n], [3*n] */
  double *solution;             /* [n] */
  double *bonds;                /* [2*n] */
} fitter;

static int column_of(const fitter *f, int a, int b, int knot) {
  const int low = a < b ? a : b, high = a < b ? b : a;
  return (low * f->set->nspecies - low * (low - 1) / 2 + high - low) * (KNOTS - 1) + knot;
}

/* One neighbour of a site: unit vector, distance, and the two knots between which the force is interpolated; a knot of
 * number KNOTS - 1 is at REACH, where the force is zero, and no unknown. */
typedef struct bond {
  double distance, unit[3], weight[2];
  int column[2], used;
} bond;

static bond make_bond(const fitter *f, int i, int m) {
  const dftfit_atoms *atoms = &f->lists->atoms;
  const int j = atoms->firstneigh[i][m];
  bond b = {0};
  double square = 0;
  for (int k = 0; k < 3; k++) {
    b.unit[k] = atoms->x[3 * j + k] - atoms->x[3 * i + k];
    square += b.unit[k] * b.unit[k];
  }
  b.distance = sqrt(square);
  for (int k = 0; k < 3; k++) b.unit[k] /= b.distance;
  const double at = b.distance / REACH * (KNOTS - 1);
  const int knot = (int)at;
  for (int k = 0; k < 2; k++) {
    if (knot + k >= KNOTS - 1) continue;
    b.column[b.used] = column_of(f, atoms->type[i] - 1, atoms->type[j] - 1, knot + k);
    b.weight[b.used++] = k ? at - knot : 1 - (at - knot);
  }
  return b;
}

/* rows of the forces on atom i: F_i = sum_j g(r_ij) d_ij/r_ij, d_ij = r_j - r_i, g the derivative of the pair energy */
static void force_rows(fitter *f, int i) {
  memset(f->row, 0, 3 * (size_t)f->n * sizeof *f->row);
  for (int m = 0; m < f->lists->atoms.numneigh[i]; m++) {
    const bond b = make_bond(f, i, m);
    for (int u = 0; u < b.used; u++)
      for (int k = 0; k < 3; k++) f->row[k * f->n + b.column[u]] += b.weight[u] * b.unit[k];
  }
}

static dftfit_status build(fitter *f, int64_t c, dftfit_error *err) {
  return dataset_neighbours(f->lists, f->set, c, f->element, REACH, err);
}

static dftfit_status accumulate(fitter *f, int64_t c, dftfit_error *err) {
  DFTFIT_TRY(build(f, c, err));
  for (int i = 0; i < f->lists->nlocal; i++) {
    const double *force = f->set->force[f->set->first_atom[c] + i];
    force_rows(f, i);
    for (int k = 0; k < 3; k++) {
      const double *row = f->row + k * f->n;
      for (int p = 0; p < f->n; p++) {
        if (row[p] == 0) continue;
        f->right[p] += row[p] * force[k];
        for (int q = 0; q <= p; q++) f->normal[p * f->n + q] += row[p] * row[q];
      }
    }
  }
  return DFTFIT_OK;
}

static bool solve(fitter *f) {
  double trace = 0;
  for (int p = 0; p < f->n; p++) trace += f->normal[p * f->n + p] / f->n;
  if (!(trace > 0)) return false;
  for (int p = 0; p < f->n; p++) f->normal[p * f->n + p] += RIDGE * trace;
  memcpy(f->solution, f->right, (size_t)f->n * sizeof *f->solution);
  return LAPACKE_dposv(LAPACK_ROW_MAJOR, 'L', f->n, 1, f->normal, f->n, f->solution, 1) == 0;
}

/* sums over configurations that correlations are made of */
typedef struct sums {
  double force[3];                    /* stored.stored, stored.fitted, fitted.fitted */
  double deviator[3], stored, fitted; /* the same; sums of squares of the shear components */
  double shear[3][3];                 /* [stored][fitted] */
  double *bonds, *push;               /* [unknowns] number of bonds near each distance, sum of g over them */
} sums;

static void add_products(double sum[3], double stored, double fitted) {
  sum[0] += stored * stored;
  sum[1] += stored * fitted;
  sum[2] += fitted * fitted;
}

/* fitted forces into the sums, and the stress sigma = 1/(2 V) sum_ij g d (x) d / r, xx yy zz yz xz xy */
static dftfit_status predict(fitter *f, int64_t c, sums *s, double stress[6], dftfit_error *err) {
  static const int first[6] = {0, 1, 2, 1, 0, 0}, second[6] = {0, 1, 2, 2, 2, 1};
  const double half = 0.5 / dataset_volume(f->set, c);
  DFTFIT_TRY(build(f, c, err));
  memset(stress, 0, 6 * sizeof *stress);
  for (int i = 0; i < f->lists->nlocal; i++) {
    double force[3] = {0, 0, 0};
    for (int m = 0; m < f->lists->atoms.numneigh[i]; m++) {
      const bond b = make_bond(f, i, m);
      double g = 0;
      for (int u = 0; u < b.used; u++) g += b.weight[u] * f->solution[b.column[u]];
      if (b.used) {
        s->bonds[b.column[0]]++;
        s->push[b.column[0]] += g;
      }
      for (int k = 0; k < 3; k++) force[k] += g * b.unit[k];
      for (int k = 0; k < 6; k++) stress[k] += half * g * b.distance * b.unit[first[k]] * b.unit[second[k]];
    }
    for (int k = 0; k < 3; k++) add_products(s->force, f->set->force[f->set->first_atom[c] + i][k], force[k]);
  }
  return DFTFIT_OK;
}

static void compare(sums *s, const double stored[6], const double fitted[6]) {
  const double mean[2] = {(stored[0] + stored[1] + stored[2]) / 3, (fitted[0] + fitted[1] + fitted[2]) / 3};
  for (int k = 0; k < 3; k++) {
    add_products(s->deviator, stored[k] - mean[0], fitted[k] - mean[1]);
    s->stored += stored[3 + k] * stored[3 + k];
    s->fitted += fitted[3 + k] * fitted[3 + k];
    for (int l = 0; l < 3; l++) s->shear[k][l] += stored[3 + k] * fitted[3 + l];
  }
}

static double trace(double m[3][3]) { return m[0][0] + m[1][1] + m[2][2]; }

static double ratio(double product, double x, double y) { return x > 0 && y > 0 ? product / sqrt(x * y) : 0; }

/* Mean g over the shortest distances of every pair of elements, in units of the usual one: atoms that are near repel
 * each other, so that it is below zero where forces have their sign. */
static double short_push(const fitter *f, const sums *s) {
  double near = 0, count = 0, square = 0, all = 0;
  for (int p = 0; p < f->n; p += KNOTS - 1) {
    double total = 0, taken = 0;
    for (int k = 0; k < KNOTS - 1; k++) total += s->bonds[p + k];
    for (int k = 0; k < KNOTS - 1; k++) {
      const double n = s->bonds[p + k];
      if (!(n > 0)) continue;
      square += s->push[p + k] * s->push[p + k] / n;
      all += n;
      if (taken >= NEAREST * total) continue;
      near += s->push[p + k];
      count += n;
      taken += n;
    }
  }
  return count > 0 && square > 0 ? near / count / sqrt(square / all) : 0;
}

/* Whether the forces are so many more than the unknowns that they are no matter of fitting; the forces of n atoms sum to
 * zero. */
static bool many_forces(const fitter *f, const int64_t *config, int n, const sums *s) {
  double forces = 0, unknowns = 0;
  for (int i = 0; i < n; i++)
    forces += 3 * (double)(f->set->first_atom[config[i] + 1] - f->set->first_atom[config[i]] - 1);
  for (int k = 0; k < f->n; k++) unknowns += s->bonds[k] > 0;
  return forces >= FORCES_PER_UNKNOWN * unknowns;
}

static void judge(const sums *s, virial_result *out) {
  out->forces = ratio(s->force[1], s->force[0], s->force[2]);
  out->deviator = ratio(s->deviator[1], s->deviator[0], s->deviator[2]);
  for (int p = 0; p < 6; p++) {
    double product = 0;
    for (int l = 0; l < 3; l++) product += s->shear[orders[p][l]][l];
    const double value = ratio(product, s->stored, s->fitted);
    if (p == 0) out->shear = value;
    if (p > 0 && fabs(value) <= fabs(out->best)) continue;
    out->best = value;
    memcpy(out->order, orders[p], sizeof out->order);
  }
  const bool tells = out->forces > FORCES && out->determined, against = out->deviator < -CLEAR && out->best < -CLEAR;
  out->wrong_forces = tells && against && out->push > CLEAR_PUSH;
  out->wrong_order = tells && fabs(out->best) > CLEAR && fabs(out->best) > fabs(out->shear) + GAIN;
  out->wrong_sign = tells && against && out->push < -CLEAR_PUSH;
  out->contradiction = tells && against && fabs(out->push) <= CLEAR_PUSH;
  if (!out->wrong_order) memcpy(out->order, orders[0], sizeof out->order);
}

static bool usable(const dataset *set, int64_t c, int group) {
  const int64_t first = set->first_atom[c], end = set->first_atom[c + 1];
  double square = 0;
  if (set->config_group[c] != group || isnan(set->stress[c][0]) || isnan(dataset_volume(set, c))) return false;
  for (int64_t i = first; i < end; i++)
    for (int k = 0; k < 3; k++) square += set->force[i][k] * set->force[i][k];
  return square > 3 * (double)(end - first) * LEAST_FORCE * LEAST_FORCE; /* false where forces are not known */
}

/* at most MOST usable configurations of a group, evenly spread; returns how many */
static int choose(const dataset *set, int group, int64_t config[MOST]) {
  int64_t n = 0, seen = 0;
  int chosen = 0;
  for (int64_t c = 0; c < set->nconfig; c++) n += usable(set, c, group);
  const int wanted = n < MOST ? (int)n : MOST;
  for (int64_t c = 0; c < set->nconfig && chosen < wanted; c++) {
    if (!usable(set, c, group)) continue;
    if (seen * wanted >= chosen * n) config[chosen++] = c;
    seen++;
  }
  return chosen;
}

static dftfit_status test_group(fitter *f, int group, virial_report *out, dftfit_error *err) {
  int64_t config[MOST];
  const int n = choose(f->set, group, config);
  sums s;
  if (n < VIRIAL_CONFIGS) return DFTFIT_OK;
  memset(&s, 0, sizeof s);
  s.bonds = f->bonds;
  s.push = f->bonds + f->n;
  memset(f->bonds, 0, 2 * (size_t)f->n * sizeof *f->bonds);
  memset(f->normal, 0, (size_t)(f->n * f->n) * sizeof *f->normal);
  memset(f->right, 0, (size_t)f->n * sizeof *f->right);
  for (int i = 0; i < n; i++) DFTFIT_TRY(accumulate(f, config[i], err));
  if (!solve(f)) return DFTFIT_OK; /* no neighbours within reach */
  for (int i = 0; i < n; i++) {
    double stress[6];
    DFTFIT_TRY(predict(f, config[i], &s, stress, err));
    compare(&s, f->set->stress[config[i]], stress);
  }
  virial_result *r = &out->result[out->n++];
  *r = (virial_result){.group = group, .nconfig = n};
  r->push = short_push(f, &s);
  r->size = s.deviator[2] + s.fitted > 0 ? (s.deviator[1] + trace(s.shear)) / (s.deviator[2] + s.fitted) : 0;
  r->both = ratio(s.deviator[1] + trace(s.shear), s.deviator[0] + s.stored, s.deviator[2] + s.fitted);
  r->determined = many_forces(f, config, n, &s);
  judge(&s, r);
  return DFTFIT_OK;
}

static bool has_size(const virial_result *r) {
  return r->forces > FORCES && r->determined && r->both > SIZE_KNOWN && r->push < -CLEAR_PUSH && r->size > 0;
}

/* compares the sizes of the stresses of groups with each other; value [n] for work */
static void judge_sizes(virial_report *report, double *value) {
  for (int i = 0; i < report->n; i++) {
    virial_result *r = &report->result[i];
    int n = 0;
    for (int k = 0; k < report->n; k++)
      if (k != i && has_size(&report->result[k])) value[n++] = log(report->result[k].size);
    if (!n || !has_size(r)) continue;
    const double others = robust_median(value, n);
    r->others = exp(others);
    r->wrong_size = fabs(log(r->size) - others) > log(OFF_OTHERS) && fabs(log(r->size)) > log(OFF_ONE);
  }
}

static dftfit_status test_groups(fitter *f, virial_report *out, dftfit_error *err) {
  for (int e = 0; e < f->set->nspecies; e++) f->element[e] = e;
  double *value = malloc(((size_t)f->set->ngroup + 1) * sizeof *value);
  DFTFIT_FAIL_IF(!value, err, DFTFIT_ERR_MEMORY, "out of memory for the virial test");
  dftfit_status status = DFTFIT_OK;
  for (int g = 0; g < f->set->ngroup && !status; g++) status = test_group(f, g, out, err);
  if (!status) judge_sizes(out, value);
  free(value);
  return status;
}

dftfit_status virial_report_create(const dataset *set, virial_report *out, dftfit_error *err) {
  const int pairs = set->nspecies * (set->nspecies + 1) / 2, n = pairs * (KNOTS - 1);
  fitter f = {.set = set,
              .lists = dftfit_periodic_create(),
              .element = malloc((size_t)set->nspecies * sizeof *f.element),
              .n = n,
              .normal = malloc((size_t)n * (size_t)n * sizeof *f.normal),
              .right = malloc((size_t)n * sizeof *f.right),
              .row = malloc(3 * (size_t)n * sizeof *f.row),
              .solution = malloc((size_t)n * sizeof *f.solution),
              .bonds = malloc(2 * (size_t)n * sizeof *f.bonds)};
  *out = (virial_report){.result = malloc((size_t)set->ngroup * sizeof *out->result)};
  dftfit_status status = f.lists && f.element && f.normal && f.right && f.row && f.solution && f.bonds && out->result
                             ? test_groups(&f, out, err)
                             : dftfit_no_memory(err, "the virial test");
  if (f.lists) dftfit_periodic_destroy(f.lists);
  free(f.element);
  free(f.normal);
  free(f.right);
  free(f.row);
  free(f.solution);
  free(f.bonds);
  if (status) virial_report_destroy(out);
  return status;
}

void virial_report_destroy(virial_report *r) {
  free(r->result);
  *r = (virial_report){0};
}
