/* SPDX-License-Identifier: BSD-3-Clause */
#include "data/survey.h"

#include <math.h>
#include <stdlib.h>

#include "data/dataset_neighbours.h"
#include "data/twins.h"

void survey_destroy(survey *s) {
  if (!s) return;
  free(s->shortest);
  free(s->net_force);
  free(s->moment);
  free(s->twin);
  free(s);
}

static survey *allocate(const dataset *set) {
  survey *s = calloc(1, sizeof *s);
  if (!s) return NULL;
  size_t npair = (size_t)set->nspecies * (size_t)set->nspecies, nconfig = (size_t)set->nconfig;
  s->nspecies = set->nspecies;
  s->shortest = malloc(npair * sizeof *s->shortest);
  s->net_force = malloc(nconfig * sizeof *s->net_force);
  s->moment = malloc((size_t)set->natom * SURVEY_MOMENTS * sizeof *s->moment);
  if (!s->shortest || !s->net_force || !s->moment) {
    survey_destroy(s);
    return NULL;
  }
  for (size_t p = 0; p < npair; p++) s->shortest[p] = (survey_pair){INFINITY, -1};
  return s;
}

static double net_force(const dataset *set, int64_t c) {
  double sum[3] = {0, 0, 0};
  for (int64_t i = set->first_atom[c]; i < set->first_atom[c + 1]; i++)
    for (int k = 0; k < 3; k++) sum[k] += set->force[i][k];
  return sqrt(sum[0] * sum[0] + sum[1] * sum[1] + sum[2] * sum[2]);
}

/* Moments sum_j w_ij (1 - x^2)^3 cos(k pi x), x = r_ij/reach: smooth at the reach, and independent of the order, origin
 * and orientation of the atoms. The weights tell elements apart. */
static void add_pair(double moment[SURVEY_MOMENTS], double r, int a, int b) {
  double x = r / SURVEY_REACH, fade = (1 - x * x) * (1 - x * x) * (1 - x * x) * (1 + a) * (1 + b);
  double turn = cos(M_PI * x), before = turn, now = 1; /* cos((k-1) pi x), cos(k pi x) */
  for (int k = 0; k < SURVEY_MOMENTS; k++) {
    moment[k] += fade * now;
    double next = 2 * turn * now - before;
    before = now;
    now = next;
  }
}

static int compare_floats(const void *left, const void *right) {
  float a = *(const float *)left, b = *(const float *)right;
  return a < b ? -1 : a > b;
}

static void survey_pairs(survey *s, const dataset *set, const dftfit_periodic *p, int64_t c) {
  float *column = s->moment + set->first_atom[c] * SURVEY_MOMENTS;
  for (int i = 0; i < p->nlocal; i++) {
    const double *x = p->atoms.x + 3 * i;
    double moment[SURVEY_MOMENTS] = {0};
    int a = p->atoms.type[i] - 1;
    for (int m = 0; m < p->atoms.numneigh[i]; m++) {
      int j = p->atoms.firstneigh[i][m], b = p->atoms.type[j] - 1;
      const double *y = p->atoms.x + 3 * j;
      double r = sqrt((x[0] - y[0]) * (x[0] - y[0]) + (x[1] - y[1]) * (x[1] - y[1]) + (x[2] - y[2]) * (x[2] - y[2]));
      survey_pair *shortest = &s->shortest[a * s->nspecies + b];
      if (r < shortest->distance) *shortest = (survey_pair){r, c};
      add_pair(moment, r, a, b);
    }
    for (int k = 0; k < SURVEY_MOMENTS; k++) column[k * p->nlocal + i] = (float)moment[k];
  }
  for (int k = 0; k < SURVEY_MOMENTS; k++)
    qsort(column + k * p->nlocal, (size_t)p->nlocal, sizeof *column, compare_floats);
}

static dftfit_status survey_all(survey *s, const dataset *set, dftfit_periodic *p, const int *element,
                                dftfit_error *err) {
  for (int64_t c = 0; c < set->nconfig; c++) {
    DFTFIT_TRY(dataset_neighbours(p, set, c, element, SURVEY_REACH, err));
    survey_pairs(s, set, p, c);
    s->net_force[c] = net_force(set, c);
  }
  return twins_find(set, s, err);
}

dftfit_status survey_create(const dataset *set, survey **out, dftfit_error *err) {
  dftfit_periodic *p = dftfit_periodic_create();
  int *element = malloc((size_t)set->nspecies * sizeof *element);
  survey *s = allocate(set);
  dftfit_status status;
  if (p && element && s) {
    for (int e = 0; e < set->nspecies; e++) element[e] = e;
    status = survey_all(s, set, p, element, err);
  } else {
    status = dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory");
  }
  if (p) dftfit_periodic_destroy(p);
  free(element);
  if (status) survey_destroy(s);
  *out = status ? NULL : s;
  return status;
}
