/* SPDX-License-Identifier: BSD-3-Clause */
/* Tersoff's bond order:  E_i = 1/2 sum_j fc(r_ij) (A exp(-lambda1 r_ij) + c0 - b(zeta_ij) B exp(-lambda2 r_ij)),
 *   zeta_ij = sum_{k != j} fc(r_ik) g(cos theta_ijk) exp((lambda3 (r_ij - r_ik))^m), with g and fc of Tersoff or of
 *   Kumagai et al., and a ZBL core if the model has one. docs/forms/tersoff.md */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "forms/tersoff/form.h"
#include "kernels/instruction_set.h"

double dftfit_tersoff_form_reach(const tersoff_form *f, int a, int b) {
  const int n = f->nelement;
  double reach = 0;
  for (int x = 0; x < n; x++) {
    const tersoff_entry *forth = &f->entry[tersoff_triple(n, a, x, b)], *back = &f->entry[tersoff_triple(n, b, x, a)];
    reach = fmax(reach, forth->v[TERSOFF_R] + forth->v[TERSOFF_WIDTH]);
    reach = fmax(reach, back->v[TERSOFF_R] + back->v[TERSOFF_WIDTH]);
  }
  return reach > 0 ? reach - f->model.shift : 0;
}

double dftfit_tersoff_form_longest(const tersoff_form *f) {
  double longest = 0;
  for (int p = 0; p < f->nelement * f->nelement; p++)
    longest = fmax(longest, dftfit_tersoff_form_reach(f, p / f->nelement, p % f->nelement));
  return longest;
}

dftfit_status dftfit_tersoff_form_allocate(const dftfit_header *header, const tersoff_model *model, tersoff_form **out,
                                           dftfit_error *err) {
  size_t n = (size_t)header->nelement;
  tersoff_form *f = calloc(1, sizeof *f);
  DFTFIT_FAIL_IF(!f, err, DFTFIT_ERR_MEMORY, "out of memory");
  f->nelement = header->nelement;
  memcpy(f->element, header->element, sizeof f->element);
  f->model = *model;
  f->kernels = dftfit_tersoff_kernels_best();
  f->reference = f->model.printed = dftfit_reference_tables();
  f->entry = calloc(n * n * n, sizeof *f->entry);
  f->searched = calloc(n * n * n, sizeof *f->searched);
  if (!f->entry || !f->searched) {
    dftfit_tersoff_form_destroy(f);
    return dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory");
  }
  *out = f;
  return DFTFIT_OK;
}

void dftfit_tersoff_form_destroy(void *self) {
  tersoff_form *f = self;
  free(f->entry);
  free(f->searched);
  free(f->place);
  free(f->parameter);
  free(f);
}

/* A shift of the size of a bond is none: what is between -R and R of every bond keeps cutoffs above zero. */
const char *dftfit_tersoff_shift_problem(const tersoff_form *f, double shift) {
  const int n = f->nelement;
  for (int p = 0; p < n * n; p++)
    if (!(fabs(shift) < f->entry[tersoff_triple(n, p / n, p % n, p % n)].v[TERSOFF_R]))
      return "its size must be below every R";
  return NULL;
}

static dftfit_status set_shift(void *self, double shift, double *cutoff, dftfit_error *err) {
  tersoff_form *f = self;
  const int n = f->nelement;
  const char *problem = dftfit_tersoff_shift_problem(f, shift);
  DFTFIT_FAIL_IF(problem, err, DFTFIT_ERR_VALUE, "a shift of %g A is out of range: %s", shift, problem);
  f->model.shift = shift;
  f->longest = dftfit_tersoff_form_longest(f);
  for (int p = 0; p < n * n; p++) cutoff[p] = dftfit_tersoff_form_reach(f, p / n, p % n);
  return DFTFIT_OK;
}

/* fc ends like a power of the distance from the cutoff; zeta^eta like eta times that power. What ends like x^s is
 * continuous up to the derivative that is the largest whole number below s. */
static int continuity(const void *self) {
  const tersoff_form *f = self;
  const int n = f->nelement, power = dftfit_tersoff_switch_power(f->model.fade);
  double order = fmin(power - 1, 2);
  if (f->model.core && f->model.fade == TERSOFF_SINE) return -1; /* LAMMPS does not fade the core */
  for (int p = 0; p < n * n; p++) {
    const tersoff_entry *e = &f->entry[tersoff_triple(n, p / n, p % n, p % n)];
    if (e->v[TERSOFF_B] > 0 && e->v[TERSOFF_BETA] > 0)
      order = fmin(order, ceil(power * tersoff_inner_exponent(&f->model, e)) - 1);
  }
  return (int)order;
}

/* Every function vanishes at the cutoff, but exponentials of it may overflow before they are multiplied by that zero.
 */
static bool vanishes(const void *self) {
  (void)self;
  return false;
}

static size_t scratch(const void *self, int nsite, int nrow) {
  size_t derivatives = dftfit_tersoff_form_jacobian_scratch(self, nrow),
         values = dftfit_tersoff_form_evaluate_scratch(self, nrow);
  (void)nsite;
  return derivatives > values ? derivatives : values;
}

const dftfit_form dftfit_form_tersoff = {
    .name = "tersoff",
    .summary = "Tersoff's bond order: pair repulsion and attraction that weakens with the number of neighbours",
    .doi = "10.1103/PhysRevB.37.6991 10.1103/PhysRevB.39.5566 10.1016/j.commatsci.2006.07.013",
    .citation = "@article{Tersoff1988,\n"
                "  author = {Tersoff, J.},\n"
                "  title = {New empirical approach for the structure and energy of covalent systems},\n"
                "  journal = {Physical Review B},\n"
                "  volume = {37},\n"
                "  pages = {6991--7000},\n"
                "  year = {1988},\n"
                "  doi = {10.1103/PhysRevB.37.6991}\n"
                "}\n",
    .create = dftfit_tersoff_block_create,
    .destroy = dftfit_tersoff_form_destroy,
    .write = dftfit_tersoff_block_write,
    .nparameter = dftfit_tersoff_form_nparameter,
    .parameter = dftfit_tersoff_form_parameter,
    .get = dftfit_tersoff_form_get,
    .set = dftfit_tersoff_form_set,
    .shift = set_shift,
    .continuity = continuity,
    .vanishes = vanishes,
    .scratch = scratch,
    .evaluate = dftfit_tersoff_form_evaluate,
    .jacobian = dftfit_tersoff_form_jacobian,
};
