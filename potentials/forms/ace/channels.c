/* SPDX-License-Identifier: BSD-3-Clause */
/* Species channels: linear combinations of the atomic bases of the elements, docs/forms/ace.md (19).
 *
 * Example, two elements: channel 0 is A_0 = A_Si + A_C, the density of all neighbours whatever they are; channel 1 is
 * A_1 = A_Si - A_C, which tells them apart. A function of the labels [0, 0, 1] needs one factor that tells elements
 * apart, so it says the same of an SiSiSi and an SiCC surrounding but for a sign. Functions of low labels are therefore
 * known in alloys that no configuration shows. */
#include <math.h>

#include "forms/ace/site.h"

void dftfit_ace_channels_default(int nelement, double *channel) {
  const double pi = 3.14159265358979323846;
  for (int k = 0; k < nelement; k++)
    for (int e = 0; e < nelement; e++)
      channel[k * nelement + e] = k ? sqrt(2) * cos(pi * k * (2 * e + 1) / (2 * nelement)) : 1;
}

/* For each i: x[row][i] of all rows at once, out = matrix x, or its transpose. */
static void combine(const ace_model *m, bool transposed, double *x) {
  int n = m->nelement, size = m->layout.per_element * m->kernels->width;
  double in[DFTFIT_MAX_ELEMENTS];
  for (int i = 0; i < size; i++) {
    for (int e = 0; e < n; e++) in[e] = x[e * size + i];
    for (int k = 0; k < n; k++) {
      double sum = 0;
      for (int e = 0; e < n; e++) sum += m->channel[transposed ? e * n + k : k * n + e] * in[e];
      x[k * size + i] = sum;
    }
  }
}

void dftfit_ace_to_channels(const ace_model *m, const ace_workspace *w) {
  if (m->channel) combine(m, false, w->value);
}

void dftfit_ace_from_channels(const ace_model *m, const ace_workspace *w) {
  if (m->channel) combine(m, true, w->adjoint);
}
