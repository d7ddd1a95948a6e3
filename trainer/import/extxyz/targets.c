/* SPDX-License-Identifier: BSD-3-Clause */
#include "import/extxyz/targets.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/fortran_number.h"
#include "base/numbers.h"
#include "base/unit_names.h"
#include "dftfit/cell.h"
#include "import/extxyz/names.h"

/* A stress is symmetric; components that differ by more than this fraction of the largest are in some other order. */
static const double ASYMMETRY = 0.02;
/* Two energies are the same number when they differ by no more than what is lost in printing 8 digits. */
static const double SAME = 1e-7;

typedef struct comment_at {
  const extxyz_comment *comment;
  const import_options *options;
  const char *input;
  int line;
} comment_at;

/* Finds the key of a target. Under one prefix the first name that is there counts. NULL in *value: none. Values under
 * two prefixes that differ are an error: only the user knows which was computed by which method. */
static dftfit_status find_target(const comment_at *c, extxyz_target target, const char *named, const char *option,
                                 char key[EXTXYZ_NAME], const char **value, dftfit_error *err) {
  *value = NULL;
  if (named && !strcmp(named, "none")) return DFTFIT_OK;
  if (named) {
    snprintf(key, EXTXYZ_NAME, "%s", named);
    *value = extxyz_comment_get(c->comment, named);
    return DFTFIT_OK;
  }
  for (int prefix = 0; prefix < EXTXYZ_PREFIXES; prefix++) {
    char name[EXTXYZ_NAME];
    const char *found = NULL, *bad;
    for (int i = 0; !found && extxyz_name(target, prefix, i, name); i++) found = extxyz_comment_get(c->comment, name);
    if (!found) continue;
    double a[9], b[9];
    int n = *value ? import_numbers(*value, 9, a, &bad) : 0, same = *value != NULL;
    if (*value && n == import_numbers(found, 9, b, &bad))
      for (int k = 0; k < n; k++) same = same && fabs(a[k] - b[k]) <= SAME * fmax(fabs(a[k]), fabs(b[k]));
    else
      same = false;
    if (*value && !same)
      return dftfit_fail_at(err, DFTFIT_ERR_KEY, c->input, c->line, 0,
                            "both %s and %s are given and differ; choose one with --key %s=%s", key, name, option,
                            name);
    if (!*value) {
      *value = found;
      memcpy(key, name, EXTXYZ_NAME);
    }
  }
  return DFTFIT_OK;
}

/* factor of a unit: what the user said, else what the key <quantity>-unit says, else 1 */
static dftfit_status find_unit(const comment_at *c, unit_quantity quantity, const char *const *keys, double given,
                               double *factor, dftfit_error *err) {
  *factor = given ? given : 1;
  for (; *keys && !given; keys++) {
    const char *name = extxyz_comment_get(c->comment, *keys);
    if (!name) continue;
    *factor = unit_factor(quantity, name);
    if (*factor) return DFTFIT_OK;
    return dftfit_fail_at(err, DFTFIT_ERR_VALUE, c->input, c->line, 0, "%s=%.40s is not a known unit; known are %s",
                          *keys, name, unit_known(quantity));
  }
  return DFTFIT_OK;
}

static dftfit_status bad_number(const comment_at *c, const char *key, const char *value, const char *want,
                                dftfit_error *err) {
  return dftfit_fail_at(err, DFTFIT_ERR_VALUE, c->input, c->line, 0,
                        "%s=\"%.60s\" must be %s (leave the key out where it is not known)", key, value, want);
}

static dftfit_status read_energy(const comment_at *c, double *energy, dftfit_error *err) {
  static const char *const units[] = {"energy-unit", "energy_unit", "energy-units", NULL};
  char key[EXTXYZ_NAME];
  const char *value, *bad;
  double factor;
  *energy = NAN;
  DFTFIT_TRY(find_target(c, TARGET_KEY_ENERGY, c->options->energy_key, "energy", key, &value, err));
  if (!value) return DFTFIT_OK;
  if (fortran_no_number(value)) {
    *energy = HUGE_VAL;
    return DFTFIT_OK;
  }
  if (import_numbers(value, 1, energy, &bad) != 1) return bad_number(c, key, value, "one finite number", err);
  DFTFIT_TRY(find_unit(c, UNIT_ENERGY, units, c->options->energy_unit, &factor, err));
  *energy *= factor;
  return DFTFIT_OK;
}

/* six components (xx yy zz yz xz xy, Voigt's order, as ASE writes it) or a 3 x 3 matrix, into the order of ours */
static dftfit_status read_tensor(const comment_at *c, const char *key, const char *value, double out[6],
                                 dftfit_error *err) {
  static const int upper[6] = {0, 4, 8, 5, 2, 1}, lower[6] = {0, 4, 8, 7, 6, 3};
  double t[9], largest = 0;
  const char *bad;
  if (fortran_no_number(value)) {
    for (int k = 0; k < 6; k++) out[k] = HUGE_VAL;
    return DFTFIT_OK;
  }
  int n = import_numbers(value, 9, t, &bad);
  if (n != 6 && n != 9)
    return bad_number(c, key, value, "6 finite numbers (xx yy zz yz xz xy) or 9 (a 3 by 3 matrix)", err);
  for (int k = 0; k < 6; k++) out[k] = n == 6 ? t[k] : (t[upper[k]] + t[lower[k]]) / 2;
  for (int k = 0; k < n; k++) largest = fmax(largest, fabs(t[k]));
  for (int k = 0; k < 6 && n == 9; k++)
    if (fabs(t[upper[k]] - t[lower[k]]) > ASYMMETRY * largest)
      return dftfit_fail_at(err, DFTFIT_ERR_VALUE, c->input, c->line, 0,
                            "%s is not a symmetric matrix: components %g and %g should be equal", key, t[upper[k]],
                            t[lower[k]]);
  return DFTFIT_OK;
}

/* The stress, else the virial: sigma = -virial/volume (QUIP's sign: its virial is minus the stress times the volume).
 */
static dftfit_status read_stress(const comment_at *c, double volume, double stress[6], dftfit_error *err) {
  static const char *const stress_units[] = {"stress-unit", "stress_unit", "stress-units", NULL};
  static const char *const virial_units[] = {"virial-unit", "virial_unit", "virial-units", NULL};
  char key[EXTXYZ_NAME];
  const char *value;
  double factor;
  for (int k = 0; k < 6; k++) stress[k] = NAN;
  DFTFIT_TRY(find_target(c, TARGET_KEY_STRESS, c->options->stress_key, "stress", key, &value, err));
  if (value) {
    DFTFIT_TRY(find_unit(c, UNIT_STRESS, stress_units, c->options->stress_unit, &factor, err));
    if (c->options->pressure) factor = -factor;
  } else {
    DFTFIT_TRY(find_target(c, TARGET_KEY_VIRIAL, c->options->virial_key, "virial", key, &value, err));
    if (!value) return DFTFIT_OK;
    DFTFIT_TRY(find_unit(c, UNIT_ENERGY, virial_units, c->options->virial_unit, &factor, err));
    factor = -factor / fabs(volume);
  }
  DFTFIT_TRY(read_tensor(c, key, value, stress, err));
  for (int k = 0; k < 6; k++) stress[k] *= factor;
  return DFTFIT_OK;
}

/* T, F, true, false, 1, 0; three of them or one for all directions */
static dftfit_status read_pbc(const comment_at *c, const char *value, bool pbc[3], dftfit_error *err) {
  static const char between[] = " \t,;[](){}";
  static const char *const yes[] = {"T", "True", ".true.", "1", "yes"}, *const no[] = {"F", "False", ".false.", "0",
                                                                                       "no"};
  int n = 0;
  for (const char *p = value + strspn(value, between); *p; p += strspn(p, between)) {
    size_t length = strcspn(p, between);
    int is = -1;
    for (int i = 0; i < (int)(sizeof yes / sizeof *yes); i++) {
      if (length == strlen(yes[i]) && !strncasecmp(p, yes[i], length)) is = 1;
      if (length == strlen(no[i]) && !strncasecmp(p, no[i], length)) is = 0;
    }
    if (is < 0 || n == 3) return bad_number(c, "pbc", value, "three of T and F", err);
    pbc[n++] = is;
    p += length;
  }
  if (n == 1) pbc[1] = pbc[2] = pbc[0];
  return n == 1 || n == 3 ? DFTFIT_OK : bad_number(c, "pbc", value, "three of T and F", err);
}

static dftfit_status read_cell(const comment_at *c, double cell[9], bool pbc[3], dftfit_error *err) {
  const char *lattice = extxyz_comment_get(c->comment, "lattice"), *periodic = extxyz_comment_get(c->comment, "pbc"),
             *bad;
  if (!lattice) lattice = extxyz_comment_get(c->comment, "cell");
  memset(cell, 0, 9 * sizeof *cell);
  for (int k = 0; k < 3; k++) pbc[k] = lattice != NULL;
  if (periodic) DFTFIT_TRY(read_pbc(c, periodic, pbc, err));
  if (!lattice && (pbc[0] || pbc[1] || pbc[2]))
    return dftfit_fail_at(err, DFTFIT_ERR_KEY, c->input, c->line, 0,
                          "pbc=\"%.20s\" but there is no Lattice=\"ax ay az bx by bz cx cy cz\"", periodic);
  if (!lattice) return DFTFIT_OK;
  int n = import_numbers(lattice, 9, cell, &bad);
  if (n != 3 && n != 9) return bad_number(c, "Lattice", lattice, "9 finite numbers (rows a, b, c)", err);
  if (n == 3) { /* the lengths of a rectangular cell */
    double length[3] = {cell[0], cell[1], cell[2]};
    for (int k = 0; k < 9; k++) cell[k] = k % 4 == 0 ? length[k / 4] : 0;
  }
  return DFTFIT_OK;
}

dftfit_status extxyz_targets(const extxyz_comment *comment, const import_options *options, const char *input, int line,
                             dataset_config *config, double *force_factor, dftfit_error *err) {
  static const char *const force_units[] = {"force-unit", "force_unit", "forces-unit", "force-units", NULL};
  const comment_at c = {comment, options, input, line};
  DFTFIT_TRY(read_cell(&c, config->cell, config->pbc, err));
  DFTFIT_TRY(read_energy(&c, &config->energy, err));
  DFTFIT_TRY(find_unit(&c, UNIT_FORCE, force_units, options->force_unit, force_factor, err));
  double volume = dftfit_cell_volume(config->cell);
  if (volume != 0)
    DFTFIT_TRY(read_stress(&c, volume, config->stress, err));
  else
    for (int k = 0; k < 6; k++) config->stress[k] = NAN;
  config->group = extxyz_comment_get(comment, options->group_key ? options->group_key : "config_type");
  return DFTFIT_OK;
}
