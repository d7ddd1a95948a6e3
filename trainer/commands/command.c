/* SPDX-License-Identifier: BSD-3-Clause */
#include "commands/command.h"

#include <errno.h>
#include <mpi.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool command_prints(void) {
  int initialized = 0, finalized = 0, rank = 0;
  MPI_Initialized(&initialized);
  MPI_Finalized(&finalized);
  if (initialized && !finalized) MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  return rank == 0;
}

int command_failed(const dftfit_error *err) {
  char text[sizeof err->input + sizeof err->message + 64];
  if (command_prints()) fprintf(stderr, "dftfit: %s\n", dftfit_error_text(err, text, (int)sizeof text));
  return EXIT_FAILURE;
}

int command_end(int code) {
  const bool failed = ferror(stdout) != 0;
  if (!fflush(stdout) && !failed) return code;
  fprintf(stderr, "dftfit: standard output: cannot be written: %s\n", failed ? "a part is missing" : strerror(errno));
  return code ? code : EXIT_FAILURE;
}

int command_usage(const char *command, const char *format, ...) {
  char message[512];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(message, sizeof message, format, arguments);
  va_end(arguments);
  if (command_prints()) fprintf(stderr, "dftfit %s: %s (see dftfit %s --help)\n", command, message, command);
  return EXIT_USAGE;
}
