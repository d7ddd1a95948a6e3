/* SPDX-License-Identifier: BSD-3-Clause */
#include "commands/data_options.h"

#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/outputs.h"
#include "commands/command.h"
#include "commands/options.h"
#include "dftfit/units.h"

static int add_name(criteria_names *names, const char *name) {
  const char **memory = realloc(names->name, (size_t)(names->n + 1) * sizeof *memory);
  if (!memory) return command_usage("data", "out of memory");
  names->name = memory;
  memory[names->n++] = name;
  return EXIT_SUCCESS;
}

/* the parts of a list parted by commas, which is cut */
static int add_names(criteria_names *names, char *list) {
  int code = EXIT_SUCCESS;
  char *rest;
  for (char *word = strtok_r(list, ",", &rest); word && !code; word = strtok_r(NULL, ",", &rest))
    code = add_name(names, word);
  return code;
}

static bool take_number(const char *text, double *out) {
  char *end;
  *out = strtod(text, &end);
  return end != text && !*end && !isnan(*out);
}

static int read_range(const char *option, char *text, double range[2]) {
  char *colon = strchr(text, ':');
  if (colon) {
    *colon = '\0';
    bool good = (!*text || take_number(text, &range[0])) && (!colon[1] || take_number(colon + 1, &range[1]));
    *colon = ':';
    if (good && range[0] <= range[1]) return EXIT_SUCCESS;
  }
  return command_usage("data", "--%s %s: a range is LOW:HIGH, one of which may be empty", option, text);
}

static int read_positive(const char *option, const char *text, double unit, double *out) {
  if (!take_number(text, out) || *out <= 0) return command_usage("data", "--%s %s: it must be positive", option, text);
  *out *= unit;
  return EXIT_SUCCESS;
}

static int take_targets(void *self, char *list) {
  criteria *k = &((data_options *)self)->criteria;
  char *rest;
  for (char *word = strtok_r(list, ",", &rest); word; word = strtok_r(NULL, ",", &rest)) {
    bool *need = !strcmp(word, "energy")   ? &k->need_energy
                 : !strcmp(word, "forces") ? &k->need_forces
                 : !strcmp(word, "stress") ? &k->need_stress
                                           : NULL;
    if (!need) return command_usage("data", "--has %s: the targets are energy, forces and stress", word);
    *need = true;
  }
  return EXIT_SUCCESS;
}

static int read_numbers(number_list *list, const char *text) {
  dftfit_error err;
  return number_list_parse(list, text, &err) ? command_usage("data", "%s", err.message) : EXIT_SUCCESS;
}

static int take_seed(void *self, char *text) {
  data_options *o = self;
  long long seed;
  int code = option_whole("data", "seed", text, 0, INT_MAX, &seed);
  if (!code) o->seed = (long)seed;
  return code;
}

static int take_every(void *self, char *text) {
  data_options *o = self;
  long long every;
  int code = option_whole("data", "every", text, 1, LLONG_MAX, &every);
  if (!code) o->criteria.every = every;
  return code;
}

static int take_fraction(void *self, char *text) {
  data_options *o = self;
  if (!take_number(text, &o->fraction) || o->fraction <= 0 || o->fraction >= 1)
    return command_usage("data", "--fraction %s: it must be between 0 and 1", text);
  return EXIT_SUCCESS;
}

/* A criterion's option: reads its value into a field of the criteria. */
#define TAKE(name, call)                             \
  static int take_##name(void *self, char *value) {  \
    criteria *k = &((data_options *)self)->criteria; \
    return call;                                     \
  }
TAKE(group, add_name(&k->group, value))
TAKE(excluded, add_name(&k->exclude_group, value))
TAKE(kind, add_name(&k->kind, value))
TAKE(elements, add_names(&k->element, value))
TAKE(energy, read_range("energy", value, k->energy))
TAKE(volume, read_range("volume", value, k->volume))
TAKE(atoms, read_range("atoms", value, k->natoms))
TAKE(force, read_positive("max-force", value, 1, &k->max_force))
TAKE(stress, read_positive("max-stress", value, 1 / DFTFIT_GPA_PER_EV_A3, &k->max_pressure))
TAKE(configs, read_numbers(&k->configs, value))
TAKE(dropped, read_numbers(&k->drop, value))
TAKE(calculation, read_numbers(&k->calculation, value))
#undef TAKE

static const option_row common[] = {OPTION_TEXT('o', "output", "FILE", data_options, output,
                                                "the file to write; an existing one is kept unless --force is given"),
                                    OPTION_FLAG('f', "force", data_options, force, "replace an existing file"),
                                    OPTION_END};
static const option_row split[] = {
    OPTION_TEXT(0, "test", "FILE", data_options, test, "split: the file for the test data"),
    OPTION_CALL(0, "fraction", "F", take_fraction, "split: share of the configurations that goes there, 0 < F < 1"),
    OPTION_CALL(0, "seed", "N", take_seed, "split: another number, another choice (default 1)"),
    OPTION_FLAG(0, "random", data_options, random,
                "split: single configurations at random, for comparison with published figures only"),
    OPTION_END};
static const option_row correct[] = {
    OPTION_TEXT(0, "corrections", "FILE", data_options, corrections,
                "correct: what to change; dftfit info --check --corrections FILE writes such a file"),
    OPTION_END};
static const option_row chosen[] = {
    OPTION_CALL(0, "group", "NAME", take_group, "configurations of this group (may be repeated: of any of them)"),
    OPTION_CALL(0, "exclude-group", "NAME", take_excluded, "not of this group (may be repeated)"),
    OPTION_CALL(0, "kind", "KIND", take_kind, "of groups of this kind (may be repeated)"),
    OPTION_CALL(0, "elements", "Si,C", take_elements, "no other elements occur"),
    OPTION_CALL(0, "energy", "LOW:HIGH", take_energy, "eV/atom; one side may be empty, as in --energy :-4.5"),
    OPTION_CALL(0, "volume", "LOW:HIGH", take_volume, "A^3/atom"),
    OPTION_CALL(0, "atoms", "LOW:HIGH", take_atoms, "number of atoms"),
    OPTION_CALL(0, "max-force", "F", take_force, "no force longer than F, eV/A"),
    OPTION_CALL(0, "max-stress", "P", take_stress, "no component of the stress beyond P, GPa"),
    OPTION_CALL(0, "has", "TARGETS", take_targets, "these targets are there: energy, forces, stress, parted by commas"),
    OPTION_CALL(0, "configs", "0-99,120", take_configs, "numbers of configurations, as dftfit info counts them"),
    OPTION_CALL(0, "drop", "7,13", take_dropped, "numbers that are left out"),
    OPTION_CALL(0, "calculation", "0,2", take_calculation, "rows of /calculations"),
    OPTION_FLAG(0, "no-copies", data_options, criteria.no_copies,
                "what repeats an earlier configuration, bit for bit, is left out"),
    OPTION_CALL(0, "every", "N", take_every, "of what is then left of a group, the first and every N-th after it"),
    OPTION_END};

/* What an action has besides the common options. */
static const option_row *const of_action[DATA_ACTIONS] = {
    [DATA_SELECT] = chosen, [DATA_SPLIT] = split, [DATA_EXPORT] = chosen, [DATA_CORRECT] = correct};

void data_options_print(void) {
  options_print(common);
  printf("\n");
  options_print(split);
  options_print(correct);
  printf("\nselect and export take the configurations that meet all criteria given:\n");
  options_print(chosen);
}

int data_options_parse(data_action action, int argc, char **argv, data_options *out) {
  const command_line line = {"data", {common, of_action[action]}};
  words w;
  *out = (data_options){.criteria = criteria_all(), .seed = 1};
  int code = options_parse(&line, argc, argv, out, &w);
  out->input = w.word;
  out->ninput = w.n;
  out->help = w.help;
  if (code || out->help) return code;
  if (out->ninput != 1 && action != DATA_MERGE)
    return command_usage("data", "give one data file; there are %d", out->ninput);
  if (out->ninput < 2 && action == DATA_MERGE) return command_usage("data", "merge needs two data files or more");
  if (!out->output) return command_usage("data", "no output; give -o FILE");
  if (action == DATA_SPLIT && (!out->test || out->fraction == 0))
    return command_usage("data", "split needs --test FILE and --fraction");
  if (action == DATA_CORRECT && !out->corrections) return command_usage("data", "correct needs --corrections FILE");
  return EXIT_SUCCESS;
}

void data_options_clear(data_options *o) { criteria_clear(&o->criteria); }

dftfit_status data_options_check_outputs(const data_options *o, dftfit_error *err) {
  const char *written[] = {o->output, o->test};
  if (o->corrections)
    for (int i = 0; i < 2; i++)
      if (written[i]) DFTFIT_TRY(outputs_check_read(written[i], o->corrections, err));
  return outputs_check(written, 2, (const char *const *)o->input, o->ninput, o->force, err);
}
