/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/outputs.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/temporary.h"

static const char *kind_name(mode_t mode) {
  return S_ISDIR(mode)    ? "a folder"
         : S_ISFIFO(mode) ? "a FIFO"
         : S_ISCHR(mode)  ? "a device"
         : S_ISBLK(mode)  ? "a block device"
         : S_ISSOCK(mode) ? "a socket"
                          : "no regular file";
}

/* the folder of the path, and the name in it; both lie in *text, which the caller frees */
static bool part(const char *path, char **text, const char **folder, const char **name) {
  *text = temporary_follow(path);
  if (!*text) return false;
  char *slash = strrchr(*text, '/');
  *name = slash ? slash + 1 : *text;
  *folder = !slash ? "." : slash == *text ? "/" : *text;
  if (slash && slash != *text) *slash = '\0';
  return true;
}

/* two files that need not exist: the same name in the same folder */
static bool same_place(const char *a, const char *b) {
  char *text[2] = {NULL, NULL};
  const char *folder[2], *name[2];
  struct stat info[2];
  const bool same = part(a, &text[0], &folder[0], &name[0]) && part(b, &text[1], &folder[1], &name[1]) &&
                    !strcmp(name[0], name[1]) && !stat(folder[0], &info[0]) && !stat(folder[1], &info[1]) &&
                    info[0].st_dev == info[1].st_dev && info[0].st_ino == info[1].st_ino;
  free(text[0]);
  free(text[1]);
  return same;
}

static bool same_file(const char *a, const char *b) {
  struct stat one, other;
  if (!stat(a, &one) && !stat(b, &other)) return one.st_dev == other.st_dev && one.st_ino == other.st_ino;
  return same_place(a, b);
}

dftfit_status outputs_check_read(const char *written, const char *read, dftfit_error *err) {
  if (!same_file(written, read)) return DFTFIT_OK;
  return dftfit_fail_at(err, DFTFIT_ERR_USAGE, written, 0, 0,
                        "is read by this command and cannot be its output, too; give another name");
}

static dftfit_status check_existing(const char *path, bool force, dftfit_error *err) {
  struct stat info;
  if (stat(path, &info)) {
    if (errno == ENOENT) return DFTFIT_OK;
    return dftfit_fail_at(err, DFTFIT_ERR_IO, path, 0, 0, "cannot be created: %s", strerror(errno));
  }
  if (!S_ISREG(info.st_mode))
    return dftfit_fail_at(err, DFTFIT_ERR_IO, path, 0, 0,
                          "is %s; an output must be a regular file, or a name that is free", kind_name(info.st_mode));
  if (!force) return dftfit_fail_at(err, DFTFIT_ERR_IO, path, 0, 0, "the file exists; replace it with -f (--force)");
  return DFTFIT_OK;
}

/* Its folder is there and open for writing. */
static dftfit_status check_creation(const char *path, dftfit_error *err) {
  temporary t;
  temporary_clean(path);
  DFTFIT_TRY(temporary_create(path, &t, err));
  temporary_discard(&t);
  return DFTFIT_OK;
}

dftfit_status outputs_check(const char *const *written, int nwritten, const char *const *read, int nread, bool force,
                            dftfit_error *err) {
  for (int i = 0; i < nwritten; i++) {
    if (!written[i]) continue;
    for (int k = 0; k < nread; k++)
      if (read[k]) DFTFIT_TRY(outputs_check_read(written[i], read[k], err));
    for (int k = 0; k < i; k++)
      if (written[k] && same_file(written[i], written[k]))
        return dftfit_fail_at(err, DFTFIT_ERR_USAGE, written[i], 0, 0,
                              "is named for two outputs; each needs a file of its own");
    DFTFIT_TRY(check_existing(written[i], force, err));
  }
  for (int i = 0; i < nwritten; i++)
    if (written[i]) DFTFIT_TRY(check_creation(written[i], err));
  return DFTFIT_OK;
}
