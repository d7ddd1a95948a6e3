/* SPDX-License-Identifier: BSD-3-Clause */
/** The list of temporaries that a signal removes. */
#ifndef TRAINER_BASE_TEMPORARY_SIGNALS_H
#define TRAINER_BASE_TEMPORARY_SIGNALS_H

#include <signal.h>

/** Holds the signals back, and lets them through again, around changes of the list and of what it names. */
void temporary_signals_hold(sigset_t *before);
void temporary_signals_release(const sigset_t *before);
/** Puts the path, which lives until it is removed from it, into the list. -1: the list is full. */
int temporary_signals_add(const char *path);
void temporary_signals_remove(int slot); /* -1 is fine */

#endif
