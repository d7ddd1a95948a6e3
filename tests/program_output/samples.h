/* SPDX-License-Identifier: BSD-3-Clause */
/** Outputs of programs, and what must be read from them. */
#ifndef TESTS_PROGRAM_OUTPUT_SAMPLES_H
#define TESTS_PROGRAM_OUTPUT_SAMPLES_H

#include "import/importer.h"

typedef struct sample {
  const char *file, *format;
  const char *formula; /* elements in the order of the atoms, of the first step */
  int steps, unconverged;
  double energy[2];   /* eV, of the first and the last step          */
  double cell[9];     /* A, of the first                             */
  double position[3]; /* A, of the last atom in the first step       */
  double force[3];    /* eV/A, of the first atom in the last step; NaN: absent  */
  double stress[6];   /* eV/A^3, of the last; NaN: absent            */
  const char *functional, *smearing;
  double ecut, kspacing, scf_tolerance; /* eV, 1/A, eV; NaN: not known */
  double work; /* largest error of the work between steps, as a part of it; 0: the steps are no path */
  int path;    /* steps that are one, from the first; 0: all */
} sample;

/** NULL at the end. */
const sample *sample_at(int i);

/** Reads the sample, or a copy of its first `bytes` bytes (negative: all); unconverged steps are taken. The caller
 *  destroys *set and ends *to. */
dftfit_status sample_read(const sample *s, long bytes, importing *to, dftfit_error *err);
/** Bytes of the sample, not compressed; the caller frees *text. */
void sample_text(const sample *s, char **text, size_t *length);

/** Adds one file of the samples to the set. */
dftfit_status sample_add(const char *file, importing *to, dftfit_error *err);

void check_samples(void **unused);
void check_cut(void **unused);
void check_work(void **unused);
void check_dump(void **unused);
void check_kinds(void **unused);
void check_lost(void **unused);
void check_work_of_runs(void **unused);

#endif
