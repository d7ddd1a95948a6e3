/* SPDX-License-Identifier: BSD-3-Clause */
#include "data/survey.h"

#include <math.h>
#include <stdlib.h>

#include "base/progress.h"
#include "data/dataset_neighbours.h"

void survey_destroy(survey *s) {
  if (!s) return;
  free(s->shortest);
  free(s->net_force);
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
  s->twin = malloc((nconfig + 1) * sizeof *s->twin);
  if (!s->shortest || !s->net_force || !s->twin) {
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

static void survey_pairs(survey *s, const dftfit_periodic *p, int64_t c) {
  for (int i = 0; i < p->nlocal; i++) {
    const double *x = p->atoms.x + 3 * i;
    int a = p->atoms.type[i] - 1;
    for (int m = 0; m < p->atoms.numneigh[i]; m++) {
      int j = p->atoms.firstneigh[i][m], b = p->atoms.type[j] - 1;
      const double *y = p->atoms.x + 3 * j;
      double r = sqrt((x[0] - y[0]) * (x[0] - y[0]) + (x[1] - y[1]) * (x[1] - y[1]) + (x[2] - y[2]) * (x[2] - y[2]));
      survey_pair *shortest = &s->shortest[a * s->nspecies + b];
      if (r < shortest->distance) *shortest = (survey_pair){r, c};
    }
  }
}

static void list_twins(survey *s, const dataset *set, const kin *list) {
  for (int64_t c = 0; c < set->nconfig; c++)
    if (list[c].degree != KIN_NONE) s->twin[s->ntwin++] = (survey_twin){list[c].first, c, list[c].degree};
}

static dftfit_status survey_all(survey *s, const dataset *set, dftfit_periodic *p, const int *element,
                                dftfit_error *err) {
  progress shown;
  kin_search *k = kin_search_create();
  DFTFIT_FAIL_IF(!k, err, DFTFIT_ERR_MEMORY, "out of memory for the copies");
  dftfit_status status = DFTFIT_OK;
  progress_begin(&shown, "distances", true);
  for (int64_t c = 0; c < set->nconfig && !status; c++) {
    status = dataset_neighbours(p, set, c, element, SURVEY_REACH, err);
    if (status) break;
    survey_pairs(s, p, c);
    s->net_force[c] = net_force(set, c);
    status = kin_search_add_with(k, set, c, p, err);
    if (c % PROGRESS_STEP == 0) progress_update(&shown, (double)set->first_atom[c] / (double)set->natom);
  }
  progress_end(&shown);
  if (!status) list_twins(s, set, kin_search_list(k));
  kin_search_destroy(k);
  return status;
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
