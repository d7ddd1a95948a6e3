/* SPDX-License-Identifier: BSD-3-Clause */
/** The command line of dftfit import. */
#ifndef TRAINER_COMMANDS_IMPORT_ARGUMENTS_H
#define TRAINER_COMMANDS_IMPORT_ARGUMENTS_H

#include "import/importer.h"

typedef struct import_arguments {
  import_options options;
  const importer *format; /* NULL: recognised from each file */
  const char *group;      /* NULL: told by folders            */
  int group_by;           /* GROUP_BY_ITSELF, or the level of folders that names groups */
  const char *output;
  const char **excluded; /* [argc] */
  char **kind;           /* [nkind] "group=kind" */
  int nkind;
  bool force, help;
  char **input; /* [ninput] files and folders */
  int ninput;
} import_arguments;

/** Fills *a (all zero), whose memory import_arguments_clear frees in any case. An exit code, after its message. */
int import_arguments_parse(import_arguments *a, int argc, char **argv);
void import_arguments_clear(import_arguments *a);
void import_arguments_help(void);

#endif
