/* SPDX-License-Identifier: BSD-3-Clause */
#include "grade/active_sets.h"

#include <math.h>
#include <stdlib.h>

#include "base/vote.h"

#define PROMISING 0.8 /* grade from which a site may soon take a place in the set */

dftfit_status active_sets_possible(const design *d, dftfit_error *err) {
  bool possible = problem_is_linear(&d->problem);
  for (int k = d->problem.ncomposition; k < d->problem.ncolumn; k++) possible = possible && d->prior[k] > 0;
  return possible ? DFTFIT_OK
                  : dftfit_fail(err, DFTFIT_ERR_USAGE,
                                "grade: on needs a form that is linear in its parameters, like ace; %s is not",
                                dftfit_potential_form(d->model.potential)->name);
}

/* Sigma of a kind of target as it stands in the rows of the fit; 0: there is no such target. */
static double sigma_of(const design *d, const linear_fit *fit, target_class kind) {
  for (int g = 0; g < d->model.set->ngroup; g++) {
    const target_weight *w = &d->weight[g * TARGET_KINDS + (int)kind];
    if (w->used && w->class == kind) return w->sigma * fit->sigma[kind] / fit->balance[kind];
  }
  return 0;
}

/* docs/grade.md (3), eV. Without energies in the fit: the energy of 1 A against the sigma of forces. */
static double prior_scale(const design *d, const linear_fit *fit) {
  double sigma = sigma_of(d, fit, TARGET_ENERGY), least = 1e-10 * fit->singular[0];
  if (sigma == 0) sigma = sigma_of(d, fit, TARGET_FORCE);
  if (sigma == 0) sigma = 1;
  return sigma * sqrt(fmax(fit->chosen, least * least));
}

/* The parameters that are descriptors of element e: those that its site energy depends on. */
static dftfit_status find_parameters(const design *d, int e, int **out, int *n, dftfit_error *err) {
  double *probe = malloc(((size_t)d->nparameter + 1) * sizeof *probe);
  int *parameter = malloc(((size_t)d->nparameter + 1) * sizeof *parameter);
  dftfit_status status = probe && parameter ? dftfit_probe_derivatives(d->model.potential, e, probe, err)
                                            : dftfit_no_memory(err, "descriptors");
  *n = 0;
  for (int k = 0; k < d->nparameter && !status; k++)
    if (probe[k] != 0 && d->column[k] >= 0) parameter[(*n)++] = k;
  free(probe);
  if (status)
    free(parameter);
  else
    *out = parameter;
  return status;
}

static dftfit_status begin(const design *d, const linear_fit *fit, int e, active_sets *a, dftfit_error *err) {
  int n;
  DFTFIT_TRY(find_parameters(d, e, &a->parameter[e], &n, err));
  double *diagonal = malloc(((size_t)n + 1) * sizeof *diagonal), scale = prior_scale(d, fit);
  if (!diagonal) return dftfit_no_memory(err, "descriptors");
  for (int k = 0; k < n; k++) diagonal[k] = scale * d->prior[d->column[a->parameter[e][k]]];
  dftfit_status status = maxvol_create(&a->set[e], n, diagonal, err);
  free(diagonal);
  return status;
}

typedef struct offering {
  maxvol *set;
  double *grade; /* [natom] as it was when the atom was offered last */
  long exchanges;
} offering;

static bool promising(void *self, int64_t atom) { return ((const offering *)self)->grade[atom] >= PROMISING; }

static dftfit_status offer(void *self, int nrow, const double *rows, const int64_t *atom, dftfit_error *err) {
  offering *o = self;
  double grade[MAXVOL_BATCH];
  DFTFIT_TRY(maxvol_take(o->set, nrow, rows, atom, &o->exchanges, grade, err));
  for (int i = 0; i < nrow; i++) o->grade[atom[i]] = grade[i];
  return DFTFIT_OK;
}

/* Passes over the sites that are near the threshold, which cost little, until they are settled. */
static dftfit_status settle_promising(offering *o, site_rows *rows, const bool *used, dftfit_error *err) {
  for (int pass = 0; pass < MAX_PASSES; pass++) {
    o->exchanges = 0;
    DFTFIT_TRY(site_rows_walk(rows, used, &(site_consumer){o, promising, offer}, err));
    DFTFIT_TRY(maxvol_take_diagonal(o->set, &o->exchanges, err));
    if (o->exchanges == 0) break;
  }
  return DFTFIT_OK;
}

static dftfit_status settle(offering *o, site_rows *rows, const bool *used, int *passes, dftfit_error *err) {
  for (*passes = 1; *passes <= MAX_PASSES; ++*passes) {
    o->exchanges = 0;
    DFTFIT_TRY(site_rows_walk(rows, used, &(site_consumer){o, NULL, offer}, err));
    DFTFIT_TRY(maxvol_take_diagonal(o->set, &o->exchanges, err));
    if (o->exchanges == 0) return DFTFIT_OK;
    DFTFIT_TRY(settle_promising(o, rows, used, err));
  }
  return DFTFIT_OK;
}

dftfit_status active_set_settle(maxvol *m, site_rows *rows, const bool *used, int *passes, dftfit_error *err) {
  const dataset *set = rows->model->set;
  offering o = {.set = m, .grade = calloc((size_t)set->first_atom[set->nconfig] + 1, sizeof(double))};
  dftfit_status status = o.grade ? settle(&o, rows, used, passes, err) : dftfit_no_memory(err, "grades");
  free(o.grade);
  return status ? status : maxvol_refresh(m, err);
}

static dftfit_status make(design *d, int e, const bool *used, active_sets *a, dftfit_error *err) {
  site_rows rows;
  DFTFIT_TRY(site_rows_create(&rows, &d->model, e, a->set[e].n, a->parameter[e], used, SITE_ROWS_LIMIT, err));
  a->sites[e] = rows.first[d->model.set->nconfig];
  dftfit_status status = active_set_settle(&a->set[e], &rows, used, &a->passes[e], err);
  site_rows_destroy(&rows);
  return status;
}

static void share(MPI_Comm comm, int owner, int e, active_sets *a) {
  maxvol *m = &a->set[e];
  for (int k = 0; k < m->n; k++) {
    MPI_Bcast(m->row + (size_t)k * (size_t)m->n, m->n, MPI_DOUBLE, owner, comm);
    MPI_Bcast(m->inverse + (size_t)k * (size_t)m->n, m->n, MPI_DOUBLE, owner, comm);
  }
  MPI_Bcast(m->origin, m->n, MPI_INT64_T, owner, comm);
  MPI_Bcast(&a->sites[e], 1, MPI_INT64_T, owner, comm);
  MPI_Bcast(&a->passes[e], 1, MPI_INT, owner, comm);
}

dftfit_status active_sets_create(MPI_Comm comm, design *d, const linear_fit *fit, const bool *used, active_sets *out,
                                 dftfit_error *err) {
  int rank, nrank;
  dftfit_status status = DFTFIT_OK;
  MPI_Comm_rank(comm, &rank);
  MPI_Comm_size(comm, &nrank);
  *out = (active_sets){.nelement = dftfit_potential_header(d->model.potential)->nelement};
  for (int e = 0; e < out->nelement && !status; e++) {
    status = begin(d, fit, e, out, err);
    if (!status && e % nrank == rank) status = make(d, e, used, out, err);
  }
  status = vote(comm, status, err);
  for (int e = 0; e < out->nelement && !status; e++) share(comm, e % nrank, e, out);
  if (status) active_sets_destroy(out);
  return status;
}

void active_sets_destroy(active_sets *a) {
  for (int e = 0; e < a->nelement; e++) {
    free(a->parameter[e]);
    maxvol_destroy(&a->set[e]);
  }
  *a = (active_sets){0};
}
