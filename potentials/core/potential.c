/* SPDX-License-Identifier: BSD-3-Clause */
/* Life and parameters of a potential. */
#include "core/potential.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void dftfit_potential_destroy(dftfit_potential *pot) {
  if (!pot) return;
  if (pot->self) pot->form->destroy(pot->self);
  free(pot);
}

const dftfit_form *dftfit_potential_form(const dftfit_potential *pot) { return pot->form; }

const dftfit_header *dftfit_potential_header(const dftfit_potential *pot) { return &pot->header; }

int dftfit_potential_element(const dftfit_potential *pot, const char *symbol) {
  for (int i = 0; i < pot->header.nelement; i++)
    if (strcmp(pot->header.element[i], symbol) == 0) return i;
  return -1;
}

const char *dftfit_potential_symbol(const dftfit_potential *pot, int element) {
  return element >= 0 && element < pot->header.nelement ? pot->header.element[element] : NULL;
}

double dftfit_potential_cutoff(const dftfit_potential *pot) {
  double largest = 0;
  int n = pot->header.nelement;
  for (int i = 0; i < n * n; i++)
    if (pot->header.cutoff[i] > largest) largest = pot->header.cutoff[i];
  return largest;
}

double dftfit_potential_pair_cutoff(const dftfit_potential *pot, int a, int b) {
  return pot->header.cutoff[a * pot->header.nelement + b];
}

void dftfit_potential_get_reference(const dftfit_potential *pot, double *reference) {
  memcpy(reference, pot->reference, (size_t)pot->header.nelement * sizeof *reference);
}

void dftfit_potential_set_reference(dftfit_potential *pot, const double *reference) {
  memcpy(pot->reference, reference, (size_t)pot->header.nelement * sizeof *reference);
}

dftfit_status dftfit_potential_set_shift(dftfit_potential *pot, double shift, dftfit_error *err) {
  dftfit_header header = pot->header;
  DFTFIT_FAIL_IF(!pot->form->shift, err, DFTFIT_ERR_USAGE, "potentials of form %s have no shift", pot->form->name);
  DFTFIT_FAIL_IF(pot->core.present, err, DFTFIT_ERR_USAGE,
                 "the shift of a potential with a 'core:' beside its form cannot be changed: the core ends within the "
                 "cutoffs as they are");
  DFTFIT_TRY(pot->form->shift(pot->self, shift, header.cutoff, err));
  pot->header = header;
  return DFTFIT_OK;
}

double dftfit_potential_mass(const dftfit_potential *pot, int element) { return pot->mass[element]; }

int dftfit_potential_nparameter(const dftfit_potential *pot) { return pot->form->nparameter(pot->self); }

void dftfit_potential_parameter(const dftfit_potential *pot, int k, dftfit_parameter *out) {
  pot->form->parameter(pot->self, k, out);
}

void dftfit_potential_get(const dftfit_potential *pot, double *theta) { pot->form->get(pot->self, theta); }

void dftfit_potential_set(dftfit_potential *pot, const double *theta) { pot->form->set(pot->self, theta); }

void dftfit_potential_get_grade(const dftfit_potential *pot, dftfit_grade_record *record) { *record = pot->grade; }

void dftfit_potential_set_grade(dftfit_potential *pot, const dftfit_grade_record *record) { pot->grade = *record; }

bool dftfit_potential_reducible(const dftfit_potential *pot) { return pot->form->reduce != NULL; }

double dftfit_potential_cost(const dftfit_potential *pot, const bool *keep, double neighbours, double *share) {
  return pot->form->cost ? pot->form->cost(pot->self, keep, neighbours, share) : NAN;
}

dftfit_status dftfit_potential_reduce(dftfit_potential *pot, const bool *keep, dftfit_error *err) {
  DFTFIT_FAIL_IF(!pot->form->reduce, err, DFTFIT_ERR_USAGE,
                 "potentials of form %s cannot do with a subset of parameters", pot->form->name);
  return pot->form->reduce(pot->self, &pot->header, keep, err);
}
