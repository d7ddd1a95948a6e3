/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/chemical_element.h"
#include "base/text_buffer.h"
#include "base/yaml_number.h"
#include "file/setfl/setfl.h"
#include "forms/eam/form.h"
#include "forms/eam/resample.h"
#include "forms/eam/spline.h"

enum { PER_LINE = 5 };

static void put_number(text_buffer *out, double value, char after) {
  char text[DFTFIT_NUMBER_SIZE];
  dftfit_number_format(value, text);
  dftfit_text_buffer_put(out, "%s%c", text, after);
}

static void put_table(text_buffer *out, int n, const double *f) {
  for (int k = 0; k < n; k++) put_number(out, f[k], k % PER_LINE == PER_LINE - 1 || k == n - 1 ? '\n' : ' ');
}

static void put_file(text_buffer *out, const dftfit_potential *pot, const eam_table *t) {
  const dftfit_header *header = &pot->header;
  int n = t->nelement;
  dftfit_text_buffer_put(out, "UNITS: metal CONTRIBUTOR: dftfit %s\n", DFTFIT_VERSION);
  dftfit_text_buffer_put(out, "embedded-atom potential for pair_style %s\n",
                         t->finnis_sinclair ? "eam/fs" : "eam/alloy");
  dftfit_text_buffer_put(out, "tables of F, rho and r phi; eV, A\n%d", n);
  for (int a = 0; a < n; a++) dftfit_text_buffer_put(out, " %s", header->element[a]);
  dftfit_text_buffer_put(out, "\n%d ", t->nrho);
  put_number(out, t->drho, ' ');
  dftfit_text_buffer_put(out, "%d ", t->nr);
  put_number(out, t->dr, ' ');
  put_number(out, header->cutoff[0], '\n');
  for (int b = 0; b < n; b++) {
    dftfit_text_buffer_put(out, "%d ", dftfit_atomic_number(header->element[b]));
    put_number(out, pot->mass[b], ' ');
    put_number(out, t->lattice[b].constant, ' ');
    dftfit_text_buffer_put(out, "%s\n", t->lattice[b].type);
    put_table(out, t->nrho, eam_table_embedding(t, b));
    for (int a = 0; a < (t->finnis_sinclair ? n : 1); a++) put_table(out, t->nr, eam_table_density(t, a, b));
  }
  for (int a = 0; a < n; a++)
    for (int b = 0; b <= a; b++) put_table(out, t->nr, eam_table_pair(t, a, b));
}

static dftfit_status check(const dftfit_potential *pot, dftfit_error *err) {
  int n = pot->header.nelement;
  DFTFIT_FAIL_IF(strcmp(pot->form->name, "eam") != 0, err, DFTFIT_ERR_USAGE,
                 "a potential of form %s cannot be written as a setfl file, which holds potentials of form eam",
                 pot->form->name);
  for (int p = 1; p < n * n; p++)
    DFTFIT_FAIL_IF(pot->header.cutoff[p] != pot->header.cutoff[0], err, DFTFIT_ERR_USAGE,
                   "a setfl file has one cutoff for all elements, this potential has %g and %g A",
                   pot->header.cutoff[0], pot->header.cutoff[p]);
  for (int a = 0; a < n; a++)
    DFTFIT_FAIL_IF(!(pot->mass[a] > 0), err, DFTFIT_ERR_USAGE,
                   "a setfl file gives LAMMPS the masses; write 'mass: {%s: ...}' (g/mol) into the potential file",
                   pot->header.element[a]);
  return DFTFIT_OK;
}

/* The core is a pair energy, so it goes into r phi. slope, values [nr]: room. Returns the largest difference of its
 * interpolation halfway between points, beyond the first interval; relative to the core where that is above 1 eV. */
static double add_core(const dftfit_core *core, int pair, const eam_table *t, double *slope, double *values,
                       double *pair_table) {
  double worst = 0;
  for (int k = 0; k < t->nr; k++) {
    values[k] = dftfit_core_times_distance(core, pair, k * t->dr);
    pair_table[k] += values[k];
  }
  dftfit_eam_table_slopes(t->nr, values, slope, 1);
  for (int k = 1; k < t->nr - 1; k++) {
    double r = (k + 0.5) * t->dr, exact = dftfit_core_times_distance(core, pair, r) / r, cubic[4];
    eam_cubic(values[k], slope[k], values[k + 1], slope[k + 1], cubic);
    worst = fmax(worst, fabs(eam_cubic_at(cubic, 0.5).value / r - exact) / fmax(1, exact));
  }
  return worst;
}

static dftfit_status add_cores(const dftfit_potential *pot, const eam_table *t, dftfit_table_error *error,
                               dftfit_error *err) {
  double *room = malloc(2 * (size_t)t->nr * sizeof *room), worst = 0;
  if (!room) return dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory");
  for (int a = 0; a < t->nelement; a++)
    for (int b = 0; b <= a; b++)
      worst = fmax(worst, add_core(&pot->core, a * t->nelement + b, t, room, room + t->nr, eam_table_pair(t, a, b)));
  error->pair += worst; /* the interpolation of a sum is the sum of the interpolations */
  free(room);
  return DFTFIT_OK;
}

dftfit_status dftfit_setfl_write(const dftfit_potential *pot, bool finnis_sinclair, int points, char **text,
                                 dftfit_table_error *error, dftfit_error *err) {
  dftfit_table_error unused;
  eam_table table;
  *text = NULL;
  DFTFIT_TRY(check(pot, err));
  const eam_form *form = pot->self;
  if (!error) error = &unused;
  if (form->spline)
    DFTFIT_TRY(dftfit_eam_spline_tabulate(form->spline, finnis_sinclair, points, &table, error, err));
  else
    DFTFIT_TRY(dftfit_eam_resample(&form->table, &pot->header, finnis_sinclair, points, &table, error, err));
  for (int a = 0; a < table.nelement; a++) /* a setfl file has no reference energies: they are part of F */
    for (int k = 0; k < table.nrho; k++) eam_table_embedding(&table, a)[k] += pot->reference[a];
  dftfit_status status = pot->core.present ? add_cores(pot, &table, error, err) : DFTFIT_OK;
  text_buffer out = {0};
  if (!status) put_file(&out, pot, &table);
  dftfit_eam_table_free(&table);
  if (status) return status;
  if (!out.failed) {
    *text = out.text;
    return DFTFIT_OK;
  }
  free(out.text);
  return dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory");
}
