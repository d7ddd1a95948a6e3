/* SPDX-License-Identifier: BSD-3-Clause */
/** What a potential consists of. Private to the library. */
#ifndef CORE_POTENTIAL_H
#define CORE_POTENTIAL_H

#include "core/repulsive_core.h"
#include "dftfit/fit.h"
#include "dftfit/grade.h"

struct dftfit_potential {
  const dftfit_form *form;
  void *self; /* the form's instance */
  dftfit_header header;
  double reference[DFTFIT_MAX_ELEMENTS]; /* eV per atom */
  dftfit_core core;
  double mass[DFTFIT_MAX_ELEMENTS]; /* g/mol, 0: the file does not tell */
  dftfit_grade_record grade;
};

#endif
