/* SPDX-License-Identifier: BSD-3-Clause */
#include <string.h>

#include "dftfit/form.h"

#define FORM(name) extern const dftfit_form dftfit_form_##name;
#include "forms/forms.def"
#undef FORM

static const dftfit_form *const forms[] = {
#define FORM(name) &dftfit_form_##name,
#include "forms/forms.def"
#undef FORM
};

int dftfit_form_count(void) { return (int)(sizeof forms / sizeof forms[0]); }

const dftfit_form *dftfit_form_at(int i) { return i >= 0 && i < dftfit_form_count() ? forms[i] : NULL; }

const dftfit_form *dftfit_form_find(const char *name) {
  for (int i = 0; i < dftfit_form_count(); i++)
    if (strcmp(forms[i]->name, name) == 0) return forms[i];
  return NULL;
}
