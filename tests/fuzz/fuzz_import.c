/* SPDX-License-Identifier: BSD-3-Clause */
/** Gives damaged copies of files to their importers. What is read must be whole and finite, what is refused must
 *  come with a text; sanitizers see the rest. fuzz_import [--rounds N] [--seconds S] [--seed X] FILE... */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "damage.h"
#include "read_bytes.h"

enum { MOST_SECONDS = 60 }; /* for one file, on a busy machine with sanitizers */

typedef struct corpus_file {
  const char *path;
  const importer *format;
  char *text;
  size_t length;
} corpus_file;

static void stop(const char *path, const char *what) {
  fprintf(stderr, "fuzz_import: %s: %s\n", path, what);
  exit(EXIT_FAILURE);
}

/* the whole file, not compressed, and its importer */
static void load(const char *path, corpus_file *file) {
  import_stream stream;
  dftfit_error err = {0};
  file->path = path;
  file->format = fuzz_format(path);
  if (!file->format) stop(path, "is of no known format");
  if (import_stream_open(path, &stream, &err)) stop(path, err.message);
  if (import_stream_rest(&stream, &file->text, &file->length, &err)) stop(path, err.message);
  import_stream_close(&stream);
}

static void fuzz(const corpus_file *file, uint64_t *state) {
  const size_t capacity = 2 * file->length + 4096;
  char *text = malloc(capacity);
  size_t length = file->length;
  if (!text) stop(file->path, "out of memory");
  memcpy(text, file->text, length);
  damage(text, &length, capacity, state);
  char *name = getenv("FUZZ_LAST"); /* where the input of a crash is to be found */
  FILE *last = name ? fopen(name, "wb") : NULL;
  if (last) {
    fwrite(text, 1, length, last);
    fclose(last);
  }
  alarm(MOST_SECONDS); /* a reader that stands still is ended by the signal */
  fuzz_read(file->format, file->path, text, length);
  alarm(0);
  free(text);
}

/* What a damaged file says must not become memory. Sanitizers need much more room than the files. */
static void limit_memory(void) {
#ifndef __SANITIZE_ADDRESS__
  const struct rlimit limit = {(rlim_t)4 << 30, (rlim_t)4 << 30};
  if (setrlimit(RLIMIT_AS, &limit)) stop("setrlimit", "no limit of memory");
#endif
}

int main(int argc, char **argv) {
  long rounds = 0, seconds = 0, done = 0;
  uint64_t state = 88172645463325252U;
  int first = 1;
  for (; first + 1 < argc && !strncmp(argv[first], "--", 2); first += 2) {
    if (!strcmp(argv[first], "--rounds")) rounds = strtol(argv[first + 1], NULL, 10);
    if (!strcmp(argv[first], "--seconds")) seconds = strtol(argv[first + 1], NULL, 10);
    if (!strcmp(argv[first], "--seed")) state = strtoull(argv[first + 1], NULL, 10) | 1;
  }
  limit_memory();
  const int count = argc - first;
  corpus_file *corpus = calloc((size_t)(count > 0 ? count : 1), sizeof *corpus);
  if (count < 1 || !corpus) stop("usage", "fuzz_import [--rounds N] [--seconds S] [--seed X] FILE...");
  for (int i = 0; i < count; i++) load(argv[first + i], &corpus[i]);
  for (int i = 0; i < count; i++) fuzz_read(corpus[i].format, corpus[i].path, corpus[i].text, corpus[i].length);
  const time_t end = time(NULL) + seconds;
  for (long round = 0; round < rounds || time(NULL) < end; round++)
    for (int i = 0; i < count; i++, done++) fuzz(&corpus[i], &state);
  printf("%ld damaged copies of %d files\n", done, count);
  for (int i = 0; i < count; i++) free(corpus[i].text);
  free(corpus);
  return EXIT_SUCCESS;
}
