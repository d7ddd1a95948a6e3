/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/scatter.h"

static void scatter_forces(const neighbour_kernels *kernels, const dftfit_block *b, const dftfit_block_result *result,
                           int s, double scale, double *force) {
  double own[3] = {0};
  for (int e = 0; e < b->nelement; e++) {
    int row = b->first[s * b->nelement + e];
    kernels->forces(b->count[s * b->nelement + e], b->neighbour + row, result->gx + row, result->gy + row,
                    result->gz + row, scale, force, own);
  }
  for (int k = 0; k < 3; k++) force[3 * (long)b->site[s] + k] += own[k];
}

static void scatter_virials(const dftfit_block *b, const dftfit_block_result *result, int s, double scale,
                            const dftfit_tally *tally) {
  double total[6] = {0};
  for (int e = 0; e < b->nelement; e++) {
    int begin = b->first[s * b->nelement + e], end = begin + b->count[s * b->nelement + e];
    for (int row = begin; row < end; row++) {
      double gx = scale * result->gx[row], gy = scale * result->gy[row], gz = scale * result->gz[row];
      double dx = b->dx[row], dy = b->dy[row], dz = b->dz[row];
      long j = b->neighbour[row];
      double v[9] = {-dx * gx, -dy * gy, -dz * gz, -dx * gy, -dx * gz, -dy * gz, -dy * gx, -dz * gx, -dz * gy};
      for (int c = 0; c < 6; c++) total[c] += v[c];
      if (tally->vatom)
        for (int c = 0; c < 6; c++) tally->vatom[6 * j + c] += 0.5 * v[c];
      if (tally->cvatom)
        for (int c = 0; c < 9; c++) tally->cvatom[9 * j + c] += v[c];
    }
  }
  if (tally->vatom)
    for (int c = 0; c < 6; c++) tally->vatom[6 * (long)b->site[s] + c] += 0.5 * total[c];
  if (tally->virial)
    for (int c = 0; c < 6; c++) tally->virial[c] += total[c];
}

void dftfit_scatter(const neighbour_kernels *kernels, const dftfit_block *b, const dftfit_block_result *result,
                    const dftfit_atoms *atoms, const double *reference, const dftfit_tally *tally) {
  for (int s = 0; s < b->nsite; s++) {
    int i = b->site[s];
    double scale = atoms->scale_of_type ? atoms->scale_of_type[atoms->type[i]] : 1;
    double energy = scale * (result->energy[s] + reference[b->element[s]]);
    if (tally->energy) *tally->energy += energy;
    if (tally->eatom) tally->eatom[i] += energy;
    if (tally->force) scatter_forces(kernels, b, result, s, scale, tally->force);
    if (tally->virial || tally->vatom || tally->cvatom) scatter_virials(b, result, s, scale, tally);
  }
}
