/* SPDX-License-Identifier: BSD-3-Clause */
#include "base/printed.h"

#include <stdlib.h>

#include "base/replace_file.h"

dftfit_status printed_text(printer print, void *self, char **text, size_t *length, dftfit_error *err) {
  *text = NULL;
  *length = 0;
  FILE *stream = open_memstream(text, length);
  if (!stream) return dftfit_no_memory(err, "the text of a file");
  dftfit_status status = print(self, stream, err);
  if (fclose(stream) && !status) status = dftfit_no_memory(err, "the text of a file, %zu bytes long so far", *length);
  if (!status) return DFTFIT_OK;
  free(*text);
  *text = NULL;
  return status;
}

dftfit_status replace_printed(const char *path, printer print, void *self, dftfit_error *err) {
  char *text;
  size_t length;
  DFTFIT_TRY(printed_text(print, self, &text, &length, err));
  dftfit_status status = replace_file(path, text, length, err);
  free(text);
  return status;
}
