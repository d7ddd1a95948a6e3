/* SPDX-License-Identifier: BSD-3-Clause */
/** The readers under libFuzzer, which keeps those changes of its corpus that reach new code:
 *      fuzz_coverage --format=outcar --cpu-seconds=600 [libFuzzer's options] CORPUS SEEDS
 *  Built with clang and -DDFTFIT_FUZZ=ON, with the sanitizers of addresses and undefined behaviour. fuzz_coverage.sh
 *  goes through all readers. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "read_bytes.h"

static const importer *format;
static double cpu_seconds; /* after which the program ends; 0: libFuzzer's options decide */
static long executions;

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length);

static const char *option(int argc, char **argv, const char *key) {
  for (int i = 1; i < argc; i++)
    if (!strncmp(argv[i], key, strlen(key))) return argv[i] + strlen(key);
  return "";
}

int LLVMFuzzerInitialize(int *argc, char ***argv) {
  const char *unknown = option(*argc, *argv, "--identify="); /* says whose a file is, and ends */
  if (unknown[0]) {
    format = fuzz_format(unknown);
    if (format) puts(format->name);
    exit(format ? EXIT_SUCCESS : EXIT_FAILURE);
  }
  format = importer_find(option(*argc, *argv, "--format="));
  cpu_seconds = strtod(option(*argc, *argv, "--cpu-seconds="), NULL);
  if (format) return 0;
  fprintf(stderr, "fuzz_coverage: --format=NAME names one of");
  for (int i = 0; i < importer_count(); i++) fprintf(stderr, " %s", importer_at(i)->name);
  fprintf(stderr, "\n");
  exit(EXIT_FAILURE);
}

/* other programs that want the processor do not shorten the test */
static void end_in_time(void) {
  executions++;
  if (!(cpu_seconds > 0) || (double)clock() / CLOCKS_PER_SEC < cpu_seconds) return;
  fprintf(stderr, "%s: %ld executions in %.0f s of processor time, none bad\n", format->name, executions, cpu_seconds);
  _exit(EXIT_SUCCESS); /* not exit(), which libFuzzer takes for a bad end */
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t length) {
  fuzz_read(format, "the input", (const char *)bytes, length);
  end_in_time();
  return 0;
}
