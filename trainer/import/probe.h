/* SPDX-License-Identifier: BSD-3-Clause */
/** What a file holds, found by reading it without keeping it: enough to tell whether two files are of one run. */
#ifndef TRAINER_IMPORT_PROBE_H
#define TRAINER_IMPORT_PROBE_H

#include "import/importer.h"

struct import_probe {
  bool first_only; /* stop after the first step */
  /* of the first step */
  dataset_calculation calculation;
  int natom;
  double cell[9]; /* A */
  long step;      /* number of steps */
  long targets;   /* energies, forces and stresses that they have */
  double *energy; /* [step] eV */
  long capacity;
};

/** Reads the first step of a file, or all. A file that cannot be read has the steps before the place where it fails. */
dftfit_status import_probe_file(const char *path, const importer *format, const import_options *options,
                                bool first_only, import_probe *probe, dftfit_error *err);
/** Takes a step, for import_add. Fails when no more are wanted. */
dftfit_status import_probe_step(import_probe *probe, const dataset_config *config, dftfit_error *err);
/** Whether the first step has this energy, up to printed digits and the units of the program. */
bool import_probe_same_step(const import_probe *probe, double energy);
/** Whether the first steps have as many atoms and the same energy. */
bool import_probe_same_energy(const import_probe *a, const import_probe *b);
/** Whether both begin with the same cell and the same energy, and are of the same code. */
bool import_probe_same_start(const import_probe *a, const import_probe *b);
/** Whether every energy of one is in the other, in the same order: b has all steps of a, or more. */
bool import_probe_within(const import_probe *a, const import_probe *b);
void import_probe_clear(import_probe *probe);

#endif
