/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/vote.h"
#include "solve/linear/linear_solver.h"
#include "solve/search/search.h"

/** The linear problem: columns that are free, unknowns counted from theta0, or from x where there is no prior. */
typedef struct linearised {
  const problem *p;
  const double *x;
  bool relative;     /* no prior: statistics are in units of the sizes of the parameters, about x */
  int n;             /* columns kept                 */
  int *kept;         /* [n] among those of p          */
  double *prior;     /* [n] */
  const char **name; /* [n] */
  problem problem;
  triangles t;
} linearised;

bool has_prior(const problem *p) {
  bool any = false;
  for (int j = p->ncomposition; j < p->ncolumn; j++) any = any || p->prior[j] > 0;
  return any;
}

/** Without a prior: the size that unknown j is measured by. */
static double size_of(const linearised *l, int j) {
  if (l->p->size && l->p->size[j] > 0) return l->p->size[j];
  return l->x[j] != 0 ? fabs(l->x[j]) : 1;
}

/** What the unknowns of the linear problem are counted from. */
static double centre_of(const linearised *l, int j) {
  if (l->relative && j >= l->p->ncomposition) return l->x[j];
  return l->p->start ? l->p->start[j] : 0;
}

static dftfit_status choose_columns(linearised *l, dftfit_error *err) {
  const problem *p = l->p;
  size_t n = (size_t)p->ncolumn + 1;
  l->kept = calloc(n, sizeof *l->kept);
  l->prior = calloc(n, sizeof *l->prior);
  l->name = calloc(n, sizeof *l->name);
  if (!l->kept || !l->prior || !l->name) return dftfit_no_memory(err, "%d unknowns", p->ncolumn);
  for (int j = 0; j < p->ncolumn; j++) {
    if (j >= p->ncomposition && (l->x[j] == p->lower[j] || l->x[j] == p->upper[j])) continue;
    l->prior[l->n] = l->relative ? 1 / size_of(l, j) : p->prior[j];
    l->name[l->n] = p->name ? p->name[j] : NULL;
    l->kept[l->n++] = j;
  }
  if (l->n == p->ncomposition)
    return dftfit_fail(err, DFTFIT_ERR_NUMERIC, "every parameter ends at a bound: wider bounds, or another start");
  l->problem = *p;
  l->problem.ncolumn = l->n;
  l->problem.prior = l->prior;
  l->problem.name = l->name;
  return DFTFIT_OK;
}

/** The kept columns of one triangle; the right-hand side is for unknowns counted from the centre. */
static dftfit_status reduce(const linearised *l, const triangle *from, triangle *to, triangle_work *w,
                            dftfit_error *err) {
  size_t m = (size_t)from->nrow, ld = (size_t)from->capacity;
  triangle_create(to, l->n + 1);
  if (m == 0) return DFTFIT_OK;
  double *rows = aligned_doubles(m * (size_t)(l->n + 1)), *b = rows ? rows + (size_t)l->n * m : NULL;
  if (!rows) return dftfit_no_memory(err, "a triangle of %d columns", l->n + 1);
  memcpy(b, from->r + (size_t)l->p->ncolumn * ld, m * sizeof(double));
  for (int k = 0; k < l->n; k++) {
    int j = l->kept[k];
    double shift = l->x[j] - centre_of(l, j);
    memcpy(rows + (size_t)k * m, from->r + (size_t)j * ld, m * sizeof(double));
    for (size_t i = 0; i < m; i++) b[i] += rows[(size_t)k * m + i] * shift;
  }
  dftfit_status status = triangle_fold(to, (int)m, rows, (int)m, w, err);
  free(rows);
  return status;
}

static dftfit_status reduce_all(linearised *l, const triangles *t, dftfit_error *err) {
  int parts = t->nfold * TARGET_CLASSES;
  size_t count = (size_t)parts;
  triangle_work w;
  l->t = (triangles){.n = l->n + 1,
                     .nfold = t->nfold,
                     .part = calloc(count, sizeof(triangle)),
                     .rows = malloc(count * sizeof(int64_t)),
                     .nconfig = malloc(count * sizeof(int64_t))};
  if (!l->t.part || !l->t.rows || !l->t.nconfig) return dftfit_no_memory(err, "the triangles of %d folds", t->nfold);
  triangle_create(&l->t.restraint, l->t.n); /* restraints are of linear problems */
  memcpy(l->t.rows, t->rows, count * sizeof(int64_t));
  memcpy(l->t.nconfig, t->nconfig, count * sizeof(int64_t));
  DFTFIT_TRY(triangle_work_create(&w, l->n + 1, err));
  dftfit_status status = DFTFIT_OK;
  for (int k = 0; k < parts && !status; k++) status = reduce(l, &t->part[k], &l->t.part[k], &w, err);
  triangle_work_destroy(&w);
  return status;
}

/** Spreads from [n] over the columns of p, first column of the parameters at `skip`; the others get what is there. */
static void spread(const linearised *l, int skip, const double *from, double *to) {
  for (int k = skip; k < l->n; k++) to[l->kept[k] - skip] = from[k - skip];
}

/** f, of the linear problem, becomes one of p. */
static dftfit_status expand(const linearised *l, linear_fit *f, dftfit_error *err) {
  const problem *p = l->p;
  int nc = p->ncomposition, np = p->ncolumn - nc, reduced = f->nparameter;
  size_t n = (size_t)p->ncolumn + 1;
  double *x = calloc(n, sizeof *x), *fold_x = calloc((size_t)f->nfold * n, sizeof *fold_x);
  double *deviation = calloc(n, sizeof *deviation), *weak = calloc((size_t)f->nweak * n + 1, sizeof *weak);
  double *share = calloc(n, sizeof *share);
  bool good = x && fold_x && deviation && weak && share;
  for (int k = 0; good && k < f->nfold; k++) {
    double *to = fold_x + (size_t)k * (size_t)p->ncolumn;
    const double *from = f->fold_x + (size_t)k * (size_t)f->ncolumn;
    memcpy(to, l->x, (size_t)p->ncolumn * sizeof *to);
    for (int i = 0; i < l->n; i++) {
      int j = l->kept[i];
      to[j] = fmin(fmax(centre_of(l, j) + from[i], p->lower[j]), p->upper[j]);
    }
  }
  if (good) {
    memcpy(x, l->x, (size_t)p->ncolumn * sizeof *x);
    spread(l, nc, f->deviation, deviation);
    for (int k = nc; k < l->n; k++) {
      double taken = 1 - f->chosen * pow(l->prior[k] * f->deviation[k - nc], 2);
      share[l->kept[k] - nc] = taken > 0 ? taken : 0;
    }
    for (int k = 0; k < f->nweak; k++)
      spread(l, nc, f->weak + (size_t)k * (size_t)reduced, weak + (size_t)k * (size_t)np);
  }
  double **old[] = {&f->x, &f->fold_x, &f->deviation, &f->weak, &f->share};
  double *fresh[] = {x, fold_x, deviation, weak, share};
  for (size_t k = 0; k < sizeof old / sizeof *old; k++) {
    free(good ? *old[k] : fresh[k]);
    if (good) *old[k] = fresh[k];
  }
  if (!good) return dftfit_no_memory(err, "the solution of %d unknowns", p->ncolumn);
  f->ncolumn = p->ncolumn;
  f->nparameter = np;
  f->nsingular = reduced;
  return DFTFIT_OK;
}

dftfit_status linearised_solve(MPI_Comm comm, const problem *p, const triangles *t, const double *x,
                               const linear_options *o, linear_fit *out, dftfit_error *err) {
  linearised l = {.p = p, .x = x, .relative = !has_prior(p)};
  linear_options changed = *o;
  linear_weights fixed;
  *out = (linear_fit){0};
  dftfit_status status = choose_columns(&l, err);
  if (!status) status = reduce_all(&l, t, err);
  status = vote(comm, status, err);
  if (l.relative) { /* a deviation as large as the parameter itself: beyond, the problem is not linear any more */
    changed.lambda = 1;
    if (o->fixed_weights) fixed = *o->fixed_weights;
    fixed.lambda = 1;
    if (o->fixed_weights) changed.fixed_weights = &fixed;
  }
  if (!status) {
    status = linear_solve(comm, &l.problem, &l.t, &changed, out, err);
    if (!status) status = vote(comm, expand(&l, out, err), err);
    if (status) linear_fit_destroy(out);
  }
  triangles_destroy(&l.t);
  free(l.kept);
  free(l.prior);
  free(l.name);
  return status;
}

dftfit_status first_weights(const problem *p, const triangles *t, const linear_options *o, linear_weights *out,
                            dftfit_error *err) {
  linear_solver s = {.p = p, .t = t};
  linear_fit f = {0};
  int64_t rows = 0;
  for (int k = 0; k < t->nfold * TARGET_CLASSES; k++) rows += t->rows[k];
  DFTFIT_FAIL_IF(rows == 0, err, DFTFIT_ERR_USAGE, "no target is left to fit: all are off, or absent from the data");
  DFTFIT_TRY(start_sigmas(&s, o, &f, err));
  memcpy(out->sigma, f.sigma, sizeof out->sigma);
  memcpy(out->balance, f.balance, sizeof out->balance);
  out->lambda = o->lambda;
  if (o->choice == CHOOSE_GIVEN) return DFTFIT_OK;
  bool *wanted = calloc((size_t)t->nfold + 1, sizeof *wanted);
  triangle *system = calloc((size_t)t->nfold + 1, sizeof *system);
  double factor[TARGET_CLASSES], *path = malloc((size_t)o->nlambda * sizeof *path);
  ridge g = {0};
  dftfit_status status = wanted && system && path ? DFTFIT_OK : dftfit_no_memory(err, "the first weights");
  for (int c = 0; c < TARGET_CLASSES; c++) factor[c] = f.balance[c] / f.sigma[c];
  if (!status) {
    wanted[0] = true;
    status = systems_create(t, factor, wanted, system, err);
  }
  if (!status) status = ridge_create(&g, &system[0], p->ncomposition, p->prior, err);
  if (!status) {
    ridge_lambda_path(&g, 1, o->nlambda, path);
    out->lambda = path[o->nlambda - 1];
  }
  ridge_destroy(&g);
  free(wanted);
  free(system);
  free(path);
  return status;
}
