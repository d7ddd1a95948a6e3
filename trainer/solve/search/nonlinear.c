/* SPDX-License-Identifier: BSD-3-Clause */
#include "solve/search/nonlinear.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/vote.h"
#include "solve/search/search.h"

enum { MAX_ROUNDS = 10 };
/* Weights have settled when they change by less: sigmas need no more digits than they mean, and the cross-validation
 * score is flat at its minimum (a step of the path is about a factor of three). */
#define SIGMA_SETTLED 0.05
#define LAMBDA_SETTLED 0.5

typedef struct run {
  MPI_Comm comm;
  int rank;
  search s;
  const nonlinear_hooks *hooks;
  double *y; /* [ncolumn] where the weights are chosen, the same on all ranks */
} run;

/** The next pass is made at x, for the weights. */
static void ask_for_weights(search *s, const double *x) {
  memmove(s->levenberg.y, x, (size_t)s->p->ncolumn * sizeof(double));
  s->stage = STAGE_WEIGHTS;
}

static bool weights_chosen(const nonlinear_options *o) {
  bool any = o->weights.choice != CHOOSE_GIVEN;
  for (int c = 0; c < TARGET_CLASSES; c++) any = any || o->weights.estimated[c];
  return any;
}

static bool close_weights(const linear_weights *a, const linear_weights *b) {
  bool close = a->lambda == b->lambda || fabs(log(a->lambda / b->lambda)) < LAMBDA_SETTLED;
  for (int c = 0; c < TARGET_CLASSES; c++) close = close && fabs(log(a->sigma[c] / b->sigma[c])) < SIGMA_SETTLED;
  return close;
}

/** Collective. t: rows where a search ended. Either other weights, and the search goes on, or the end of the fit. */
static dftfit_status weigh(run *w, const triangles *t, nonlinear_fit *out, dftfit_error *err) {
  search *s = &w->s;
  linear_options o = s->options.weights;
  int go_on = 0;
  o.undetermined = true;
  MPI_Bcast(&s->weights, (int)sizeof s->weights, MPI_BYTE, 0, w->comm);
  MPI_Bcast(&s->round, 1, MPI_INT, 0, w->comm);
  s->settled = !weights_chosen(&s->options);
  if (!s->settled) {
    linear_fit fit;
    DFTFIT_TRY(linearised_solve(w->comm, s->p, t, w->y, &o, &fit, err));
    linear_weights next = {.lambda = fit.chosen};
    memcpy(next.sigma, fit.sigma, sizeof next.sigma);
    memcpy(next.balance, fit.balance, sizeof next.balance);
    linear_fit_destroy(&fit);
    if (o.choice == CHOOSE_GIVEN) next.lambda = s->weights.lambda;
    s->settled = s->round > 0 && close_weights(&next, &s->weights);
    go_on = !s->settled && s->round < MAX_ROUNDS;
    if (go_on) s->weights = next;
  }
  MPI_Bcast(&go_on, 1, MPI_INT, 0, w->comm);
  if (go_on) {
    s->round++;
    s->stage = STAGE_SEARCH;
    if (w->rank == 0) levenberg_begin(&s->levenberg, w->y);
    return DFTFIT_OK;
  }
  o.fixed_weights = &s->weights;
  s->stage = STAGE_DONE;
  return linearised_solve(w->comm, s->p, t, w->y, &o, &out->linear, err);
}

/** Rank 0. t: rows at theta0, where the first start begins. */
static dftfit_status begin(search *s, const triangles *t, dftfit_error *err) {
  levenberg *l = &s->levenberg;
  triangle system;
  DFTFIT_TRY(first_weights(s->p, t, &s->options.weights, &s->weights, err));
  l->lambda = s->weights.lambda;
  DFTFIT_TRY(search_combine(s, t, &system, err));
  dftfit_status status = levenberg_take(l, &system, err);
  triangle_destroy(&system);
  if (status) return status;
  s->at_work = 0;
  s->begun[0] = malloc((size_t)levenberg_size(s->p) * sizeof **s->begun);
  if (!s->begun[0]) return dftfit_no_memory(err, "a search");
  levenberg_pack(l, s->begun[0]);
  return DFTFIT_OK;
}

/** Collective: the weights to begin with. */
static dftfit_status begin_all(run *w, dftfit_error *err) {
  search *s = &w->s;
  triangles t;
  DFTFIT_TRY(search_pass(w->comm, s, s->levenberg.y, &t, err));
  dftfit_status status = vote(w->comm, w->rank == 0 ? begin(s, &t, err) : DFTFIT_OK, err);
  triangles_destroy(&t);
  MPI_Bcast(&s->weights, (int)sizeof s->weights, MPI_BYTE, 0, w->comm);
  s->passes++;
  s->stage = STAGE_STARTS;
  return status;
}

static dftfit_status search_starts(run *w, bool *interrupted, dftfit_error *err) {
  search *s = &w->s;
  DFTFIT_TRY(multistart(w->comm, s, w->hooks, interrupted, err));
  s->at_work = -1;
  if (w->rank == 0 && !*interrupted) ask_for_weights(s, s->best_x);
  return DFTFIT_OK;
}

static dftfit_status search_on(run *w, dftfit_error *err) {
  search *s = &w->s;
  int steps = s->levenberg.steps;
  DFTFIT_TRY(search_advance(w->comm, s, err));
  s->passes++;
  s->steps += s->levenberg.steps - steps;
  if (w->rank == 0 && s->levenberg.end != END_NOT_YET) ask_for_weights(s, s->levenberg.z);
  return DFTFIT_OK;
}

static dftfit_status choose_weights(run *w, nonlinear_fit *out, dftfit_error *err) {
  search *s = &w->s;
  triangles t;
  if (w->rank == 0) memcpy(w->y, s->levenberg.y, (size_t)s->p->ncolumn * sizeof(double));
  MPI_Bcast(w->y, s->p->ncolumn, MPI_DOUBLE, 0, w->comm);
  DFTFIT_TRY(search_pass(w->comm, s, w->y, &t, err));
  s->passes++;
  dftfit_status status = weigh(w, &t, out, err);
  triangles_destroy(&t);
  return status;
}

/** What the stage at hand asks for. Every rank knows the stage afterwards. */
static dftfit_status step(run *w, nonlinear_fit *out, dftfit_error *err) {
  search *s = &w->s;
  dftfit_status status = DFTFIT_OK;
  MPI_Bcast(&s->stage, 1, MPI_INT, 0, w->comm);
  if (s->stage == STAGE_BEGIN) status = begin_all(w, err);
  if (!status && s->stage == STAGE_STARTS)
    status = search_starts(w, &out->interrupted, err);
  else if (s->stage == STAGE_SEARCH)
    status = search_on(w, err);
  else if (s->stage == STAGE_WEIGHTS)
    status = choose_weights(w, out, err);
  if (status) return status;
  MPI_Bcast(&s->stage, 1, MPI_INT, 0, w->comm);
  if (out->interrupted) return DFTFIT_OK;
  DFTFIT_TRY(vote(w->comm, w->rank == 0 ? search_tell(s, w->hooks, err) : DFTFIT_OK, err));
  out->interrupted = search_stopped(w->comm, w->hooks) && s->stage != STAGE_DONE;
  return DFTFIT_OK;
}

/** Collective: the state of a checkpoint, with the triangle that it does not hold. */
static dftfit_status resume_from(run *w, const char *name, const char *text, size_t length, dftfit_error *err) {
  search *s = &w->s;
  DFTFIT_TRY(vote(w->comm, w->rank == 0 ? checkpoint_read(s, name, text, length, err) : DFTFIT_OK, err));
  MPI_Bcast(&s->stage, 1, MPI_INT, 0, w->comm);
  MPI_Bcast(&s->weights, (int)sizeof s->weights, MPI_BYTE, 0, w->comm);
  return s->stage == STAGE_SEARCH ? search_rebuild(w->comm, s, err) : DFTFIT_OK;
}

/** Either every parameter has a prior or none. */
static dftfit_status check_prior(search *s, dftfit_error *err) {
  const problem *p = s->p;
  if (!has_prior(p)) {
    s->options.weights.choice = CHOOSE_GIVEN;
    s->options.weights.lambda = 0;
    return DFTFIT_OK;
  }
  for (int j = p->ncomposition; j < p->ncolumn; j++)
    if (!(p->prior[j] > 0))
      return dftfit_fail(err, DFTFIT_ERR_VALUE, "the prior weight of %s is %g, while others have one",
                         p->name ? p->name[j] : "a parameter", p->prior[j]);
  return DFTFIT_OK;
}

static dftfit_status create(run *w, const nonlinear_options *o, dftfit_error *err) {
  search *s = &w->s;
  size_t n = (size_t)s->p->ncolumn + 1;
  s->best = s->at_work = -1;
  w->y = calloc(n, sizeof(double));
  s->best_x = calloc(n, sizeof(double));
  s->tried = calloc((size_t)o->nstart, sizeof *s->tried);
  s->begun = calloc((size_t)o->nstart, sizeof *s->begun);
  if (!w->y || !s->best_x || !s->tried || !s->begun)
    return dftfit_no_memory(err, "the search in %d unknowns", s->p->ncolumn);
  DFTFIT_TRY(check_prior(s, err));
  DFTFIT_TRY(levenberg_create(&s->levenberg, s->p, o->tolerance, o->most_steps, err));
  nonlinear_start_point(s->p, o->seed, 0, w->y);
  levenberg_begin(&s->levenberg, w->y);
  return DFTFIT_OK;
}

/** Collective: rank 0 tells the others what came out. */
static void finish(run *w, nonlinear_fit *out) {
  search *s = &w->s;
  out->nstart = s->options.nstart;
  out->start = s->tried;
  s->tried = NULL;
  out->best = s->best;
  out->rounds = s->round;
  out->steps = s->steps;
  out->passes = s->passes;
  out->end = s->levenberg.end;
  out->phi = s->levenberg.phi;
  out->settled = s->settled;
  out->prior = has_prior(s->p);
  if (s->round == 0 && s->best >= 0) { /* the last search need not be that of the best start */
    out->end = out->start[s->best].end;
    out->phi = s->best_phi;
  }
  MPI_Bcast(out->start, out->nstart * (int)sizeof *out->start, MPI_BYTE, 0, w->comm);
  int *numbers[] = {&out->best, &out->rounds, &out->steps, &out->passes, &out->end};
  for (size_t k = 0; k < sizeof numbers / sizeof *numbers; k++) MPI_Bcast(numbers[k], 1, MPI_INT, 0, w->comm);
  MPI_Bcast(&out->phi, 1, MPI_DOUBLE, 0, w->comm);
  out->linear.iterations = out->rounds;
  out->linear.converged = true; /* settled is said of sigmas and lambda together */
}

static void destroy(run *w) {
  levenberg_destroy(&w->s.levenberg);
  for (int k = 0; w->s.begun && k < w->s.options.nstart; k++) free(w->s.begun[k]);
  free(w->s.begun);
  free(w->s.best_x);
  free(w->s.tried);
  free(w->y);
}

dftfit_status nonlinear_solve(MPI_Comm comm, const problem *p, const nonlinear_options *options,
                              const nonlinear_hooks *hooks, const char *name, const char *resume, size_t length,
                              nonlinear_fit *out, dftfit_error *err) {
  run w = {.comm = comm, .hooks = hooks, .s = {.p = p, .options = *options}};
  *out = (nonlinear_fit){0};
  MPI_Comm_rank(comm, &w.rank);
  dftfit_status status = vote(comm, create(&w, options, err), err);
  int resumed = resume != NULL;
  MPI_Bcast(&resumed, 1, MPI_INT, 0, comm);
  if (!status && resumed) status = resume_from(&w, name, resume, length, err);
  while (!status && w.s.stage != STAGE_DONE && !out->interrupted) status = step(&w, out, err);
  if (!status) finish(&w, out);
  destroy(&w);
  if (status) nonlinear_fit_destroy(out);
  return status;
}

void nonlinear_fit_destroy(nonlinear_fit *fit) {
  linear_fit_destroy(&fit->linear);
  free(fit->start);
  fit->start = NULL;
}
