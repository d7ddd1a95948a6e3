/* SPDX-License-Identifier: BSD-3-Clause */
#include "assemble/load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/intern.h"
#include "data/dataset_copy.h"

/* A source of a later file with the name of an earlier one is another file: it gets the name of its data file before its
 * own. NULL in name: it keeps its own. */
static bool name_sources(const dataset *to, const dataset *from, intern *known, char **name) {
  bool added;
  for (int k = 0; k < to->nsource; k++)
    if (intern_number(known, to->source[k], strlen(to->source[k]), &added) < 0) return false;
  for (int i = 0; i < from->nsource; i++) {
    if (intern_number(known, from->source[i], strlen(from->source[i]), &added) < 0) return false;
    if (!added && asprintf(&name[i], "%s:%s", from->path, from->source[i]) < 0) {
      name[i] = NULL;
      return false;
    }
  }
  return true;
}

static dftfit_status append_all(dataset *to, const dataset *from, dftfit_error *err) {
  dataset_copier copier = {0};
  char **name = calloc((size_t)from->nsource + 1, sizeof *name);
  intern known = {0};
  dftfit_status status =
      name && name_sources(to, from, &known, name) ? DFTFIT_OK : dftfit_no_memory(err, "the sources");
  intern_clear(&known);
  for (int64_t c = 0; c < from->nconfig && !status; c++)
    status = dataset_append_copy(&copier, to, from, c, from->nsource ? name[from->config_source[c]] : NULL, err);
  for (int i = 0; i < from->nsource && name; i++) free(name[i]);
  free(name);
  dataset_copier_clear(&copier);
  return status;
}

static void remember(data_origin *origin, const dataset *set) {
  const char *slash = strrchr(set->path, '/');
  snprintf(origin->name, sizeof origin->name, "%s", slash ? slash + 1 : set->path);
  memcpy(origin->sha256, set->sha256, sizeof origin->sha256);
}

/* The same data twice would count as twice the evidence, and be on both sides of every fold. */
static dftfit_status check_new(const data_origin *origin, int n, char *const *path, dftfit_error *err) {
  for (int i = 0; i < n; i++)
    if (origin[i].sha256[0] && !strcmp(origin[i].sha256, origin[n].sha256))
      return dftfit_fail_at(err, DFTFIT_ERR_VALUE, path[n], 0, 0,
                            "the file holds the same data as %s (equal SHA-256): name it once", path[i]);
  return DFTFIT_OK;
}

dftfit_status load_datasets(int n, char *const *path, dataset **out, data_origin **origin, dftfit_error *err) {
  dataset *all = NULL;
  dftfit_status status = DFTFIT_OK;
  *out = NULL;
  *origin = calloc((size_t)n, sizeof **origin);
  if (!*origin) return dftfit_no_memory(err, "%d file names", n);
  for (int i = 0; i < n && !status; i++) {
    dataset *one = NULL;
    status = dataset_read(path[i], &one, err);
    if (status) break;
    remember(&(*origin)[i], one);
    status = check_new(*origin, i, path, err);
    if (status) {
      dataset_destroy(one);
      break;
    }
    if (n == 1) {
      *out = one;
      return DFTFIT_OK;
    }
    if (!all) {
      all = dataset_create();
      if (all) snprintf(all->path, sizeof all->path, "%.200s and others", one->path);
    }
    status = all ? append_all(all, one, err) : dftfit_no_memory(err, "the data");
    dataset_destroy(one);
  }
  if (status) {
    if (all) dataset_destroy(all);
    free(*origin);
    *origin = NULL;
    return status;
  }
  *out = all;
  return DFTFIT_OK;
}
