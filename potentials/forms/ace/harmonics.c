/* SPDX-License-Identifier: BSD-3-Clause */
#include "forms/ace/harmonics.h"

#include <math.h>

void dftfit_harmonics_prepare(int lmax, harmonics_constants *out) {
  *out = (harmonics_constants){.lmax = lmax};
  out->diagonal[0] = out->norm[0][0] = 1;
  for (int l = 1; l <= lmax; l++) {
    /* q_11 = sqrt(3): the factor sqrt(2) of real harmonics enters when m leaves zero */
    out->diagonal[l] = out->diagonal[l - 1] * (l == 1 ? sqrt(3) : sqrt(1 + 1.0 / (2 * l)));
    out->norm[l][l] = out->diagonal[l];
    for (int m = 0; m < l; m++) {
      double l2 = (double)l * l, m2 = (double)m * m, k2 = (l - 1.0) * (l - 1.0);
      out->a[l][m] = sqrt((4 * l2 - 1) / (l2 - m2));
      out->b[l][m] = l - 1 > m ? sqrt((k2 - m2) / (4 * k2 - 1)) : 0;
      out->beta[l][m] = l - 1 > m ? (k2 - m2) / (4 * k2 - 1) : 0;
      out->norm[l][m] = out->a[l][m] * out->norm[l - 1][m];
    }
  }
}
