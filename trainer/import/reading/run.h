/* SPDX-License-Identifier: BSD-3-Clause */
/** What a program printed while it ran, read line by line: the ionic step that is gathered, its numbers and its atoms. */
#ifndef TRAINER_IMPORT_READING_RUN_H
#define TRAINER_IMPORT_READING_RUN_H

#include <stdbool.h>

#include "base/label.h"
#include "import/importer.h"
#include "import/reading/atoms.h"

typedef struct import_run {
  import_stream *stream;
  importing *to;
  /* the step that is gathered; what is not there yet is NaN, 0, false */
  import_atoms atoms;
  import_atoms cartesian;         /* positions of fractional ones */
  int nsymbol, nposition, nforce; /* atoms whose symbol, position, force is there */
  double cell[9];                 /* rows, A */
  bool periodic;
  bool open[3];             /* directions that are not, where the others are */
  bool fractional;          /* positions are fractions of the cell of the step */
  double energy, stress[6]; /* eV; eV/A^3, tension positive, xx yy zz yz xz xy */
  bool unconverged;         /* the electrons */
  int line;                 /* of the energy, for errors */
  dataset_calculation calculation;
  bool cut;   /* the file ended where a line was due */
  bool ended; /* the program came to its end */
} import_run;

void import_run_begin(import_run *run, import_stream *stream, importing *to, const char *code);

/** Next line, whole (with its line end) into stream->text. A file that ends here is cut off, which is an error until
 *  import_run_scan (marks.h) has judged it. */
dftfit_status import_run_line(import_run *run, dftfit_error *err);

/** n finite numbers from text on; what names them in the error. */
dftfit_status import_run_numbers(const import_run *run, const char *text, int n, double *out, const char *what,
                                 dftfit_error *err);
/** A whole number from lower to upper. */
dftfit_status import_run_count(const import_run *run, const char *text, int lower, int upper, int *out,
                               const char *what, dftfit_error *err);
/** What stands behind `skip` words. */
const char *import_after_words(const char *text, int skip);
/** Goes over a header to the line in which three numbers (finite or not) stand behind `skip` words; that line comes
 *  next. */
dftfit_status import_run_to_row(import_run *run, int skip, dftfit_error *err);
/** The next three lines as rows, whose numbers stand after `skip` words, times factor. */
dftfit_status import_run_matrix(import_run *run, int skip, double factor, double out[9], const char *what,
                                dftfit_error *err);
/** The same as a stress (three rows of a symmetric matrix) into run->stress. Components that are not finite leave it
 *  absent, which the user is told. */
dftfit_status import_run_stress(import_run *run, int skip, double factor, dftfit_error *err);
/** Six components from text on into run->stress; order[k] is where xx yy zz yz xz xy stand. Not finite: as above. */
dftfit_status import_run_voigt(import_run *run, const char *text, const int order[6], double factor, dftfit_error *err);

/** Appends an atom of the element that label names ("Fe", "fe2", "Fe_pv"), and its position (A). */
dftfit_status import_run_symbol(import_run *run, const char *label, dftfit_error *err);
/** Appends an atom of type number `value`; types count from `first` in the order in which the user names elements. */
dftfit_status import_run_type(import_run *run, double value, int first, dftfit_error *err);
dftfit_status import_run_position(import_run *run, const double position[3], dftfit_error *err);
dftfit_status import_run_force(import_run *run, const double force[3], double factor, dftfit_error *err);
/** The forces of all atoms whose symbols are known from the next lines, after `skip` words each. */
dftfit_status import_run_forces(import_run *run, int skip, double factor, dftfit_error *err);

/** Where the step has an energy: hands it over and makes room for the next, which keeps cell, symbols and positions
 *  until others come. */
dftfit_status import_run_step(import_run *run, dftfit_error *err);
/** Hands over what there is, a step with or without an energy. */
dftfit_status import_run_add(import_run *run, dftfit_error *err);
/** Forgets what was gathered of energy, forces and stress. */
void import_run_forget(import_run *run);

/** The next word of *text, which is cut behind it; *text then stands behind the word. NULL: there is none. */
char *import_next_word(char **text);
/** Cuts a line into its words, at most `most`; returns how many there are. */
int import_words(char *text, char **word, int most);

#endif
