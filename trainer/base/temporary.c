/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/temporary.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/temporary_signals.h"

/* Of the name of the file so much stands in the temporary's that both stay below NAME_MAX. */
enum { NAME_PART = 200, RANDOM_PART = 6, MOST_LINKS = 40, MOST_TRIES = 100 };
#define MARK ".dftfit."

static dftfit_status io_error(const char *path, const char *what, dftfit_error *err) {
  return dftfit_fail_at(err, DFTFIT_ERR_IO, path, 0, 0, "cannot be %s: %s", what, strerror(errno));
}

static dftfit_status no_memory(const char *path, dftfit_error *err) {
  return dftfit_fail_at(err, DFTFIT_ERR_MEMORY, path, 0, 0, "out of memory");
}

/* length of the folder's part of the path, with its slash */
static size_t folder_length(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? (size_t)(slash - path) + 1 : 0;
}

/* what the link names, against the folder of the link; NULL: it is no link, or memory is out (*good false) */
static char *next_link(const char *path, bool *good) {
  char text[PATH_MAX], *next = NULL;
  const ssize_t n = readlink(path, text, sizeof text - 1);
  if (n < 0) return NULL;
  text[n] = '\0';
  const size_t folder = text[0] == '/' ? 0 : folder_length(path);
  *good = asprintf(&next, "%.*s%s", (int)folder, path, text) >= 0;
  return *good ? next : NULL;
}

char *temporary_follow(const char *path) {
  bool good = true;
  char *now = strdup(path);
  for (int links = 0; now && links < MOST_LINKS; links++) {
    char *next = next_link(now, &good);
    if (!next && good) return now;
    free(now);
    now = next;
  }
  free(now);
  return NULL;
}

/* A run that removes what was left over may have found the file before it was locked: then it has no name any more. */
static bool lock(int handle) {
  struct stat info;
  while (flock(handle, LOCK_EX) && errno == EINTR) continue; /* a file system without locks does without */
  return !fstat(handle, &info) && info.st_nlink > 0;
}

/* the rights of the file that is replaced, or the usual ones of a new file */
static int set_rights(const temporary *t) {
  struct stat info;
  const mode_t mask = umask(0);
  umask(mask);
  return fchmod(t->handle, stat(t->target, &info) ? 0666 & ~mask : info.st_mode & 0777);
}

static dftfit_status create(temporary *t, dftfit_error *err) {
  const size_t folder = folder_length(t->target);
  for (int tries = 0; tries < MOST_TRIES; tries++) {
    if (asprintf(&t->path, "%.*s.%.*s" MARK "XXXXXX", (int)folder, t->target, NAME_PART, t->target + folder) < 0) {
      t->path = NULL;
      return no_memory(t->name, err);
    }
    t->handle = mkostemp(t->path, O_CLOEXEC);
    if (t->handle < 0) return io_error(t->name, "created", err);
    if (lock(t->handle)) return set_rights(t) ? io_error(t->name, "created", err) : DFTFIT_OK;
    close(t->handle);
    t->handle = -1;
    free(t->path);
    t->path = NULL;
  }
  return dftfit_fail_at(err, DFTFIT_ERR_IO, t->name, 0, 0, "cannot be created: other runs remove it again and again");
}

dftfit_status temporary_create(const char *path, temporary *out, dftfit_error *err) {
  sigset_t before;
  *out = (temporary){.name = path, .handle = -1, .slot = -1};
  errno = ENOMEM;
  out->target = temporary_follow(path);
  if (!out->target && errno == ENOMEM) return no_memory(path, err);
  if (!out->target) return dftfit_fail_at(err, DFTFIT_ERR_IO, path, 0, 0, "is a symbolic link that leads round");
  temporary_signals_hold(&before);
  dftfit_status status = create(out, err);
  if (!status) out->slot = temporary_signals_add(out->path);
  temporary_signals_release(&before);
  if (status) temporary_discard(out);
  return status;
}

static void end(temporary *t, bool remove) {
  sigset_t before;
  temporary_signals_hold(&before);
  temporary_signals_remove(t->slot);
  if (remove && t->handle >= 0) unlink(t->path);
  temporary_signals_release(&before);
  if (t->handle >= 0) close(t->handle);
  free(t->path);
  free(t->target);
  *t = (temporary){.handle = -1, .slot = -1};
}

void temporary_discard(temporary *t) { end(t, true); }

/* The new name reaches the disk, too. File systems that cannot do this have nothing to lose. */
static void sync_folder(const char *path) {
  char *folder = strndup(path, folder_length(path));
  const int handle = folder ? open(folder[0] ? folder : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) : -1;
  if (handle >= 0) {
    fsync(handle);
    close(handle);
  }
  free(folder);
}

dftfit_status temporary_commit(temporary *t, dftfit_error *err) {
  struct stat info;
  dftfit_status status = DFTFIT_OK;
  if (fsync(t->handle))
    status = io_error(t->name, "written", err);
  else if (!lstat(t->target, &info) && !S_ISREG(info.st_mode))
    status = dftfit_fail_at(err, DFTFIT_ERR_IO, t->name, 0, 0, "is no regular file and is not replaced");
  else if (rename(t->path, t->target))
    status = io_error(t->name, "replaced", err);
  else
    sync_folder(t->target);
  end(t, status != DFTFIT_OK);
  return status;
}

/* Is this name .NAME.dftfit.XXXXXX with the given beginning? */
static bool is_temporary(const char *name, const char *beginning, size_t length) {
  return !strncmp(name, beginning, length) && strlen(name) == length + RANDOM_PART;
}

/* Removes the file unless a process holds its lock, or it is not ours. */
static void remove_left_over(int folder, const char *name) {
  struct stat info;
  const int handle = openat(folder, name, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (handle < 0) return;
  if (!fstat(handle, &info) && S_ISREG(info.st_mode) && info.st_uid == geteuid() && !flock(handle, LOCK_EX | LOCK_NB))
    unlinkat(folder, name, 0);
  close(handle);
}

void temporary_clean(const char *path) {
  char *target = temporary_follow(path), *beginning = NULL;
  if (!target) return;
  const size_t length = folder_length(target);
  const int written = asprintf(&beginning, ".%.*s" MARK, NAME_PART, target + length);
  target[length] = '\0';
  DIR *folder = written > 0 ? opendir(length ? target : ".") : NULL;
  for (struct dirent *entry = NULL; folder && (entry = readdir(folder));)
    if (is_temporary(entry->d_name, beginning, (size_t)written)) remove_left_over(dirfd(folder), entry->d_name);
  if (folder) closedir(folder);
  if (written > 0) free(beginning);
  free(target);
}
