/* SPDX-License-Identifier: BSD-3-Clause */
/** Cell and positions as pw.x prints them. */
#ifndef TRAINER_IMPORT_ESPRESSO_PWSCF_GEOMETRY_H
#define TRAINER_IMPORT_ESPRESSO_PWSCF_GEOMETRY_H

#include "import/reading/run.h"

typedef struct pwscf_geometry {
  double alat; /* A */
} pwscf_geometry;

/** "lattice parameter (alat)  =      18.8973  a.u.", and "celldm(1)=  18.897261", which has more digits. */
dftfit_status pwscf_alat(pwscf_geometry *g, import_run *run, const char *at, dftfit_error *err);
/** The three lines "a(1) = (   1.000000   0.000000   0.000000 )", in units of alat. */
dftfit_status pwscf_axes(const pwscf_geometry *g, import_run *run, dftfit_error *err);
/** The lines "1           H   tau(   1) = (   0.5416460   0.4011320   0.3511180  )", in units of alat. */
dftfit_status pwscf_sites(const pwscf_geometry *g, import_run *run, dftfit_error *err);
/** The rows after "CELL_PARAMETERS (unit)"; unit is the text after the name. */
dftfit_status pwscf_cell(pwscf_geometry *g, import_run *run, const char *unit, dftfit_error *err);
/** The rows after "ATOMIC_POSITIONS (unit)". *held: some atoms may not move in all directions. */
dftfit_status pwscf_positions(const pwscf_geometry *g, import_run *run, const char *unit, bool *held,
                              dftfit_error *err);

#endif
