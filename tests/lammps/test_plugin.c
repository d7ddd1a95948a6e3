/* SPDX-License-Identifier: BSD-3-Clause */
/* The life of the plugin: load, clear, load again, unload, found by LAMMPS_PLUGIN_PATH, several LAMMPS in one process,
 * and plugins that are not for this LAMMPS (named on the command line), which must not register anything. */
#include <math.h>
#include <stdlib.h>

#include "harness.h"
#include "library.h"

static double energy_of_crystal(void *lmp) {
  command(lmp,
          "units metal\natom_style atomic\nlattice fcc 3.61\nregion box block 0 2 0 2 0 2\ncreate_box 1 box\n"
          "create_atoms 1 box\nmass 1 63.546\npair_style dftfit\npair_coeff * * %s/Cu_pair.yaml Cu\nrun 0",
          DFTFIT_TEST_POTENTIALS);
  return lammps_get_thermo(lmp, "pe");
}

static const char *const unknown = "Unrecognized pair style 'dftfit'";

int main(int argc, char **argv) {
  harness_begin(&argc, &argv);
  unsetenv("LAMMPS_PLUGIN_PATH");
  void *lmp = lammps_begin(NULL);
  command_fails(lmp, unknown, "pair_style dftfit");
  for (int i = 1; i < argc; i++) {
    command(lmp, "plugin load %s", argv[i]);
    command_fails(lmp, unknown, "pair_style dftfit");
  }
  command(lmp, "plugin load %s", DFTFIT_PLUGIN_FILE);
  double first = energy_of_crystal(lmp), again;
  check(isfinite(first) && first < 0, "the crystal has the energy %g", first);

  command(lmp, "clear");
  command_fails(lmp, unknown, "pair_style dftfit"); /* clear unloads plugins in LAMMPS of 2025 */
  command(lmp, "plugin load %s", DFTFIT_PLUGIN_FILE);
  again = energy_of_crystal(lmp);
  check_close(&again, &first, 1, 0, "energy after clear and a second load");
  command(lmp, "plugin unload pair dftfit");
  command_fails(lmp, unknown, "pair_style dftfit");
  lammps_end(lmp);

  /* LAMMPS takes files named *plugin.so from these folders, also after clear */
  setenv("LAMMPS_PLUGIN_PATH", DFTFIT_PLUGIN_FOLDER, 1);
  lmp = lammps_begin(NULL);
  again = energy_of_crystal(lmp);
  check_close(&again, &first, 1, 0, "energy with LAMMPS_PLUGIN_PATH");
  command(lmp, "clear");
  again = energy_of_crystal(lmp);
  check_close(&again, &first, 1, 0, "energy with LAMMPS_PLUGIN_PATH after clear");

  /* two at a time: each finds the styles, and goes on when the other has closed */
  unsetenv("LAMMPS_PLUGIN_PATH");
  void *second = lammps_begin(NULL);
  command_fails(second, unknown, "pair_style dftfit");
  command(second, "plugin load %s", DFTFIT_PLUGIN_FILE);
  again = energy_of_crystal(second);
  check_close(&again, &first, 1, 0, "energy in a second LAMMPS");
  command(lmp, "run 1");
  command(second, "run 1");
  again = lammps_get_thermo(second, "pe");
  check_close(&again, &first, 1, 1e-10 * fabs(first), "energy of the second LAMMPS after the first has run");
  lammps_end(second);

  /* a second LAMMPS that closes takes its plugins along; the code must stay for the first */
  unsetenv("LAMMPS_PLUGIN_PATH");
  void *other = lammps_begin(NULL);
  lammps_end(other);
  command(lmp, "run 1");
  again = lammps_get_thermo(lmp, "pe");
  check_close(&again, &first, 1, 1e-10 * fabs(first), "energy after another LAMMPS has closed");
  lammps_end(lmp);
  return harness_end("plugin");
}
