/* SPDX-License-Identifier: BSD-3-Clause */
#include "solve/nonlinear.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "solve/nonlinear_parts.h"
#include "solve/systems.h"
#include "solve/vote.h"

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
  double *y; /* [ncolumn] where the pass is made, the same on all ranks */
} run;

/** The triangles as one system with the weights at hand. */
static dftfit_status combine(const search *s, const triangles *t, triangle *out, dftfit_error *err) {
  double factor[TARGET_CLASSES];
  bool *wanted = calloc((size_t)t->nfold + 1, sizeof *wanted);
  triangle *system = calloc((size_t)t->nfold + 1, sizeof *system);
  dftfit_status status =
      wanted && system ? DFTFIT_OK : dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory for %d folds", t->nfold);
  for (int c = 0; c < TARGET_CLASSES; c++) factor[c] = s->weights.balance[c] / s->weights.sigma[c];
  if (!status) {
    wanted[0] = true;
    status = systems_create(t, factor, wanted, system, err);
  }
  if (!status) *out = system[0];
  free(wanted);
  free(system);
  return status;
}

/** Collective: a pass of the data at x of rank 0. */
static dftfit_status pass(run *w, const double *x, triangles *t, dftfit_error *err) {
  int n = w->s.p->ncolumn;
  if (w->rank == 0) memcpy(w->y, x, (size_t)n * sizeof(double));
  MPI_Bcast(w->y, n, MPI_DOUBLE, 0, w->comm);
  return accumulate_at(w->comm, w->s.p, w->y, NULL, t, err);
}

/* ---- rank 0: what a pass leads to ---- */

static dftfit_status begin_start(search *s, dftfit_error *err) {
  DFTFIT_TRY(nonlinear_start_point(s->p, s->options.seed, s->options.nstart, s->start, s->levenberg.y, err));
  memcpy(s->levenberg.z, s->levenberg.y, (size_t)s->p->ncolumn * sizeof(double));
  levenberg_begin(&s->levenberg, s->levenberg.z);
  return DFTFIT_OK;
}

/** The next pass is made at x, for the weights. */
static void ask_for_weights(search *s, const double *x) {
  memmove(s->levenberg.y, x, (size_t)s->p->ncolumn * sizeof(double));
  s->stage = STAGE_WEIGHTS;
}

/** A search of the starts has ended. why: what went wrong where it failed. */
static dftfit_status end_start(search *s, const dftfit_error *why, dftfit_error *err) {
  levenberg *l = &s->levenberg;
  bool failed = l->end == END_FAILED;
  s->tried[s->start] = (nonlinear_start){.phi = failed ? NAN : l->phi, .steps = l->steps, .end = l->end};
  if (!failed && (s->best < 0 || l->phi < s->best_phi)) {
    s->best = s->start;
    s->best_phi = l->phi;
    memcpy(s->best_x, l->z, (size_t)s->p->ncolumn * sizeof(double));
  }
  if (++s->start < s->options.nstart) return begin_start(s, err);
  s->start = s->options.nstart - 1;
  if (s->best < 0) {
    *err = *why;
    return why->code;
  }
  ask_for_weights(s, s->best_x);
  return DFTFIT_OK;
}

/** Rows at levenberg.y are in t, unless failed. */
static dftfit_status react(search *s, const triangles *t, dftfit_status failed, const dftfit_error *why,
                           dftfit_error *err) {
  levenberg *l = &s->levenberg;
  triangle system;
  if (failed && !s->weighted) {
    *err = *why;
    return failed;
  }
  if (!s->weighted) DFTFIT_TRY(first_weights(s->p, t, &s->options.weights, &s->weights, err));
  s->weighted = true;
  l->lambda = s->weights.lambda;
  triangle_create(&system, s->p->ncolumn + 1);
  if (!failed) DFTFIT_TRY(combine(s, t, &system, err));
  int steps = l->steps;
  dftfit_status status = levenberg_take(l, failed ? NULL : &system, err);
  triangle_destroy(&system);
  if (status) return status;
  s->steps += l->steps - steps;
  if (l->end == END_NOT_YET) return DFTFIT_OK;
  if (s->round == 0) return end_start(s, why, err);
  ask_for_weights(s, l->z);
  return DFTFIT_OK;
}

/* ---- all ranks ---- */

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
  o.held = &s->weights;
  s->stage = STAGE_DONE;
  return linearised_solve(w->comm, s->p, t, w->y, &o, &out->linear, err);
}

/** After a pass: the next one, or other weights. Every rank knows the stage afterwards. */
static dftfit_status step(run *w, nonlinear_fit *out, dftfit_error *err) {
  search *s = &w->s;
  triangles t = {0};
  dftfit_error why = {.atom = -1};
  MPI_Bcast(&s->stage, 1, MPI_INT, 0, w->comm);
  dftfit_status failed = pass(w, s->levenberg.y, &t, &why), status = DFTFIT_OK;
  s->passes++;
  if (failed && (failed != DFTFIT_ERR_NUMERIC || s->stage == STAGE_WEIGHTS)) {
    *err = why;
    return failed;
  }
  if (s->stage == STAGE_WEIGHTS)
    status = weigh(w, &t, out, err);
  else
    status = vote(w->comm, w->rank == 0 ? react(s, &t, failed, &why, err) : DFTFIT_OK, err);
  triangles_destroy(&t);
  MPI_Bcast(&s->stage, 1, MPI_INT, 0, w->comm);
  return status;
}

static dftfit_status tell(run *w, dftfit_error *err) {
  search *s = &w->s;
  const nonlinear_hooks *h = w->hooks;
  if (w->rank != 0 || !h || s->stage == STAGE_DONE) return DFTFIT_OK;
  if (h->told) {
    const levenberg *l = &s->levenberg;
    nonlinear_progress now = {s->start, s->round, s->steps, l->phi, l->cosine, l->mu};
    h->told(h->self, &now);
  }
  if (!h->save) return DFTFIT_OK;
  char *text = NULL;
  size_t length;
  dftfit_status status = checkpoint_write(s, &text, &length, err);
  if (!status) status = h->save(h->self, text, length, err);
  free(text);
  return status;
}

static bool stopped(const run *w) {
  int mine = w->hooks && w->hooks->stop && w->hooks->stop(w->hooks->self), any;
  MPI_Allreduce(&mine, &any, 1, MPI_INT, MPI_MAX, w->comm);
  return any && w->s.stage != STAGE_DONE;
}

/** Collective: the state of a checkpoint, with the triangle that it does not hold. */
static dftfit_status resume_from(run *w, const char *name, const char *text, size_t length, dftfit_error *err) {
  search *s = &w->s;
  triangles t = {0};
  DFTFIT_TRY(vote(w->comm, w->rank == 0 ? checkpoint_read(s, name, text, length, err) : DFTFIT_OK, err));
  int wanted = s->stage == STAGE_SEARCH && s->levenberg.pass == PASS_TRIAL;
  MPI_Bcast(&wanted, 1, MPI_INT, 0, w->comm);
  if (!wanted) return DFTFIT_OK;
  dftfit_status status = pass(w, s->levenberg.x, &t, err);
  if (status) return status;
  s->levenberg.lambda = s->weights.lambda;
  if (w->rank == 0) status = combine(s, &t, &s->levenberg.r, err);
  triangles_destroy(&t);
  return vote(w->comm, status, err);
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
  s->best = -1;
  w->y = calloc(n, sizeof(double));
  s->best_x = calloc(n, sizeof(double));
  s->tried = calloc((size_t)o->nstart, sizeof *s->tried);
  if (!w->y || !s->best_x || !s->tried)
    return dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory for the search in %d unknowns", s->p->ncolumn);
  DFTFIT_TRY(check_prior(s, err));
  DFTFIT_TRY(levenberg_create(&s->levenberg, s->p, o->tolerance, o->most_steps, err));
  return begin_start(s, err);
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
  while (!status && w.s.stage != STAGE_DONE && !out->interrupted) {
    status = step(&w, out, err);
    if (!status) status = vote(comm, tell(&w, err), err);
    if (!status) out->interrupted = stopped(&w);
  }
  if (!status) finish(&w, out);
  levenberg_destroy(&w.s.levenberg);
  free(w.y);
  free(w.s.best_x);
  free(w.s.tried);
  if (status) nonlinear_fit_destroy(out);
  return status;
}

void nonlinear_fit_destroy(nonlinear_fit *fit) {
  linear_fit_destroy(&fit->linear);
  free(fit->start);
  fit->start = NULL;
}
