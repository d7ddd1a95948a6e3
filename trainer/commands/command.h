/* SPDX-License-Identifier: BSD-3-Clause */
/** What the subcommands share: how they end with an error. */
#ifndef TRAINER_COMMANDS_COMMAND_H
#define TRAINER_COMMANDS_COMMAND_H

#include <stdbool.h>

#include "dftfit/status.h"

enum { EXIT_USAGE = 2 }; /* EXIT_SUCCESS is 0, EXIT_FAILURE is 1 */

/** True on the one rank that prints (rank 0, and always where MPI does not run). */
bool command_prints(void);
/** Prints the error as one line on stderr (one rank) and returns EXIT_FAILURE. */
int command_failed(const dftfit_error *err);
/** The exit code of a program whose command gave this one: a failure, with a line on stderr, where what was printed did
 *  not reach standard output. */
int command_end(int code);
/** Prints "dftfit <command>: message" and where help is as one line on stderr; returns EXIT_USAGE. */
int command_usage(const char *command, const char *format, ...) __attribute__((format(printf, 2, 3)));

#define COMMAND(name, summary) int command_##name(int argc, char **argv);
#include "commands/commands.def"
#undef COMMAND

#endif
