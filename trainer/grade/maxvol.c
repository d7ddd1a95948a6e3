/* SPDX-License-Identifier: BSD-3-Clause */
#include "grade/maxvol.h"

#include <cblas.h>
#include <lapacke.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { REFRESH = 500 /* exchanges after which rounding in the inverse is put right */ };

static dftfit_status allocate(maxvol *m, int n, dftfit_error *err) {
  size_t square = (size_t)n * (size_t)n;
  *m = (maxvol){.n = n};
  m->diagonal = malloc((size_t)n * sizeof *m->diagonal);
  m->row = calloc(square, sizeof *m->row);
  m->inverse = calloc(square, sizeof *m->inverse);
  m->origin = malloc((size_t)n * sizeof *m->origin);
  m->c = malloc(MAXVOL_BATCH * (size_t)n * sizeof *m->c);
  m->left = malloc(MAXVOL_PENDING * (size_t)n * sizeof *m->left);
  m->right = malloc(MAXVOL_PENDING * (size_t)n * sizeof *m->right);
  if (m->diagonal && m->row && m->inverse && m->origin && m->c && m->left && m->right) return DFTFIT_OK;
  maxvol_destroy(m);
  return dftfit_no_memory(err, "an active set of %d descriptors", n);
}

void maxvol_destroy(maxvol *m) {
  free(m->diagonal);
  free(m->row);
  free(m->inverse);
  free(m->origin);
  free(m->c);
  free(m->left);
  free(m->right);
  *m = (maxvol){0};
}

dftfit_status maxvol_create(maxvol *m, int n, const double *diagonal, dftfit_error *err) {
  DFTFIT_TRY(allocate(m, n, err));
  memcpy(m->diagonal, diagonal, (size_t)n * sizeof *diagonal);
  for (int k = 0; k < n; k++) {
    m->row[(size_t)k * (size_t)n + (size_t)k] = diagonal[k];
    m->inverse[(size_t)k * (size_t)n + (size_t)k] = 1 / diagonal[k];
    m->origin[k] = -1 - k;
  }
  return DFTFIT_OK;
}

dftfit_status maxvol_copy(maxvol *to, const maxvol *from, dftfit_error *err) {
  size_t n = (size_t)from->n;
  DFTFIT_TRY(allocate(to, from->n, err));
  memcpy(to->diagonal, from->diagonal, n * sizeof(double));
  memcpy(to->row, from->row, n * n * sizeof(double));
  memcpy(to->inverse, from->inverse, n * n * sizeof(double));
  memcpy(to->origin, from->origin, n * sizeof *to->origin);
  return DFTFIT_OK;
}

dftfit_status maxvol_refresh(maxvol *m, dftfit_error *err) {
  int n = m->n, info = 0;
  int *pivot = malloc((size_t)n * sizeof *pivot);
  if (!pivot) return dftfit_no_memory(err, "%d pivots", n);
  memcpy(m->inverse, m->row, (size_t)n * (size_t)n * sizeof(double));
  info =
      LAPACKE_dgetrf(LAPACK_COL_MAJOR, n, n, m->inverse, n, pivot); /* of the transposed, whose inverse is transposed */
  if (!info) info = LAPACKE_dgetri(LAPACK_COL_MAJOR, n, m->inverse, n, pivot);
  free(pivot);
  m->since = m->npending = 0;
  return info ? dftfit_fail(err, DFTFIT_ERR_NUMERIC, "the descriptors of an active set are linearly dependent")
              : DFTFIT_OK;
}

/* Brings the inverse up to date: one product of matrices for many exchanges. */
static void apply_pending(maxvol *m) {
  if (m->npending)
    cblas_dgemm(CblasRowMajor, CblasTrans, CblasNoTrans, m->n, m->n, m->npending, -1, m->left, m->n, m->right, m->n, 1,
                m->inverse, m->n);
  m->npending = 0;
}

/* Row `row` takes place j; c [n] is row A^-1. Sherman and Morrison's formula,
 *    A^-1 <- A^-1 - (A^-1)_{.j} (c - e_j)^T / c_j,
 * for the inverse when there are many of them, for the coefficients of the batch [nrow] at once. */
static void exchange(maxvol *m, int j, const double *row, int64_t origin, const double *c, int nrow) {
  int n = m->n;
  if (m->npending == MAXVOL_PENDING) apply_pending(m);
  double *left = m->left + (size_t)m->npending * (size_t)n, *right = m->right + (size_t)m->npending * (size_t)n;
  double of_batch[MAXVOL_BATCH], pivot = c[j];
  cblas_dcopy(n, m->inverse + j, n, left, 1);
  for (int l = 0; l < m->npending; l++)
    cblas_daxpy(n, -m->right[(size_t)l * (size_t)n + (size_t)j], m->left + (size_t)l * (size_t)n, 1, left, 1);
  cblas_dscal(n, 1 / pivot, left, 1);
  memcpy(right, c, (size_t)n * sizeof *right);
  right[j] -= 1;
  for (int i = 0; i < nrow; i++) of_batch[i] = m->c[(size_t)i * (size_t)n + (size_t)j];
  if (nrow) cblas_dger(CblasRowMajor, nrow, n, -1 / pivot, of_batch, 1, right, 1, m->c, n);
  memcpy(m->row + (size_t)j * (size_t)n, row, (size_t)n * sizeof *row);
  m->origin[j] = origin;
  m->npending++;
  m->since++;
}

static void multiply(maxvol *m, int nrow, const double *rows) {
  apply_pending(m);
  cblas_dgemm(CblasRowMajor, CblasNoTrans, CblasNoTrans, nrow, m->n, m->n, 1, rows, m->n, m->inverse, m->n, 0, m->c,
              m->n);
}

static void find_grades(const maxvol *m, int nrow, double *grade) {
  for (int i = 0; i < nrow; i++) {
    const double *c = m->c + (size_t)i * (size_t)m->n;
    grade[i] = fabs(c[cblas_idamax(m->n, c, 1)]);
  }
}

dftfit_status maxvol_take(maxvol *m, int nrow, const double *rows, const int64_t *origin, long *exchanges,
                          double *grade, dftfit_error *err) {
  size_t n = (size_t)m->n;
  multiply(m, nrow, rows);
  for (;;) {
    size_t at = cblas_idamax((int)(n * (size_t)nrow), m->c, 1), i = at / n, j = at % n;
    if (!(fabs(m->c[at]) > MAXVOL_THRESHOLD)) break;
    exchange(m, (int)j, rows + i * n, origin[i], m->c + i * n, nrow);
    ++*exchanges;
    if (m->since < REFRESH) continue;
    DFTFIT_TRY(maxvol_refresh(m, err));
    multiply(m, nrow, rows);
  }
  if (grade) find_grades(m, nrow, grade);
  return DFTFIT_OK;
}

/* Diagonal element k as a row. */
static void diagonal_row(const maxvol *m, int k, double *row) {
  memset(row, 0, (size_t)m->n * sizeof *row);
  row[k] = m->diagonal[k];
}

dftfit_status maxvol_take_diagonal(maxvol *m, long *exchanges, dftfit_error *err) {
  size_t n = (size_t)m->n;
  double *rows = malloc(MAXVOL_BATCH * n * sizeof *rows);
  int64_t origin[MAXVOL_BATCH];
  dftfit_status status = rows ? DFTFIT_OK : dftfit_no_memory(err, "an active set");
  for (int first = 0; first < m->n && !status; first += MAXVOL_BATCH) {
    int nrow = m->n - first < MAXVOL_BATCH ? m->n - first : MAXVOL_BATCH;
    for (int i = 0; i < nrow; i++) {
      diagonal_row(m, first + i, rows + (size_t)i * n);
      origin[i] = -1 - (first + i);
    }
    status = maxvol_take(m, nrow, rows, origin, exchanges, NULL, err);
  }
  free(rows);
  return status;
}

/* The diagonal element that keeps the most of the volume in place j: its coefficient there is the factor. */
static int best_diagonal(const maxvol *m, int j) {
  int best = 0;
  double most = -1;
  for (int k = 0; k < m->n; k++) {
    double factor = fabs(m->diagonal[k] * m->inverse[(size_t)k * (size_t)m->n + (size_t)j]);
    if (factor > most) {
      most = factor;
      best = k;
    }
  }
  return best;
}

dftfit_status maxvol_drop(maxvol *m, bool (*drop)(void *self, int64_t origin), void *self, dftfit_error *err) {
  size_t n = (size_t)m->n;
  double *work = malloc(2 * n * sizeof *work), *row = work, *c = work + n;
  dftfit_status status = work ? DFTFIT_OK : dftfit_no_memory(err, "an active set");
  for (int j = 0; j < m->n && !status; j++) {
    if (m->origin[j] < 0 || !drop(self, m->origin[j])) continue;
    apply_pending(m);
    int k = best_diagonal(m, j);
    diagonal_row(m, k, row);
    memcpy(c, m->inverse + (size_t)k * n, n * sizeof *c);
    cblas_dscal(m->n, m->diagonal[k], c, 1);
    exchange(m, j, row, -1 - k, c, 0);
    if (m->since >= REFRESH) status = maxvol_refresh(m, err);
  }
  free(work);
  return status ? status : maxvol_refresh(m, err);
}

void maxvol_grades(maxvol *m, int nrow, const double *rows, double *grade) {
  multiply(m, nrow, rows);
  find_grades(m, nrow, grade);
}
