/* SPDX-License-Identifier: BSD-3-Clause */
/* Pair potential:  E_i = 1/2 sum_j phi_ab(r_ij),  phi_ab a C2 cubic spline per unordered pair of elements, linear in
 * its coefficients. docs/forms/pair.md */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/pair_values.h"
#include "dftfit/fit.h"
#include "functions/spline.h"

enum { MIN_KNOTS = 4, MAX_KNOTS = 1000, DROPPED = 3 };

typedef struct pair_form {
  int nelement, npair;
  int n;                                                   /* coefficients of a pair: one per interval */
  double inner[DFTFIT_MAX_ELEMENTS * DFTFIT_MAX_ELEMENTS]; /* A */
  dftfit_spline spline[DFTFIT_MAX_ELEMENTS * (DFTFIT_MAX_ELEMENTS + 1) / 2];
  char name[DFTFIT_MAX_ELEMENTS * (DFTFIT_MAX_ELEMENTS + 1) / 2][DFTFIT_PAIR_NAME];
  double *coefficient; /* [npair][n + DROPPED] eV; the functions that do not vanish at the cutoff have zeros */
} pair_form;

static double *coefficients(const pair_form *f, int pair) { return f->coefficient + pair * (f->n + DROPPED); }

static void default_inner(const dftfit_header *header, double *inner) {
  int n = header->nelement;
  for (int p = 0; p < n * n; p++)
    inner[p] = dftfit_shortest_distance(header->element[p / n], header->element[p % n], header->cutoff[p]);
}

static dftfit_status read_settings(pair_form *f, const dftfit_header *header, dftfit_node block, dftfit_error *err) {
  static const char *const known[] = {"knots", "inner", "coefficients", NULL};
  dftfit_node node;
  int knots = 0;
  DFTFIT_TRY(dftfit_node_only(block, known, err));
  DFTFIT_TRY(dftfit_node_require(block, "knots", DFTFIT_NODE_SCALAR, &node, err));
  DFTFIT_TRY(dftfit_node_get_int(block, "knots", MIN_KNOTS, MAX_KNOTS, &knots, err));
  f->nelement = header->nelement;
  f->npair = dftfit_pair_count(header->nelement);
  f->n = knots - 1;
  node = dftfit_node_get(block, "inner");
  if (dftfit_node_type(node) == DFTFIT_NODE_ABSENT)
    default_inner(header, f->inner);
  else
    DFTFIT_TRY(dftfit_pair_read(node, header, "inner", header->cutoff, "the cutoff of that pair", f->inner, err));
  for (int pair = 0; pair < f->npair; pair++) {
    int a, b;
    dftfit_pair_elements(f->nelement, pair, &a, &b);
    double inner = f->inner[a * f->nelement + b], cutoff = header->cutoff[a * f->nelement + b];
    dftfit_pair_name(header, pair, f->name[pair]);
    if (inner >= cutoff)
      return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE, "inner = %g A must be below the cutoff %g A of %s", inner,
                              cutoff, f->name[pair]);
    f->spline[pair] = dftfit_spline_create(inner, cutoff, f->n);
  }
  return DFTFIT_OK;
}

static dftfit_status read_coefficients(pair_form *f, const dftfit_header *header, dftfit_node block,
                                       dftfit_error *err) {
  dftfit_node all = dftfit_node_get(block, "coefficients"), list;
  if (dftfit_node_type(all) == DFTFIT_NODE_ABSENT) return DFTFIT_OK;
  DFTFIT_TRY(dftfit_node_require(block, "coefficients", DFTFIT_NODE_MAPPING, &all, err));
  DFTFIT_TRY(dftfit_pair_only(all, header, err));
  for (int pair = 0; pair < f->npair; pair++) {
    DFTFIT_TRY(dftfit_pair_get(all, header, pair, &list, err));
    DFTFIT_TRY(dftfit_node_doubles(list, f->n, coefficients(f, pair), err));
  }
  return DFTFIT_OK;
}

static void destroy(void *self) {
  pair_form *f = self;
  free(f->coefficient);
  free(f);
}

static dftfit_status create(const dftfit_header *header, dftfit_node block, void **self, dftfit_error *err) {
  pair_form *f = calloc(1, sizeof *f);
  DFTFIT_FAIL_IF(!f, err, DFTFIT_ERR_MEMORY, "out of memory");
  dftfit_status status = read_settings(f, header, block, err);
  if (!status) {
    f->coefficient = calloc((size_t)f->npair * (size_t)(f->n + DROPPED), sizeof(double));
    status = f->coefficient ? read_coefficients(f, header, block, err)
                            : dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory");
  }
  if (status)
    destroy(f);
  else
    *self = f;
  return status;
}

static void write(const void *self, const dftfit_header *header, dftfit_writer *w) {
  const pair_form *f = self;
  dftfit_write_map_begin(w, false);
  dftfit_write_text(w, "knots");
  dftfit_write_int(w, f->n + 1);
  dftfit_write_text(w, "inner");
  dftfit_pair_write(w, header, f->inner);
  dftfit_write_text(w, "coefficients");
  dftfit_write_map_begin(w, false);
  for (int pair = 0; pair < f->npair; pair++) {
    dftfit_write_text(w, f->name[pair]);
    dftfit_write_doubles(w, f->n, coefficients(f, pair));
  }
  dftfit_write_map_end(w);
  dftfit_write_map_end(w);
}

static int nparameter(const void *self) {
  const pair_form *f = self;
  return f->npair * f->n;
}

static void parameter(const void *self, int k, dftfit_parameter *out) {
  const pair_form *f = self;
  *out = (dftfit_parameter){.unit = "eV",
                            .description = "coefficient of a cubic B-spline of the pair energy",
                            .lower = -INFINITY,
                            .upper = INFINITY,
                            .linear = true,
                            .prior = 1};
  snprintf(out->name, sizeof out->name, "%s.phi[%d]", f->name[k / f->n], k % f->n);
}

static void get(const void *self, double *theta) {
  const pair_form *f = self;
  for (int pair = 0; pair < f->npair; pair++)
    memcpy(theta + pair * f->n, coefficients(f, pair), (size_t)f->n * sizeof *theta);
}

static void set(void *self, const double *theta) {
  pair_form *f = self;
  for (int pair = 0; pair < f->npair; pair++)
    memcpy(coefficients(f, pair), theta + pair * f->n, (size_t)f->n * sizeof *theta);
}

static int continuity(const void *self) {
  (void)self;
  return 2;
}

static bool vanishes(const void *self) {
  (void)self;
  return true;
}

/* jacobian: a basis per row, and one gradient of three components per row */
static size_t scratch(const void *self, int nsite, int nrow) {
  (void)self;
  (void)nsite;
  return (size_t)nrow * (sizeof(dftfit_spline_basis) + 3 * sizeof(double));
}

static void evaluate(const void *self, const dftfit_block *b, void *memory, const dftfit_block_result *result) {
  const pair_form *f = self;
  (void)memory;
  for (int s = 0; s < b->nsite; s++) {
    double energy = 0;
    for (int e = 0; e < b->nelement; e++) {
      int pair = dftfit_pair_index(f->nelement, b->element[s], e);
      const dftfit_spline *spline = &f->spline[pair];
      const double *all = coefficients(f, pair);
      for (int row = b->first[s * b->nelement + e]; row < b->first[s * b->nelement + e + 1]; row++) {
        dftfit_spline_basis basis = dftfit_spline_at(spline, b->r[row]);
        const double *c = all + basis.first;
        double phi = 0, slope = 0;
        for (int k = 0; k < 4; k++) {
          phi += c[k] * basis.value[k];
          slope += c[k] * basis.slope[k];
        }
        double g = 0.5 * b->weight[row] * slope / b->r[row];
        energy += 0.5 * b->weight[row] * phi;
        result->gx[row] = g * b->dx[row];
        result->gy[row] = g * b->dy[row];
        result->gz[row] = g * b->dz[row];
      }
    }
    result->energy[s] = energy;
  }
}

/* Derivatives of one segment (neighbours of one element of one site) with respect to the coefficients of its pair. */
static void segment_jacobian(const pair_form *f, const dftfit_block *b, int s, int e, dftfit_spline_basis *basis,
                             double *dgx, const dftfit_row_sink *sink) {
  int pair = dftfit_pair_index(f->nelement, b->element[s], e);
  int begin = b->first[s * b->nelement + e], end = b->first[s * b->nelement + e + 1], n = end - begin;
  double *dgy = dgx + n, *dgz = dgy + n;
  for (int row = begin; row < end; row++) basis[row - begin] = dftfit_spline_at(&f->spline[pair], b->r[row]);
  for (int k = 0; k < f->n; k++) {
    double de = 0;
    bool any = false;
    for (int q = 0; q < n; q++) {
      int row = begin + q, which = k - basis[q].first;
      dgx[q] = dgy[q] = dgz[q] = 0;
      if (which < 0 || which > 3 || b->weight[row] == 0) continue;
      double g = 0.5 * basis[q].slope[which] / b->r[row];
      any = true;
      de += 0.5 * basis[q].value[which];
      dgx[q] = g * b->dx[row];
      dgy[q] = g * b->dy[row];
      dgz[q] = g * b->dz[row];
    }
    if (any) sink->add(sink->self, b, s, pair * f->n + k, de, begin, end, dgx, dgy, dgz);
  }
}

static void jacobian(const void *self, const dftfit_block *b, void *memory, const dftfit_row_sink *sink) {
  const pair_form *f = self;
  dftfit_spline_basis *basis = memory;
  double *gradient = (double *)(basis + b->nrow);
  for (int s = 0; s < b->nsite; s++)
    for (int e = 0; e < b->nelement; e++) segment_jacobian(f, b, s, e, basis, gradient, sink);
}

const dftfit_form dftfit_form_pair = {
    .name = "pair",
    .summary = "pair potential: one C2 cubic spline per pair of elements",
    .doi = "10.1007/978-1-4612-6333-3",
    .citation = "@book{deBoor1978,\n"
                "  author = {de Boor, Carl},\n"
                "  title = {A Practical Guide to Splines},\n"
                "  series = {Applied Mathematical Sciences},\n"
                "  volume = {27},\n"
                "  publisher = {Springer},\n"
                "  address = {New York},\n"
                "  year = {1978},\n"
                "  doi = {10.1007/978-1-4612-6333-3}\n"
                "}\n",
    .create = create,
    .destroy = destroy,
    .write = write,
    .nparameter = nparameter,
    .parameter = parameter,
    .get = get,
    .set = set,
    .continuity = continuity,
    .vanishes = vanishes,
    .scratch = scratch,
    .evaluate = evaluate,
    .jacobian = jacobian,
};
