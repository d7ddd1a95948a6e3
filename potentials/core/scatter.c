/* SPDX-License-Identifier: BSD-3-Clause */
#include "core/scatter.h"

static double scatter_forces(const neighbour_kernels *kernels, const dftfit_block *b, const int *component,
                             const dftfit_block_result *result, int s, double scale, double *force) {
  double own[3] = {0}, *f = force + 3 * (long)b->site[s];
  int row = b->first[s * b->nelement], nrow = b->first[(s + 1) * b->nelement] - row;
  kernels->forces(nrow, component + row, result->gx + row, result->gy + row, result->gz + row, scale, force, own);
  for (int k = 0; k < 3; k++) f[k] += own[k];
  return own[0] + own[1] + own[2];
}

static double scatter_virials(const dftfit_block *b, const dftfit_block_result *result, int s, double scale,
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
  return total[0] + total[1] + total[2] + total[3] + total[4] + total[5];
}

double dftfit_scatter(const neighbour_kernels *kernels, const dftfit_block *b, const int *component,
                      const dftfit_block_result *result, const dftfit_atoms *atoms, const double *reference,
                      const dftfit_tally *tally) {
  double sum = 0;
  for (int s = 0; s < b->nsite; s++) {
    int i = b->site[s];
    double scale = atoms->scale_of_type ? atoms->scale_of_type[atoms->type[i]] : 1;
    double energy = scale * (result->energy[s] + reference[b->element[s]]);
    sum += energy;
    if (tally->energy) *tally->energy += energy;
    if (tally->eatom) tally->eatom[i] += energy;
    if (tally->force) sum += scatter_forces(kernels, b, component, result, s, scale, tally->force);
    if (tally->virial || tally->vatom || tally->cvatom) sum += scatter_virials(b, result, s, scale, tally);
  }
  return sum;
}
