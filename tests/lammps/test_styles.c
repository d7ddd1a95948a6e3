/* SPDX-License-Identifier: BSD-3-Clause */
/* Other ways of LAMMPS to the same numbers: explicit virial, r-RESPA, hybrid styles, NULL, several instances, scaling,
 * units, tiled domains; and finite differences made by LAMMPS itself. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "harness.h"
#include "library.h"
#include "reference.h"

static const double ROUNDING = 1e-11; /* the same sums in another order */

/* A LAMMPS with the configuration in it, ready for pair_style; ${p} is the folder of potentials. */
static void *placed(const configuration *c, const char *units, const char *newton, int ntypes) {
  void *lmp = lammps_begin(NULL);
  command(lmp, "plugin load %s\nvariable p string %s", DFTFIT_PLUGIN_FILE, DFTFIT_TEST_POTENTIALS);
  command(lmp, "units %s\natom_style atomic\natom_modify map yes\nnewton %s", units, newton);
  lammps_place(lmp, c, ntypes);
  return lmp;
}

/* Runs the commands, then a step, and gives what is seen. */
static observation outcome(const configuration *c, const char *units, const char *newton, int ntypes,
                           const char *commands) {
  void *lmp = placed(c, units, newton, ntypes);
  command(lmp, "%s", commands);
  command(
      lmp,
      "compute e all pe/atom\ncompute s all stress/atom NULL virial\ncompute c all centroid/stress/atom NULL virial");
  command(lmp,
          "compute sum all reduce sum c_e c_s[1] c_s[2] c_s[3] c_s[4] c_s[5] c_s[6] c_c[1] c_c[2] c_c[3] c_c[4] c_c[5] "
          "c_c[6] c_c[7] c_c[8] c_c[9]");
  command(lmp, "thermo_style custom step pe pxx pyy pzz pxy pxz pyz c_sum[*]\nrun 0");
  observation o = observe(lmp);
  double *sum = lammps_extract_compute(lmp, "sum", LMP_STYLE_GLOBAL, LMP_TYPE_VECTOR), total[16];
  double factor = -1.0 / *(double *)lammps_extract_global(lmp, "nktv2p");
  for (int k = 0; k < 16; k++) total[k] = k ? sum[k] * factor : sum[k];
  double scale = 0;
  for (int k = 0; k < 6; k++) scale = fmax(scale, fabs(o.virial[k]));
  check_close(&total[0], &o.energy, 1, 1e-10 * fabs(o.energy), "sum of pe/atom");
  check_close(&total[1], o.virial, 6, 1e-10 * scale, "sum of stress/atom");
  check_close(&total[7], o.virial, 6, 1e-10 * scale, "sum of centroid/stress/atom");
  check_close(&total[13], &o.virial[3], 3, 1e-10 * scale, "sum of the lower half of centroid/stress/atom");
  lammps_end(lmp);
  return o;
}

static scales scales_of(const observation *o) {
  return (scales){fabs(o->energy), largest(o->virial, 6), largest(o->force, 3 * (size_t)o->natom)};
}

/* Sums b into a, with a factor. */
static void add(observation *a, const observation *b, double factor) {
  a->energy += factor * b->energy;
  for (int k = 0; k < 6; k++) a->virial[k] += factor * b->virial[k];
  for (int k = 0; k < 3 * a->natom; k++) a->force[k] += factor * b->force[k];
}

typedef struct variant {
  const char *name, *commands; /* "$": pair_coeff arguments of the potential */
} variant;

/* These must change nothing. */
static const variant neutral[] = {
    {"nofdotr", "pair_style dftfit\npair_coeff * * $\npair_modify nofdotr"},
    {"respa", "pair_style dftfit\npair_coeff * * $\nrun_style respa 2 1 bond 1 pair 2"},
    {"tiled", "comm_style tiled\npair_style dftfit\npair_coeff * * $\nbalance 1.0 rcb"},
    {"longer communication", "pair_style dftfit\npair_coeff * * $\ncomm_modify cutoff 9.0"},
    {"no skin", "pair_style dftfit\npair_coeff * * $\nneighbor 0.0 bin"},
    {"wide skin", "pair_style dftfit\npair_coeff * * $\nneighbor 3.0 nsq"},
    {"given twice", "pair_style dftfit\npair_coeff * * ${p}/Cu_pair.yaml Cu Cu\npair_style dftfit\npair_coeff * * $"},
    {"hybrid", "pair_style hybrid dftfit\npair_coeff * * dftfit $"},
    {"hybrid/overlay with nothing",
     "pair_style hybrid/overlay dftfit zero 6.0\npair_coeff * * dftfit $\npair_coeff * * zero"},
    {"hybrid with a partner without F.r",
     "pair_style hybrid/overlay dftfit zero 6.0\npair_coeff * * dftfit $\npair_coeff * * zero\npair_modify nofdotr"},
};

/* commands with every "$ " or final "$" of the potential replaced */
static const char *filled(const char *commands, const char *potential) {
  static char text[4096];
  size_t used = 0;
  for (const char *c = commands; *c; c++)
    if (*c == '$' && c[1] != '{')
      used += (size_t)snprintf(text + used, sizeof text - used, "${p}/%s", potential);
    else
      used += (size_t)snprintf(text + used, sizeof text - used, "%c", *c);
  return text;
}

static void test_neutral(const char *potential, const char *newton) {
  static configuration c;
  char what[256];
  configuration_named("large", &c);
  observation plain = outcome(&c, "metal", newton, 2, filled("pair_style dftfit\npair_coeff * * $", potential));
  for (size_t i = 0; i < sizeof neutral / sizeof *neutral; i++) {
    observation o = outcome(&c, "metal", newton, 2, filled(neutral[i].commands, potential));
    snprintf(what, sizeof what, "%s, %s, newton %s", potential, neutral[i].name, newton);
    check_same(&o, &plain, scales_of(&plain), ROUNDING, what);
    observation_free(&o);
  }
  observation_free(&plain);
}

static void test_sums(const char *newton) {
  static const char *const zbl = "pair_style zbl 2.0 4.0\npair_coeff * * 28 28\n";
  static configuration c;
  configuration_named("flat", &c);
  observation first = outcome(&c, "metal", newton, 2, "pair_style dftfit\npair_coeff * * ${p}/NiCu_pair.yaml Ni Cu");
  observation second = outcome(&c, "metal", newton, 2, "pair_style dftfit\npair_coeff * * ${p}/Cu_pair.yaml Cu Cu");
  observation third = outcome(&c, "metal", newton, 2, zbl);
  scales scale = scales_of(&first);
  observation both =
      outcome(&c, "metal", newton, 2,
              "pair_style hybrid/overlay dftfit dftfit\n"
              "pair_coeff * * dftfit 1 ${p}/NiCu_pair.yaml Ni Cu\npair_coeff * * dftfit 2 ${p}/Cu_pair.yaml Cu Cu");
  observation core = outcome(&c, "metal", newton, 2,
                             "pair_style hybrid/overlay zbl 2.0 4.0 dftfit\n"
                             "pair_coeff * * zbl 28 28\npair_coeff * * dftfit ${p}/NiCu_pair.yaml Ni Cu");
  add(&second, &first, 1.0);
  check_same(&both, &second, scale, ROUNDING, "two instances with different files");
  add(&third, &first, 1.0);
  check_same(&core, &third, scale, ROUNDING, "hybrid/overlay with zbl");
  observation_free(&first), observation_free(&second), observation_free(&third);
  observation_free(&both), observation_free(&core);
}

/* Three types, one of them not ours (NULL), which meets all others through lj/cut. The part of dftfit is the library's
 * answer for the atoms of the other two types alone. */
static void test_null(int null, const char *potential, const char *newton) {
  static configuration c, ours;
  static reference want;
  char text[1024], what[256], words[3][8] = {"", "", ""};
  static const char *const element[2] = {"Ni", "Cu"};
  configuration_named("triclinic", &c);
  ours = c;
  ours.natom = 0;
  for (int i = 0; i < c.natom; i++) {
    c.species[i] = i % 3;
    if (c.species[i] == null) continue;
    memcpy(ours.position[ours.natom], c.position[i], sizeof c.position[i]);
    ours.species[ours.natom++] = c.species[i] > null ? c.species[i] - 1 : c.species[i];
  }
  for (int t = 0; t < 3; t++) strcpy(words[t], t == null ? "NULL" : element[t > null ? t - 1 : t]);
  snprintf(text, sizeof text, "%s/%s", DFTFIT_TEST_POTENTIALS, potential);
  reference_compute(text, &ours, &want);

  char pairs[256] = "";
  for (int t = 1; t <= 3; t++)
    snprintf(pairs + strlen(pairs), sizeof pairs - strlen(pairs), "pair_coeff %d %d %s 0.05 2.4\n",
             t < null + 1 ? t : null + 1, t < null + 1 ? null + 1 : t, "%s");
  char lj[512], hybrid[512];
  snprintf(lj, sizeof lj, pairs, "", "", "");
  snprintf(hybrid, sizeof hybrid, pairs, "lj/cut", "lj/cut", "lj/cut");
  snprintf(text, sizeof text, "pair_style lj/cut 5.0\npair_coeff * * 0.0 1.0\n%s", lj);
  observation expected = outcome(&c, "metal", newton, 3, text);
  snprintf(text, sizeof text, "pair_style hybrid lj/cut 5.0 dftfit\npair_coeff * * dftfit ${p}/%s %s %s %s\n%s",
           potential, words[0], words[1], words[2], hybrid);
  observation got = outcome(&c, "metal", newton, 3, text);
  expected.energy += want.energy;
  for (int k = 0; k < 6; k++) expected.virial[k] += want.virial[k];
  for (int i = 0, k = 0; i < c.natom; i++)
    if (c.species[i] != null) {
      for (int a = 0; a < 3; a++) expected.force[3 * i + a] += want.force[k][a];
      k++;
    }
  snprintf(what, sizeof what, "%s, type %d is NULL, newton %s", potential, null + 1, newton);
  check_same(&got, &expected, scales_of(&expected), ROUNDING, what);
  observation_free(&got), observation_free(&expected);
}

static void test_scale_and_units(const char *potential, const char *newton) {
  static configuration c;
  configuration_named("triclinic", &c);
  const char *plain_commands = "pair_style dftfit\npair_coeff * * $";
  observation plain = outcome(&c, "metal", newton, 2, filled(plain_commands, potential));
  observation half = outcome(
      &c, "metal", newton, 2,
      filled("pair_style dftfit\npair_coeff * * $\nvariable h equal 0.25\nfix a all adapt 1 pair dftfit scale * * v_h",
             potential));
  observation real = outcome(&c, "real", newton, 2, filled(plain_commands, potential));
  const double kcal_mol = 23.060549; /* LAMMPS's own factor from metal to real */
  scales scale = scales_of(&plain);
  observation none = {.natom = plain.natom, .force = calloc(3 * (size_t)plain.natom, sizeof(double))}, converted = none;
  converted.force = calloc(3 * (size_t)plain.natom, sizeof(double));
  add(&none, &plain, 0.25);
  check_same(&half, &none, scale, ROUNDING, "fix adapt scale");
  add(&converted, &real, 1 / kcal_mol);
  check_same(&converted, &plain, scale, ROUNDING, "units real");
  observation_free(&plain), observation_free(&half), observation_free(&real), observation_free(&none),
      observation_free(&converted);
}

/* scale of one type multiplies the energies of its own sites, and no others. */
static void test_scale_of_type(const char *name, const char *newton) {
  static configuration c;
  static reference want;
  char file[512], commands[512], what[256];
  configuration_named("triclinic", &c);
  snprintf(file, sizeof file, "%s/%s", DFTFIT_TEST_POTENTIALS, name);
  reference_compute(file, &c, &want);
  snprintf(
      commands, sizeof commands,
      "pair_style dftfit\npair_coeff * * ${p}/%s Ni Cu\nvariable h equal 0.25\nfix a all adapt 1 pair dftfit scale 2 2 "
      "v_h",
      name);
  observation got = outcome(&c, "metal", newton, 2, commands);
  double energy = 0;
  for (int i = 0; i < c.natom; i++) energy += c.species[i] == 1 ? 0.25 * want.eatom[i] : want.eatom[i];
  snprintf(what, sizeof what, "%s, newton %s, scale of type 2", name, newton);
  check_close(&got.energy, &energy, 1, ROUNDING * want.energy_scale, what);
  observation_free(&got);
}

/* fix numdiff and fix numdiff/virial: central differences of the energy, made by LAMMPS. Truncation and rounding at a
 * displacement of 1e-5 A leave about 1e-7 of the largest entry. */
static void test_differences(const char *potential, const char *newton) {
  static configuration c;
  static double difference[CONFIGURATION_ATOMS * 3];
  char what[256];
  double virial[6], want[6];
  static const int voigt[6] = {0, 1, 2, 5, 4, 3}; /* the fix: xx yy zz yz xz xy; pressure: xx yy zz xy xz yz */
  configuration_named("triclinic", &c);
  void *lmp = placed(&c, "metal", newton, 2);
  command(lmp, "%s", filled("pair_style dftfit\npair_coeff * * $", potential));
  command(lmp, "compute virial all pressure NULL virial\nfix nd all numdiff 1 1e-5\nfix ndv all numdiff/virial 1 1e-5");
  command(lmp, "thermo_style custom step pe pxx pyy pzz pxy pxz pyz f_ndv[*] c_virial[*]\nrun 0");
  observation o = observe(lmp);
  lammps_gather(lmp, "f_nd", 1, 3, difference);
  for (int k = 0; k < 6; k++) {
    double *value = lammps_extract_fix(lmp, "ndv", LMP_STYLE_GLOBAL, LMP_TYPE_VECTOR, voigt[k], 0);
    virial[k] = *value;
    lammps_free(value);
  }
  memcpy(want, lammps_extract_compute(lmp, "virial", LMP_STYLE_GLOBAL, LMP_TYPE_VECTOR), sizeof want);
  snprintf(what, sizeof what, "%s, newton %s, fix numdiff", potential, newton);
  size_t n = 3 * (size_t)c.natom;
  check_close(difference, o.force, n, 1e-6 * largest(o.force, n), what);
  snprintf(what, sizeof what, "%s, newton %s, fix numdiff/virial", potential, newton);
  check_close(virial, want, 6, 1e-6 * largest(want, 6), what);
  observation_free(&o);
  lammps_end(lmp);
}

/* The heat flux of LAMMPS with the nine-component virial is the time derivative of sum r_i e_i (Fan et al., Phys. Rev.
 * B 92, 094301, 2015): compared with a central difference over two steps of an isolated cluster. */
static void test_heat_flux(const char *potential, const char *newton) {
  static configuration c;
  char what[256];
  double moment[3][3], flux[3], rate[3];
  const double step = 5e-6; /* ps; the difference is of second order in it, and then 2e-6 off */
  configuration_named("cluster", &c);
  void *lmp = placed(&c, "metal", newton, 2);
  command(lmp, "%s", filled("pair_style dftfit\npair_coeff * * $", potential));
  command(lmp, "velocity all create 900.0 4711 mom no rot no\nfix move all nve\ntimestep %g", step);
  command(lmp, "compute ke all ke/atom\ncompute pe all pe/atom\ncompute s all centroid/stress/atom NULL virial\n"
               "compute flux all heat/flux ke pe s");
  command(lmp, "variable mx atom x*(c_ke+c_pe)\nvariable my atom y*(c_ke+c_pe)\nvariable mz atom z*(c_ke+c_pe)\n"
               "compute moment all reduce sum v_mx v_my v_mz\nthermo 1\n"
               "thermo_style custom step pe c_flux[1] c_flux[2] c_flux[3] c_moment[1] c_moment[2] c_moment[3]");
  for (int k = 0; k < 3; k++) {
    command(lmp, "run %d", k ? 1 : 0);
    memcpy(moment[k], lammps_extract_compute(lmp, "moment", LMP_STYLE_GLOBAL, LMP_TYPE_VECTOR), sizeof moment[k]);
    if (k == 1) memcpy(flux, lammps_extract_compute(lmp, "flux", LMP_STYLE_GLOBAL, LMP_TYPE_VECTOR), sizeof flux);
  }
  for (int a = 0; a < 3; a++) rate[a] = (moment[2][a] - moment[0][a]) / (2 * step);
  snprintf(what, sizeof what, "%s, newton %s, heat flux", potential, newton);
  check_close(flux, rate, 3, 1e-5 * largest(rate, 3), what);
  lammps_end(lmp);
}

int main(int argc, char **argv) {
  static const char *const newtons[] = {"on", "off"};
  static const char *const files[] = {DFTFIT_TEST_POTENTIALS "/NiCu_pair.yaml", DFTFIT_TEST_POTENTIALS "/NiCu_ace.yaml",
                                      DFTFIT_TEST_POTENTIALS "/NiCu_eam.yaml"};
  static const char *const coefficients[] = {"NiCu_pair.yaml Ni Cu", "NiCu_ace.yaml Ni Cu", "NiCu_eam.yaml Ni Cu"};
  static const char *const names[] = {"NiCu_pair.yaml", "NiCu_ace.yaml", "NiCu_eam.yaml"};
  harness_begin(&argc, &argv);
  for (int n = 0; n < 2; n++) {
    test_sums(newtons[n]);
    for (int f = 0; f < 3; f++) {
      FILE *there = fopen(files[f], "r");
      if (!there) continue; /* a form that is not registered has no file */
      fclose(there);
      test_neutral(coefficients[f], newtons[n]);
      for (int null = 0; null < 3; null++) test_null(null, names[f], newtons[n]);
      test_scale_and_units(coefficients[f], newtons[n]);
      test_scale_of_type(names[f], newtons[n]);
      test_differences(coefficients[f], newtons[n]);
      test_heat_flux(coefficients[f], newtons[n]);
    }
  }
  return harness_end("styles");
}
