/* SPDX-License-Identifier: BSD-3-Clause */
/** The files of an import: those that the user names, and those in the folders that he names. */
#ifndef TRAINER_IMPORT_INPUTS_H
#define TRAINER_IMPORT_INPUTS_H

#include <stdbool.h>

#include "dftfit/status.h"

typedef struct import_input {
  char *path;
  const char *source;            /* the name under which it is recorded, within path */
  const char *below;             /* the part of path below the folder in which it was found */
  char *group;                   /* of configurations that name none, NULL: not told by a folder */
  bool found;                    /* in a folder */
  int argument;                  /* number of the file or folder that the user named, from 0 */
  const struct importer *format; /* NULL: not known (yet), or not to be read */
  bool same_run;                 /* as another input, which is read in place of it */
} import_input;

typedef struct import_inputs {
  int count, capacity;
  import_input *input; /* [count] */
} import_inputs;       /* all zero: empty */

/** Adds a file, or the files in a folder and the folders below it in the order of their names (hidden ones are passed
 *  over). A file found is recorded by its path from the folder on, with the folder's own name; its group is the first
 *  folder below, or the folder itself for a file that lies right in it. */
dftfit_status import_inputs_add(import_inputs *inputs, const char *path, int argument, dftfit_error *err);
/** Files named are recorded by their bare name, so that data do not depend on where they lay, unless two share it.
 *  Called once all are there. */
dftfit_status import_inputs_name(import_inputs *inputs, dftfit_error *err);
void import_inputs_clear(import_inputs *inputs);

#endif
