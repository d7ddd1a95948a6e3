/* SPDX-License-Identifier: BSD-3-Clause */
#include "file/format.h"

#define FORMAT(name) extern const dftfit_format dftfit_format_##name;
#include "file/formats.def"
#undef FORMAT

static const dftfit_format *const formats[] = {
#define FORMAT(name) &dftfit_format_##name,
#include "file/formats.def"
#undef FORMAT
};

int dftfit_format_count(void) { return (int)(sizeof formats / sizeof formats[0]); }

const dftfit_format *dftfit_format_at(int i) { return i >= 0 && i < dftfit_format_count() ? formats[i] : NULL; }

const dftfit_format *dftfit_format_recognise(const char *name, const char *text, size_t length) {
  for (int i = 0; i < dftfit_format_count(); i++)
    if (formats[i]->recognise(name, text, length)) return formats[i];
  return NULL;
}
