/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/dump.h"

#include <math.h>

#include "dftfit/units.h"

void dump_config(FILE *to, const model *m, int64_t c) {
  const dataset *set = m->set;
  fprintf(to, "config %lld group %s natom %d\n", (long long)c, set->group[set->config_group[c]].name, m->natom);
  fprintf(to, "energy %.17g\nstress", m->energy);
  for (int k = 0; k < 6; k++) fprintf(to, " %.17g", m->stress[k]);
  fprintf(to, "\n");
  for (int i = 0; i < m->natom; i++)
    fprintf(to, "force %d %s %.17g %.17g %.17g\n", i + 1, set->species[set->atom_species[set->first_atom[c] + i]],
            m->force[3 * i], m->force[3 * i + 1], m->force[3 * i + 2]);
}

void parity_heading(FILE *to) { fprintf(to, "# target group dft model   (energy eV/atom, force eV/A, stress GPa)\n"); }

static void line(FILE *to, const char *target, const char *group, double dft, double predicted) {
  if (!isnan(dft) && !isnan(predicted)) fprintf(to, "%s \"%s\" %.9g %.9g\n", target, group, dft, predicted);
}

void parity_config(FILE *to, const model *m, int64_t c, double energy_shift) {
  const dataset *set = m->set;
  const char *group = set->group[set->config_group[c]].name;
  line(to, "energy", group, set->energy[c] / m->natom, m->energy / m->natom - energy_shift);
  for (int i = 0; i < m->natom; i++)
    for (int a = 0; a < 3; a++) line(to, "force", group, set->force[set->first_atom[c] + i][a], m->force[3 * i + a]);
  for (int k = 0; k < 6; k++)
    line(to, "stress", group, set->stress[c][k] * DFTFIT_GPA_PER_EV_A3, m->stress[k] * DFTFIT_GPA_PER_EV_A3);
}
