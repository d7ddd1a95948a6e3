/* SPDX-License-Identifier: BSD-3-Clause */
#include "measure/forecast.h"

#include <stdlib.h>
#include <string.h>

#include "base/progress.h"
#include "base/random.h"
#include "solve/linear/accumulate.h"

static dftfit_status drop(void *self, target_class which, int n, double *rows, int ld, dftfit_error *err) {
  (void)self, (void)which, (void)n, (void)rows, (void)ld, (void)err;
  return DFTFIT_OK;
}

static int64_t natom_of(const dataset *set, int64_t c) { return set->first_atom[c + 1] - set->first_atom[c]; }

/** Seconds for 2 m n^2 operations of tpqrt: one fold of rows into a triangle. */
static dftfit_status time_fold(int n, double *rate, dftfit_error *err) {
  triangle t;
  triangle_work w;
  int rows = FOLD_ROWS > n ? FOLD_ROWS : n;
  double *block = aligned_doubles((size_t)rows * (size_t)n);
  triangle_create(&t, n);
  dftfit_status status = block ? DFTFIT_OK : dftfit_no_memory(err, "%d rows", rows);
  if (status) return status;
  status = triangle_work_create(&w, n, err);
  for (int pass = 0; pass < 2 && !status; pass++) { /* the first makes the triangle, the second is timed */
    int m = pass ? FOLD_ROWS : n;
    for (size_t i = 0; i < (size_t)rows * (size_t)n; i++) block[i] = random_uniform(0, (uint64_t)pass, i) - 0.5;
    double start = seconds_now();
    status = triangle_fold(&t, m, block, rows, &w, err);
    *rate = 2.0 * m * n * n / (seconds_now() - start + 1e-9);
  }
  free(block);
  triangle_destroy(&t);
  triangle_work_destroy(&w);
  return status;
}

/** Bidiagonalisations, 8/3 n^3, half of them matrix times vector and so bound by memory: counted four times; merges,
 *  2/3 n^3. */
static double solve_operations(double n, int nfold, bool cross_validation) {
  double systems = cross_validation ? nfold + 1 : 1, merges = 2.0 * nfold + (cross_validation ? 2.0 * nfold : 0);
  return systems * (4 * 8.0 / 3) * n * n * n + merges * (2.0 / 3) * n * n * n;
}

/** Seconds for the row of the energy of configuration c alone. */
static dftfit_status time_energy(const design *d, int64_t c, double *seconds, dftfit_error *err) {
  size_t ngroup = (size_t)d->model.set->ngroup;
  target_weight *weight = calloc(ngroup * TARGET_KINDS, sizeof *weight);
  if (!weight) return dftfit_no_memory(err, "the forecast");
  for (size_t g = 0; g < ngroup; g++)
    weight[g * TARGET_KINDS + TARGET_ENERGY] = (target_weight){true, 1, TARGET_ENERGY};
  row_builder alone = d->rows;
  row_consumer nobody = {NULL, drop};
  alone.weight = weight;
  alone.jacobian = NULL;
  alone.capacity = 0;
  double start = seconds_now();
  dftfit_status status = rows_of_config(&alone, c, &nobody, err);
  *seconds = seconds_now() - start;
  rows_destroy(&alone);
  free(weight);
  return status;
}

dftfit_status forecast_make(design *d, int nrank, bool cross_validation, int64_t structures, int structure_atoms,
                            forecast *out, dftfit_error *err) {
  const dataset *set = d->model.set;
  int64_t largest = -1;
  int ncolumn = d->problem.ncolumn;
  double n = ncolumn + 1, rate;
  *out = (forecast){.columns = ncolumn};
  for (int64_t c = 0; c < set->nconfig; c++) {
    if (d->fold_of[c] < 0) continue;
    out->configs++;
    out->atoms += natom_of(set, c);
    if (largest < 0 || natom_of(set, c) > natom_of(set, largest)) largest = c;
  }
  out->rows = 3.0 * (double)out->atoms + 7.0 * (double)out->configs;
  row_consumer nobody = {NULL, drop};
  double start = seconds_now();
  DFTFIT_TRY(rows_of_config(&d->rows, largest, &nobody, err));
  double one = seconds_now() - start;
  DFTFIT_TRY(time_fold(ncolumn + 1, &rate, err));
  out->assembly = one * (double)out->atoms / (double)natom_of(set, largest) / nrank;
  out->qr = 2 * out->rows * n * n / rate / nrank;
  if (structures) {
    DFTFIT_TRY(time_energy(d, largest, &one, err));
    out->restraint =
        (double)structures * (one * structure_atoms / (double)natom_of(set, largest) + 2 * n * n / rate) / nrank;
  }
  out->solve = solve_operations(n, d->problem.nfold, cross_validation) / rate;
  double kinds = TARGET_KINDS, nfold = d->problem.nfold, systems = cross_validation ? 2 * nfold + 2 : nfold + 2;
  out->triangles = 8 * n * n * (kinds * nfold + systems);
  out->data = 60.0 * (double)set->natom + 200.0 * (double)set->nconfig;
  out->work = 8 * n * ((double)d->rows.ld + TARGET_CLASSES * FOLD_ROWS);
  return DFTFIT_OK;
}
