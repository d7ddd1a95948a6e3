/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/grade_table.h"

#include <math.h>

static void print_sets(FILE *to, const dftfit_header *header, const active_sets *sets) {
  fprintf(to, "Active sets of the extrapolation grade:");
  for (int e = 0; e < sets->nelement; e++) {
    const maxvol *m = &sets->set[e];
    int of_data = 0;
    for (int k = 0; k < m->n; k++) of_data += m->origin[k] >= 0;
    fprintf(to, "%s %s %d of %lld sites for %d descriptors", e ? "," : "", header->element[e], of_data,
            (long long)sets->sites[e], m->n);
  }
  fputc('\n', to);
  for (int e = 0; e < sets->nelement; e++)
    if (sets->passes[e] > MAX_PASSES)
      fprintf(to, "Note: the active set of %s had not settled after %d passes\n", header->element[e], MAX_PASSES);
}

static void print_bin(FILE *to, const calibration_bin *b) {
  char range[32];
  if (b->atoms == 0) return;
  if (isfinite(b->upto))
    snprintf(range, sizeof range, "%g to %g", b->from, b->upto);
  else
    snprintf(range, sizeof range, "above %g", b->from);
  fprintf(to, "  %-14s %9lld %12.4f\n", range, (long long)b->atoms, sqrt(b->square / (double)b->atoms));
}

void grade_table_print(FILE *to, const dftfit_header *header, const active_sets *sets, const calibration *c) {
  print_sets(to, header, sets);
  if (c->nfold == 0) return;
  fprintf(to, "Calibration, groups left out in %d parts:\n  %-14s %9s %12s\n", c->nfold, "grade", "atoms",
          "force, eV/A");
  for (int b = 0; b < CALIBRATION_BINS; b++) print_bin(to, &c->bin[b]);
  if (c->reliable > 0)
    fprintf(to, "Up to grade %g the errors of forces left out are at most twice those of the first line (%.4f eV/A)\n",
            c->reliable, c->usual);
}
