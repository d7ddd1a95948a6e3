/* SPDX-License-Identifier: BSD-3-Clause */
#include "import/inputs.h"

#include <errno.h>
#include <fts.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/intern.h"

static const char *bare_name(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash ? slash + 1 : path;
}

static dftfit_status push(import_inputs *inputs, const char *path, import_input **out, dftfit_error *err) {
  if (inputs->count == inputs->capacity) {
    int capacity = inputs->capacity > INT_MAX / 2 - 64 ? INT_MAX : 2 * inputs->capacity + 64;
    import_input *more = realloc(inputs->input, (size_t)capacity * sizeof *more);
    if (!more) return dftfit_no_memory(err, "the list of files");
    inputs->input = more;
    inputs->capacity = capacity;
  }
  *out = &inputs->input[inputs->count];
  **out = (import_input){.path = strdup(path)};
  if (!(*out)->path) return dftfit_no_memory(err, "the list of files");
  (*out)->source = (*out)->path;
  inputs->count++;
  return DFTFIT_OK;
}

/* a file found in the folder that is named by the first `folder` bytes of its path */
static dftfit_status push_found(import_inputs *inputs, const char *path, size_t folder, dftfit_error *err) {
  import_input *input;
  DFTFIT_TRY(push(inputs, path, &input, err));
  input->found = true;
  size_t start = folder; /* of the folder's own name */
  while (start > 0 && path[start - 1] != '/') start--;
  const bool nameless =
      folder == start || !strncmp(path + start, ".", folder - start) || !strncmp(path + start, "..", folder - start);
  const char *below = path + folder + strspn(path + folder, "/"), *slash = strchr(below, '/');
  input->below = input->path + (below - path);
  input->source = input->path + (nameless ? (size_t)(below - path) : start);
  if (slash)
    input->group = strndup(below, (size_t)(slash - below));
  else
    input->group = nameless ? strdup("") : strndup(path + start, folder - start);
  return input->group ? DFTFIT_OK : dftfit_no_memory(err, "the list of files");
}

static int by_name(const FTSENT **a, const FTSENT **b) { return strcmp((*a)->fts_name, (*b)->fts_name); }

static dftfit_status take_entry(import_inputs *inputs, FTS *tree, FTSENT *entry, size_t folder, dftfit_error *err) {
  const bool hidden = entry->fts_level > 0 && entry->fts_name[0] == '.';
  switch (entry->fts_info) {
  case FTS_D:
    if (hidden) fts_set(tree, entry, FTS_SKIP);
    return DFTFIT_OK;
  case FTS_F:
    return hidden ? DFTFIT_OK : push_found(inputs, entry->fts_path, folder, err);
  case FTS_DNR:
  case FTS_ERR:
  case FTS_NS:
    return dftfit_fail_at(err, DFTFIT_ERR_IO, entry->fts_path, 0, 0, "cannot read: %s", strerror(entry->fts_errno));
  default: /* leaving a folder, links that lead round or nowhere, devices */
    return DFTFIT_OK;
  }
}

static dftfit_status walk(import_inputs *inputs, const char *path, dftfit_error *err) {
  char *name = strdup(path);
  if (!name) return dftfit_no_memory(err, "the list of files");
  size_t folder = strlen(name);
  while (folder > 1 && name[folder - 1] == '/') name[--folder] = '\0';
  char *const names[] = {name, NULL};
  FTS *tree = fts_open(names, FTS_LOGICAL | FTS_NOCHDIR, by_name);
  dftfit_status status = DFTFIT_OK;
  if (!tree) status = dftfit_fail_at(err, DFTFIT_ERR_IO, path, 0, 0, "cannot read: %s", strerror(errno));
  for (FTSENT *entry = NULL; !status && (entry = fts_read(tree));)
    status = take_entry(inputs, tree, entry, folder, err);
  if (tree) fts_close(tree);
  free(name);
  return status;
}

dftfit_status import_inputs_add(import_inputs *inputs, const char *path, int argument, dftfit_error *err) {
  struct stat info;
  import_input *input;
  const int before = inputs->count;
  if (!stat(path, &info) && S_ISDIR(info.st_mode))
    DFTFIT_TRY(walk(inputs, path, err));
  else
    DFTFIT_TRY(push(inputs, path, &input, err));
  for (int i = before; i < inputs->count; i++) inputs->input[i].argument = argument;
  return DFTFIT_OK;
}

dftfit_status import_inputs_name(import_inputs *inputs, dftfit_error *err) {
  intern names = {0};
  int *first = malloc((size_t)(inputs->count ? inputs->count : 1) * sizeof *first); /* of each name, -1: many */
  bool good = first != NULL, added;
  for (int pass = 0; pass < 2 && good; pass++) {
    for (int i = 0; i < inputs->count && good; i++) {
      import_input *input = &inputs->input[i];
      const char *name = input->found ? input->source : bare_name(input->path);
      int n = intern_number(&names, name, strlen(name), &added);
      good = n >= 0;
      if (!good) break;
      if (pass == 0)
        first[n] = added ? i : -1;
      else
        input->source = first[n] == i ? name : input->path;
    }
  }
  free(first);
  intern_clear(&names);
  return good ? DFTFIT_OK : dftfit_no_memory(err, "the list of files");
}

void import_inputs_clear(import_inputs *inputs) {
  for (int i = 0; i < inputs->count; i++) {
    free(inputs->input[i].path);
    free(inputs->input[i].group);
  }
  free(inputs->input);
  *inputs = (import_inputs){0};
}
