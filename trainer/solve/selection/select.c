/* SPDX-License-Identifier: BSD-3-Clause */
#include "solve/selection/select.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/vote.h"
#include "solve/linear/linear_solver.h"
#include "solve/selection/eliminate.h"

/* Parameters dropped between two choices of lambda: 1/STAGE of those that are left. The last stage has about 1/LAST of
 * all. */
enum { STAGE = 10, LAST = 40, FEWEST = 4 };

/** A system with the columns that are left. */
typedef struct thinned {
  int n;         /* columns left, those of the composition among them           */
  int *column;   /* [n+1] which of the problem, ascending; the right-hand side last */
  double *prior; /* [n] */
  triangle r;
  ridge g;
} thinned;

typedef struct selector {
  MPI_Comm comm;
  int rank, nrank, nsystem;
  const problem *p;
  const triangles *t;
  const select_options *o;
  double factor[TARGET_CLASSES];
  int nlambda;      /* of the path */
  double *score;    /* [nlambda][nfold] */
  double *rss;      /* [nlambda+1][nfold][TARGET_CLASSES] */
  double lambda;    /* of the stage at hand, */
  double *chosen;   /* and its part of rss */
  thinned *system;  /* [nsystem] of this rank */
  double *x, *full; /* [ncolumn] a solution: of the columns left, of all       */
  bool *keep;       /* [ncolumn] */
  double *share;    /* [ncolumn] */
} selector;

static int owner(const selector *s, int k) { return k % s->nrank; }
static bool mine(const selector *s, int k) { return owner(s, k) == s->rank; }

static dftfit_status no_memory(const problem *p, dftfit_error *err) {
  return dftfit_no_memory(err, "the selection among %d parameters", p->ncolumn);
}

/* ---- the numbers of parameters ---- */

static int next_kept(int kept, int all, int wanted) {
  int next = kept - (kept + STAGE - 1) / STAGE, last = all / LAST > FEWEST ? all / LAST : FEWEST;
  if (wanted && wanted < kept && wanted > next) return wanted;
  return next < 1 || (next < last && (!wanted || kept <= wanted)) ? 0 : next;
}

static int count_stages(int all, int wanted) {
  int n = 0;
  for (int kept = all; kept; kept = next_kept(kept, all, wanted)) n++;
  return n;
}

/* ---- one stage ---- */

/** QR of the columns that are left, and its bidiagonalisation. */
static dftfit_status prepare(const selector *s, thinned *y, dftfit_error *err) {
  triangle copy;
  for (int j = 0; j < y->n; j++) y->prior[j] = s->p->prior[y->column[j]];
  ridge_destroy(&y->g);
  DFTFIT_TRY(triangle_copy(&copy, &y->r, 1, err));
  return ridge_create(&y->g, &copy, s->p->ncomposition, y->prior, err);
}

/** Solution of a system at a lambda: s->x, and s->full with zeros for what was dropped. */
static dftfit_status solve_at(selector *s, const thinned *y, double lambda, dftfit_error *err) {
  ridge_fit fit;
  DFTFIT_TRY(ridge_solve(&y->g, 1, &lambda, s->x, &fit, err));
  memset(s->full, 0, (size_t)s->p->ncolumn * sizeof *s->full);
  for (int j = 0; j < y->n; j++) s->full[y->column[j]] = s->x[j];
  return DFTFIT_OK;
}

static double *rss_of(const selector *s, int l, int fold) {
  return s->rss + ((size_t)l * (size_t)s->t->nfold + (size_t)fold) * TARGET_CLASSES;
}

/** The part of a fold in the score, of the residuals of all folds. */
static double fold_score(const selector *s, const double *rss, int fold) {
  const linear_fit *all = s->o->all;
  double sum = 0;
  for (int c = 0; c < TARGET_CLASSES; c++)
    sum += score_part(rss[fold * TARGET_CLASSES + c], (double)s->t->rows[fold * TARGET_CLASSES + c], all->balance[c],
                      c < TARGET_KINDS);
  return sum;
}

/** Left-out residuals at a lambda, of all folds, on all ranks: rss [nfold][TARGET_CLASSES]. */
static dftfit_status left_out(selector *s, double lambda, double *rss, dftfit_error *err) {
  dftfit_status status = DFTFIT_OK;
  for (int f = 0; f < s->t->nfold && !status; f++) {
    if (!mine(s, f + 1)) continue;
    status = solve_at(s, &s->system[f + 1], lambda, err);
    if (!status) status = systems_residuals(s->t, f, s->factor, s->full, rss + f * TARGET_CLASSES, err);
  }
  DFTFIT_TRY(vote(s->comm, status, err));
  for (int f = 0; f < s->t->nfold; f++)
    MPI_Bcast(rss + f * TARGET_CLASSES, TARGET_CLASSES, MPI_DOUBLE, owner(s, f + 1), s->comm);
  return DFTFIT_OK;
}

/** The lambda of the stage: the one that predicts best. */
static dftfit_status choose_lambda(selector *s, dftfit_error *err) {
  int nfold = s->t->nfold;
  for (int l = 0; l < s->nlambda; l++) {
    DFTFIT_TRY(left_out(s, s->o->all->lambda[l], rss_of(s, l, 0), err));
    for (int f = 0; f < nfold; f++) s->score[l * nfold + f] = fold_score(s, rss_of(s, l, 0), f);
  }
  const score_path path = {s->nlambda, nfold, s->o->all->lambda, s->score, NULL};
  s->lambda = score_choose(&path).lambda;
  s->chosen = rss_of(s, s->nlambda, 0); /* one more than the path has */
  return left_out(s, s->lambda, s->chosen, err);
}

static void mark(const selector *s, const thinned *y) {
  memset(s->keep, 0, (size_t)s->p->ncolumn * sizeof *s->keep);
  for (int j = 0; j < y->n; j++) s->keep[y->column[j]] = true;
}

/** What is known of the stage goes to out. */
static dftfit_status record(selector *s, sparse_path *out, int stage, dftfit_error *err) {
  select_stage *to = &out->stage[stage];
  int nfold = s->t->nfold, ncolumn = s->p->ncolumn;
  dftfit_status status = DFTFIT_OK;
  to->lambda = s->lambda;
  for (int f = 0; f < nfold; f++) {
    for (int c = 0; c < TARGET_CLASSES; c++) to->rss[c] += s->chosen[f * TARGET_CLASSES + c];
    out->fold_score[stage * nfold + f] = fold_score(s, s->chosen, f);
    to->score += out->fold_score[stage * nfold + f];
  }
  for (int f = 0; f < nfold && !status; f++) {
    if (!mine(s, f + 1)) continue;
    status = solve_at(s, &s->system[f + 1], s->lambda, err);
    memcpy(out->fold_x + (size_t)(stage * nfold + f) * (size_t)ncolumn, s->full, (size_t)ncolumn * sizeof(double));
  }
  if (mine(s, 0) && !status) {
    mark(s, &s->system[0]);
    to->cost = s->o->cost.of(s->o->cost.self, s->keep, NULL);
    if (!isfinite(to->cost)) status = no_memory(s->p, err);
    for (int k = 0; k < ncolumn; k++) out->last_stage[k] += s->keep[k];
  }
  return vote(s->comm, status, err);
}

/** Weights of the prices: the cost that each parameter is to blame for. NULL where it does not count. */
static dftfit_status weigh(selector *s, const thinned *y, double **weight, dftfit_error *err) {
  *weight = NULL;
  if (!s->o->by_cost) return DFTFIT_OK;
  mark(s, y);
  if (!isfinite(s->o->cost.of(s->o->cost.self, s->keep, s->share))) return no_memory(s->p, err);
  int nc = s->p->ncomposition;
  for (int j = nc; j < y->n; j++) s->share[j - nc] = s->share[y->column[j]];
  *weight = s->share;
  return DFTFIT_OK;
}

/** Takes count parameters out of a system. */
static dftfit_status thin(selector *s, thinned *y, int count, dftfit_error *err) {
  int nc = s->p->ncomposition, *gone = malloc(((size_t)count + (size_t)y->n + 1) * sizeof *gone);
  double *price = malloc((size_t)count * sizeof *price), *weight;
  dftfit_status status = gone && price ? DFTFIT_OK : no_memory(s->p, err);
  if (!status) status = solve_at(s, y, s->lambda, err);
  if (!status) status = weigh(s, y, &weight, err);
  if (!status) status = eliminate(&y->g, s->lambda, s->x + nc, weight, count, gone, price, err);
  if (!status) {
    int *left = gone + count, n = 0;
    triangle r = y->r;
    triangle_work w;
    for (int i = 0; i < count; i++) y->column[nc + gone[i]] = -1;
    for (int j = 0; j <= y->n; j++) { /* with the right-hand side */
      if (y->column[j] < 0) continue;
      y->column[n] = y->column[j];
      left[n++] = j;
    }
    y->n = n - 1;
    status = triangle_work_create(&w, n, err);
    if (!status) status = triangle_columns(&y->r, &r, n, left, &w, err);
    triangle_work_destroy(&w);
    triangle_destroy(&r);
  }
  free(gone);
  free(price);
  return status;
}

/* ---- the path ---- */

static double expected_score(const selector *s) {
  double sum = 0;
  for (int f = 0; f < s->t->nfold; f++)
    for (int c = 0; c < TARGET_CLASSES; c++)
      sum += (double)s->t->rows[f * TARGET_CLASSES + c] * s->o->all->balance[c] * s->o->all->balance[c];
  return sum;
}

static dftfit_status walk(selector *s, sparse_path *out, dftfit_error *err) {
  out->expected = expected_score(s);
  int kept = s->p->ncolumn - s->p->ncomposition, all = kept;
  double done = 0, work = 0;
  for (int n = all; n; n = next_kept(n, all, s->o->wanted)) work += (double)n * n * n;
  for (int stage = 0; stage < out->nstage; stage++) {
    int next = next_kept(kept, all, s->o->wanted);
    dftfit_status status = DFTFIT_OK;
    for (int k = 0; k < s->nsystem && !status; k++)
      if (mine(s, k)) status = prepare(s, &s->system[k], err);
    DFTFIT_TRY(vote(s->comm, status, err));
    DFTFIT_TRY(choose_lambda(s, err));
    out->stage[stage].kept = kept;
    DFTFIT_TRY(record(s, out, stage, err));
    for (int k = 0; k < s->nsystem && !status && next; k++)
      if (mine(s, k)) status = thin(s, &s->system[k], kept - next, err);
    DFTFIT_TRY(vote(s->comm, status, err));
    done += (double)kept * kept * kept / work;
    if (s->o->watch) s->o->watch->done(s->o->watch->self, done);
    kept = next;
  }
  for (int stage = 0; stage < out->nstage; stage++) MPI_Bcast(&out->stage[stage].cost, 1, MPI_DOUBLE, 0, s->comm);
  MPI_Bcast(out->last_stage, out->ncolumn, MPI_INT, 0, s->comm);
  return DFTFIT_OK;
}

static dftfit_status first_systems(selector *s, dftfit_error *err) {
  size_t nsystem = (size_t)s->nsystem, n = (size_t)s->p->ncolumn;
  bool *wanted = calloc(nsystem, sizeof *wanted);
  triangle *r = calloc(nsystem, sizeof *r);
  dftfit_status status = wanted && r ? DFTFIT_OK : no_memory(s->p, err);
  for (int k = 0; k < s->nsystem && !status; k++) wanted[k] = mine(s, k);
  if (!status) status = systems_create(s->t, s->factor, wanted, r, err);
  for (int k = 0; k < s->nsystem && !status; k++) {
    thinned *y = &s->system[k];
    if (!wanted[k]) continue;
    *y = (thinned){.n = s->p->ncolumn, .column = malloc((n + 1) * sizeof(int)), .prior = malloc(n * sizeof(double))};
    y->r = r[k];
    if (!y->column || !y->prior) status = no_memory(s->p, err);
    for (size_t j = 0; y->column && j <= n; j++) y->column[j] = (int)j;
  }
  free(wanted);
  free(r);
  return status;
}

static dftfit_status allocate(selector *s, sparse_path *out, dftfit_error *err) {
  size_t n = (size_t)s->p->ncolumn, nfold = (size_t)s->t->nfold;
  int all = s->p->ncolumn - s->p->ncomposition;
  *out = (sparse_path){.nstage = count_stages(all, s->o->wanted), .nfold = s->t->nfold, .ncolumn = s->p->ncolumn};
  out->stage = calloc((size_t)out->nstage, sizeof *out->stage);
  out->fold_score = calloc((size_t)out->nstage * nfold, sizeof *out->fold_score);
  out->fold_x = calloc((size_t)out->nstage * nfold * n, sizeof *out->fold_x);
  out->last_stage = calloc(n, sizeof *out->last_stage);
  s->score = calloc((size_t)s->nlambda * nfold, sizeof *s->score);
  s->rss = calloc((size_t)(s->nlambda + 1) * nfold * TARGET_CLASSES, sizeof *s->rss);
  s->system = calloc(nfold + 1, sizeof *s->system);
  s->x = calloc(n, sizeof *s->x);
  s->full = calloc(n, sizeof *s->full);
  s->keep = calloc(n, sizeof *s->keep);
  s->share = calloc(n, sizeof *s->share);
  bool all_there = out->stage && out->fold_score && out->fold_x && out->last_stage && s->score && s->rss && s->system &&
                   s->x && s->full && s->keep && s->share;
  return all_there ? DFTFIT_OK : no_memory(s->p, err);
}

static void release(selector *s) {
  for (int k = 0; s->system && k < s->nsystem; k++) {
    triangle_destroy(&s->system[k].r);
    ridge_destroy(&s->system[k].g);
    free(s->system[k].column);
    free(s->system[k].prior);
  }
  free(s->system);
  free(s->score);
  free(s->rss);
  free(s->x);
  free(s->full);
  free(s->keep);
  free(s->share);
}

dftfit_status select_path(MPI_Comm comm, const problem *p, const triangles *t, const select_options *o,
                          sparse_path *out, dftfit_error *err) {
  selector s = {.comm = comm, .nsystem = t->nfold + 1, .p = p, .t = t, .o = o, .nlambda = o->all->nlambda};
  MPI_Comm_rank(comm, &s.rank);
  MPI_Comm_size(comm, &s.nrank);
  for (int c = 0; c < TARGET_CLASSES; c++) s.factor[c] = o->all->balance[c] / o->all->sigma[c];
  dftfit_status status = allocate(&s, out, err);
  if (!status) status = first_systems(&s, err);
  status = vote(comm, status, err);
  if (!status) status = walk(&s, out, err);
  release(&s);
  if (status) sparse_path_destroy(out);
  return status;
}

void sparse_path_destroy(sparse_path *s) {
  free(s->stage);
  free(s->fold_score);
  free(s->fold_x);
  free(s->last_stage);
  s->fold_x = NULL;
  s->stage = NULL;
  s->fold_score = NULL;
  s->last_stage = NULL;
}
