/* SPDX-License-Identifier: BSD-3-Clause */
/* The block `ace:` of potential files and of fit.yaml, docs/forms/ace.md. Either `orders` (a fit starts from zero
 * coefficients) or `functions` with their coefficients. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/pair_values.h"
#include "dftfit/fit.h"
#include "forms/ace/form.h"

enum { MAX_FUNCTIONS = 100000 };

/* orders: {1: {n_max: 12}, 2: {n_max: 8, l_max: 5, degree: 16}, ...} */
static dftfit_status read_orders(ace_form *f, dftfit_node orders, dftfit_error *err) {
  static const char *const known[] = {"n_max", "l_max", "degree", NULL};
  ace_order order[COUPLING_MAX_RANK] = {0};
  int highest = 0;
  for (int i = 0; i < dftfit_node_size(orders); i++) {
    dftfit_node key = dftfit_node_key(orders, i), limits = dftfit_node_value(orders, i);
    int rank = 0;
    DFTFIT_TRY(dftfit_node_int(key, &rank, err));
    if (rank < 1 || rank > COUPLING_MAX_RANK)
      return dftfit_node_fail(key, err, DFTFIT_ERR_VALUE, "correlation order %d is not between 1 and %d", rank,
                              COUPLING_MAX_RANK);
    if (dftfit_node_type(limits) != DFTFIT_NODE_MAPPING)
      return dftfit_node_fail(limits, err, DFTFIT_ERR_VALUE,
                              "order %d needs a mapping such as {n_max: 8, l_max: 4, degree: 14}", rank);
    DFTFIT_TRY(dftfit_node_only(limits, known, err));
    ace_order *o = &order[rank - 1];
    o->species = f->species_weight;
    dftfit_node n_max;
    DFTFIT_TRY(dftfit_node_require(limits, "n_max", DFTFIT_NODE_SCALAR, &n_max, err));
    DFTFIT_TRY(dftfit_node_get_int(limits, "n_max", 1, ACE_MAX_N, &o->n_max, err));
    DFTFIT_TRY(dftfit_node_get_int(limits, "l_max", 0, COUPLING_MAX_L, &o->l_max, err));
    o->degree = rank * (o->n_max + f->l_weight * o->l_max);
    DFTFIT_TRY(dftfit_node_get_double(limits, "degree", rank, 1000, &o->degree, err));
    if (rank > highest) highest = rank;
  }
  DFTFIT_TRY(dftfit_ace_basis_generate(f->nelement, highest, order, f->l_weight, &f->basis, err));
  if (f->basis.nfunction == 0)
    return dftfit_node_fail(orders, err, DFTFIT_ERR_VALUE,
                            "these limits allow no basis function: raise n_max or degree");
  return DFTFIT_OK;
}

/* size: {order: 3, functions: 300} */
static dftfit_status read_size(ace_form *f, dftfit_node size, dftfit_error *err) {
  static const char *const known[] = {"order", "functions", NULL};
  ace_order order[COUPLING_MAX_RANK] = {0};
  int highest, functions;
  dftfit_node node;
  DFTFIT_TRY(dftfit_node_only(size, known, err));
  DFTFIT_TRY(dftfit_node_require(size, "order", DFTFIT_NODE_SCALAR, &node, err));
  DFTFIT_TRY(dftfit_node_get_int(size, "order", 1, COUPLING_MAX_RANK, &highest, err));
  DFTFIT_TRY(dftfit_node_require(size, "functions", DFTFIT_NODE_SCALAR, &node, err));
  DFTFIT_TRY(dftfit_node_get_int(size, "functions", 1, MAX_FUNCTIONS, &functions, err));
  dftfit_error why;
  dftfit_status status =
      dftfit_ace_basis_limits(f->nelement, highest, functions, f->l_weight, f->species_weight, order, &why);
  if (status) return dftfit_node_fail(size, err, status, "%s", why.message);
  return dftfit_ace_basis_generate(f->nelement, highest, order, f->l_weight, &f->basis, err);
}

static dftfit_status read_small(dftfit_node list, int n, int lowest, int highest, signed char *out, dftfit_error *err) {
  int value[COUPLING_MAX_RANK];
  DFTFIT_TRY(dftfit_node_ints(list, n, value, err));
  for (int t = 0; t < n; t++) {
    if (value[t] < lowest || value[t] > highest)
      return dftfit_node_fail(dftfit_node_item(list, t), err, DFTFIT_ERR_VALUE, "%d is not between %d and %d", value[t],
                              lowest, highest);
    out[t] = (signed char)value[t];
  }
  return DFTFIT_OK;
}

static int element_index(const ace_form *f, const char *symbol) {
  for (int e = 0; symbol && e < f->nelement; e++)
    if (!strcmp(f->element[e], symbol)) return e;
  return -1;
}

/* Labels of the factors: symbols of elements, or numbers of channels. */
static dftfit_status read_labels(const ace_form *f, dftfit_node mu, int rank, signed char *out, dftfit_error *err) {
  if (f->mixed) return read_small(mu, rank, 0, f->nelement - 1, out, err);
  for (int t = 0; t < rank; t++) {
    dftfit_node item = dftfit_node_item(mu, t);
    int e = element_index(f, dftfit_node_text(item));
    if (e < 0)
      return dftfit_node_fail(item, err, DFTFIT_ERR_ELEMENT, "'%s' is not an element of this potential",
                              dftfit_node_text(item) ? dftfit_node_text(item) : "?");
    out[t] = (signed char)e;
  }
  return DFTFIT_OK;
}

/* {mu: [Si, Si], n: [1, 2], l: [1, 1], L: [], c: 0.3} */
static dftfit_status read_function(const ace_form *f, dftfit_node node, ace_function *out, double *c,
                                   dftfit_error *err) {
  static const char *const known[] = {"mu", "n", "l", "L", "c", NULL};
  dftfit_node mu, n, l, value;
  if (dftfit_node_type(node) != DFTFIT_NODE_MAPPING)
    return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE,
                            "a function is a mapping {mu: [...], n: [...], l: [...], c: ...}");
  DFTFIT_TRY(dftfit_node_only(node, known, err));
  DFTFIT_TRY(dftfit_node_require(node, "mu", DFTFIT_NODE_SEQUENCE, &mu, err));
  DFTFIT_TRY(dftfit_node_require(node, "n", DFTFIT_NODE_SEQUENCE, &n, err));
  DFTFIT_TRY(dftfit_node_require(node, "l", DFTFIT_NODE_SEQUENCE, &l, err));
  DFTFIT_TRY(dftfit_node_require(node, "c", DFTFIT_NODE_SCALAR, &value, err));
  int rank = dftfit_node_size(mu);
  if (rank < 1 || rank > COUPLING_MAX_RANK)
    return dftfit_node_fail(mu, err, DFTFIT_ERR_VALUE, "a function has 1 to %d factors, not %d", COUPLING_MAX_RANK,
                            rank);
  out->rank = (signed char)rank;
  DFTFIT_TRY(read_labels(f, mu, rank, out->mu, err));
  DFTFIT_TRY(read_small(n, rank, 1, ACE_MAX_N, out->n, err));
  DFTFIT_TRY(read_small(l, rank, 0, COUPLING_MAX_L, out->l, err));
  if (dftfit_coupling_free_momenta(rank) > 0) {
    dftfit_node L;
    DFTFIT_TRY(dftfit_node_require(node, "L", DFTFIT_NODE_SEQUENCE, &L, err));
    DFTFIT_TRY(read_small(L, dftfit_coupling_free_momenta(rank), 0, 2 * COUPLING_MAX_L, out->L, err));
  }
  return dftfit_node_double(value, c, err);
}

/* functions: {Si: [{...}, ...], C: [...]} */
static dftfit_status read_functions(ace_form *f, dftfit_node functions, dftfit_error *err) {
  int total = 0;
  for (int i = 0; i < dftfit_node_size(functions); i++) {
    dftfit_node key = dftfit_node_key(functions, i);
    if (element_index(f, dftfit_node_text(key)) < 0)
      return dftfit_node_fail(key, err, DFTFIT_ERR_ELEMENT, "'%s' is not an element of this potential",
                              dftfit_node_text(key) ? dftfit_node_text(key) : "?");
    total += dftfit_node_size(dftfit_node_value(functions, i));
  }
  f->basis.function = calloc(total + 1, sizeof(ace_function));
  f->theta = calloc(total + 1, sizeof(double));
  DFTFIT_FAIL_IF(!f->basis.function || !f->theta, err, DFTFIT_ERR_MEMORY, "out of memory for %d functions", total);
  for (int z = 0; z < f->nelement; z++) {
    dftfit_node list;
    DFTFIT_TRY(dftfit_node_require(functions, f->element[z], DFTFIT_NODE_SEQUENCE, &list, err));
    f->basis.first[z] = f->basis.nfunction;
    for (int i = 0; i < dftfit_node_size(list); i++) {
      int k = f->basis.nfunction++;
      f->basis.function[k].element = (signed char)z;
      DFTFIT_TRY(read_function(f, dftfit_node_item(list, i), &f->basis.function[k], &f->theta[k], err));
    }
  }
  f->basis.first[f->nelement] = f->basis.nfunction;
  if (f->basis.nfunction == 0) return dftfit_node_fail(functions, err, DFTFIT_ERR_VALUE, "there is no function here");
  return DFTFIT_OK;
}

static radial_terms terms_of(const ace_form *f, const dftfit_header *header, int pair) {
  int a, b;
  dftfit_pair_elements(f->nelement, pair, &a, &b);
  int ab = a * f->nelement + b;
  return (radial_terms){.count = f->nterm,
                        .rc = header->cutoff[ab],
                        .lambda = f->lambda,
                        .inner_radius = f->inner ? f->inner_radius[ab] : 0,
                        .inner_width = f->inner_width[ab]};
}

/* What radial functions are designed for: by pairs [nelement*nelement] where it depends on them. */
typedef struct ace_measure {
  double stretch, decay_power;
  double shortest[DFTFIT_MAX_ELEMENTS * DFTFIT_MAX_ELEMENTS], decay_radius[DFTFIT_MAX_ELEMENTS * DFTFIT_MAX_ELEMENTS];
} ace_measure;

static dftfit_status read_measure(const dftfit_header *header, dftfit_node radial, ace_measure *m, dftfit_error *err) {
  dftfit_node shortest = dftfit_node_get(radial, "shortest"), decay = dftfit_node_get(radial, "decay_radius"),
              power = dftfit_node_get(radial, "decay_power");
  int n = header->nelement;
  *m = (ace_measure){.decay_power = 4};
  for (int p = 0; p < n * n; p++)
    m->shortest[p] = dftfit_shortest_distance(header->element[p / n], header->element[p % n], header->cutoff[p]);
  DFTFIT_TRY(dftfit_node_get_double(radial, "stretch", 0, 4, &m->stretch, err));
  if (dftfit_node_type(shortest) != DFTFIT_NODE_ABSENT)
    DFTFIT_TRY(
        dftfit_pair_read(shortest, header, "shortest", header->cutoff, "the cutoff of that pair", m->shortest, err));
  if (dftfit_node_type(decay) == DFTFIT_NODE_ABSENT) {
    if (dftfit_node_type(power) == DFTFIT_NODE_ABSENT) return DFTFIT_OK;
    return dftfit_node_fail(power, err, DFTFIT_ERR_KEY, "decay_power needs decay_radius beside it");
  }
  DFTFIT_TRY(dftfit_node_get_double(radial, "decay_power", 2, 12, &m->decay_power, err));
  return dftfit_pair_read(decay, header, "decay_radius", header->cutoff, "the cutoff of that pair", m->decay_radius,
                          err);
}

/* radial functions from their coefficients, or designed for the distances that occur */
static dftfit_status make_radial(ace_form *f, const dftfit_header *header, dftfit_node radial, const ace_measure *m,
                                 dftfit_error *err) {
  dftfit_node all = dftfit_node_get(radial, "coefficients"), list;
  bool given = dftfit_node_type(all) != DFTFIT_NODE_ABSENT;
  if (given) DFTFIT_TRY(dftfit_pair_only(all, header, err));
  for (int pair = 0; pair < dftfit_pair_count(f->nelement); pair++) {
    radial_terms terms = terms_of(f, header, pair);
    double *c = f->radial_c + (size_t)pair * f->nradial * f->nterm;
    int a, b;
    dftfit_pair_elements(f->nelement, pair, &a, &b);
    if (given) DFTFIT_TRY(dftfit_pair_get(all, header, pair, &list, err));
    if (given && dftfit_node_size(list) != f->nradial)
      return dftfit_node_fail(list, err, DFTFIT_ERR_VALUE, "%d radial functions stand here, but n runs to %d",
                              dftfit_node_size(list), f->nradial);
    for (int n = 0; given && n < f->nradial; n++)
      DFTFIT_TRY(dftfit_node_doubles(dftfit_node_item(list, n), f->nterm, c + n * f->nterm, err));
    int ab = a * f->nelement + b;
    radial_measure measure = {m->shortest[ab], m->stretch, m->decay_radius[ab], m->decay_power};
    dftfit_error why;
    dftfit_status status = given ? DFTFIT_OK : dftfit_radial_design(&terms, f->nradial, &measure, c, &why);
    if (status) return dftfit_node_fail(radial, err, status, "%s", why.message);
  }
  return DFTFIT_OK;
}

dftfit_status dftfit_ace_make_tables(ace_form *f, const dftfit_header *header, dftfit_error *err) {
  size_t nterm = (size_t)f->nterm;
  double *c = malloc(sizeof(double) * (size_t)f->basis.nradial * nterm);
  dftfit_status status = c ? DFTFIT_OK : dftfit_no_memory(err, "radial functions");
  for (int pair = 0; !status && pair < dftfit_pair_count(f->nelement); pair++) {
    radial_terms terms = terms_of(f, header, pair);
    const double *all = f->radial_c + (size_t)pair * (size_t)f->nradial * nterm;
    for (int i = 0; i < f->basis.nradial; i++)
      memcpy(c + (size_t)i * nterm, all + (size_t)(f->basis.radial[i] - 1) * nterm, sizeof(double) * nterm);
    status = dftfit_radial_table_of_terms(&terms, f->basis.nradial, c, &f->table[pair], err);
  }
  free(c);
  return status;
}

static dftfit_status read_inner(ace_form *f, const dftfit_header *header, dftfit_node radial, dftfit_error *err) {
  dftfit_node radius = dftfit_node_get(radial, "inner_radius"), width = dftfit_node_get(radial, "inner_width");
  bool has_radius = dftfit_node_type(radius) != DFTFIT_NODE_ABSENT,
       has_width = dftfit_node_type(width) != DFTFIT_NODE_ABSENT;
  if (has_radius != has_width)
    return dftfit_node_fail(has_radius ? radius : width, err, DFTFIT_ERR_KEY,
                            "inner_radius and inner_width go together");
  f->inner = has_radius;
  if (!has_radius) return DFTFIT_OK;
  DFTFIT_TRY(dftfit_pair_read(radius, header, "inner_radius", header->cutoff, "the cutoff of that pair",
                              f->inner_radius, err));
  return dftfit_pair_read(width, header, "inner_width", f->inner_radius, "the inner radius of that pair",
                          f->inner_width, err);
}

static dftfit_status read_radial(ace_form *f, const dftfit_header *header, dftfit_node block, dftfit_error *err) {
  static const char *const known[] = {"terms",       "lambda",       "stretch",     "shortest",     "decay_radius",
                                      "decay_power", "inner_radius", "inner_width", "coefficients", NULL};
  dftfit_node radial = dftfit_node_get(block, "radial");
  ace_measure measure;
  if (dftfit_node_type(radial) != DFTFIT_NODE_ABSENT) {
    DFTFIT_TRY(dftfit_node_require(block, "radial", DFTFIT_NODE_MAPPING, &radial, err));
    DFTFIT_TRY(dftfit_node_only(radial, known, err));
  }
  for (int k = 0; k < f->basis.nfunction; k++)
    for (int t = 0; t < f->basis.function[k].rank; t++)
      if (f->basis.function[k].n[t] > f->nradial) f->nradial = f->basis.function[k].n[t];
  f->lambda = 3;
  f->nterm = 3 * f->nradial + 4 > RADIAL_MAX_TERMS ? RADIAL_MAX_TERMS : 3 * f->nradial + 4;
  DFTFIT_TRY(dftfit_node_get_double(radial, "lambda", 3, 20, &f->lambda, err));
  DFTFIT_TRY(dftfit_node_get_int(radial, "terms", f->nradial, RADIAL_MAX_TERMS, &f->nterm, err));
  DFTFIT_TRY(read_measure(header, radial, &measure, err));
  DFTFIT_TRY(read_inner(f, header, radial, err));
  f->radial_c = calloc((size_t)dftfit_pair_count(f->nelement) * f->nradial * f->nterm, sizeof(double));
  DFTFIT_FAIL_IF(!f->radial_c, err, DFTFIT_ERR_MEMORY, "out of memory for radial functions");
  return make_radial(f, header, radial, &measure, err);
}

/* One of three keys says which functions there are. */
static dftfit_status read_basis(ace_form *f, dftfit_node block, dftfit_error *err) {
  static const char *const key[] = {"orders", "size", "functions"};
  int given = 0, which = 0;
  for (int i = 0; i < 3; i++)
    if (dftfit_node_type(dftfit_node_get(block, key[i])) != DFTFIT_NODE_ABSENT) given++, which = i;
  if (given != 1)
    return dftfit_node_fail(block, err, DFTFIT_ERR_KEY,
                            "ace needs one of orders (limits, for a fit), size (for a fit) or functions (a potential)");
  dftfit_node node;
  DFTFIT_TRY(dftfit_node_require(block, key[which], DFTFIT_NODE_MAPPING, &node, err));
  return which == 0 ? read_orders(f, node, err) : which == 1 ? read_size(f, node, err) : read_functions(f, node, err);
}

/* species: separate, mixed, or the weights of the channels as rows. */
static dftfit_status read_species(ace_form *f, dftfit_node block, dftfit_error *err) {
  dftfit_node node = dftfit_node_get(block, "species"), weight = dftfit_node_get(block, "species_weight");
  const char *name = dftfit_node_text(node);
  bool rows = dftfit_node_type(node) == DFTFIT_NODE_SEQUENCE;
  f->mixed = f->nelement > 1 && (rows || (name && !strcmp(name, "mixed")));
  if (dftfit_node_type(node) != DFTFIT_NODE_ABSENT && !rows &&
      !(name && (!strcmp(name, "mixed") || !strcmp(name, "separate"))))
    return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE, "species is separate, mixed or a list of %d channels",
                            f->nelement);
  if (dftfit_node_type(weight) != DFTFIT_NODE_ABSENT && !f->mixed && f->nelement > 1)
    return dftfit_node_fail(weight, err, DFTFIT_ERR_KEY, "species_weight needs 'species: mixed'");
  double given = 1;
  DFTFIT_TRY(dftfit_node_get_double(block, "species_weight", 0, 1000, &given, err));
  f->species_weight = f->mixed ? given : 0;
  if (!f->mixed) return DFTFIT_OK;
  dftfit_ace_channels_default(f->nelement, f->channel);
  if (rows && dftfit_node_size(node) != f->nelement)
    return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE, "there are %d channels for %d elements; give one for each",
                            dftfit_node_size(node), f->nelement);
  for (int k = 0; rows && k < f->nelement; k++)
    DFTFIT_TRY(dftfit_node_doubles(dftfit_node_item(node, k), f->nelement, f->channel + k * f->nelement, err));
  return DFTFIT_OK;
}

dftfit_status dftfit_ace_read(ace_form *f, const dftfit_header *header, dftfit_node block, dftfit_error *err) {
  static const char *const known[] = {"orders",  "size",           "l_weight", "smoothness", "order_weight",
                                      "species", "species_weight", "radial",   "functions",  NULL};
  DFTFIT_TRY(dftfit_node_only(block, known, err));
  f->nelement = header->nelement;
  memcpy(f->element, header->element, sizeof f->element);
  f->l_weight = 1, f->smoothness = 2, f->order_weight = 1;
  DFTFIT_TRY(dftfit_node_get_double(block, "l_weight", 0.1, 10, &f->l_weight, err));
  DFTFIT_TRY(dftfit_node_get_double(block, "smoothness", 0, 10, &f->smoothness, err));
  DFTFIT_TRY(dftfit_node_get_double(block, "order_weight", 1e-3, 1e3, &f->order_weight, err));
  DFTFIT_TRY(read_species(f, block, err));
  DFTFIT_TRY(read_basis(f, block, err));
  if (!f->theta) f->theta = calloc(f->basis.nfunction, sizeof(double));
  DFTFIT_FAIL_IF(!f->theta, err, DFTFIT_ERR_MEMORY, "out of memory for %d coefficients", f->basis.nfunction);
  return read_radial(f, header, block, err);
}
