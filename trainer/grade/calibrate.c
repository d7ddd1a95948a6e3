/* SPDX-License-Identifier: BSD-3-Clause */
#include "grade/calibrate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/vote.h"
#include "data/still.h"

/* Where every bin of grades begins; the last one has no end. */
static const double edges[CALIBRATION_BINS] = {0, 0.5, 1, 1.5, 2, 3, 5, 10, 30, 100};
enum { ENOUGH_ATOMS = 30 /* for the errors of a bin to be judged by */ };
#define USUAL_FACTOR 2.0 /* errors are no longer of the usual size beyond this multiple */

typedef struct calibrating {
  MPI_Comm comm;
  int rank, nrank;
  design *d;
  const active_sets *sets;
  int nfold;
  int *fold_of, *own_place; /* [nconfig] folds of whole groups, and those of the fit */
  int own_nfold;
  bool *used;            /* [nconfig] work */
  int *config_of_atom;   /* [natom] */
  double *grade, *error; /* [natom] of atoms that were left out; error: mean square over the components
                            that are not still, -1: none of them has a DFT force */
} calibrating;

static const dataset *data_of(const calibrating *s) { return s->d->model.set; }

/* ---- folds of whole groups: the largest first, each to the fold with the fewest configurations ---- */

static int largest_group(const int64_t *size, int ngroup) {
  int g = 0;
  for (int i = 1; i < ngroup; i++)
    if (size[i] > size[g]) g = i;
  return g;
}

static dftfit_status deal_groups(calibrating *s, dftfit_error *err) {
  const dataset *set = data_of(s);
  int64_t *size = calloc((size_t)set->ngroup + 1, sizeof *size), load[CALIBRATION_FOLDS] = {0};
  int *fold = calloc((size_t)set->ngroup + 1, sizeof *fold), groups = 0;
  dftfit_status status = size && fold ? DFTFIT_OK : dftfit_no_memory(err, "groups");
  for (int64_t c = 0; c < set->nconfig && !status; c++) size[set->config_group[c]] += s->own_place[c] >= 0;
  for (int g = 0; g < set->ngroup && !status; g++) groups += size[g] > 0;
  s->nfold = groups < CALIBRATION_FOLDS ? groups : CALIBRATION_FOLDS;
  for (int i = 0; i < groups && !status; i++) {
    int g = largest_group(size, set->ngroup), least = 0;
    for (int f = 1; f < s->nfold; f++)
      if (load[f] < load[least]) least = f;
    fold[g] = least;
    load[least] += size[g];
    size[g] = 0;
  }
  for (int64_t c = 0; c < set->nconfig && !status; c++)
    s->fold_of[c] = s->own_place[c] >= 0 ? fold[set->config_group[c]] : s->own_place[c];
  free(size);
  free(fold);
  return status;
}

/* ---- grades ---- */

typedef struct leaving_out {
  calibrating *s;
  maxvol set;
  int fold;
} leaving_out;

static bool left_out(void *self, int64_t atom) {
  const leaving_out *l = self;
  return l->s->fold_of[l->s->config_of_atom[atom]] == l->fold;
}

static dftfit_status take_grades(void *self, int nrow, const double *rows, const int64_t *atom, dftfit_error *err) {
  leaving_out *l = self;
  double grade[MAXVOL_BATCH];
  (void)err;
  maxvol_grades(&l->set, nrow, rows, grade);
  for (int i = 0; i < nrow; i++) l->s->grade[atom[i]] = grade[i];
  return DFTFIT_OK;
}

static void use(const calibrating *s, int fold, bool in_fold) {
  for (int64_t c = 0; c < data_of(s)->nconfig; c++)
    s->used[c] = s->fold_of[c] >= 0 && (s->fold_of[c] == fold) == in_fold;
}

/* The active set without a fold begins at that of all, diagonal elements in place of what is left out. */
static dftfit_status grade_fold(calibrating *s, int e, int fold, site_rows *rows, dftfit_error *err) {
  leaving_out l = {.s = s, .fold = fold};
  int passes;
  DFTFIT_TRY(maxvol_copy(&l.set, &s->sets->set[e], err));
  dftfit_status status = maxvol_drop(&l.set, left_out, &l, err);
  use(s, fold, false);
  if (!status) status = active_set_settle(&l.set, rows, s->used, &passes, err);
  use(s, fold, true);
  if (!status) status = site_rows_walk(rows, s->used, &(site_consumer){&l, NULL, take_grades}, err);
  maxvol_destroy(&l.set);
  return status;
}

static dftfit_status grade_element(calibrating *s, int e, dftfit_error *err) {
  site_rows rows;
  bool any = false;
  for (int f = 0; f < s->nfold; f++) any = any || (e * s->nfold + f) % s->nrank == s->rank;
  if (!any) return DFTFIT_OK;
  for (int64_t c = 0; c < data_of(s)->nconfig; c++) s->used[c] = s->fold_of[c] >= 0;
  DFTFIT_TRY(site_rows_create(&rows, &s->d->model, e, s->sets->set[e].n, s->sets->parameter[e], s->used,
                              SITE_ROWS_LIMIT, err));
  dftfit_status status = DFTFIT_OK;
  for (int f = 0; f < s->nfold && !status; f++)
    if ((e * s->nfold + f) % s->nrank == s->rank) status = grade_fold(s, e, f, &rows, err);
  site_rows_destroy(&rows);
  return status;
}

/* ---- force errors ---- */

static void take_errors(calibrating *s, int64_t c) {
  const dataset *set = data_of(s);
  for (int64_t i = set->first_atom[c]; i < set->first_atom[c + 1]; i++) {
    double square = 0, n = 0;
    for (int a = 0; a < 3; a++) {
      if (still_is(set, i, a)) continue;
      double difference = s->d->model.force[3 * (i - set->first_atom[c]) + a] - set->force[i][a];
      square += difference * difference;
      n++;
    }
    s->error[i] = n == 0 || isnan(square) ? -1 : square / n;
  }
}

/* Solutions without each fold, with the weights of the fit. */
static dftfit_status solve_folds(calibrating *s, const linear_fit *fit, linear_fit *out, dftfit_error *err) {
  linear_weights fixed = {.lambda = fit->chosen};
  memcpy(fixed.sigma, fit->sigma, sizeof fixed.sigma);
  memcpy(fixed.balance, fit->balance, sizeof fixed.balance);
  linear_options options = {.choice = CHOOSE_GIVEN, .lambda = fit->chosen, .nlambda = 1, .fixed_weights = &fixed};
  triangles t;
  double *zero = calloc((size_t)s->d->problem.ncolumn, sizeof *zero); /* the potential stands where the fit ended */
  dftfit_status status = zero ? DFTFIT_OK : dftfit_no_memory(err, "unknowns");
  DFTFIT_TRY(vote(s->comm, status, err));
  status = accumulate_at(s->comm, &s->d->problem, zero, NULL, &t, err);
  free(zero);
  DFTFIT_TRY(status);
  status = linear_solve(s->comm, &s->d->problem, &t, &options, out, err);
  triangles_destroy(&t);
  return status;
}

static dftfit_status measure_forces(calibrating *s, const linear_fit *folds, dftfit_error *err) {
  dftfit_status status = DFTFIT_OK;
  for (int f = 0, dealt = 0; f < s->nfold && !status; f++) {
    design_apply(s->d, folds->fold_x + (size_t)f * (size_t)folds->ncolumn);
    for (int64_t c = 0; c < data_of(s)->nconfig && !status; c++) {
      if (s->fold_of[c] != f || dealt++ % s->nrank != s->rank) continue;
      status = model_evaluate(&s->d->model, c, err);
      if (!status) take_errors(s, c);
    }
  }
  return status;
}

/* ---- together ---- */

static void fill_bins(const calibrating *s, calibration *out) {
  for (int b = 0; b < CALIBRATION_BINS; b++)
    out->bin[b] = (calibration_bin){.from = edges[b], .upto = b + 1 < CALIBRATION_BINS ? edges[b + 1] : INFINITY};
  for (int64_t i = 0; i < data_of(s)->first_atom[data_of(s)->nconfig]; i++) {
    if (s->grade[i] < 0 || s->error[i] < 0) continue;
    int b = CALIBRATION_BINS - 1;
    while (b > 0 && s->grade[i] < edges[b]) b--;
    out->bin[b].atoms++;
    out->bin[b].square += s->error[i];
  }
}

static void judge(calibration *out) {
  for (int b = 0; b < CALIBRATION_BINS; b++) {
    const calibration_bin *bin = &out->bin[b];
    if (bin->atoms < ENOUGH_ATOMS) continue;
    double error = sqrt(bin->square / (double)bin->atoms);
    if (out->usual == 0) out->usual = error;
    if (error > USUAL_FACTOR * out->usual) return;
    out->reliable = isfinite(bin->upto) ? bin->upto : bin->from;
  }
}

static dftfit_status allocate(calibrating *s, dftfit_error *err) {
  const dataset *set = data_of(s);
  size_t nconfig = (size_t)set->nconfig + 1, natom = (size_t)set->first_atom[set->nconfig] + 1;
  s->fold_of = malloc(nconfig * sizeof *s->fold_of);
  s->own_place = malloc(nconfig * sizeof *s->own_place);
  s->used = malloc(nconfig * sizeof *s->used);
  s->config_of_atom = malloc(natom * sizeof *s->config_of_atom);
  s->grade = malloc(natom * sizeof *s->grade);
  s->error = malloc(natom * sizeof *s->error);
  if (!s->fold_of || !s->own_place || !s->used || !s->config_of_atom || !s->grade || !s->error)
    return dftfit_no_memory(err, "the grades of %zu atoms", natom - 1);
  memcpy(s->own_place, s->d->fold_of, (size_t)set->nconfig * sizeof *s->fold_of);
  for (int64_t c = 0; c < set->nconfig; c++)
    for (int64_t i = set->first_atom[c]; i < set->first_atom[c + 1]; i++) s->config_of_atom[i] = (int)c;
  for (size_t i = 0; i < natom; i++) s->grade[i] = s->error[i] = -1;
  return DFTFIT_OK;
}

static dftfit_status left_out_fits(calibrating *s, const linear_fit *fit, dftfit_error *err) {
  linear_fit folds = {0};
  DFTFIT_TRY(vote(s->comm, design_set_folds(s->d, s->nfold, s->fold_of, err), err));
  dftfit_status status = solve_folds(s, fit, &folds, err);
  if (!status) status = vote(s->comm, measure_forces(s, &folds, err), err);
  linear_fit_destroy(&folds);
  return status;
}

static dftfit_status run(calibrating *s, const linear_fit *fit, calibration *out, dftfit_error *err) {
  dftfit_status status = allocate(s, err);
  if (!status) status = deal_groups(s, err);
  DFTFIT_TRY(vote(s->comm, status, err));
  if (s->nfold < 2) return DFTFIT_OK;
  for (int e = 0; e < s->sets->nelement && !status; e++) status = grade_element(s, e, err);
  DFTFIT_TRY(vote(s->comm, status, err));
  status = left_out_fits(s, fit, err);
  design_apply(s->d, fit->x);
  dftfit_status restored = design_set_folds(s->d, s->own_nfold, s->own_place, status ? NULL : err);
  DFTFIT_TRY(vote(s->comm, status ? status : restored, err));
  int64_t natom = data_of(s)->first_atom[data_of(s)->nconfig];
  MPI_Allreduce(MPI_IN_PLACE, s->grade, (int)natom, MPI_DOUBLE, MPI_MAX, s->comm);
  MPI_Allreduce(MPI_IN_PLACE, s->error, (int)natom, MPI_DOUBLE, MPI_MAX, s->comm);
  out->nfold = s->nfold;
  fill_bins(s, out);
  judge(out);
  return DFTFIT_OK;
}

dftfit_status calibrate(MPI_Comm comm, design *d, const linear_fit *fit, const active_sets *sets, calibration *out,
                        dftfit_error *err) {
  calibrating s = {.comm = comm, .d = d, .sets = sets, .own_nfold = d->problem.nfold};
  MPI_Comm_rank(comm, &s.rank);
  MPI_Comm_size(comm, &s.nrank);
  *out = (calibration){0};
  dftfit_status status = run(&s, fit, out, err);
  free(s.fold_of);
  free(s.own_place);
  free(s.used);
  free(s.config_of_atom);
  free(s.grade);
  free(s.error);
  return status;
}
