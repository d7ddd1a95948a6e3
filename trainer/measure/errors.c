/* SPDX-License-Identifier: BSD-3-Clause */
#include "measure/errors.h"

#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/random.h"
#include "base/vote.h"
#include "data/still.h"

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
      if (!still_is(set, set->first_atom[c] + i, a))
        count(&out->kind[TARGET_FORCE], m->force[3 * i + a] - set->force[set->first_atom[c] + i][a]);
  for (int k = 0; k < 6; k++) count(&out->kind[TARGET_STRESS], m->stress[k] - set->stress[c][k]);
}

/** Copies of configurations fold_of[c] == which among them, `count` in all, which were dealt to the ranks in turn. */
static dftfit_status share(MPI_Comm comm, int64_t nconfig, const int *fold_of, int which, int64_t count,
                           config_error *error, dftfit_error *err) {
  enum { DOUBLES = sizeof(config_error) / sizeof(double) };
  int rank, nrank;
  MPI_Comm_rank(comm, &rank);
  MPI_Comm_size(comm, &nrank);
  const int64_t most = (count + nrank - 1) / nrank; /* of a rank */
  config_error *mine = calloc((size_t)most + 1, sizeof *mine),
               *all = malloc(((size_t)(most * nrank) + 1) * sizeof *all);
  dftfit_status status = mine && all && most <= INT_MAX / DOUBLES
                             ? DFTFIT_OK
                             : dftfit_no_memory(err, "%lld configurations", (long long)nconfig);
  status = vote(comm, status, err);
  for (int64_t c = 0, turn = 0; c < nconfig && !status; c++) {
    if (fold_of && fold_of[c] != which) continue;
    if (turn % nrank == rank) mine[turn / nrank] = error[c];
    turn++;
  }
  if (!status) MPI_Allgather(mine, (int)most * DOUBLES, MPI_DOUBLE, all, (int)most * DOUBLES, MPI_DOUBLE, comm);
  for (int64_t c = 0, turn = 0; c < nconfig && !status; c++) {
    if (fold_of && fold_of[c] != which) continue;
    error[c] = all[turn % nrank * most + turn / nrank];
    turn++;
  }
  free(mine);
  free(all);
  return status;
}

dftfit_status errors_measure(MPI_Comm comm, model *m, const int *fold_of, int which, config_error *error,
                             dftfit_error *err) {
  int rank, nrank;
  int64_t turn = 0;
  dftfit_status status = DFTFIT_OK;
  MPI_Comm_rank(comm, &rank);
  MPI_Comm_size(comm, &nrank);
  for (int64_t c = 0; c < m->set->nconfig && !status; c++) {
    if (fold_of && fold_of[c] != which) continue;
    if (turn++ % nrank != rank) continue;
    status = model_evaluate(m, c, err);
    if (!status) config_error_measure(m, c, &error[c]);
  }
  DFTFIT_TRY(vote(comm, status, err));
  if (nrank == 1) return DFTFIT_OK;
  return share(comm, m->set->nconfig, fold_of, which, turn, error, err);
}

/** Sums of the n configurations listed into at most BOOTSTRAP_PARTS parts, by lot: to draw parts with replacement gives
 *  the same spread as to draw configurations, but for a factor 1 - 1/BOOTSTRAP_PARTS, in a time that does not grow with
 *  n. Fewer configurations than that are a part each. Returns the number of parts that hold any. */
static int make_parts(const config_error *error, const int64_t *config, int64_t n, int kind, error_sum *part) {
  const bool alone = n <= BOOTSTRAP_PARTS;
  int used = 0;
  for (int p = 0; p < BOOTSTRAP_PARTS; p++) part[p] = (error_sum){0};
  for (int64_t i = 0; i < n; i++) {
    const error_sum *one = &error[config[i]].kind[kind];
    error_sum *to =
        &part[alone ? i : (int64_t)random_below(BOOTSTRAP_SEED, BOOTSTRAP_SAMPLES, (uint64_t)i, BOOTSTRAP_PARTS)];
    to->absolute += one->absolute;
    to->square += one->square;
    to->n += one->n;
  }
  for (int p = 0; p < BOOTSTRAP_PARTS; p++)
    if (part[p].n > 0) part[used++] = part[p];
  return used;
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
  error_sum *part = malloc(BOOTSTRAP_PARTS * sizeof *part);
  *out = (error_summary){0};
  if (!mae || !part) {
    free(mae);
    free(part);
    return dftfit_no_memory(err, "the bootstrap");
  }
  for (int64_t i = 0; i < n; i++) {
    const error_sum *one = &error[config[i]].kind[kind];
    if (one->n == 0) continue;
    out->nconfig++;
    total.absolute += one->absolute;
    total.square += one->square;
    total.n += one->n;
  }
  out->n = total.n;
  out->mae = (figure){total.absolute / total.n, NAN, NAN};
  out->rmse = (figure){sqrt(total.square / total.n), NAN, NAN};
  const int nparts = make_parts(error, config, n, kind, part);
  for (int s = 0; s < BOOTSTRAP_SAMPLES && out->nconfig > 1; s++) {
    error_sum sum = {0};
    for (int i = 0; i < nparts; i++) {
      const error_sum *one = &part[random_below(BOOTSTRAP_SEED, (uint64_t)s, (uint64_t)i, nparts)];
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
  free(part);
  return DFTFIT_OK;
}
