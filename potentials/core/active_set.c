/* SPDX-License-Identifier: BSD-3-Clause */
/* Extrapolation grade of sites from active sets, docs/grade.md (1). */
#include "core/active_set.h"

#include <stdlib.h>
#include <string.h>

#include "core/grade_kernels.h"
#include "core/workspace.h"

dftfit_status dftfit_active_element_create(active_element *a, int n, dftfit_error *err) {
  a->n = n;
  a->npanel = (n + ACTIVE_PANEL - 1) / ACTIVE_PANEL;
  size_t bytes = (size_t)a->npanel * (size_t)n * ACTIVE_PANEL * sizeof(double);
  a->parameter = malloc(((size_t)n + 1) * sizeof *a->parameter);
  a->panel = aligned_alloc(DFTFIT_ALIGN, bytes + DFTFIT_ALIGN);
  DFTFIT_FAIL_IF(!a->parameter || !a->panel, err, DFTFIT_ERR_MEMORY,
                 "out of memory for an active set of %d descriptors (%zu bytes)", n, bytes);
  memset(a->panel, 0, bytes);
  return DFTFIT_OK;
}

void dftfit_active_set_destroy(dftfit_active_set *set) {
  if (!set) return;
  for (int e = 0; e < set->nelement; e++) {
    free(set->element[e].parameter);
    free(set->element[e].panel);
  }
  free(set);
}

size_t dftfit_active_set_bytes(const dftfit_active_set *set) {
  size_t bytes = sizeof *set;
  for (int e = 0; e < set->nelement; e++) {
    const active_element *a = &set->element[e];
    bytes += (size_t)a->n * (sizeof *a->parameter + (size_t)a->npanel * ACTIVE_PANEL * sizeof(double));
  }
  return bytes;
}

typedef struct grading {
  const dftfit_active_set *set;
  const grade_kernels *kernels;
  int nparameter;
  dftfit_buffer memory; /* descriptors of the sites of one element in a block */
  double *grade;
} grading;

/* Grades of the n sites of a block that are rows sites [n] of de. */
static void grade_sites(const grading *g, const active_element *a, int n, const int *sites, const int *atom,
                        const double *de) {
  double *b = g->memory.data, largest[DFTFIT_BLOCK_SITES + GRADE_SITES];
  int ngroup = (n + GRADE_SITES - 1) / GRADE_SITES;
  for (int s = 0; s < ngroup * GRADE_SITES; s++) {
    double *column = b + (size_t)(s / GRADE_SITES) * (size_t)a->n * GRADE_SITES + s % GRADE_SITES;
    for (int k = 0; k < a->n; k++)
      column[k * GRADE_SITES] = s < n ? de[(size_t)sites[s] * (size_t)g->nparameter + (size_t)a->parameter[k]] : 0;
  }
  g->kernels->largest(a->n, a->npanel, a->panel, ngroup, b, largest);
  for (int s = 0; s < n; s++) g->grade[atom[sites[s]]] = largest[s];
}

static dftfit_status take(void *self, int nsite, const int *atom, const int *element, const double *de,
                          dftfit_error *err) {
  grading *g = self;
  for (int e = 0; e < g->set->nelement; e++) {
    const active_element *a = &g->set->element[e];
    int sites[DFTFIT_BLOCK_SITES], n = 0;
    for (int s = 0; s < nsite; s++)
      if (element[s] == e) sites[n++] = s;
    if (n == 0) continue;
    DFTFIT_TRY(dftfit_buffer_reserve(&g->memory, sizeof(double) * (size_t)(n + GRADE_SITES) * (size_t)a->n, err));
    grade_sites(g, a, n, sites, atom, de);
  }
  return DFTFIT_OK;
}

dftfit_status dftfit_grade(const dftfit_potential *pot, const dftfit_active_set *set, const dftfit_atoms *atoms,
                           dftfit_workspace *ws, double *grade, dftfit_error *err) {
  grading g = {.set = set,
               .kernels = dftfit_grade_kernels_best(),
               .nparameter = dftfit_potential_nparameter(pot),
               .memory = ws->descriptors,
               .grade = grade};
  dftfit_status status = dftfit_site_derivatives(pot, atoms, ws, &(dftfit_site_sink){&g, take}, err);
  ws->descriptors = g.memory;
  return status;
}
