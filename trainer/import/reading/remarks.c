/* SPDX-License-Identifier: BSD-3-Clause */
#include "import/reading/remarks.h"

#include <math.h>
#include <stdio.h>

void import_remarks(dataset_calculation *c, bool spin, double charge) {
  const double least = 1e-6; /* numbers of electrons are printed with eight decimals at most */
  size_t used = (size_t)snprintf(c->remarks, sizeof c->remarks, "%s", spin ? "spin-polarised" : "");
  if (fabs(charge) > least)
    snprintf(c->remarks + used, sizeof c->remarks - used, "%scharge %+g e", used ? ", " : "", charge);
}
