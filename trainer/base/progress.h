/* SPDX-License-Identifier: BSD-3-Clause */
/** Progress on stderr with the time left: redrawn in place on a terminal, a line now and then elsewhere. */
#ifndef TRAINER_BASE_PROGRESS_H
#define TRAINER_BASE_PROGRESS_H

#include <stdbool.h>

typedef struct progress {
  const char *what;
  bool shown, terminal, drawn;
  double start, last; /* seconds */
} progress;

enum { PROGRESS_STEP = 256 }; /* of many short pieces of work, so many lie between two updates */

/** shown: false on the ranks that keep silent. */
void progress_begin(progress *p, const char *what, bool shown);
void progress_update(void *self, double share); /* share: 0 .. 1 */
void progress_end(progress *p);
/** Seconds of a clock that never goes back. */
double seconds_now(void);

#endif
