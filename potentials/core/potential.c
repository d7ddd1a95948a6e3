/* SPDX-License-Identifier: BSD-3-Clause */
/* Life and parameters of a potential. */
#include "core/potential.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "file/format.h"

dftfit_status dftfit_potential_parse(const char *name, const char *text, size_t length, dftfit_potential **out,
                                     dftfit_error *err) {
  *out = NULL;
  const dftfit_format *format = dftfit_format_recognise(name, text, length);
  if (!format)
    return dftfit_fail_at(err, DFTFIT_ERR_SYNTAX, name, 0, 0,
                          "not a potential file of a known format; a dftfit potential begins with 'dftfit: %d'",
                          DFTFIT_FILE_VERSION);
  return format->read(name, text, length, out, err);
}

dftfit_status dftfit_file_read(const char *path, char **text, size_t *length, dftfit_error *err) {
  size_t size = 0, capacity = 1 << 16;
  FILE *file = fopen(path, "rb");
  char *bytes = NULL;
  dftfit_status status = DFTFIT_OK;
  *text = NULL;
  *length = 0;
  if (!file) return dftfit_fail_at(err, DFTFIT_ERR_IO, path, 0, 0, "cannot be opened: %s", strerror(errno));
  do {
    capacity *= 2;
    char *grown = realloc(bytes, capacity);
    if (!grown) {
      status = dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory");
      break;
    }
    bytes = grown;
    size += fread(bytes + size, 1, capacity - 1 - size, file);
  } while (size == capacity - 1);
  if (!status && ferror(file))
    status = dftfit_fail_at(err, DFTFIT_ERR_IO, path, 0, 0, "cannot be read: %s", strerror(errno));
  fclose(file);
  if (status) {
    free(bytes);
    return status;
  }
  bytes[size] = '\0';
  *text = bytes;
  *length = size;
  return DFTFIT_OK;
}

dftfit_status dftfit_potential_read(const char *path, dftfit_potential **out, dftfit_error *err) {
  char *text;
  size_t length;
  *out = NULL;
  DFTFIT_TRY(dftfit_file_read(path, &text, &length, err));
  dftfit_status status = dftfit_potential_parse(path, text, length, out, err);
  free(text);
  return status;
}

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
  return pot->form->cost(pot->self, keep, neighbours, share);
}

dftfit_status dftfit_potential_reduce(dftfit_potential *pot, const bool *keep, dftfit_error *err) {
  return pot->form->reduce(pot->self, &pot->header, keep, err);
}
