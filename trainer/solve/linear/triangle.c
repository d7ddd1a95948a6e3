/* SPDX-License-Identifier: BSD-3-Clause */
#include "solve/linear/triangle.h"

#include <lapacke.h>
#include <stdlib.h>
#include <string.h>

#include "dftfit/block.h"

/* Columns per panel of tpqrt. Narrow panels lose in the matrix products, wide ones in the panel, which LAPACK factors
 * column by column; flat around this value for 100 to 2,000 columns. */
enum { PANEL = 32, FIRST_CAPACITY = 64 };

static dftfit_status no_memory(int n, dftfit_error *err) {
  return dftfit_no_memory(err, "a triangle of %d columns (%.1f MB)", n, 8e-6 * n * n);
}

static dftfit_status lapack_failed(const char *routine, int info, dftfit_error *err) {
  return dftfit_fail(err, DFTFIT_ERR_NUMERIC, "LAPACK's %s returned %d", routine, info);
}

double *aligned_doubles(size_t count) {
  size_t bytes = (count * sizeof(double) / DFTFIT_ALIGN + 1) * DFTFIT_ALIGN;
  return aligned_alloc(DFTFIT_ALIGN, bytes);
}

dftfit_status triangle_work_create(triangle_work *w, int n, dftfit_error *err) {
  w->n = n;
  w->nb = n < PANEL ? n : PANEL;
  w->t = aligned_doubles((size_t)w->nb * (size_t)n);
  w->work = aligned_doubles((size_t)w->nb * (size_t)n);
  if (w->t && w->work) return DFTFIT_OK;
  triangle_work_destroy(w);
  return no_memory(n, err);
}

void triangle_work_destroy(triangle_work *w) {
  free(w->t);
  free(w->work);
  w->t = w->work = NULL;
}

void triangle_create(triangle *t, int n) { *t = (triangle){.n = n}; }

void triangle_destroy(triangle *t) {
  free(t->r);
  t->r = NULL;
  t->nrow = t->capacity = 0;
}

static void copy_rows(int n, int m, const double *from, int ldfrom, double *to, int ldto) {
  for (int j = 0; j < n; j++)
    memcpy(to + (size_t)j * (size_t)ldto, from + (size_t)j * (size_t)ldfrom, (size_t)m * sizeof(double));
}

/** Rows that a triangle has room for. It follows from the rows it has, not from how they came: where columns stand in
 *  memory decides, in some BLAS, the order of sums, and with it the last bits. */
static int capacity_for(int rows, int n) {
  int capacity = FIRST_CAPACITY;
  while (capacity < rows) capacity *= 2;
  return capacity < n ? capacity : n;
}

static dftfit_status reserve(triangle *t, int rows, dftfit_error *err) {
  if (rows <= t->capacity) return DFTFIT_OK;
  int capacity = capacity_for(rows, t->n);
  double *r = aligned_doubles((size_t)capacity * (size_t)t->n);
  if (!r) return no_memory(t->n, err);
  if (t->r) copy_rows(t->n, t->nrow, t->r, t->capacity, r, capacity);
  free(t->r);
  t->r = r;
  t->capacity = capacity;
  return DFTFIT_OK;
}

/** QR of the n rows that have come, in place. */
static dftfit_status factor(triangle *t, triangle_work *w, dftfit_error *err) {
  int n = t->n, info = LAPACKE_dgeqrf_work(LAPACK_COL_MAJOR, n, n, t->r, n, w->t, w->work, w->nb * n);
  if (info) return lapack_failed("dgeqrf", info, err);
  for (int j = 0; j < n; j++)
    for (int i = j + 1; i < n; i++) t->r[(size_t)j * (size_t)n + (size_t)i] = 0;
  return DFTFIT_OK;
}

dftfit_status triangle_fold(triangle *t, int m, double *rows, int ld, triangle_work *w, dftfit_error *err) {
  int n = t->n;
  if (t->nrow < n && m > 0) {
    int take = m < n - t->nrow ? m : n - t->nrow;
    DFTFIT_TRY(reserve(t, t->nrow + take, err));
    copy_rows(n, take, rows, ld, t->r + t->nrow, t->capacity);
    t->nrow += take;
    rows += take;
    m -= take;
    if (t->nrow == n) DFTFIT_TRY(factor(t, w, err));
  }
  if (m == 0) return DFTFIT_OK;
  int info = LAPACKE_dtpqrt_work(LAPACK_COL_MAJOR, m, n, 0, w->nb, t->r, n, rows, ld, w->t, w->nb, w->work);
  return info ? lapack_failed("dtpqrt", info, err) : DFTFIT_OK;
}

dftfit_status triangle_merge(triangle *t, triangle *other, triangle_work *w, dftfit_error *err) {
  if (t->nrow < t->n && other->nrow == other->n) { /* fold the rows into the triangle, not the other way round */
    triangle swap = *t;
    *t = *other;
    *other = swap;
  }
  dftfit_status status = DFTFIT_OK;
  if (other->nrow < other->n) {
    if (other->nrow) status = triangle_fold(t, other->nrow, other->r, other->capacity, w, err);
  } else {
    int n = t->n;
    int info = LAPACKE_dtpqrt_work(LAPACK_COL_MAJOR, n, n, n, w->nb, t->r, n, other->r, n, w->t, w->nb, w->work);
    if (info) status = lapack_failed("dtpqrt", info, err);
  }
  triangle_destroy(other);
  return status;
}

dftfit_status triangle_reserve(triangle *t, int nrow, dftfit_error *err) {
  DFTFIT_TRY(reserve(t, nrow, err));
  t->nrow = nrow;
  return DFTFIT_OK;
}

dftfit_status triangle_copy(triangle *out, const triangle *t, double scale, dftfit_error *err) {
  triangle_create(out, t->n);
  if (t->nrow == 0) return DFTFIT_OK;
  DFTFIT_TRY(triangle_reserve(out, t->nrow, err));
  for (int j = 0; j < t->n; j++)
    for (int i = 0; i < t->nrow; i++)
      out->r[(size_t)j * (size_t)out->capacity + (size_t)i] = scale * t->r[(size_t)j * (size_t)t->capacity + (size_t)i];
  return DFTFIT_OK;
}

dftfit_status triangle_complete(triangle *t, triangle_work *w, dftfit_error *err) {
  if (t->nrow == t->n) return DFTFIT_OK;
  DFTFIT_TRY(reserve(t, t->n, err));
  for (int j = 0; j < t->n; j++)
    for (int i = t->nrow; i < t->n; i++) t->r[(size_t)j * (size_t)t->n + (size_t)i] = 0;
  t->nrow = t->n;
  return factor(t, w, err);
}

dftfit_status triangle_columns(triangle *out, const triangle *t, int n, const int *column, triangle_work *w,
                               dftfit_error *err) {
  triangle_create(out, n);
  if (t->nrow == 0) return DFTFIT_OK;
  /* below the diagonal of the last column all is zero */
  int m = t->nrow == t->n ? column[n - 1] + 1 : t->nrow;
  double *rows = aligned_doubles((size_t)m * (size_t)n);
  if (!rows) return no_memory(n, err);
  for (int j = 0; j < n; j++)
    memcpy(rows + (size_t)j * (size_t)m, t->r + (size_t)column[j] * (size_t)t->capacity, (size_t)m * sizeof(double));
  dftfit_status status = triangle_fold(out, m, rows, m, w, err);
  free(rows);
  return status;
}

double triangle_norm2(const triangle *t, const double *x, double *scratch) {
  for (int i = 0; i < t->nrow; i++) scratch[i] = 0;
  for (int j = 0; j < t->n; j++) {
    const double *column = t->r + (size_t)j * (size_t)t->capacity;
    int rows = t->nrow == t->n ? j + 1 : t->nrow;
    for (int i = 0; i < rows; i++) scratch[i] += column[i] * x[j];
  }
  double sum = 0;
  for (int i = 0; i < t->nrow; i++) sum += scratch[i] * scratch[i];
  return sum;
}
