/* SPDX-License-Identifier: BSD-3-Clause */
/* Cluster expansions written for other programs are the same potentials. */
#include <stdlib.h>
#include <string.h>

#include "checks.h"
#include "cluster.h"
#include "cmocka_all.h"

/* Largest difference of energies of atoms over 1 eV/atom or their mean size, of forces over 1 eV/A or their largest. */
static double difference(const outcome *a, const outcome *b, int n) {
  double energy = 0, force = 0, energy_scale = fmax(1, outcome_energy_scale(a, n) / n);
  double force_scale = fmax(1, outcome_force_scale(a, n));
  for (int i = 0; i < n; i++) {
    energy = fmax(energy, fabs(a->eatom[i] - b->eatom[i]));
    for (int k = 0; k < 3; k++) force = fmax(force, fabs(a->force[i][k] - b->force[i][k]));
  }
  return fmax(energy / energy_scale, 0.1 * force / force_scale);
}

static dftfit_potential *read_back(const char *text, const char *tables) {
  dftfit_potential *pot;
  dftfit_error err;
  if (tables) assert_int_equal(setenv("DFTFIT_TABLES", tables, 1), 0);
  dftfit_status status = dftfit_potential_parse("written.yace", text, strlen(text), &pot, &err);
  unsetenv("DFTFIT_TABLES");
  if (status) fail_msg("line %d: %s", err.line, err.message);
  return pot;
}

/* 1e-10 is what the two interpolations of the radial functions leave. */
void check_written_yace(dftfit_potential *pot) {
  static const char *const tables[] = {"reference", "fast"};
  const char *form = dftfit_potential_form(pot)->name;
  char *text;
  dftfit_error err;
  dftfit_status status = dftfit_potential_export(pot, "yace", 0, &text, NULL, &err);
  if (strcmp(form, "ace") != 0 && strcmp(form, "pace") != 0) {
    assert_int_equal(status, DFTFIT_ERR_USAGE);
    assert_null(text);
    return;
  }
  if (status) fail_msg("%s", err.message);
  cluster c = cluster_random(pot, 14, 5);
  outcome own = cluster_evaluate(pot, &c);
  for (int k = 0; k < 2; k++) {
    dftfit_potential *written = read_back(text, tables[k]);
    outcome other = cluster_evaluate(written, &c);
    /* tables of a file with wide bins differ from each other by more than rounding */
    double worst = difference(&own, &other, c.n), limit = strcmp(form, "ace") == 0 || k == 1 ? 1e-10 : 1e-4;
    print_message("%s, %s tables: %.1e (at most %.0e)\n", form, tables[k], worst, limit);
    assert_true(worst <= limit);
    dftfit_potential_destroy(written);
  }
  free(text);
}
