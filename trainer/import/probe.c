/* SPDX-License-Identifier: BSD-3-Clause */
#include "import/probe.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* What two files of one run may differ by in printed digits, and different runs hardly do: eV, and A for the vectors of
 * the cell, which some programs print with four decimals. An energy in eV and one in Hartree differ by the constants of
 * the program, too (CODATA 2002 to 2018: less than a part in 10^7). */
static const double SAME_ENERGY = 1e-5, SAME_UNIT = 1e-7, SAME_CELL = 1e-3;

static bool same_energy(double a, double b) { return fabs(a - b) <= SAME_ENERGY + SAME_UNIT * fabs(a); }

dftfit_status import_probe_step(import_probe *p, const dataset_config *config, dftfit_error *err) {
  if (p->step == 0) {
    p->calculation = config->calculation;
    memcpy(p->cell, config->cell, sizeof p->cell);
    p->natom = config->natom;
  }
  if (p->step == p->capacity) {
    const long capacity = 2 * p->capacity + 1;
    double *energy = realloc(p->energy, (size_t)capacity * sizeof *energy);
    DFTFIT_FAIL_IF(!energy, err, DFTFIT_ERR_MEMORY, "out of memory for the energies of a run");
    p->energy = energy;
    p->capacity = capacity;
  }
  p->energy[p->step++] = config->energy;
  p->targets += (config->force != NULL) + !isnan(config->stress[0]);
  return p->first_only ? dftfit_fail(err, DFTFIT_ERR_USAGE, "the first step is enough") : DFTFIT_OK;
}

dftfit_status import_probe_file(const char *path, const importer *format, const import_options *options,
                                bool first_only, import_probe *probe, dftfit_error *err) {
  dftfit_error ignored = {0};
  import_probe_clear(probe);
  probe->first_only = first_only;
  importing to = {.options = options, .probe = probe};
  dftfit_status status = import_file(path, format, &to, &ignored);
  import_end(&to);
  DFTFIT_FAIL_IF(status == DFTFIT_ERR_MEMORY, err, DFTFIT_ERR_MEMORY, "%s", ignored.message);
  return DFTFIT_OK;
}

bool import_probe_same_step(const import_probe *p, double energy) {
  return p->step && same_energy(p->energy[0], energy);
}

bool import_probe_same_energy(const import_probe *a, const import_probe *b) {
  return b->step && a->natom == b->natom && import_probe_same_step(a, b->energy[0]);
}

bool import_probe_same_start(const import_probe *a, const import_probe *b) {
  if (!import_probe_same_energy(a, b) || !a->calculation.code[0] || strcmp(a->calculation.code, b->calculation.code))
    return false;
  for (int k = 0; k < 9; k++)
    if (!(fabs(a->cell[k] - b->cell[k]) <= SAME_CELL)) return false;
  return true;
}

bool import_probe_within(const import_probe *a, const import_probe *b) {
  long j = 0;
  for (long i = 0; i < a->step; i++, j++) {
    while (j < b->step && !same_energy(a->energy[i], b->energy[j])) j++;
    if (j == b->step) return false;
  }
  return a->step > 0;
}

void import_probe_clear(import_probe *p) {
  free(p->energy);
  *p = (import_probe){0};
}
