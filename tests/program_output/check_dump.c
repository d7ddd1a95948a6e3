/* SPDX-License-Identifier: BSD-3-Clause */
/** Dumps of LAMMPS hold the configurations that LAMMPS had: the energy of the pair potential with which it ran
 *  (lammps/lj.in: E = sum over pairs r < rc of 4 e ((s/r)^12 - (s/r)^6), not shifted), summed over what was read, is
 *  the PotEng that it printed. So cell, origin, fractions, boundaries and elements are right; and there are no
 *  targets. */
#include <string.h>

#include "cmocka_all.h"
#include "data/dataset_neighbours.h"
#include "samples.h"

/* LAMMPS rounds xsu ysu zsu to multiples of 2^-43 (it adds 512 on the way): up to 4e-13 A in cells of 8 A, times forces
 * of up to 20 eV/A on 32 atoms. Found are up to 4e-11 eV there, 6e-13 eV otherwise. */
static const double TOLERANCE = 1e-10;
static const double REACH = 5.5; /* A */

enum { MOST_STEPS = 3 };

typedef struct dump {
  const char *file;
  bool open;                 /* along z */
  double energy[MOST_STEPS]; /* PotEng, eV; NaN: no such step */
} dump;

static const dump dumps[] = {
    {"lammps_ortho.atom", false, {-52.16949103609798, -45.07805522753107, -46.0112139571679}},
    {"lammps_grade.dump.gz", false, {-52.16949103609798, -46.0112139571679, NAN}},
    {"lammps_triclinic.dump.xz", false, {20.17271723886384, -19.79487981712724, -18.35640650940123}},
    {"lammps_triclinic_scaled.dump", false, {20.17271723886384, -19.79487981712724, -18.35640650940123}},
    {"lammps_slab.dump", true, {-43.95674834331595, -43.26431874849636, NAN}},
    {"lammps_general.dump", false, {-5.426521748392538, -12.9682946129832, NAN}},
    {"lammps_general_scaled.dump", false, {-5.426521748392538, -12.9682946129832, NAN}},
};

static double pair_energy(bool nickel_i, bool nickel_j, double square) {
  const double epsilon = nickel_i != nickel_j ? 0.25 : nickel_i ? 0.20 : 0.15;
  const double sigma = nickel_i != nickel_j ? 2.40 : nickel_i ? 2.35 : 2.45;
  const double sixth = pow(sigma * sigma / square, 3);
  return 4 * epsilon * (sixth * sixth - sixth);
}

static double energy_of(const dataset *set, int64_t c, dftfit_periodic *p) {
  int element[2] = {0, 1}; /* of the species of the set */
  double sum = 0;
  dftfit_error err = {0};
  assert_int_equal(set->nspecies, 2);
  const bool nickel_first = !strcmp(set->species[0], "Ni");
  if (dataset_neighbours(p, set, c, element, REACH, &err)) fail_msg("%s", err.message);
  for (int i = 0; i < p->nlocal; i++)
    for (int m = 0; m < p->atoms.numneigh[i]; m++) {
      const int j = p->atoms.firstneigh[i][m];
      double square = 0;
      for (int k = 0; k < 3; k++) square += pow(p->atoms.x[3 * i + k] - p->atoms.x[3 * j + k], 2);
      sum += pair_energy((p->atoms.type[i] == 1) == nickel_first, (p->atoms.type[j] == 1) == nickel_first, square) / 2;
    }
  return sum;
}

static void check_targets(const dataset *set, int64_t c) {
  assert_true(isnan(set->energy[c]));
  assert_true(isnan(set->stress[c][0]));
  for (int64_t i = set->first_atom[c]; i < set->first_atom[c + 1]; i++) assert_true(isnan(set->force[i][0]));
}

static bool told(const importing *to, const char *text) {
  for (int i = 0; i < to->notes.texts.count; i++)
    if (strstr(to->notes.note[i].text, text)) return true;
  return false;
}

static void check_file(const dump *d, dftfit_periodic *p) {
  const sample s = {.file = d->file, .format = "lammps_dump"};
  importing to;
  dftfit_error err = {0};
  if (sample_read(&s, -1, &to, &err)) fail_msg("%s:%d: %s", err.input, err.line, err.message);
  int steps = 0;
  while (steps < MOST_STEPS && !isnan(d->energy[steps])) steps++;
  assert_int_equal(to.set->nconfig, steps);
  for (int c = 0; c < steps; c++) {
    const double energy = energy_of(to.set, c, p);
    print_message("%s %d: %.13f eV, LAMMPS %.13f eV\n", d->file, c, energy, d->energy[c]);
    assert_close(energy, d->energy[c], TOLERANCE);
    check_targets(to.set, c);
    for (int k = 0; k < 3; k++) assert_int_equal(to.set->pbc[c][k], !(d->open && k == 2));
  }
  assert_int_equal(told(&to, "columns fx fy fz were left out"), strstr(d->file, "grade") != NULL);
  dataset_destroy(to.set);
  import_end(&to);
}

void check_dump(void **unused) {
  (void)unused;
  dftfit_periodic *p = dftfit_periodic_create();
  assert_non_null(p);
  for (size_t i = 0; i < sizeof dumps / sizeof *dumps; i++) check_file(&dumps[i], p);
  dftfit_periodic_destroy(p);
}
