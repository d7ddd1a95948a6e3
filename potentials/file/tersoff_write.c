/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <string.h>

#include "file/tersoff_file.h"
#include "file/text_buffer.h"

/* LAMMPS takes the repulsion of a bond from the entry of either end, by the parity of the atoms' numbers. The energy
 * here is the mean of both: where all but A is the same, the mean of A in both entries is the same potential. */
static dftfit_status check_symmetry(const tersoff_form *f, dftfit_error *err) {
  static const int shared[] = {TERSOFF_LAMBDA1, TERSOFF_R, TERSOFF_WIDTH};
  const int n = f->nelement;
  for (int a = 0; a < n; a++)
    for (int b = a + 1; b < n; b++)
      for (size_t i = 0; i < sizeof shared / sizeof shared[0]; i++) {
        double forth = f->entry[tersoff_triple(n, a, b, b)].v[shared[i]];
        double back = f->entry[tersoff_triple(n, b, a, a)].v[shared[i]];
        DFTFIT_FAIL_IF(
            forth != back, err, DFTFIT_ERR_USAGE,
            "%s of %s-%s and of %s-%s differ (%g, %g); LAMMPS's pair_style tersoff takes either, so the file "
            "would not give this potential",
            tersoff_value_info_of(shared[i])->key, f->element[a], f->element[b], f->element[b], f->element[a], forth,
            back);
      }
  return DFTFIT_OK;
}

static dftfit_status check(const dftfit_potential *pot, dftfit_error *err) {
  DFTFIT_FAIL_IF(strcmp(pot->form->name, "tersoff") != 0, err, DFTFIT_ERR_USAGE,
                 "a potential of form %s cannot be written as a .tersoff file", pot->form->name);
  DFTFIT_FAIL_IF(pot->core.present, err, DFTFIT_ERR_USAGE,
                 "a potential with a core cannot be written as a .tersoff file");
  const tersoff_form *f = pot->self;
  DFTFIT_FAIL_IF(f->model.fade != TERSOFF_SINE, err, DFTFIT_ERR_USAGE,
                 "LAMMPS's pair_style tersoff ends bonds by a sine, this potential by a quintic; fit it with 'switch: "
                 "sine' for a .tersoff file");
  return check_symmetry(f, err);
}

/* A number as it is to stand in the file. */
static double value_of(const tersoff_form *f, int triple, int value) {
  const int n = f->nelement, i = triple / n / n, j = triple / n % n, k = triple % n;
  double own = f->entry[triple].v[value];
  return value == TERSOFF_A && j == k ? 0.5 * (own + f->entry[tersoff_triple(n, j, i, i)].v[value]) : own;
}

static void put_entry(text_buffer *out, const tersoff_form *f, int triple) {
  const int n = f->nelement;
  text_buffer_put(out, "%s %s %s", f->element[triple / n / n], f->element[triple / n % n], f->element[triple % n]);
  for (int value = 0; value <= TERSOFF_A; value++) {
    char text[DFTFIT_NUMBER_SIZE];
    dftfit_number_format(value_of(f, triple, value), text);
    text_buffer_put(out, "%s%s", value == TERSOFF_N ? "\n    " : " ", text);
  }
  text_buffer_put(out, "\n");
}

dftfit_status tersoff_file_write(const dftfit_potential *pot, char **text, dftfit_error *err) {
  text_buffer out = {0};
  *text = NULL;
  DFTFIT_TRY(check(pot, err));
  const tersoff_form *f = pot->self;
  text_buffer_put(&out, "# UNITS: metal CONTRIBUTOR: dftfit %s\n", DFTFIT_VERSION);
  for (int a = 0; a < f->nelement; a++)
    if (pot->reference[a] != 0)
      text_buffer_put(&out, "# energies are counted from %.17g eV per atom of %s\n", pot->reference[a], f->element[a]);
  text_buffer_put(&out, "# elements i j k");
  for (int value = 0; value <= TERSOFF_A; value++) text_buffer_put(&out, ", %s", tersoff_value_info_of(value)->key);
  text_buffer_put(&out, "\n");
  for (int t = 0; t < f->nelement * f->nelement * f->nelement; t++) put_entry(&out, f, t);
  if (!out.failed) {
    *text = out.text;
    return DFTFIT_OK;
  }
  free(out.text);
  return dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory");
}
