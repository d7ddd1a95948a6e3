/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/temporary_signals.h"

#include <stddef.h>
#include <sys/types.h>
#include <unistd.h>

#include "base/temporary.h"

enum { SLOTS = 16 };

/* A handler sees nothing but what is static. Slots change only while the signals are held back. */
static const char *volatile listed[SLOTS];
static volatile pid_t owner; /* a child that was forked leaves the files of its parent alone */

static const int ending[] = {SIGINT, SIGTERM, SIGHUP, SIGPIPE, SIGXCPU};
enum { NENDING = sizeof ending / sizeof *ending };

static void on_signal(int which) {
  for (int i = 0; i < SLOTS && owner == getpid(); i++)
    if (listed[i]) unlink(listed[i]);
  raise(which); /* with its usual effect: SA_RESETHAND */
}

void temporary_watch_signals(void) {
  struct sigaction action = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND}, before;
  sigemptyset(&action.sa_mask);
  owner = getpid();
  for (int i = 0; i < NENDING; i++)
    if (!sigaction(ending[i], NULL, &before) && before.sa_handler == SIG_DFL) sigaction(ending[i], &action, NULL);
  signal(SIGXFSZ, SIG_IGN);
}

void temporary_signals_hold(sigset_t *before) {
  sigset_t set;
  sigemptyset(&set);
  for (int i = 0; i < NENDING; i++) sigaddset(&set, ending[i]);
  sigprocmask(SIG_BLOCK, &set, before);
}

void temporary_signals_release(const sigset_t *before) { sigprocmask(SIG_SETMASK, before, NULL); }

int temporary_signals_add(const char *path) {
  for (int i = 0; i < SLOTS; i++) {
    if (listed[i]) continue;
    listed[i] = path;
    return i;
  }
  return -1;
}

void temporary_signals_remove(int slot) {
  if (slot >= 0) listed[slot] = NULL;
}
