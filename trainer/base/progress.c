/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/progress.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

/* seconds between two messages */
#define TERMINAL_INTERVAL 0.2
#define LOG_INTERVAL 10.0

double seconds_now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

void progress_begin(progress *p, const char *what, bool shown) {
  *p = (progress){.what = what, .shown = shown, .terminal = isatty(STDERR_FILENO), .start = seconds_now()};
  p->last = p->start;
}

void progress_update(void *self, double share) {
  progress *p = self;
  double now = seconds_now();
  if (!p->shown || share <= 0 || now - p->last < (p->terminal ? TERMINAL_INTERVAL : LOG_INTERVAL)) return;
  double left = (now - p->start) * (1 - share) / share;
  fprintf(stderr, p->terminal ? "\r%s: %3.0f %%, %.0f s left   " : "%s: %3.0f %%, %.0f s left\n", p->what, 100 * share,
          left);
  fflush(stderr);
  p->last = now;
  p->drawn = true;
}

void progress_end(progress *p) {
  if (p->drawn && p->terminal) fprintf(stderr, "\r%*s\r", 78, "");
}
