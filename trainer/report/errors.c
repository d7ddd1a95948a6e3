/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/errors.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "base/vote.h"

static void count(error_sum *sum, double difference) {
  if (isnan(difference)) return;
  sum->absolute += fabs(difference);
  sum->square += difference * difference;
  sum->n++;
}

void config_error_measure(const model *m, int64_t c, config_error *out) {
  const dataset *set = m->set;
  *out = (config_error){.signed_energy = (m->energy - set->energy[c]) / m->natom};
  count(&out->kind[TARGET_ENERGY], out->signed_energy);
  for (int i = 0; i < m->natom; i++)
    for (int a = 0; a < 3; a++)
      count(&out->kind[TARGET_FORCE], m->force[3 * i + a] - set->force[set->first_atom[c] + i][a]);
  for (int k = 0; k < 6; k++) count(&out->kind[TARGET_STRESS], m->stress[k] - set->stress[c][k]);
}

dftfit_status errors_measure(MPI_Comm comm, model *m, const int *fold_of, int which, config_error *error,
                             dftfit_error *err) {
  int rank, nrank, turn = 0;
  dftfit_status status = DFTFIT_OK;
  MPI_Comm_rank(comm, &rank);
  MPI_Comm_size(comm, &nrank);
  enum { DOUBLES = sizeof(config_error) / sizeof(double) };
  for (int64_t c = 0; c < m->set->nconfig && !status; c++) {
    if (fold_of && fold_of[c] != which) continue;
    if (turn++ % nrank != rank) continue;
    status = model_evaluate(m, c, err);
    if (!status) config_error_measure(m, c, &error[c]);
  }
  DFTFIT_TRY(vote(comm, status, err));
  if (nrank == 1) return DFTFIT_OK;
  turn = 0;
  /* by rank: pack, broadcast, unpack, so that all have the same bits */
  config_error *packed = malloc(((size_t)m->set->nconfig + 1) * sizeof *packed);
  status =
      packed ? DFTFIT_OK
             : dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory for %lld configurations", (long long)m->set->nconfig);
  status = vote(comm, status, err);
  for (int r = 0; r < nrank && !status; r++) {
    int n = 0;
    for (int pass = 0; pass < 2; pass++) {
      int k = 0;
      turn = 0;
      for (int64_t c = 0; c < m->set->nconfig; c++) {
        if (fold_of && fold_of[c] != which) continue;
        if (turn++ % nrank != r) continue;
        if (pass == 0 && rank == r) packed[k] = error[c];
        if (pass == 1) error[c] = packed[k];
        k++;
      }
      n = k;
      if (pass == 0) MPI_Bcast(packed, n * DOUBLES, MPI_DOUBLE, r, comm);
    }
  }
  free(packed);
  return status;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

/** 95 % of the samples lie between. */
static void interval(double *sample, figure *out) {
  qsort(sample, BOOTSTRAP_SAMPLES, sizeof *sample, ascending);
  out->low = sample[(int)(0.025 * BOOTSTRAP_SAMPLES)];
  out->high = sample[(int)(0.975 * BOOTSTRAP_SAMPLES) - 1];
}

dftfit_status errors_summarise(const config_error *error, const int64_t *config, int64_t n, int kind,
                               error_summary *out, dftfit_error *err) {
  error_sum total = {0};
  double *mae = malloc(2 * BOOTSTRAP_SAMPLES * sizeof *mae), *rmse = mae + BOOTSTRAP_SAMPLES;
  int64_t *used = malloc(((size_t)n + 1) * sizeof *used);
  *out = (error_summary){0};
  if (!mae || !used) {
    free(mae);
    free(used);
    return dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory for the bootstrap");
  }
  for (int64_t i = 0; i < n; i++) {
    const error_sum *one = &error[config[i]].kind[kind];
    if (one->n == 0) continue;
    used[out->nconfig++] = config[i];
    total.absolute += one->absolute;
    total.square += one->square;
    total.n += one->n;
  }
  out->n = total.n;
  out->mae = (figure){total.absolute / total.n, NAN, NAN};
  out->rmse = (figure){sqrt(total.square / total.n), NAN, NAN};
  for (int s = 0; s < BOOTSTRAP_SAMPLES && out->nconfig > 1; s++) {
    error_sum sum = {0};
    for (int64_t i = 0; i < out->nconfig; i++) {
      const error_sum *one =
          &error[used[random_below(BOOTSTRAP_SEED, (uint64_t)s, (uint64_t)i, out->nconfig)]].kind[kind];
      sum.absolute += one->absolute;
      sum.square += one->square;
      sum.n += one->n;
    }
    mae[s] = sum.absolute / sum.n;
    rmse[s] = sqrt(sum.square / sum.n);
  }
  if (out->nconfig > 1) {
    interval(mae, &out->mae);
    interval(rmse, &out->rmse);
  }
  free(mae);
  free(used);
  return DFTFIT_OK;
}
