/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/label.h"
#include "base/numbers.h"
#include "dftfit/units.h"
#include "import/extxyz/targets.h"

static const char *first_of(const extxyz_comment *comment, const char *const *keys) {
  const char *value = NULL;
  for (; *keys && !value; keys++) value = extxyz_comment_get(comment, *keys);
  return value;
}

static void read_text(const extxyz_comment *comment, const char *const *keys, char *out, size_t size) {
  const char *value = first_of(comment, keys);
  import_text(out, size, value ? value : "");
}

/* a number under one of the keys, times its factor; NaN when there is none */
typedef struct number_key {
  const char *key;
  double factor;
} number_key;

static double read_number(const extxyz_comment *comment, const number_key *keys) {
  for (; keys->key; keys++) {
    double value;
    const char *text = extxyz_comment_get(comment, keys->key), *bad;
    if (text && import_numbers(text, 1, &value, &bad) == 1) return value * keys->factor;
  }
  return NAN;
}

/* "quantum-espresso pw.x v.6.7MaX" names its version, too: the last word, when it begins with v and a digit or a point
 */
static void split_version(dataset_calculation *out) {
  char *last = strrchr(out->code, ' ');
  if (out->version[0] || !last || last[1] != 'v') return;
  const char *number = last + 2 + (last[2] == '.');
  if (*number < '0' || *number > '9') return;
  snprintf(out->version, sizeof out->version, "%s", number);
  *last = '\0';
}

/* names of the code and the smearing as pw.x's own files have them, so that both kinds of file go together */
static void usual_names(dataset_calculation *out) {
  static const struct {
    const char *input, *name;
  } smearings[] = {{"gauss", "Gaussian"},         {"gaussian", "Gaussian"}, {"mp", "Methfessel-Paxton"},
                   {"m-p", "Methfessel-Paxton"},  {"fd", "Fermi-Dirac"},    {"mv", "Marzari-Vanderbilt"},
                   {"m-v", "Marzari-Vanderbilt"}, {"f-d", "Fermi-Dirac"}};
  if (!strcasecmp(out->code, "quantum-espresso pw.x") || !strcasecmp(out->code, "pw.x"))
    snprintf(out->code, sizeof out->code, "Quantum ESPRESSO pw.x");
  for (size_t i = 0; i < sizeof smearings / sizeof *smearings; i++)
    if (!strcasecmp(out->smearing, smearings[i].input))
      snprintf(out->smearing, sizeof out->smearing, "%s", smearings[i].name);
}

void extxyz_calculation(const extxyz_comment *comment, dataset_calculation *out) {
  static const char *const code[] = {"code", "dft_code", "calculator", NULL};
  static const char *const version[] = {"code_version", "version", NULL};
  static const char *const functional[] = {"functional", "xc_functional", "xc", NULL};
  static const char *const pseudo[] = {"pseudo", "pseudopotentials", "pseudopotential", NULL};
  static const char *const smearing[] = {"smearing", NULL};
  static const number_key ecut[] = {
      {"ecutwfc_Ry", DFTFIT_EV_PER_RYDBERG}, {"ecut_eV", 1}, {"encut", 1}, {"cut_off_energy", 1}, {NULL, 0}};
  static const number_key kspacing[] = {{"kspacing", 1}, {NULL, 0}};
  static const number_key tolerance[] = {{"scf_conv_thr_Ry", DFTFIT_EV_PER_RYDBERG}, {"ediff", 1}, {NULL, 0}};
  static const number_key width[] = {
      {"degauss_Ry", DFTFIT_EV_PER_RYDBERG}, {"smearing_width", 1}, {"sigma_eV", 1}, {NULL, 0}};
  memset(out, 0, sizeof *out);
  read_text(comment, code, out->code, sizeof out->code);
  read_text(comment, version, out->version, sizeof out->version);
  read_text(comment, functional, out->functional, sizeof out->functional);
  read_text(comment, pseudo, out->pseudopotentials, sizeof out->pseudopotentials);
  read_text(comment, smearing, out->smearing, sizeof out->smearing);
  split_version(out);
  usual_names(out);
  out->ecut = read_number(comment, ecut);
  out->kspacing = read_number(comment, kspacing);
  out->scf_tolerance = read_number(comment, tolerance);
  double smearing_width = read_number(comment, width);
  size_t used = strlen(out->smearing);
  if (used && isfinite(smearing_width))
    snprintf(out->smearing + used, sizeof out->smearing - used, ", %.6g eV", smearing_width);
}
