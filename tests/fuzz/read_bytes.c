/* SPDX-License-Identifier: BSD-3-Clause */
#include "read_bytes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "data/dataset_check.h"
#include "made_hdf5.h"

void fuzz_stop(const char *label, const char *what) {
  fprintf(stderr, "fuzz: %s: %s\n", label, what);
  abort();
}

const importer *fuzz_format(const char *path) {
  char name[64];
  const char *slash = strrchr(path, '/'), *file = slash ? slash + 1 : path;
  dftfit_error err = {0};
  snprintf(name, sizeof name, "%.*s", (int)strcspn(file, "."), file);
  const importer *format = importer_find(name);
  if (!format && import_identify(path, true, &format, &err)) return NULL;
  return format;
}

static void check(const char *label, const dataset *set, dftfit_status status, dftfit_error *err) {
  if (status && !err->message[0]) fuzz_stop(label, "an error without a text");
  if (status == DFTFIT_ERR_MEMORY) fuzz_stop(label, err->message); /* a damaged count that was believed */
  if (set->nconfig > 0 && dataset_check(set, 0, 0, err)) fuzz_stop(label, err->message);
}

static void read_path(const importer *format, const char *label, const char *path) {
  static const import_options options = {.keep_unconverged = true, .elements = "Ni,Al"};
  importing to = {.options = &options, .set = dataset_create(), .source = "damaged"};
  dftfit_error err = {0};
  dftfit_status status = import_file(path, format, &to, &err);
  check(label, to.set, status, &err);
  dataset_destroy(to.set);
  import_end(&to);
}

static void write_bytes(const char *label, const char *path, const char *text, size_t length) {
  FILE *file = fopen(path, "wb");
  if (!file || fwrite(text, 1, length, file) != length || fclose(file)) fuzz_stop(label, "cannot write a file");
}

/* a file of memory; no file is beside it */
static void read_alone(const importer *format, const char *label, const char *text, size_t length) {
  char path[64];
  int memory = memfd_create("damaged", 0);
  if (memory < 0) fuzz_stop(label, "no memory file");
  snprintf(path, sizeof path, "/proc/self/fd/%d", memory);
  if (write(memory, text, length) != (ssize_t)length) fuzz_stop(label, "cannot write to memory");
  read_path(format, label, path);
  close(memory);
}

/* a folder with two files; second NULL: one file, made HDF5 from the first text */
static void read_in_folder(const importer *format, const char *label, const char *text, size_t length,
                           const char *second, size_t nsecond) {
  char folder[] = "/tmp/fuzz_XXXXXX", path[64], beside[64];
  if (!mkdtemp(folder)) fuzz_stop(label, "no folder");
  snprintf(path, sizeof path, "%s/damaged", folder);
  snprintf(beside, sizeof beside, "%s/si-pos-1.xyz", folder);
  if (second) {
    write_bytes(label, path, text, length);
    write_bytes(label, beside, second, nsecond);
  }
  if (second || made_hdf5(text, length, path)) read_path(format, label, path);
  unlink(path);
  unlink(beside);
  rmdir(folder);
}

/* whose the bytes are is asked before it is known */
static void recognise(const char *text, size_t length) {
  char head[STREAM_HEAD + 1] = "";
  const size_t n = length < STREAM_HEAD ? length : STREAM_HEAD;
  memcpy(head, text, n);
  const import_head file = {head, n, "vaspout"};
  for (int i = 0; i < importer_count(); i++) importer_at(i)->recognise(&file);
}

void fuzz_read(const importer *format, const char *label, const char *text, size_t length) {
  recognise(text, length);
  static const char mark[] = FUZZ_BESIDE;
  const size_t n = sizeof mark - 1;
  const char *split = memmem(text, length, mark, n);
  if (!strcmp(format->name, "cp2k") && split)
    read_in_folder(format, label, text, (size_t)(split - text) + 1, split + n, length - n - (size_t)(split - text));
  else if (!strcmp(format->name, "vaspout") && length > 0 && text[0] == '/')
    read_in_folder(format, label, text, length, NULL, 0);
  else
    read_alone(format, label, text, length);
}
