/* SPDX-License-Identifier: BSD-3-Clause */
/* What moves atoms: constant energy, constant pressure, minimisation, box/relax, rerun, restart. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness.h"
#include "library.h"

/* cells^3 face-centred cubic cells of copper with the given lattice constant (A) */
static void *crystal(int cells, double lattice, const char *newton) {
  void *lmp = lammps_begin(NULL);
  command(lmp, "plugin load %s\nunits metal\natom_style atomic\natom_modify map yes\nnewton %s", DFTFIT_PLUGIN_FILE,
          newton);
  command(lmp,
          "lattice fcc %.17g\nregion box block 0 %d 0 %d 0 %d\ncreate_box 1 box\ncreate_atoms 1 box\nmass 1 63.546",
          lattice, cells, cells, cells);
  return lmp;
}

static void use_potential(void *lmp) {
  command(lmp, "pair_style dftfit\npair_coeff * * %s/Cu_pair.yaml Cu", DFTFIT_TEST_POTENTIALS);
}

/* Mean and standard error of the slope of y over equal steps: slopes of the lines through each of the blocks' ends say
 * nothing under oscillation, so block means are fitted and their scatter about the line gives the error. */
static void slope(const double *y, int n, int blocks, double *value, double *standard_error) {
  double mean[64], sx = 0, sy = 0, sxx = 0, sxy = 0, rest = 0;
  int size = n / blocks;
  for (int b = 0; b < blocks; b++) {
    mean[b] = 0;
    for (int i = 0; i < size; i++) mean[b] += y[b * size + i] / size;
    sx += b, sy += mean[b], sxx += (double)b * b, sxy += b * mean[b];
  }
  double d = blocks * sxx - sx * sx, k = (blocks * sxy - sx * sy) / d, c = (sy - k * sx) / blocks;
  for (int b = 0; b < blocks; b++) rest += (mean[b] - c - k * b) * (mean[b] - c - k * b);
  *value = k / size;
  *standard_error = sqrt(rest / (blocks - 2) * blocks / d) / size;
}

/* 256 atoms at 600 K, 2000 steps of 1 fs: the total energy stays within 1e-5 eV per atom and does not run away. */
static void test_energy_conservation(const char *newton) {
  enum { STEPS = 2000, EVERY = 10, SAMPLES = STEPS / EVERY, BLOCKS = 10 };
  static double energy[SAMPLES];
  void *lmp = crystal(4, 3.66, newton);
  use_potential(lmp);
  command(lmp,
          "velocity all create 1200.0 8086 mom yes rot no\nfix move all nve\ntimestep 0.001\nthermo %d\n"
          "thermo_style custom step etotal temp\nrun 200",
          EVERY);
  double natom = lammps_get_natoms(lmp), k, error;
  for (int i = 0; i < SAMPLES; i++) {
    command(lmp, "run %d post no", EVERY);
    energy[i] = lammps_get_thermo(lmp, "etotal") / natom;
  }
  slope(energy, SAMPLES, BLOCKS, &k, &error);
  double first = 0, last = 0;
  for (int i = 0; i < SAMPLES / BLOCKS; i++) {
    first += energy[i] * BLOCKS / SAMPLES;
    last += energy[SAMPLES - 1 - i] * BLOCKS / SAMPLES;
  }
  double temperature = lammps_get_thermo(lmp, "temp");
  check(temperature > 300 && temperature < 900, "newton %s: the crystal is at %g K", newton, temperature);
  check(fabs(last - first) < 1e-5, "newton %s: the energy drifts by %g eV/atom", newton, last - first);
  check(fabs(k) * SAMPLES < fmax(2 * error * SAMPLES, 1e-6),
        "newton %s: the energy runs away: %g +- %g eV/atom per run", newton, k * SAMPLES, error * SAMPLES);
  lammps_end(lmp);
}

/* The crystal relaxed to zero pressure has the lattice constant at which its energy is smallest. */
static void test_relaxation(const char *newton) {
  double best = 0, lowest = INFINITY;
  void *lmp = crystal(3, 3.7, newton);
  use_potential(lmp);
  command(lmp,
          "change_box all triclinic\ndisplace_atoms all random 0.1 0.1 0.1 99\nmin_modify line quadratic dmax 0.05\n"
          "fix box all box/relax tri 0.0 vmax 0.001\n"
          "thermo_style custom step pe fnorm fmax press lx ly lz pxx pyy pzz pxy pxz pyz");
  command(lmp, "minimize 0.0 1e-9 2000 20000");
  for (int again = 0; again < 3; again++)
    command(lmp, "unfix box\nfix box all box/relax tri 0.0 vmax 0.001\nminimize 0.0 1e-9 2000 20000");
  observation o = observe(lmp);
  double pressure = lammps_get_thermo(lmp, "press"), lattice = cbrt(lammps_get_thermo(lmp, "vol")) / 3;
  double energy = o.energy / o.natom;
  check(fabs(pressure) < 10.0, "newton %s: %g bar are left after box/relax", newton, pressure);
  check(largest(o.force, 3 * (size_t)o.natom) < 1e-4, "newton %s: forces up to %g eV/A are left", newton,
        largest(o.force, 3 * (size_t)o.natom));
  observation_free(&o);
  lammps_end(lmp);
  for (int i = -2; i <= 2; i++) {
    double a = lattice * (1 + 1e-3 * i);
    lmp = crystal(3, a, newton);
    use_potential(lmp);
    command(lmp, "run 0");
    double e = lammps_get_thermo(lmp, "pe") / lammps_get_natoms(lmp);
    if (i == 0) check_close(&energy, &e, 1, 1e-8, "energy of the relaxed crystal");
    if (e < lowest) lowest = e, best = a;
    lammps_end(lmp);
  }
  check(best == lattice, "newton %s: box/relax stops at %g A and the energy is smaller at %g A", newton, lattice, best);
}

/* A trajectory at constant pressure in a triclinic box, written, read again by rerun, and continued from a restart
 * file: the same energies and pressures. */
static void test_rerun_and_restart(const char *newton) {
  enum { FRAMES = 5, EVERY = 20 };
  double energy[FRAMES], pressure[FRAMES];
  char dump[256], restart[256];
  snprintf(dump, sizeof dump, "motion_%d_%s.dump", harness_ranks, newton);
  snprintf(restart, sizeof restart, "motion_%d_%s.restart", harness_ranks, newton);
  void *lmp = crystal(3, 3.66, newton);
  use_potential(lmp);
  command(
      lmp,
      "change_box all triclinic\nvelocity all create 900.0 271828 mom yes rot no\n"
      "fix move all npt temp 600 600 0.1 tri 0 0 1\nvelocity all scale 600\ncompute virial all pressure NULL virial\n"
      "thermo %d\nthermo_style custom step pe press c_virial[1]\ndump d all custom %d %s id type x y z",
      EVERY, EVERY, dump);
  command(lmp, "dump_modify d sort id format float %%.17g\nrun 0 post no");
  for (int i = 0; i < FRAMES; i++) {
    if (i) command(lmp, "run %d post no", EVERY);
    energy[i] = lammps_get_thermo(lmp, "pe");
    pressure[i] = ((double *)lammps_extract_compute(lmp, "virial", LMP_STYLE_GLOBAL, LMP_TYPE_VECTOR))[0];
  }
  command(lmp, "undump d\nwrite_restart %s", restart);
  lammps_end(lmp);

  lmp = lammps_begin(NULL);
  command(lmp, "plugin load %s\nnewton %s\natom_modify map yes\nread_restart %s", DFTFIT_PLUGIN_FILE, newton, restart);
  use_potential(lmp); /* nothing of the potential stands in the restart file */
  command(lmp, "compute virial all pressure NULL virial\nthermo_style custom step pe press c_virial[1]\nrun 0");
  double e = lammps_get_thermo(lmp, "pe");
  check_close(&e, &energy[FRAMES - 1], 1, 1e-10 * fabs(e), "energy after a restart");
  for (int i = 0; i < FRAMES; i++) {
    command(lmp, "rerun %s first %d last %d dump x y z box yes format native", dump, i * EVERY, i * EVERY);
    e = lammps_get_thermo(lmp, "pe");
    double p = ((double *)lammps_extract_compute(lmp, "virial", LMP_STYLE_GLOBAL, LMP_TYPE_VECTOR))[0];
    check_close(&e, &energy[i], 1, 1e-9 * fabs(e), "energy in a rerun");
    check_close(&p, &pressure[i], 1, 1e-7 * fabs(p) + 1e-3, "pressure in a rerun");
  }
  lammps_end(lmp);
  MPI_Barrier(MPI_COMM_WORLD);
  if (harness_rank == 0) remove(dump), remove(restart);
}

/* Atoms that come and go, and ranks that lose all of theirs. */
static void test_changing_atoms(const char *newton) {
  void *lmp = crystal(3, 3.66, newton);
  use_potential(lmp);
  command(lmp, "thermo_style custom step pe press\nrun 0");
  double all = lammps_get_thermo(lmp, "pe");
  command(lmp, "region half block INF INF INF INF INF 1.4\ngroup half region half\ndelete_atoms group half\nrun 0");
  double rest = lammps_get_thermo(lmp, "pe");
  command(lmp, "lattice fcc 3.66\ncreate_atoms 1 region half\nrun 0");
  double refilled = lammps_get_thermo(lmp, "pe");
  check(rest > all, "newton %s: half a crystal has the energy %g and all of it %g", newton, rest, all);
  check_close(&refilled, &all, 1, 1e-10 * fabs(all), "energy of the refilled crystal");
  command(lmp, "group most id > 1\ndelete_atoms group most\nrun 0");
  double one = lammps_get_thermo(lmp, "pe"), want = -0.75; /* reference_energy of Cu in Cu_pair.yaml */
  check_close(&one, &want, 1, 1e-14, "energy of one atom");
  command(lmp, "group all_of_it id > 0\ndelete_atoms group all_of_it\nrun 0");
  double none = lammps_get_thermo(lmp, "pe"), zero = 0;
  check_close(&none, &zero, 1, 0, "energy without atoms");
  lammps_end(lmp);
}

int main(int argc, char **argv) {
  static const char *const newton[] = {"on", "off"};
  harness_begin(&argc, &argv);
  for (int n = 0; n < 2; n++) {
    test_energy_conservation(newton[n]);
    test_relaxation(newton[n]);
    test_rerun_and_restart(newton[n]);
    test_changing_atoms(newton[n]);
  }
  return harness_end("motion");
}
