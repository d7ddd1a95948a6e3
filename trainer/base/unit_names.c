/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/unit_names.h"

#include <strings.h>

#include "dftfit/units.h"

/* 1 eV in kJ/mol: e N_A / 1000, exact in the SI of 2019; the thermochemical calorie is 4.184 J */
#define KJ_MOL_PER_EV 96.48533212331002
#define KCAL_MOL_PER_EV (KJ_MOL_PER_EV / 4.184)
#define CUBIC_BOHR (DFTFIT_A_PER_BOHR * DFTFIT_A_PER_BOHR * DFTFIT_A_PER_BOHR)

static const struct {
  unit_quantity quantity;
  const char *name;
  double factor;
} units[] = {
    {UNIT_ENERGY, "eV", 1},
    {UNIT_ENERGY, "electronvolt", 1},
    {UNIT_ENERGY, "hartree", DFTFIT_EV_PER_HARTREE},
    {UNIT_ENERGY, "Ha", DFTFIT_EV_PER_HARTREE},
    {UNIT_ENERGY, "au", DFTFIT_EV_PER_HARTREE},
    {UNIT_ENERGY, "a.u.", DFTFIT_EV_PER_HARTREE},
    {UNIT_ENERGY, "rydberg", DFTFIT_EV_PER_RYDBERG},
    {UNIT_ENERGY, "Ry", DFTFIT_EV_PER_RYDBERG},
    {UNIT_ENERGY, "kcalmol", 1 / KCAL_MOL_PER_EV},
    {UNIT_ENERGY, "kjmol", 1 / KJ_MOL_PER_EV},
    {UNIT_ENERGY, "kcal/mol", 1 / KCAL_MOL_PER_EV},
    {UNIT_ENERGY, "kJ/mol", 1 / KJ_MOL_PER_EV},
    {UNIT_FORCE, "eV/A", 1},
    {UNIT_FORCE, "electronvoltperangstrom", 1},
    {UNIT_FORCE, "eV/Ang", 1},
    {UNIT_FORCE, "eV/angstrom", 1},
    {UNIT_FORCE, "hartree/bohr", DFTFIT_EV_PER_HARTREE / DFTFIT_A_PER_BOHR},
    {UNIT_FORCE, "Ha/bohr", DFTFIT_EV_PER_HARTREE / DFTFIT_A_PER_BOHR},
    {UNIT_FORCE, "au", DFTFIT_EV_PER_HARTREE / DFTFIT_A_PER_BOHR},
    {UNIT_FORCE, "a.u.", DFTFIT_EV_PER_HARTREE / DFTFIT_A_PER_BOHR},
    {UNIT_FORCE, "Ry/bohr", DFTFIT_EV_PER_RYDBERG / DFTFIT_A_PER_BOHR},
    {UNIT_FORCE, "rydberg/bohr", DFTFIT_EV_PER_RYDBERG / DFTFIT_A_PER_BOHR},
    {UNIT_FORCE, "hartree/angstrom", DFTFIT_EV_PER_HARTREE},
    {UNIT_FORCE, "hartree/Ang", DFTFIT_EV_PER_HARTREE},
    {UNIT_FORCE, "hartree/A", DFTFIT_EV_PER_HARTREE},
    {UNIT_FORCE, "kcal/mol/angstrom", 1 / KCAL_MOL_PER_EV},
    {UNIT_FORCE, "kcal/mol/Ang", 1 / KCAL_MOL_PER_EV},
    {UNIT_FORCE, "kcal/mol/A", 1 / KCAL_MOL_PER_EV},
    {UNIT_FORCE, "kJ/mol/angstrom", 1 / KJ_MOL_PER_EV},
    {UNIT_FORCE, "kJ/mol/Ang", 1 / KJ_MOL_PER_EV},
    {UNIT_FORCE, "kJ/mol/A", 1 / KJ_MOL_PER_EV},
    {UNIT_STRESS, "eV/A^3", 1},
    {UNIT_STRESS, "eV/A3", 1},
    {UNIT_STRESS, "eV/Ang^3", 1},
    {UNIT_STRESS, "eV/angstrom^3", 1},
    {UNIT_STRESS, "eV/angstrom3", 1},
    {UNIT_STRESS, "eV/Ang3", 1},
    {UNIT_STRESS, "GPa", 1 / DFTFIT_GPA_PER_EV_A3},
    {UNIT_STRESS, "MPa", 1e-3 / DFTFIT_GPA_PER_EV_A3},
    {UNIT_STRESS, "Pa", 1e-9 / DFTFIT_GPA_PER_EV_A3},
    {UNIT_STRESS, "kbar", 1e3 / DFTFIT_BAR_PER_EV_A3},
    {UNIT_STRESS, "kB", 1e3 / DFTFIT_BAR_PER_EV_A3},
    {UNIT_STRESS, "atm", 1.01325 / DFTFIT_BAR_PER_EV_A3},
    {UNIT_STRESS, "bar", 1 / DFTFIT_BAR_PER_EV_A3},
    {UNIT_STRESS, "hartree/bohr^3", DFTFIT_EV_PER_HARTREE / CUBIC_BOHR},
    {UNIT_STRESS, "Ha/bohr^3", DFTFIT_EV_PER_HARTREE / CUBIC_BOHR},
    {UNIT_STRESS, "au/bohr^3", DFTFIT_EV_PER_HARTREE / CUBIC_BOHR},
    {UNIT_STRESS, "au", DFTFIT_EV_PER_HARTREE / CUBIC_BOHR},
    {UNIT_STRESS, "a.u.", DFTFIT_EV_PER_HARTREE / CUBIC_BOHR},
    {UNIT_STRESS, "Ry/bohr^3", DFTFIT_EV_PER_RYDBERG / CUBIC_BOHR},
    {UNIT_LENGTH, "A", 1},
    {UNIT_LENGTH, "Ang", 1},
    {UNIT_LENGTH, "angstrom", 1},
    {UNIT_LENGTH, "nm", 10},
    {UNIT_LENGTH, "bohr", DFTFIT_A_PER_BOHR},
};

double unit_factor(unit_quantity quantity, const char *name) {
  for (size_t i = 0; i < sizeof units / sizeof *units; i++)
    if (units[i].quantity == quantity && !strcasecmp(units[i].name, name)) return units[i].factor;
  return 0;
}

const char *unit_known(unit_quantity quantity) {
  switch (quantity) {
  case UNIT_ENERGY:
    return "eV, hartree, rydberg, kcal/mol, kJ/mol";
  case UNIT_FORCE:
    return "eV/A, hartree/bohr, Ry/bohr, kcal/mol/A, kJ/mol/A";
  case UNIT_LENGTH:
    return "angstrom, nm, bohr";
  default:
    return "eV/A^3, GPa, kbar, bar, hartree/bohr^3, Ry/bohr^3";
  }
}
