/* SPDX-License-Identifier: BSD-3-Clause */
#include "import/importer.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define IMPORTER(name, summary)                                    \
  bool import_##name##_recognise(const char *head, size_t length); \
  dftfit_status import_##name##_read(const char *path, importing *to, dftfit_error *err);
#include "import/importers.def"
#undef IMPORTER

static const importer importers[] = {
#define IMPORTER(name, summary) {#name, summary, import_##name##_recognise, import_##name##_read},
#include "import/importers.def"
#undef IMPORTER
};

enum { HEAD_BYTES = 4096 }; /* of a file, by which its format is recognised */

int importer_count(void) { return sizeof importers / sizeof *importers; }
const importer *importer_at(int i) { return &importers[i]; }

const importer *importer_find(const char *name) {
  for (int i = 0; i < importer_count(); i++)
    if (!strcmp(name, importers[i].name)) return &importers[i];
  return NULL;
}

dftfit_status importer_recognise(const char *path, const importer **found, dftfit_error *err) {
  char head[HEAD_BYTES + 1];
  FILE *file = fopen(path, "rb");
  if (!file) return dftfit_fail_at(err, DFTFIT_ERR_IO, path, 0, 0, "cannot open: %s", strerror(errno));
  size_t length = fread(head, 1, HEAD_BYTES, file);
  int failed = ferror(file) ? errno : 0;
  fclose(file);
  if (failed) return dftfit_fail_at(err, DFTFIT_ERR_IO, path, 0, 0, "cannot read: %s", strerror(failed));
  if (length == 0) return dftfit_fail_at(err, DFTFIT_ERR_SYNTAX, path, 0, 0, "the file is empty");
  head[length] = '\0';
  for (int i = 0; i < importer_count(); i++) {
    if (importers[i].recognise(head, length)) {
      *found = &importers[i];
      return DFTFIT_OK;
    }
  }
  char names[256] = "";
  for (int i = 0; i < importer_count(); i++)
    snprintf(names + strlen(names), sizeof names - strlen(names), "%s%s", i ? ", " : "", importers[i].name);
  return dftfit_fail_at(err, DFTFIT_ERR_SYNTAX, path, 1, 0,
                        "'%.*s' begins none of the known formats (%s); name one with --format",
                        (int)strcspn(head, "\r\n") > 40 ? 40 : (int)strcspn(head, "\r\n"), head, names);
}
