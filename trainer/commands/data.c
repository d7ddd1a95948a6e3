/* SPDX-License-Identifier: BSD-3-Clause */
/** dftfit data: data files out of data files. All of it goes block by block, so memory does not grow with the atoms. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/command.h"
#include "commands/data_actions.h"

static const struct {
  const char *name, *summary, *usage;
  dftfit_status (*run)(const data_options *o, dftfit_error *err);
} actions[DATA_ACTIONS] = {
    [DATA_MERGE] = {"merge", "join data files", "A.h5 B.h5 ... -o OUT.h5", data_merge},
    [DATA_SELECT] = {"select", "take configurations by criteria", "IN.h5 -o OUT.h5 [criteria]", data_select},
    [DATA_SPLIT] = {"split", "part training and test data; runs are cut into contiguous blocks",
                    "IN.h5 -o TRAIN.h5 --test TEST.h5 --fraction 0.1 [--seed 1] [--random]", data_split},
    [DATA_EXPORT] = {"export", "write extended XYZ, for ASE and QUIP", "IN.h5 -o OUT.xyz [criteria]", data_export},
    [DATA_CORRECT] = {"correct", "change unit, sign, order or offset of targets, or drop them",
                      "IN.h5 -o OUT.h5 --corrections FILE.yaml", data_correct}};

static void print_help(void) {
  printf("usage:\n");
  for (int i = 0; i < DATA_ACTIONS; i++)
    printf("  dftfit data %-7s %s\n                        %s\n", actions[i].name, actions[i].usage,
           actions[i].summary);
  putchar('\n');
  data_options_print();
}

static int run_action(data_action action, int argc, char **argv) {
  data_options o;
  dftfit_error err = {0};
  int code = data_options_parse(action, argc, argv, &o);
  if (!code && o.help)
    print_help();
  else if (!code && (data_options_check_outputs(&o, &err) || actions[action].run(&o, &err)))
    code = command_failed(&err);
  data_options_clear(&o);
  return code;
}

int command_data(int argc, char **argv) {
  if (!command_prints()) return EXIT_SUCCESS; /* the work of one rank */
  if (argc > 1 && (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h"))) {
    print_help();
    return EXIT_SUCCESS;
  }
  for (int i = 0; i < DATA_ACTIONS && argc > 1; i++)
    if (!strcmp(argv[1], actions[i].name)) return run_action((data_action)i, argc - 1, argv + 1);
  return argc > 1 ? command_usage("data", "'%s' is none of merge, select, split, export, correct", argv[1])
                  : command_usage("data", "say what to do: merge, select, split, export or correct");
}
