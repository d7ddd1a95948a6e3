/* SPDX-License-Identifier: BSD-3-Clause */
/** Numbers, matrices and atoms of a step from the lines of a run. */
#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/elements.h"
#include "base/fortran_number.h"
#include "import/reading/run.h"

/* A stress is symmetric; a printed one up to the noise of the mesh on which the densities stand. */
static const double ASYMMETRY = 0.02;

dftfit_status import_run_numbers(const import_run *run, const char *text, int n, double *out, const char *what,
                                 dftfit_error *err) {
  if (fortran_numbers(text, n, out) == n) return DFTFIT_OK;
  while (isspace((unsigned char)*text)) text++;
  return import_stream_fail(run->stream, err, DFTFIT_ERR_SYNTAX, "'%.60s' stands where %s is due: %d finite number%s",
                            text, what, n, n > 1 ? "s" : "");
}

dftfit_status import_run_count(const import_run *run, const char *text, int lower, int upper, int *out,
                               const char *what, dftfit_error *err) {
  double value;
  DFTFIT_TRY(import_run_numbers(run, text, 1, &value, what, err));
  if (value < lower || value > upper || value != floor(value))
    return import_stream_fail(run->stream, err, DFTFIT_ERR_VALUE, "%g stands where %s is due: a whole number, %d to %d",
                              value, what, lower, upper);
  *out = (int)value;
  return DFTFIT_OK;
}

const char *import_after_words(const char *text, int skip) {
  for (int i = 0; i < skip; i++) {
    while (isspace((unsigned char)*text)) text++;
    while (*text && !isspace((unsigned char)*text)) text++;
  }
  return text;
}

dftfit_status import_run_numbers_or_fault(import_run *run, const char *text, int n, double *out, const char *what,
                                          const char *fault, dftfit_error *err) {
  if (fortran_numbers_or_infinity(text, n, out) < n) return import_run_numbers(run, text, n, out, what, err);
  for (int i = 0; i < n; i++)
    if (isinf(out[i])) run->fault = fault;
  return DFTFIT_OK;
}

dftfit_status import_run_energy(import_run *run, const char *text, double factor, const char *what, dftfit_error *err) {
  run->line = run->stream->line;
  run->energy = HUGE_VAL; /* it is there, even if it is no number */
  DFTFIT_TRY(import_run_numbers_or_fault(run, text, 1, &run->energy, what, "the energy is no number", err));
  run->energy *= factor;
  return DFTFIT_OK;
}

dftfit_status import_run_to_row(import_run *run, int skip, dftfit_error *err) {
  enum { MOST_LINES = 16 }; /* of a header; more are another block */
  for (int i = 0; i < MOST_LINES; i++) {
    double row[3];
    DFTFIT_TRY(import_run_line(run, err));
    const char *text = import_after_words(run->stream->text, skip);
    if (fortran_numbers(text, 3, row) == 3 || fortran_no_number(text)) {
      import_stream_unread(run->stream);
      return DFTFIT_OK;
    }
  }
  return import_stream_fail(run->stream, err, DFTFIT_ERR_SYNTAX, "a row of three numbers is due before this line");
}

dftfit_status import_run_rows_end(import_run *run, dftfit_error *err) {
  double row[3];
  DFTFIT_TRY(import_run_line(run, err));
  if (fortran_numbers(run->stream->text, 3, row) == 3) run->fault = "rows of atoms are missing";
  import_stream_unread(run->stream);
  return DFTFIT_OK;
}

dftfit_status import_run_matrix(import_run *run, int skip, double factor, double out[9], const char *what,
                                dftfit_error *err) {
  for (int row = 0; row < 3; row++) {
    DFTFIT_TRY(import_run_line(run, err));
    DFTFIT_TRY(import_run_numbers_or_fault(run, import_after_words(run->stream->text, skip), 3, out + 3 * row, what,
                                           "a vector of the cell is no number", err));
    for (int k = 0; k < 3; k++) out[3 * row + k] *= factor;
  }
  return DFTFIT_OK;
}

void import_run_no_stress(import_run *run) {
  import_tell(run->to, run->stream, "stresses that are not finite numbers were left out");
}

dftfit_status import_run_stress(import_run *run, int skip, double factor, dftfit_error *err) {
  static const int upper[6] = {0, 4, 8, 5, 2, 1}, lower[6] = {0, 4, 8, 7, 6, 3};
  double t[9], largest = 0;
  bool finite = true;
  for (int row = 0; row < 3; row++) {
    DFTFIT_TRY(import_run_line(run, err));
    const char *text = import_after_words(run->stream->text, skip);
    if (fortran_numbers(text, 3, t + 3 * row) == 3) continue;
    if (!fortran_no_number(text)) return import_run_numbers(run, text, 3, t + 3 * row, "a row of the stress", err);
    finite = false;
  }
  if (!finite) {
    import_run_no_stress(run);
    return DFTFIT_OK;
  }
  for (int k = 0; k < 9; k++) largest = fmax(largest, fabs(t[k]));
  for (int k = 0; k < 6; k++) {
    if (fabs(t[upper[k]] - t[lower[k]]) > ASYMMETRY * largest)
      return import_stream_fail(run->stream, err, DFTFIT_ERR_VALUE,
                                "the stress that ends here is not symmetric: components %g and %g should be equal",
                                t[upper[k]], t[lower[k]]);
    run->stress[k] = factor * (t[upper[k]] + t[lower[k]]) / 2;
  }
  return DFTFIT_OK;
}

dftfit_status import_run_voigt(import_run *run, const char *text, const int order[6], double factor,
                               dftfit_error *err) {
  double value[6];
  if (fortran_numbers(text, 6, value) < 6 && fortran_no_number(text)) {
    import_run_no_stress(run);
    return DFTFIT_OK;
  }
  DFTFIT_TRY(import_run_numbers(run, text, 6, value, "the stress", err));
  for (int k = 0; k < 6; k++) run->stress[k] = factor * value[order[k]];
  return DFTFIT_OK;
}

dftfit_status import_run_symbol(import_run *run, const char *label, dftfit_error *err) {
  int number = import_label_element(label);
  if (!number)
    return import_stream_fail(run->stream, err, DFTFIT_ERR_ELEMENT,
                              "'%.20s' does not begin with the symbol of an element", label);
  DFTFIT_TRY(import_atoms_reserve(&run->atoms, run->nsymbol + 1, err));
  strcpy(run->atoms.symbol[run->nsymbol++], element_symbol(number));
  return DFTFIT_OK;
}

dftfit_status import_run_type(import_run *run, double value, int first, dftfit_error *err) {
  char name[4];
  const char *p = run->to->options->elements;
  if (!p)
    return import_stream_fail(run->stream, err, DFTFIT_ERR_ELEMENT,
                              "atoms are of type %g here; name the elements of types %d, %d, ... by --elements A,B,...",
                              value, first, first + 1);
  for (double type = first; *p; type++) {
    size_t n = strcspn(p, ",");
    snprintf(name, sizeof name, "%.*s", (int)n, p);
    if (type == value) return import_run_symbol(run, name, err);
    p += n + (p[n] == ',');
  }
  return import_stream_fail(run->stream, err, DFTFIT_ERR_VALUE,
                            "an atom is of type %g; --elements %s names no such type", value,
                            run->to->options->elements);
}

dftfit_status import_run_position(import_run *run, const double position[3], dftfit_error *err) {
  DFTFIT_TRY(import_atoms_reserve(&run->atoms, run->nposition + 1, err));
  memcpy(run->atoms.position[run->nposition++], position, 3 * sizeof *position);
  return DFTFIT_OK;
}

dftfit_status import_run_force(import_run *run, const double force[3], double factor, dftfit_error *err) {
  DFTFIT_TRY(import_atoms_reserve(&run->atoms, run->nforce + 1, err));
  double *out = run->atoms.force[run->nforce++];
  for (int k = 0; k < 3; k++) out[k] = factor * force[k];
  return DFTFIT_OK;
}

dftfit_status import_run_force_row(import_run *run, const char *text, double factor, dftfit_error *err) {
  double force[3] = {0};
  DFTFIT_TRY(import_run_numbers_or_fault(run, text, 3, force, "the force on an atom", "a force is no number", err));
  return import_run_force(run, force, factor, err);
}

bool import_run_names_atom(const import_run *run, const char *word, import_row_name name) {
  const char *symbol = run->nforce < run->nsymbol ? run->atoms.symbol[run->nforce] : "";
  char label[16];
  double value;
  switch (name) {
  case ROW_INDEX:
    return fortran_number(word, &value) && value == run->nforce + 1;
  case ROW_NUMBER:
    return !symbol[0] || (fortran_number(word, &value) && value == element_number(symbol));
  case ROW_LABEL:
    if (sscanf(word, "%15s", label) != 1) return false;
    return !symbol[0] || import_label_element(label) == element_number(symbol);
  }
  return true;
}

dftfit_status import_run_named_force(import_run *run, const char *row, import_row_name name, int skip, double factor,
                                     dftfit_error *err) {
  const char *word = import_after_words(row, skip - 1);
  if (!import_run_names_atom(run, word, name)) run->fault = "the rows of the forces are not those of the atoms";
  return import_run_force_row(run, import_after_words(word, 1), factor, err);
}

dftfit_status import_run_forces(import_run *run, import_row_name name, int skip, double factor, dftfit_error *err) {
  const double natom = isnan(run->witness.natom) ? run->nsymbol : run->witness.natom;
  run->nforce = 0;
  while (run->nforce < natom) {
    DFTFIT_TRY(import_run_line(run, err));
    DFTFIT_TRY(import_run_named_force(run, run->stream->text, name, skip, factor, err));
  }
  return DFTFIT_OK;
}
