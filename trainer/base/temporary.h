/* SPDX-License-Identifier: BSD-3-Clause */
/** Files that are being written. Each has a name of its own in the folder of the file that it will be,
 *  .NAME.dftfit.XXXXXX, and takes the file's name when it is whole and on the disk: whoever reads finds the old file or
 *  the new one, never a part. It is locked while it is written, so that one that nobody locks is known to be left over.
 */
#ifndef TRAINER_BASE_TEMPORARY_H
#define TRAINER_BASE_TEMPORARY_H

#include "dftfit/status.h"

typedef struct temporary {
  char *path;       /* under which it is written        */
  char *target;     /* that it will have; no link       */
  const char *name; /* as errors name it; borrowed      */
  int handle;       /* open for writing, and the lock   */
  int slot;         /* in the list for signals, -1: none */
} temporary;

/** Creates the file. path may be a symbolic link: the file that it names is then the one to be replaced. */
dftfit_status temporary_create(const char *path, temporary *out, dftfit_error *err);
/** Writes the data to the disk and renames the file; fails where something that is no regular file has taken its place.
 *  Ends the temporary in any case. */
dftfit_status temporary_commit(temporary *t, dftfit_error *err);
void temporary_discard(temporary *t);
/** Removes what runs that were killed have left of this path. */
void temporary_clean(const char *path);
/** The path of the file that `path` names, links followed, also where there is no such file yet. The caller frees it;
 *  NULL: out of memory, or links that lead round. */
char *temporary_follow(const char *path);
/** From now on SIGINT, SIGTERM, SIGHUP, SIGPIPE and SIGXCPU remove the temporaries of this process before they end it. A
 *  write beyond the limit on the size of files fails instead of ending the program. */
void temporary_watch_signals(void);

#endif
