/* SPDX-License-Identifier: BSD-3-Clause */
/** A folder of one test program's own, and small files in it. */
#ifndef TESTS_UNIT_TEMPORARY_H
#define TESTS_UNIT_TEMPORARY_H

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/** Makes the folder; the template stands in path [size] afterwards. False: it could not. */
static inline int temporary_folder(char *path, size_t size) {
  const char *parent = getenv("TMPDIR");
  snprintf(path, size, "%s/dftfit-test.XXXXXX", parent && *parent ? parent : "/tmp");
  return mkdtemp(path) != NULL;
}

/** Removes the files in the folder and the folder. */
static inline void temporary_remove(const char *folder) {
  char path[4096];
  DIR *dir = opendir(folder);
  struct dirent *entry;
  while (dir && (entry = readdir(dir))) {
    if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")) continue;
    snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
    remove(path);
  }
  if (dir) closedir(dir);
  rmdir(folder);
}

/** Writes text as folder/name, whose path stands in path [size] afterwards. False: it could not. */
static inline int temporary_file(const char *folder, const char *name, const char *text, char *path, size_t size) {
  snprintf(path, size, "%s/%s", folder, name);
  FILE *file = fopen(path, "wb");
  if (!file) return 0;
  int good = fputs(text, file) >= 0;
  return fclose(file) == 0 && good;
}

#endif
