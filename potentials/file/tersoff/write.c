/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <string.h>

#include "base/chemical_element.h"
#include "base/text_buffer.h"
#include "file/tersoff/file.h"

/* LAMMPS takes the repulsion of a bond from the entry of either end, by the parity of the atoms' numbers. The energy
 * here is the mean of both: where all but A and c0 is the same, the means of these in both entries are the same
 * potential. */
static dftfit_status check_symmetry(const tersoff_style *style, const tersoff_form *f, dftfit_error *err) {
  static const int shared[][2] = {/* at this end, and at the other */
                                  {TERSOFF_LAMBDA1, TERSOFF_LAMBDA1}, {TERSOFF_R, TERSOFF_R},
                                  {TERSOFF_WIDTH, TERSOFF_WIDTH},     {TERSOFF_Z_I, TERSOFF_Z_J},
                                  {TERSOFF_ZBL_CUT, TERSOFF_ZBL_CUT}, {TERSOFF_ZBL_SCALE, TERSOFF_ZBL_SCALE}};
  const int n = f->nelement;
  for (int p = 0; p < n * n; p++)
    for (size_t i = 0; i < sizeof shared / sizeof shared[0]; i++) {
      const int a = p / n, b = p % n;
      double forth = f->entry[tersoff_triple(n, a, b, b)].v[shared[i][0]];
      double back = f->entry[tersoff_triple(n, b, a, a)].v[shared[i][1]];
      DFTFIT_FAIL_IF(forth != back, err, DFTFIT_ERR_USAGE,
                     "%s of %s-%s and %s of %s-%s differ (%g, %g); LAMMPS's pair_style %s takes either, so the file "
                     "would not give this potential",
                     dftfit_tersoff_value_info_of(shared[i][0])->key, f->element[a], f->element[b],
                     dftfit_tersoff_value_info_of(shared[i][1])->key, f->element[b], f->element[a], forth, back,
                     style->name);
    }
  return DFTFIT_OK;
}

static bool any_value(const tersoff_form *f, int value) {
  bool any = false;
  for (int t = 0; t < f->nelement * f->nelement * f->nelement; t++) any = any || f->entry[t].v[value] != 0;
  return any;
}

/* What the style has no place for. */
static dftfit_status check_model(const tersoff_style *style, const tersoff_form *f, dftfit_error *err) {
  const tersoff_model *has = &f->model, *holds = &style->model;
  DFTFIT_FAIL_IF(
      has->angular != holds->angular, err, DFTFIT_ERR_USAGE,
      "the function of the angle of LAMMPS's pair_style %s is 'angular: %s', that of this potential '%s'; fit "
      "it with 'angular: %s' and 'switch: %s' for a file of that style",
      style->name, dftfit_tersoff_angular_names[holds->angular], dftfit_tersoff_angular_names[has->angular],
      dftfit_tersoff_angular_names[holds->angular], dftfit_tersoff_switch_names[holds->fade]);
  DFTFIT_FAIL_IF(has->core != holds->core, err, DFTFIT_ERR_USAGE,
                 "this potential has %s ZBL core, LAMMPS's pair_style %s %s", has->core ? "a" : "no", style->name,
                 has->core ? "none" : "needs one");
  DFTFIT_FAIL_IF(
      has->fade != holds->fade, err, DFTFIT_ERR_USAGE,
      "LAMMPS's pair_style %s ends bonds by 'switch: %s', this potential by '%s'; fit it with 'switch: %s' for "
      "a file of that style",
      style->name, dftfit_tersoff_switch_names[holds->fade], dftfit_tersoff_switch_names[has->fade],
      dftfit_tersoff_switch_names[holds->fade]);
  DFTFIT_FAIL_IF(
      has->shift != 0, err, DFTFIT_ERR_USAGE,
      "this potential has a shift of %g A, which no file of LAMMPS holds: convert it with --shift 0 and give "
      "'pair_style %s shift %g' in LAMMPS",
      has->shift, style->name, has->shift);
  DFTFIT_FAIL_IF(
      style == &dftfit_tersoff_styles[TERSOFF_STYLE_MOD] && any_value(f, TERSOFF_C0), err, DFTFIT_ERR_USAGE,
      "this potential has a c0, which files of pair_style tersoff/mod do not hold; write it as tersoff/mod/c");
  return DFTFIT_OK;
}

static dftfit_status check(const tersoff_style *style, const dftfit_potential *pot, dftfit_error *err) {
  DFTFIT_FAIL_IF(strcmp(pot->form->name, "tersoff") != 0, err, DFTFIT_ERR_USAGE,
                 "a potential of form %s cannot be written as a %s file", pot->form->name, style->name);
  DFTFIT_FAIL_IF(pot->core.present, err, DFTFIT_ERR_USAGE,
                 "a potential with a 'core:' beside its form cannot be written as a %s file", style->name);
  DFTFIT_TRY(check_model(style, pot->self, err));
  return check_symmetry(style, pot->self, err);
}

/* A number as it is to stand in the file. */
static double value_of(const tersoff_form *f, int triple, int value) {
  const int n = f->nelement, i = triple / n / n, j = triple / n % n, k = triple % n;
  double own = f->entry[triple].v[value];
  if (j != k || (value != TERSOFF_A && value != TERSOFF_C0)) return own;
  return 0.5 * (own + f->entry[tersoff_triple(n, j, i, i)].v[value]);
}

/* Numbers that a line holds after the names. */
enum { LINE_NUMBERS = 6 };

static dftfit_status put_entry(const tersoff_style *style, const tersoff_form *f, int triple, text_buffer *out,
                               dftfit_error *err) {
  const int n = f->nelement, element[TERSOFF_NAMES] = {triple / n / n, triple / n % n, triple % n};
  double number[TERSOFF_MAX_NUMBERS];
  int charges[2];
  for (int e = 0; e < TERSOFF_NAMES; e++) dftfit_text_buffer_put(out, "%s%s", e ? " " : "", f->element[element[e]]);
  for (int k = 0; k < style->count; k++) {
    char text[DFTFIT_NUMBER_SIZE];
    number[k] = value_of(f, triple, style->column[k]);
    dftfit_number_format(number[k], text);
    dftfit_text_buffer_put(out, "%s%s", k > 0 && k % LINE_NUMBERS == 0 ? "\n    " : " ", text);
  }
  dftfit_text_buffer_put(out, "\n");
  for (int e = 0; e < 2; e++) charges[e] = dftfit_atomic_number(f->element[element[e]]);
  const char *problem = dftfit_tersoff_style_problem(style, number, charges, element[1] == element[2]);
  DFTFIT_FAIL_IF(problem, err, DFTFIT_ERR_USAGE, "the entry %s-%s-%s cannot stand in a %s file: %s",
                 f->element[element[0]], f->element[element[1]], f->element[element[2]], style->name, problem);
  return DFTFIT_OK;
}

static void put_head(const tersoff_style *style, const dftfit_potential *pot, text_buffer *out) {
  dftfit_text_buffer_put(out, "# UNITS: metal CONTRIBUTOR: dftfit %s\n# for pair_style %s\n", DFTFIT_VERSION,
                         style->name);
  for (int a = 0; a < pot->header.nelement; a++)
    if (pot->reference[a] != 0)
      dftfit_text_buffer_put(out, "# energies are counted from %.17g eV per atom of %s\n", pot->reference[a],
                             pot->header.element[a]);
  dftfit_text_buffer_put(out, "# elements i j k");
  for (int k = 0; k < style->count; k++)
    dftfit_text_buffer_put(out, ", %s", dftfit_tersoff_value_info_of(style->column[k])->key);
  dftfit_text_buffer_put(out, "\n");
}

dftfit_status dftfit_tersoff_file_write(const tersoff_style *style, const dftfit_potential *pot, char **text,
                                        dftfit_error *err) {
  text_buffer out = {0};
  *text = NULL;
  DFTFIT_TRY(check(style, pot, err));
  const tersoff_form *f = pot->self;
  dftfit_status status = DFTFIT_OK;
  put_head(style, pot, &out);
  for (int t = 0; t < f->nelement * f->nelement * f->nelement && !status; t++)
    status = put_entry(style, f, t, &out, err);
  if (!status && out.failed) status = dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory");
  if (status)
    free(out.text);
  else
    *text = out.text;
  return status;
}
