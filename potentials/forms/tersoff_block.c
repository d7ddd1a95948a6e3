/* SPDX-License-Identifier: BSD-3-Clause */
/* The mapping `tersoff:` of a potential file. docs/forms/tersoff.md */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/chemical_element.h"
#include "file/pair_values.h"
#include "forms/tersoff_form.h"

static const char *const switch_names[TERSOFF_SWITCHES] = {[TERSOFF_SINE] = "sine", [TERSOFF_QUINTIC] = "quintic"};

const char *const tersoff_value_names[TERSOFF_VALUES + 1] = {
    "m", "gamma", "lambda3", "c", "d", "costheta0", "n", "beta", "lambda2", "B", "R", "D", "lambda1", "A", NULL};

const char *tersoff_entry_problem(const tersoff_entry *p, bool bond) {
  const double *v = p->v;
  if (v[TERSOFF_M] != 1 && v[TERSOFF_M] != 3) return "m must be 1 or 3";
  if (v[TERSOFF_GAMMA] < 0 || v[TERSOFF_C] < 0) return "gamma and c must not be below zero";
  if (!(v[TERSOFF_D] > 0)) return "d must be above zero";
  /* R = D = 0: the third atoms of a triple count nothing */
  bool none = !bond && v[TERSOFF_R] == 0 && v[TERSOFF_WIDTH] == 0;
  if (!none && (!(v[TERSOFF_WIDTH] > 0) || v[TERSOFF_WIDTH] > v[TERSOFF_R]))
    return "D must be above zero and at most R";
  if (v[TERSOFF_N] < 0 || v[TERSOFF_BETA] < 0) return "n and beta must not be below zero";
  if (v[TERSOFF_LAMBDA1] < 0 || v[TERSOFF_LAMBDA2] < 0) return "lambda1 and lambda2 must not be below zero";
  if (v[TERSOFF_A] < 0 || v[TERSOFF_B] < 0) return "A and B must not be below zero";
  if (bond && v[TERSOFF_B] > 0 && !(v[TERSOFF_N] > 0)) return "n must be above zero where B is";
  return NULL;
}

static dftfit_status read_switch(dftfit_node block, tersoff_switch *kind, dftfit_error *err) {
  dftfit_node node = dftfit_node_get(block, "switch");
  *kind = TERSOFF_QUINTIC;
  if (dftfit_node_type(node) == DFTFIT_NODE_ABSENT) return DFTFIT_OK;
  DFTFIT_TRY(dftfit_node_require(block, "switch", DFTFIT_NODE_SCALAR, &node, err));
  for (int i = 0; i < TERSOFF_SWITCHES; i++)
    if (strcmp(dftfit_node_text(node), switch_names[i]) == 0) {
      *kind = (tersoff_switch)i;
      return DFTFIT_OK;
    }
  return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE, "unknown switch '%.32s'; expected quintic or sine",
                          dftfit_node_text(node));
}

static dftfit_status read_entry(dftfit_node node, bool bond, tersoff_entry *p, dftfit_error *err) {
  DFTFIT_TRY(dftfit_node_only(node, tersoff_value_names, err));
  for (int value = 0; value < TERSOFF_VALUES; value++) {
    dftfit_node number;
    DFTFIT_TRY(dftfit_node_require(node, tersoff_value_names[value], DFTFIT_NODE_SCALAR, &number, err));
    DFTFIT_TRY(dftfit_node_double(number, &p->v[value], err));
  }
  const char *problem = tersoff_entry_problem(p, bond);
  return problem ? dftfit_node_fail(node, err, DFTFIT_ERR_VALUE, "%s", problem) : DFTFIT_OK;
}

static dftfit_status read_entries(dftfit_node all, const dftfit_header *header, tersoff_form *f, dftfit_error *err) {
  const int n = header->nelement;
  for (int i = 0; i < dftfit_node_size(all); i++) {
    char name[16];
    bool known = false;
    const char *key = dftfit_node_text(dftfit_node_key(all, i));
    for (int t = 0; t < n * n * n && !known && key; t++) {
      tersoff_triple_name(header->element, n, t, name);
      known = strcmp(name, key) == 0;
    }
    if (!known)
      return dftfit_node_fail(dftfit_node_key(all, i), err, DFTFIT_ERR_KEY,
                              "'%.32s' is not a triple of the elements, such as %s-%s-%s", key ? key : "",
                              header->element[0], header->element[0], header->element[n - 1]);
  }
  for (int t = 0; t < n * n * n; t++) {
    char name[16];
    dftfit_node node;
    tersoff_triple_name(header->element, n, t, name);
    DFTFIT_TRY(dftfit_node_require(all, name, DFTFIT_NODE_MAPPING, &node, err));
    DFTFIT_TRY(read_entry(node, t / n % n == t % n, &f->entry[t], err));
  }
  return DFTFIT_OK;
}

/* The neighbour lists end where the header says: no entry may reach further, nor the header further than the entries.
 */
static dftfit_status check_cutoff(dftfit_node all, const dftfit_header *header, const tersoff_form *f,
                                  dftfit_error *err) {
  const int n = header->nelement;
  for (int a = 0; a < n; a++)
    for (int b = a; b < n; b++) {
      double cutoff = header->cutoff[a * n + b], reach = tersoff_form_reach(f, a, b);
      if (fabs(cutoff - reach) > 1e-9)
        return dftfit_node_fail(all, err, DFTFIT_ERR_VALUE,
                                "the cutoff %.10g A of %s-%s is not the largest R + D of its entries, %.10g A", cutoff,
                                header->element[a], header->element[b], reach);
    }
  return DFTFIT_OK;
}

/* Where a fit begins: Tersoff's silicon (Phys. Rev. B 39, 5566 (1989), doi:10.1103/PhysRevB.39.5566), with its lengths
 * scaled to the bond length that the covalent radii give, for every triple. n is 1 in place of 0.78734, where zeta^n is
 * smoother, and beta such that b in diamond is the same. */
static void start_entry(const dftfit_header *header, int i, int j, int k, int m, const double *width,
                        tersoff_entry *p) {
  static const tersoff_entry silicon = {{[TERSOFF_GAMMA] = 1,
                                         [TERSOFF_C] = 1.0039e5,
                                         [TERSOFF_D] = 16.217,
                                         [TERSOFF_H] = -0.59825,
                                         [TERSOFF_N] = 1,
                                         [TERSOFF_BETA] = 2.92e-6,
                                         [TERSOFF_LAMBDA2] = 1.73222,
                                         [TERSOFF_B] = 471.18,
                                         [TERSOFF_LAMBDA1] = 2.4799,
                                         [TERSOFF_A] = 1830.8}};
  const int n = header->nelement;
  double bond = dftfit_covalent_radius(dftfit_atomic_number(header->element[i])) +
                dftfit_covalent_radius(dftfit_atomic_number(header->element[j]));
  double scale = 2 * dftfit_covalent_radius(dftfit_atomic_number("Si")) / bond;
  *p = silicon;
  p->v[TERSOFF_M] = m;
  p->v[TERSOFF_LAMBDA1] *= scale;
  p->v[TERSOFF_LAMBDA2] *= scale;
  p->v[TERSOFF_WIDTH] = width[i * n + k];
  p->v[TERSOFF_R] = header->cutoff[i * n + k] - p->v[TERSOFF_WIDTH];
}

static dftfit_status start(dftfit_node block, const dftfit_header *header, tersoff_form *f, dftfit_error *err) {
  const int n = header->nelement;
  double width[DFTFIT_MAX_ELEMENTS * DFTFIT_MAX_ELEMENTS], half[DFTFIT_MAX_ELEMENTS * DFTFIT_MAX_ELEMENTS];
  int m = 3;
  dftfit_node node = dftfit_node_get(block, "D");
  if (dftfit_node_type(node) == DFTFIT_NODE_ABSENT)
    return dftfit_node_fail(block, err, DFTFIT_ERR_KEY,
                            "either 'entries' or 'D' must be given: D is half the width in A over which bonds fade out "
                            "before the cutoff");
  for (int p = 0; p < n * n; p++) half[p] = 0.5 * header->cutoff[p];
  DFTFIT_TRY(dftfit_pair_read(node, header, "D", half, "half the cutoff of that pair", width, err));
  DFTFIT_TRY(dftfit_node_get_int(block, "m", 1, 3, &m, err));
  if (m == 2) return dftfit_node_fail(dftfit_node_get(block, "m"), err, DFTFIT_ERR_VALUE, "m must be 1 or 3, not 2");
  for (int t = 0; t < n * n * n; t++) start_entry(header, t / n / n, t / n % n, t % n, m, width, &f->entry[t]);
  return DFTFIT_OK;
}

static dftfit_status fill(const dftfit_header *header, dftfit_node block, tersoff_form *f, dftfit_error *err) {
  dftfit_node all = dftfit_node_get(block, "entries");
  if (dftfit_node_type(all) == DFTFIT_NODE_ABSENT) {
    DFTFIT_TRY(start(block, header, f, err));
  } else {
    static const char *const known[] = {"switch", "entries", NULL};
    DFTFIT_TRY(dftfit_node_only(block, known, err));
    DFTFIT_TRY(dftfit_node_require(block, "entries", DFTFIT_NODE_MAPPING, &all, err));
    DFTFIT_TRY(read_entries(all, header, f, err));
    DFTFIT_TRY(check_cutoff(all, header, f, err));
  }
  return tersoff_form_finish(f, err);
}

dftfit_status tersoff_block_create(const dftfit_header *header, dftfit_node block, void **self, dftfit_error *err) {
  static const char *const known[] = {"switch", "entries", "D", "m", NULL};
  tersoff_switch kind;
  tersoff_form *f;
  DFTFIT_TRY(dftfit_node_only(block, known, err));
  DFTFIT_TRY(read_switch(block, &kind, err));
  DFTFIT_TRY(tersoff_form_allocate(header, kind, &f, err));
  dftfit_status status = fill(header, block, f, err);
  if (status)
    tersoff_form_destroy(f);
  else
    *self = f;
  return status;
}

void tersoff_block_write(const void *self, const dftfit_header *header, dftfit_writer *w) {
  const tersoff_form *f = self;
  const int n = f->nelement;
  dftfit_write_map_begin(w, false);
  dftfit_write_text(w, "switch");
  dftfit_write_text(w, switch_names[f->kind]);
  dftfit_write_text(w, "entries");
  dftfit_write_map_begin(w, false);
  for (int t = 0; t < n * n * n; t++) {
    char name[16];
    tersoff_triple_name(header->element, n, t, name);
    dftfit_write_text(w, name);
    dftfit_write_map_begin(w, false);
    for (int value = 0; value < TERSOFF_VALUES; value++) {
      dftfit_write_text(w, tersoff_value_names[value]);
      if (value == TERSOFF_M)
        dftfit_write_int(w, (long)f->entry[t].v[value]);
      else
        dftfit_write_double(w, f->entry[t].v[value]);
    }
    dftfit_write_map_end(w);
  }
  dftfit_write_map_end(w);
  dftfit_write_map_end(w);
}
