/* SPDX-License-Identifier: BSD-3-Clause */
/* Subsets of the basis functions: what an evaluation with them takes, and the potential that has them alone.
 * docs/forms/ace.md (17) */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/pair_values.h"
#include "forms/ace/form.h"

/* Multiplications and additions for each part of an evaluation, forwards and backwards, as the kernels do them. They
 * were compared with times of evaluations, docs/forms/ace.md. */
static const double per_node = 3, per_sum = 1, per_pair = 5, per_leaf = 2, per_left = 3, per_linear = 2;
/* for each neighbour: its distance; each column of the table, value and slope; each harmonic with its gradient; each
 * A_{nlm}, its sum and the forces from it */
static const double per_neighbour = 110, per_column = 16, per_harmonic = 14, per_base = 3;
enum { COLUMNS_AT_A_TIME = 8 };

/* Parts that an evaluation consists of, and how many of the functions need each. */
typedef struct parts {
  int n;
  double *cost; /* [n]                                                     */
  int *users;   /* [n] kept functions that need it                         */
  int *last;    /* [n] function that used it last, so that none counts twice */
  bool sharing; /* second pass: costs are split among the users            */
  double *share;
} parts;

static void use(parts *p, int item, int function) {
  if (p->last[item] == function) return;
  p->last[item] = function;
  if (p->sharing)
    p->share[function] += p->cost[item] / p->users[item];
  else
    p->users[item]++;
}

static bool make_parts(parts *p, int n) {
  *p = (parts){.n = n, .cost = calloc((size_t)n, sizeof *p->cost)};
  p->users = calloc((size_t)n, sizeof *p->users);
  p->last = malloc((size_t)n * sizeof *p->last);
  if (p->last) memset(p->last, -1, (size_t)n * sizeof *p->last);
  return p->cost && p->users && p->last;
}

static double total(const parts *p) {
  double sum = 0;
  for (int i = 0; i < p->n; i++)
    if (p->users[i]) sum += p->cost[i];
  return sum;
}

static void drop_parts(parts *p) {
  free(p->cost);
  free(p->users);
  free(p->last);
}

/* ---- products of one central element: nodes, sums over pairs, leaves, left operands, linear terms, in this order ----
 */

static void use_operand(parts *p, const ace_program *g, int operand, int function) {
  if (operand < g->nbase) return;
  int node = operand - g->nbase;
  if (p->last[node] == function) return;
  for (int side = 0; side < 2 && node < g->nnode; side++) use_operand(p, g, g->node[2 * node + side], function);
  use(p, node, function);
}

static void walk_program(parts *p, const ace_program *g, int first, const bool *keep, const int *left_of) {
  int leaves = g->nnode + g->nsum, lefts = leaves + g->nleaf, linear = lefts + g->nleft;
  for (int i = 0; i < g->nmap; i++) {
    int function = first + g->map_function[i], slot = g->map_slot[i];
    if (!keep[function]) continue;
    if (slot < 0) {
      use(p, linear + (-1 - slot), function);
      continue;
    }
    use_operand(p, g, g->left[left_of[slot]], function);
    use_operand(p, g, g->leaf_right[slot], function);
    use(p, leaves + slot, function);
    use(p, lefts + left_of[slot], function);
  }
}

static void price_products(parts *p, const ace_program *g) {
  int leaves = g->nnode + g->nsum, lefts = leaves + g->nleaf, linear = lefts + g->nleft;
  for (int i = 0; i < p->n; i++) p->cost[i] = i < linear ? per_left : per_linear;
  for (int i = 0; i < lefts; i++) p->cost[i] = i < g->nnode ? per_node : per_leaf;
  for (int i = 0; i < g->nsum; i++)
    p->cost[g->nnode + i] = per_sum + per_pair * (g->sum_first[i + 1] - g->sum_first[i]);
}

static double products(const ace_program *g, int first, const bool *keep, double *share) {
  parts p;
  int *left_of = malloc(sizeof(int) * (size_t)(g->nleaf + 1));
  double sum = NAN;
  if (make_parts(&p, g->nnode + g->nsum + g->nleaf + g->nleft + g->nlinear + 1) && left_of) {
    for (int a = 0; a < g->nleft; a++)
      for (int i = g->leaf_first[a]; i < g->leaf_first[a + 1]; i++) left_of[i] = a;
    price_products(&p, g);
    walk_program(&p, g, first, keep, left_of);
    sum = total(&p);
    p.sharing = true, p.share = share;
    memset(p.last, -1, (size_t)p.n * sizeof *p.last);
    if (share) walk_program(&p, g, first, keep, left_of);
  }
  drop_parts(&p);
  free(left_of);
  return sum;
}

/* ---- neighbours: shells of l, columns of the table, channels (l, n), in this order ---- */

static void walk_channels(parts *p, const ace_basis *basis, const bool *keep) {
  int shells = COUPLING_MAX_L + 1;
  for (int k = 0; k < basis->nfunction; k++) {
    const ace_function *f = &basis->function[k];
    if (!keep[k]) continue;
    for (int t = 0; t < f->rank; t++) {
      int l = f->l[t], column = basis->column_of[(int)f->n[t]];
      for (int below = 0; below <= l; below++) use(p, below, k); /* the recursion makes those of smaller l */
      use(p, shells + column, k);
      use(p, shells + basis->nradial * (l + 1) + column, k);
    }
  }
}

static double neighbour_part(const ace_basis *basis, const bool *keep, double neighbours, double *share) {
  parts p;
  int shells = COUPLING_MAX_L + 1, columns = 0;
  double sum = NAN;
  if (make_parts(&p, shells + basis->nradial * (shells + 1))) {
    walk_channels(&p, basis, keep);
    for (int i = shells; i < shells + basis->nradial; i++) columns += p.users[i] > 0;
    int padded = (columns + COLUMNS_AT_A_TIME - 1) / COLUMNS_AT_A_TIME * COLUMNS_AT_A_TIME;
    for (int i = 0; i < p.n; i++)
      p.cost[i] = neighbours * (i < shells                    ? (2 * i + 1) * per_harmonic
                                : i < shells + basis->nradial ? per_column * padded / columns
                                                              : (2 * ((i - shells) / basis->nradial) - 1) * per_base);
    sum = total(&p) + neighbours * per_neighbour;
    p.sharing = true, p.share = share;
    memset(p.last, -1, (size_t)p.n * sizeof *p.last);
    if (share) walk_channels(&p, basis, keep);
  }
  drop_parts(&p);
  return sum;
}

double dftfit_ace_cost(const void *self, const bool *keep, double neighbours, double *share) {
  const ace_form *f = self;
  double sum = 0;
  if (share) memset(share, 0, sizeof(double) * (size_t)f->basis.nfunction);
  for (int z = 0; z < f->nelement; z++)
    sum += products(&f->model.program[z], f->basis.first[z], keep, share) / f->nelement;
  for (int k = 0; share && k < f->basis.nfunction; k++) share[k] /= f->nelement;
  return sum + neighbour_part(&f->basis, keep, neighbours, share);
}

/* ---- the potential of a subset ---- */

static dftfit_status take_functions(const ace_form *f, const bool *keep, ace_form *out, dftfit_error *err) {
  size_t n = (size_t)f->basis.nfunction, nterm = (size_t)f->nterm;
  out->basis = (ace_basis){.function = malloc(n * sizeof(ace_function))};
  out->theta = malloc(n * sizeof(double));
  out->nradial = 0;
  for (int z = 0; out->basis.function && out->theta && z < f->nelement; z++) {
    out->basis.first[z] = out->basis.nfunction;
    for (int k = f->basis.first[z]; k < f->basis.first[z + 1]; k++) {
      if (!keep[k]) continue;
      const ace_function *a = &f->basis.function[k];
      for (int t = 0; t < a->rank; t++)
        if (a->n[t] > out->nradial) out->nradial = a->n[t];
      out->theta[out->basis.nfunction] = f->theta[k];
      out->basis.function[out->basis.nfunction++] = *a;
    }
  }
  out->basis.first[f->nelement] = out->basis.nfunction;
  size_t pairs = (size_t)dftfit_pair_count(f->nelement), radial = (size_t)out->nradial * nterm;
  out->radial_c = malloc(sizeof(double) * (pairs * radial + 1));
  DFTFIT_FAIL_IF(!out->basis.function || !out->theta || !out->radial_c, err, DFTFIT_ERR_MEMORY,
                 "out of memory for %d basis functions", f->basis.nfunction);
  for (size_t pair = 0; pair < pairs; pair++)
    memcpy(out->radial_c + pair * radial, f->radial_c + pair * (size_t)f->nradial * nterm, sizeof(double) * radial);
  DFTFIT_FAIL_IF(out->basis.nfunction == 0, err, DFTFIT_ERR_VALUE, "no basis function is left");
  return DFTFIT_OK;
}

dftfit_status dftfit_ace_reduce(void *self, const dftfit_header *header, const bool *keep, dftfit_error *err) {
  ace_form *f = self, *made = malloc(sizeof *made);
  DFTFIT_FAIL_IF(!made, err, DFTFIT_ERR_MEMORY, "out of memory");
  *made = *f;
  memset(made->table, 0, sizeof made->table);
  made->model = (ace_model){0};
  made->basis = (ace_basis){0};
  made->radial_c = made->theta = NULL;
  dftfit_status status = take_functions(f, keep, made, err);
  if (!status) status = dftfit_ace_assemble(made, header, err);
  ace_form old = *f;
  if (!status) {
    *f = *made;
    *made = old;
    dftfit_ace_point_at_tables(f);
  }
  dftfit_ace_release(made);
  free(made);
  return status;
}
