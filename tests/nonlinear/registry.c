/* SPDX-License-Identifier: BSD-3-Clause */
/* The registry of core/registry.c with one form more, for the programs of these tests: linked before the library, it
 * takes the place of the library's own. */
#include <string.h>

#include "dftfit/form.h"

#define FORM(name) extern const dftfit_form dftfit_form_##name;
#include "forms/forms.def"
FORM(morse)
#undef FORM

static const dftfit_form *const forms[] = {
#define FORM(name) &dftfit_form_##name,
#include "forms/forms.def"
    FORM(morse)
#undef FORM
};

int dftfit_form_count(void) { return (int)(sizeof forms / sizeof forms[0]); }

const dftfit_form *dftfit_form_at(int i) { return i >= 0 && i < dftfit_form_count() ? forms[i] : NULL; }

const dftfit_form *dftfit_form_find(const char *name) {
  for (int i = 0; i < dftfit_form_count(); i++)
    if (strcmp(forms[i]->name, name) == 0) return forms[i];
  return NULL;
}
