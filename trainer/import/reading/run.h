/* SPDX-License-Identifier: BSD-3-Clause */
/** What a program printed while it ran, read line by line: the ionic step that is gathered, its numbers and its atoms. */
#ifndef TRAINER_IMPORT_READING_RUN_H
#define TRAINER_IMPORT_READING_RUN_H

#include <stdbool.h>

#include "base/label.h"
#include "import/importer.h"
#include "import/reading/atoms.h"

/** What the file says a second time of a step, in our units; NaN: nothing. A step that disagrees is left out. */
typedef struct import_witness {
  double natom;        /* atoms, of every step */
  double volume;       /* A^3, of the cell */
  double pressure;     /* eV/A^3, minus a third of the trace of the stress: positive in compression */
  double energy;       /* eV, of the last cycle of the electrons */
  double net_force[3]; /* eV/A, sum of the printed forces */
} import_witness;

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
  bool placed;              /* positions were printed for this step, */
  bool has_positions;       /* for some step before */
  bool moving_cell;         /* the cell is another one in every step, */
  bool fresh_cell;          /* and was printed for this step */
  bool false_cell;          /* it is at odds with the volume that was printed with it */
  const char *fault;        /* why the step cannot be taken, as "the energy is no number"; NULL: nothing is wrong */
  import_witness witness;
  dataset_calculation calculation;
  bool described;        /* the calculation is filled from all that the head of the file says */
  bool has_energy;       /* some step did */
  const char *last_mark; /* of the last line that was understood, and its number; NULL: none was */
  int last_line;
  bool cut;   /* the file ended where a line was due */
  bool ended; /* the program came to its end */
} import_run;

void import_run_begin(import_run *run, import_stream *stream, importing *to, const char *code);

/** Next line, whole (with its line end) into stream->text. A file that ends here is cut off, which is an error until
 *  import_run_scan (marks.h) has judged it. */
dftfit_status import_run_line(import_run *run, dftfit_error *err);

/** Behind the rows of all atoms: one more row of three numbers says that lines are missing, which spoils the step. */
dftfit_status import_run_rows_end(import_run *run, dftfit_error *err);
/** The energy (eV) from text times a factor, and its line. One that is printed as stars or NaN spoils the step. */
dftfit_status import_run_energy(import_run *run, const char *text, double factor, const char *what, dftfit_error *err);
/** n numbers; where some are printed as stars or NaN they become HUGE_VAL, and `fault` spoils the step. */
dftfit_status import_run_numbers_or_fault(import_run *run, const char *text, int n, double *out, const char *what,
                                          const char *fault, dftfit_error *err);
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
/** Tells that a stress is left out because its numbers are none. */
void import_run_no_stress(import_run *run);
/** Six components from text on into run->stress; order[k] is where xx yy zz yz xz xy stand. Not finite: as above. */
dftfit_status import_run_voigt(import_run *run, const char *text, const int order[6], double factor, dftfit_error *err);

/** Appends an atom of the element that label names ("Fe", "fe2", "Fe_pv"), and its position (A). */
dftfit_status import_run_symbol(import_run *run, const char *label, dftfit_error *err);
/** Appends an atom of type number `value`; types count from `first` in the order in which the user names elements. */
dftfit_status import_run_type(import_run *run, double value, int first, dftfit_error *err);
dftfit_status import_run_position(import_run *run, const double position[3], dftfit_error *err);
dftfit_status import_run_force(import_run *run, const double force[3], double factor, dftfit_error *err);
/** A force from text. Stars or NaN spoil the step. */
dftfit_status import_run_force_row(import_run *run, const char *text, double factor, dftfit_error *err);
/** What the word before a force names: the number of the atom from 1, its element, its atomic number. */
typedef enum import_row_name { ROW_INDEX, ROW_LABEL, ROW_NUMBER } import_row_name;

/** Whether the word names the atom whose force is due next. */
bool import_run_names_atom(const import_run *run, const char *word, import_row_name name);
/** A row of forces, whose numbers stand behind `skip` words, the last of which names the atom that is due next; the row
 *  of another one spoils the step. */
dftfit_status import_run_named_force(import_run *run, const char *row, import_row_name name, int skip, double factor,
                                     dftfit_error *err);
/** The forces of all atoms (as many as the file says, else as there are symbols) from the next lines, as above. */
dftfit_status import_run_forces(import_run *run, import_row_name name, int skip, double factor, dftfit_error *err);

/** Where the step has an energy: hands it over and makes room for the next. Left out is a step without positions of its
 *  own, without a cell of its own where the cell moves, with numbers that are none, or at odds with a witness. */
dftfit_status import_run_step(import_run *run, dftfit_error *err);
/** Hands over what there is, a step with or without an energy; left out if run->fault says why. */
dftfit_status import_run_add(import_run *run, dftfit_error *err);
/** Forgets what was gathered of energy, forces and stress, but not the geometry. */
void import_run_forget(import_run *run);

/** The next word of *text, which is cut behind it; *text then stands behind the word. NULL: there is none. */
char *import_next_word(char **text);
/** Cuts a line into its words, at most `most`; returns how many there are. */
int import_words(char *text, char **word, int most);

#endif
