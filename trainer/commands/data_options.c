/* SPDX-License-Identifier: BSD-3-Clause */
#include "commands/data_options.h"

#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/outputs.h"
#include "commands/command.h"
#include "dftfit/units.h"

enum {
  OPTION_TEST = 256,
  OPTION_CORRECTIONS,
  OPTION_FRACTION,
  OPTION_SEED,
  OPTION_RANDOM,
  OPTION_GROUP,
  OPTION_EXCLUDE_GROUP,
  OPTION_KIND,
  OPTION_ELEMENTS,
  OPTION_ENERGY,
  OPTION_VOLUME,
  OPTION_NATOMS,
  OPTION_MAX_FORCE,
  OPTION_MAX_STRESS,
  OPTION_HAS,
  OPTION_CONFIGS,
  OPTION_DROP,
  OPTION_CALCULATION,
  OPTION_NO_COPIES,
  OPTION_EVERY
};

enum { CRITERIA = 1 << DATA_SELECT | 1 << DATA_EXPORT, ALL = (1 << DATA_ACTIONS) - 1 };

static const struct {
  struct option option;
  int actions; /* bits of the actions that have it */
} table[] = {{{"output", required_argument, NULL, 'o'}, ALL},
             {{"force", no_argument, NULL, 'f'}, ALL},
             {{"help", no_argument, NULL, 'h'}, ALL},
             {{"test", required_argument, NULL, OPTION_TEST}, 1 << DATA_SPLIT},
             {{"fraction", required_argument, NULL, OPTION_FRACTION}, 1 << DATA_SPLIT},
             {{"random", no_argument, NULL, OPTION_RANDOM}, 1 << DATA_SPLIT},
             {{"seed", required_argument, NULL, OPTION_SEED}, 1 << DATA_SPLIT},
             {{"corrections", required_argument, NULL, OPTION_CORRECTIONS}, 1 << DATA_CORRECT},
             {{"group", required_argument, NULL, OPTION_GROUP}, CRITERIA},
             {{"exclude-group", required_argument, NULL, OPTION_EXCLUDE_GROUP}, CRITERIA},
             {{"kind", required_argument, NULL, OPTION_KIND}, CRITERIA},
             {{"elements", required_argument, NULL, OPTION_ELEMENTS}, CRITERIA},
             {{"energy", required_argument, NULL, OPTION_ENERGY}, CRITERIA},
             {{"volume", required_argument, NULL, OPTION_VOLUME}, CRITERIA},
             {{"atoms", required_argument, NULL, OPTION_NATOMS}, CRITERIA},
             {{"max-force", required_argument, NULL, OPTION_MAX_FORCE}, CRITERIA},
             {{"max-stress", required_argument, NULL, OPTION_MAX_STRESS}, CRITERIA},
             {{"has", required_argument, NULL, OPTION_HAS}, CRITERIA},
             {{"configs", required_argument, NULL, OPTION_CONFIGS}, CRITERIA},
             {{"drop", required_argument, NULL, OPTION_DROP}, CRITERIA},
             {{"calculation", required_argument, NULL, OPTION_CALCULATION}, CRITERIA},
             {{"no-copies", no_argument, NULL, OPTION_NO_COPIES}, CRITERIA},
             {{"every", required_argument, NULL, OPTION_EVERY}, CRITERIA}};
enum { NTABLE = sizeof table / sizeof *table };

void data_options_print_criteria(void) {
  printf("Of the configurations those are taken that meet all criteria given (several names: any of them):\n"
         "      --group NAME, --exclude-group NAME, --kind KIND\n"
         "                            may be repeated\n"
         "      --elements Si,C       no other elements occur\n"
         "      --energy LOW:HIGH     eV/atom; one side may be empty, as in --energy :-4.5\n"
         "      --volume LOW:HIGH     A^3/atom\n"
         "      --atoms LOW:HIGH      number of atoms\n"
         "      --max-force F         no force longer than F, eV/A\n"
         "      --max-stress P        no component of the stress beyond P, GPa\n"
         "      --has energy,forces,stress\n"
         "                            these targets are there\n"
         "      --configs 0-99,120    numbers of configurations, as dftfit info counts them\n"
         "      --drop 7,13           numbers that are left out\n"
         "      --calculation 0,2     rows of /calculations\n"
         "      --no-copies           what repeats an earlier configuration, bit for bit, is left out\n"
         "      --every N             of what is then left of a group, the first and every N-th after it\n");
}

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

static int take_range(const char *option, char *text, double range[2]) {
  char *colon = strchr(text, ':');
  if (colon) {
    *colon = '\0';
    bool good = (!*text || take_number(text, &range[0])) && (!colon[1] || take_number(colon + 1, &range[1]));
    *colon = ':';
    if (good && range[0] <= range[1]) return EXIT_SUCCESS;
  }
  return command_usage("data", "--%s %s: a range is LOW:HIGH, one of which may be empty", option, text);
}

static int take_positive(const char *option, const char *text, double unit, double *out) {
  if (!take_number(text, out) || *out <= 0) return command_usage("data", "--%s %s: it must be positive", option, text);
  *out *= unit;
  return EXIT_SUCCESS;
}

static int take_targets(criteria *k, char *list) {
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

static int take_numbers(number_list *list, const char *text) {
  dftfit_error err;
  return number_list_parse(list, text, &err) ? command_usage("data", "%s", err.message) : EXIT_SUCCESS;
}

static int take_seed(data_options *o, const char *text) {
  char *end;
  errno = 0;
  o->seed = strtol(text, &end, 10);
  if (end == text || *end || errno || o->seed < 0 || o->seed > INT_MAX)
    return command_usage("data", "--seed %s: it must be a whole number from 0 to %d", text, INT_MAX);
  return EXIT_SUCCESS;
}

static int take_every(criteria *k, const char *text) {
  char *end;
  errno = 0;
  k->every = strtoll(text, &end, 10);
  if (end == text || *end || errno || k->every < 1)
    return command_usage("data", "--every %s: it must be a whole number from 1 on", text);
  return EXIT_SUCCESS;
}

static int take_fraction(data_options *o, const char *text) {
  if (!take_number(text, &o->fraction) || o->fraction <= 0 || o->fraction >= 1)
    return command_usage("data", "--fraction %s: it must be between 0 and 1", text);
  return EXIT_SUCCESS;
}

static int take_criterion(criteria *k, int option) {
  switch (option) {
  case OPTION_GROUP:
    return add_name(&k->group, optarg);
  case OPTION_EXCLUDE_GROUP:
    return add_name(&k->exclude_group, optarg);
  case OPTION_KIND:
    return add_name(&k->kind, optarg);
  case OPTION_ELEMENTS:
    return add_names(&k->element, optarg);
  case OPTION_ENERGY:
    return take_range("energy", optarg, k->energy);
  case OPTION_VOLUME:
    return take_range("volume", optarg, k->volume);
  case OPTION_NATOMS:
    return take_range("atoms", optarg, k->natoms);
  case OPTION_MAX_FORCE:
    return take_positive("max-force", optarg, 1, &k->max_force);
  case OPTION_MAX_STRESS:
    return take_positive("max-stress", optarg, 1 / DFTFIT_GPA_PER_EV_A3, &k->max_pressure);
  case OPTION_HAS:
    return take_targets(k, optarg);
  case OPTION_CONFIGS:
    return take_numbers(&k->configs, optarg);
  case OPTION_DROP:
    return take_numbers(&k->drop, optarg);
  case OPTION_CALCULATION:
    return take_numbers(&k->calculation, optarg);
  case OPTION_NO_COPIES:
    k->no_copies = true;
    return EXIT_SUCCESS;
  case OPTION_EVERY:
    return take_every(k, optarg);
  default:
    return command_usage("data", "an option is unknown here or lacks its value");
  }
}

static int take_option(data_options *o, int option) {
  switch (option) {
  case 'o':
    o->output = optarg;
    return EXIT_SUCCESS;
  case 'f':
    o->force = true;
    return EXIT_SUCCESS;
  case 'h':
    o->help = true;
    return EXIT_SUCCESS;
  case OPTION_TEST:
    o->test = optarg;
    return EXIT_SUCCESS;
  case OPTION_CORRECTIONS:
    o->corrections = optarg;
    return EXIT_SUCCESS;
  case OPTION_FRACTION:
    return take_fraction(o, optarg);
  case OPTION_RANDOM:
    o->random = true;
    return EXIT_SUCCESS;
  case OPTION_SEED:
    return take_seed(o, optarg);
  default:
    return take_criterion(&o->criteria, option);
  }
}

int data_options_parse(data_action action, int argc, char **argv, data_options *out) {
  struct option known[NTABLE + 1];
  int n = 0, option, code = EXIT_SUCCESS;
  *out = (data_options){.criteria = criteria_all(), .seed = 1};
  for (int i = 0; i < NTABLE; i++)
    if (table[i].actions & 1 << action) known[n++] = table[i].option;
  known[n] = (struct option){0};
  opterr = 0; /* the message is ours */
  optind = 1;
  while (!code && (option = getopt_long(argc, argv, "o:fh", known, NULL)) != -1) code = take_option(out, option);
  out->input = argv + optind;
  out->ninput = argc - optind;
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
