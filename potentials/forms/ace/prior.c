/* SPDX-License-Identifier: BSD-3-Clause */
/* The prior of the coefficients: rough functions, those of many factors, and those that tell elements apart are held
 * closer to zero. docs/forms/ace.md (14) */
#include <math.h>

#include "forms/ace/form.h"

double dftfit_ace_prior(const ace_form *f, const ace_function *a) {
  double sum = 0;
  for (int t = 0; t < a->rank; t++)
    sum += pow(a->n[t], f->smoothness) + pow(f->l_weight * a->l[t], f->smoothness) +
           (f->mixed && a->mu[t] > 0 ? f->species_weight : 0);
  return sum * pow(f->order_weight, a->rank - 1);
}
