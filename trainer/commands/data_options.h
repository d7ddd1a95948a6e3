/* SPDX-License-Identifier: BSD-3-Clause */
/** What stands on the command line of `dftfit data`. */
#ifndef TRAINER_COMMANDS_DATA_OPTIONS_H
#define TRAINER_COMMANDS_DATA_OPTIONS_H

#include "transform/criteria.h"

typedef enum data_action { DATA_MERGE, DATA_SELECT, DATA_SPLIT, DATA_EXPORT, DATA_CORRECT, DATA_ACTIONS } data_action;

typedef struct data_options {
  criteria criteria;
  const char *output, *test, *corrections;
  double fraction;
  long seed;
  bool force, help;
  bool random;  /* the test data: single configurations, by lot */
  char **input; /* [ninput] */
  int ninput;
} data_options;

/** Parses argv[1..] for this action; prints what is wrong. Returns an exit code. What is filled is cleared in any case.
 */
int data_options_parse(data_action action, int argc, char **argv, data_options *out);
void data_options_clear(data_options *o);
/** Prints all options, for --help. */
void data_options_print(void);
/** The rule for all outputs of the action (base/outputs.h). */
dftfit_status data_options_check_outputs(const data_options *o, dftfit_error *err);

#endif
