/* SPDX-License-Identifier: BSD-3-Clause */
/* Rate of the QR that folds rows into triangles, beside that of the matrix product of the same BLAS, one thread.
 * usage: qr_rate [columns...]     (default 250 500 1000 1300) */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/progress.h"
#include "base/random.h"
#include "blas_kernels.h"
#include "solve/linear/accumulate.h"

extern void dgemm_(const char *, const char *, const int *, const int *, const int *, const double *, const double *,
                   const int *, const double *, const int *, const double *, double *, const int *);

enum { REPETITIONS = 7 };

static double *random_numbers(size_t n) {
  double *x = aligned_doubles(n);
  if (!x) abort();
  for (size_t i = 0; i < n; i++) x[i] = random_uniform(1, 0, i) - 0.5;
  return x;
}

/** Operations per second, the best of the repetitions. */
static double product_rate(int n) {
  size_t nn = (size_t)n * (size_t)n;
  double *a = random_numbers(nn), *b = random_numbers(nn), *c = random_numbers(nn), one = 1, zero = 0, best = 0;
  for (int i = 0; i < REPETITIONS; i++) {
    double start = seconds_now();
    dgemm_("N", "N", &n, &n, &n, &one, a, &n, b, &n, &zero, c, &n);
    double rate = 2.0 * n * n * n / (seconds_now() - start);
    if (rate > best) best = rate;
  }
  free(a);
  free(b);
  free(c);
  return best;
}

static double fold_rate(int n) {
  triangle t;
  triangle_work w;
  dftfit_error err = {0};
  size_t size = (size_t)FOLD_ROWS * (size_t)n;
  double *source = random_numbers(size), *rows = random_numbers(size), best = 0;
  triangle_create(&t, n);
  if (triangle_work_create(&w, n, &err)) abort();
  for (int i = 0; i < REPETITIONS + 3; i++) {
    memcpy(rows, source, size * sizeof *rows);
    bool full = t.nrow == n;
    double start = seconds_now();
    if (triangle_fold(&t, FOLD_ROWS, rows, FOLD_ROWS, &w, &err)) abort();
    double rate = 2.0 * FOLD_ROWS * n * n / (seconds_now() - start);
    if (full && rate > best) best = rate;
  }
  triangle_destroy(&t);
  triangle_work_destroy(&w);
  free(source);
  free(rows);
  return best;
}

int main(int argc, char **argv) {
  const char *const usual[] = {"", "250", "500", "1000", "1300"};
  blas_choose(argv);
  blas_one_thread();
  int count = argc > 1 ? argc : 5;
  printf("columns   dgemm Gflop/s   fold of %d rows   ratio\n", FOLD_ROWS);
  for (int k = 1; k < count; k++) {
    int n = atoi(argc > 1 ? argv[k] : usual[k]);
    if (n < 1 || n > 20000) continue;
    double product = product_rate(n), fold = fold_rate(n);
    printf("%7d %15.1f %19.1f %7.2f\n", n, 1e-9 * product, 1e-9 * fold, fold / product);
  }
  return EXIT_SUCCESS;
}
