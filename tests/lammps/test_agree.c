/* SPDX-License-Identifier: BSD-3-Clause */
/* LAMMPS and the library give the same energy, forces, virial, per-atom quantities and extrapolation grades: every
 * potential named on the command line, every configuration, newton on and off (and off for pairs only). */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "dftfit/fit.h"
#include "harness.h"
#include "library.h"
#include "reference.h"

static const double TOLERANCE = 1e-10; /* of the largest force, of sum |E_i|, of sum |vatom| */

/* Per-atom array of a compute, gathered on all ranks by atom ID, with LAMMPS's pressure sign and factor taken out. */
static void gather(void *lmp, const char *compute, int width, double factor, double *out, int natom) {
  lammps_gather(lmp, compute, 1, width, out);
  for (int i = 0; i < natom * width; i++) out[i] *= factor;
}

static void compare_atoms(void *lmp, const reference *want, const char *what) {
  static double got[CONFIGURATION_ATOMS * 9];
  char text[640];
  int n = want->natom;
  double factor = -1.0 / *(double *)lammps_extract_global(lmp, "nktv2p"); /* stress/atom is minus the virial */
  gather(lmp, "c_e", 1, 1.0, got, n);
  snprintf(text, sizeof text, "%s, pe/atom", what);
  check_close(got, want->eatom, (size_t)n, TOLERANCE * largest(want->eatom, (size_t)n), text);
  gather(lmp, "c_s", 6, factor, got, n);
  snprintf(text, sizeof text, "%s, stress/atom", what);
  check_close(got, &want->vatom[0][0], 6 * (size_t)n, TOLERANCE * largest(&want->vatom[0][0], 6 * (size_t)n), text);
  gather(lmp, "c_c", 9, factor, got, n);
  snprintf(text, sizeof text, "%s, centroid/stress/atom", what);
  check_close(got, &want->cvatom[0][0], 9 * (size_t)n, TOLERANCE * largest(&want->cvatom[0][0], 9 * (size_t)n), text);
  static const char *const grades[] = {"c_g", "f_p"};
  for (int k = 0; k < 2; k++) {
    gather(lmp, grades[k], 1, 1.0, got, n);
    snprintf(text, sizeof text, "%s, %s", what, k ? "fix pair" : "dftfit/grade/atom");
    check_close(got, want->grade, (size_t)n, TOLERANCE * largest(want->grade, (size_t)n), text);
  }
}

static void compare(const char *file, const dftfit_header *header, const configuration *c, const char *newton) {
  char what[512];
  static reference want;
  snprintf(what, sizeof what, "%s, %s, newton %s", strrchr(file, '/') ? strrchr(file, '/') + 1 : file, c->name, newton);
  reference_compute(file, c, &want);
  void *lmp = lammps_begin(NULL);
  command(lmp, "plugin load %s", DFTFIT_PLUGIN_FILE);
  command(lmp, "units metal\natom_style atomic\natom_modify map yes sort 0 0\nnewton %s", newton);
  lammps_place(lmp, c, 2);
  command(lmp, "pair_style dftfit\npair_coeff * * %s %s %s", file, header->element[0],
          header->element[1 % header->nelement]);
  command(
      lmp,
      "compute e all pe/atom\ncompute s all stress/atom NULL virial\ncompute c all centroid/stress/atom NULL virial\n"
      "compute g all dftfit/grade/atom\nfix p all pair 1 dftfit grade 1");
  command(lmp, "compute sum all reduce sum c_e c_s[1] c_c[9] c_g");
  command(lmp, "thermo_style custom step pe pxx pyy pzz pxy pxz pyz c_sum[1] c_sum[2] c_sum[3]\nrun 0");
  observation got = observe(lmp), expected = {.natom = want.natom, .energy = want.energy, .force = &want.force[0][0]};
  memcpy(expected.virial, want.virial, sizeof want.virial);
  check_same(&got, &expected, (scales){want.energy_scale, want.virial_scale, want.force_scale}, TOLERANCE, what);
  compare_atoms(lmp, &want, what);
  observation_free(&got);
  lammps_end(lmp);
}

int main(int argc, char **argv) {
  static const char *const newton[] = {"on", "off", "off on"};
  harness_begin(&argc, &argv);
  for (int f = 1; f < argc; f++) {
    dftfit_potential *pot;
    dftfit_error err = {0};
    char text[1024];
    if (dftfit_potential_read(argv[f], &pot, &err)) {
      check(false, "%s", dftfit_error_text(&err, text, sizeof text));
      continue;
    }
    for (int i = 0; i < configuration_count(); i++) {
      static configuration c;
      configuration_make(i, &c);
      for (int n = 0; n < 3; n++) compare(argv[f], dftfit_potential_header(pot), &c, newton[n]);
    }
    dftfit_potential_destroy(pot);
  }
  return harness_end("agree");
}
