/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "forms/pace/records.h"

/* Element that a text [length] names, by symbol or number; -1: none. */
static int element_of(const pace_model *file, const char *text, size_t length) {
  char number[16];
  for (int z = 0; z < file->nelement; z++) {
    snprintf(number, sizeof number, "%d", z);
    if (strlen(file->element[z]) == length && !strncmp(file->element[z], text, length)) return z;
    if (strlen(number) == length && !strncmp(number, text, length)) return z;
  }
  return -1;
}

static int element_of_node(const pace_model *file, dftfit_node node) {
  const char *text = dftfit_node_text(node);
  return text ? element_of(file, text, strlen(text)) : -1;
}

static dftfit_status unknown_element(const pace_model *file, dftfit_node node, dftfit_error *err) {
  const char *text = dftfit_node_text(node);
  return dftfit_node_fail(node, err, DFTFIT_ERR_ELEMENT,
                          "'%.32s' is not an element of this potential; expected a symbol or a number from 0 to %d",
                          text ? text : "a list or mapping", file->nelement - 1);
}

/* mapping[element] of every element: out [nelement]. */
static dftfit_status by_element(const pace_model *file, dftfit_node root, const char *key, dftfit_node_kind kind,
                                dftfit_node *out, dftfit_error *err) {
  dftfit_node mapping;
  bool found[DFTFIT_MAX_ELEMENTS] = {false};
  DFTFIT_TRY(dftfit_node_require(root, key, DFTFIT_NODE_MAPPING, &mapping, err));
  for (int i = 0; i < dftfit_node_size(mapping); i++) {
    dftfit_node name = dftfit_node_key(mapping, i), value = dftfit_node_value(mapping, i);
    int z = element_of_node(file, name);
    if (z < 0) return unknown_element(file, name, err);
    if (found[z]) return dftfit_node_fail(name, err, DFTFIT_ERR_KEY, "%s of %s are given twice", key, file->element[z]);
    if (dftfit_node_type(value) != kind)
      return dftfit_node_fail(value, err, DFTFIT_ERR_VALUE, "%s of %s must be a %s", key, file->element[z],
                              kind == DFTFIT_NODE_MAPPING ? "mapping (key: value)" : "list");
    found[z] = true;
    out[z] = value;
  }
  for (int z = 0; z < file->nelement; z++)
    if (!found[z]) return dftfit_node_fail(mapping, err, DFTFIT_ERR_KEY, "%s of %s are missing", key, file->element[z]);
  return DFTFIT_OK;
}

static dftfit_status required_double(dftfit_node mapping, const char *key, double *out, dftfit_error *err) {
  dftfit_node node;
  DFTFIT_TRY(dftfit_node_require(mapping, key, DFTFIT_NODE_SCALAR, &node, err));
  return dftfit_node_double(node, out, err);
}

static dftfit_status required_int(dftfit_node mapping, const char *key, int lower, int upper, int *out,
                                  dftfit_error *err) {
  dftfit_node node;
  DFTFIT_TRY(dftfit_node_require(mapping, key, DFTFIT_NODE_SCALAR, &node, err));
  return dftfit_node_get_int(mapping, key, lower, upper, out, err);
}

static dftfit_status read_embedding(dftfit_node node, bool strict, pace_embedding *e, dftfit_error *err) {
  static const char *const known[] = {"ndensity",        "FS_parameters",    "npoti",
                                      "rho_core_cutoff", "drho_core_cutoff", NULL};
  dftfit_node list, name;
  double values[2 * PACE_MAX_DENSITIES];
  char problem[200];
  if (strict) DFTFIT_TRY(dftfit_node_only(node, known, err));
  DFTFIT_TRY(required_int(node, "ndensity", 1, PACE_MAX_DENSITIES, &e->ndensity, err));
  DFTFIT_TRY(dftfit_node_require(node, "FS_parameters", DFTFIT_NODE_SEQUENCE, &list, err));
  DFTFIT_TRY(dftfit_node_doubles(list, 2 * e->ndensity, values, err));
  for (int p = 0; p < e->ndensity; p++) e->weight[p] = values[2 * p], e->exponent[p] = values[2 * p + 1];
  DFTFIT_TRY(dftfit_node_require(node, "npoti", DFTFIT_NODE_SCALAR, &name, err));
  e->shifted_scaled = strcmp(dftfit_node_text(name), "FinnisSinclairShiftedScaled") == 0;
  if (!e->shifted_scaled && strcmp(dftfit_node_text(name), "FinnisSinclair") != 0)
    return dftfit_node_fail(name, err, DFTFIT_ERR_VALUE,
                            "unknown embedding '%.40s'; known are FinnisSinclair and FinnisSinclairShiftedScaled",
                            dftfit_node_text(name));
  DFTFIT_TRY(required_double(node, "rho_core_cutoff", &e->core_cutoff, err));
  DFTFIT_TRY(required_double(node, "drho_core_cutoff", &e->core_width, err));
  if (dftfit_pace_embedding_problem(e, problem, sizeof problem))
    return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE, "%s", problem);
  return DFTFIT_OK;
}

static dftfit_status read_basis(dftfit_node node, pace_basis *out, dftfit_error *err) {
  dftfit_node name;
  DFTFIT_TRY(dftfit_node_require(node, "radbasename", DFTFIT_NODE_SCALAR, &name, err));
  const char *text = dftfit_node_text(name);
  for (int i = 0; i < PACE_BASES; i++)
    if (!strcmp(text, dftfit_pace_basis_name[i]) || (i == PACE_SBESSEL && !strcmp(text, "TEST_SBessel"))) {
      *out = (pace_basis)i;
      return DFTFIT_OK;
    }
  return dftfit_node_fail(name, err, DFTFIT_ERR_VALUE,
                          "radial functions '%.32s' are not supported; those that are: ChebExpCos, ChebPow, "
                          "ChebLinear, SBessel",
                          text);
}

/* radcoefficients: [n][l][k] */
static dftfit_status read_coefficients(dftfit_node node, pace_bond *b, dftfit_error *err) {
  dftfit_node list;
  DFTFIT_TRY(dftfit_node_require(node, "radcoefficients", DFTFIT_NODE_SEQUENCE, &list, err));
  size_t count = (size_t)b->nradial * (size_t)(b->lmax + 1) * (size_t)b->nbasis;
  b->c = calloc(count + 1, sizeof(double));
  DFTFIT_FAIL_IF(!b->c, err, DFTFIT_ERR_MEMORY, "out of memory for %zu radial coefficients", count);
  if (dftfit_node_size(list) != b->nradial)
    return dftfit_node_fail(list, err, DFTFIT_ERR_VALUE, "%d lists where nradmax is %d", dftfit_node_size(list),
                            b->nradial);
  for (int n = 0; n < b->nradial; n++) {
    dftfit_node of_l = dftfit_node_item(list, n);
    if (dftfit_node_type(of_l) != DFTFIT_NODE_SEQUENCE || dftfit_node_size(of_l) != b->lmax + 1)
      return dftfit_node_fail(of_l, err, DFTFIT_ERR_VALUE, "expected a list for each l = 0 .. %d", b->lmax);
    for (int l = 0; l <= b->lmax; l++)
      DFTFIT_TRY(
          dftfit_node_doubles(dftfit_node_item(of_l, l), b->nbasis, b->c + (n * (b->lmax + 1) + l) * b->nbasis, err));
  }
  return DFTFIT_OK;
}

static dftfit_status read_inner(dftfit_node node, pace_inner *out, dftfit_error *err) {
  dftfit_node type = dftfit_node_get(node, "inner_cutoff_type");
  const char *text = dftfit_node_text(type);
  *out = PACE_INNER_DENSITY;
  if (dftfit_node_type(type) == DFTFIT_NODE_ABSENT) return DFTFIT_OK;
  for (int i = 0; text && i < PACE_INNERS; i++)
    if (!strcmp(text, dftfit_pace_inner_name[i])) {
      *out = (pace_inner)i;
      return DFTFIT_OK;
    }
  return dftfit_node_fail(type, err, DFTFIT_ERR_VALUE,
                          "unknown inner_cutoff_type '%.32s'; known are density, distance, zbl",
                          text ? text : "a list or mapping");
}

static dftfit_status read_bond(dftfit_node node, bool strict, double spline_width, pace_bond *b, pace_inner *inner,
                               dftfit_error *err) {
  static const char *const known[] = {"nradmax",         "lmax",    "nradbasemax",       "radbasename", "radparameters",
                                      "radcoefficients", "prehc",   "lambdahc",          "rcut",        "dcut",
                                      "rcut_in",         "dcut_in", "inner_cutoff_type", NULL};
  dftfit_node list;
  char problem[200];
  if (strict) DFTFIT_TRY(dftfit_node_only(node, known, err));
  DFTFIT_TRY(required_int(node, "nradmax", 0, 127, &b->nradial, err));
  DFTFIT_TRY(required_int(node, "lmax", 0, PACE_MAX_L, &b->lmax, err));
  DFTFIT_TRY(required_int(node, "nradbasemax", 1, PACE_MAX_TERMS, &b->nbasis, err));
  DFTFIT_TRY(read_basis(node, &b->basis, err));
  DFTFIT_TRY(dftfit_node_require(node, "radparameters", DFTFIT_NODE_SEQUENCE, &list, err));
  DFTFIT_TRY(dftfit_node_double(dftfit_node_item(list, 0), &b->lambda, err)); /* further ones mean nothing */
  DFTFIT_TRY(read_coefficients(node, b, err));
  DFTFIT_TRY(required_double(node, "prehc", &b->core, err));
  DFTFIT_TRY(required_double(node, "lambdahc", &b->core_decay, err));
  DFTFIT_TRY(required_double(node, "rcut", &b->cutoff, err));
  DFTFIT_TRY(required_double(node, "dcut", &b->width, err));
  DFTFIT_TRY(dftfit_node_get_double(node, "rcut_in", 0, INFINITY, &b->inner_cutoff, err));
  DFTFIT_TRY(dftfit_node_get_double(node, "dcut_in", 0, INFINITY, &b->inner_width, err));
  DFTFIT_TRY(read_inner(node, inner, err));
  if (dftfit_pace_bond_problem(b, *inner, spline_width, problem, sizeof problem))
    return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE, "%s", problem);
  return DFTFIT_OK;
}

/* The pair that a key names: [0, 1] or Si-C; -1: none. */
static int pair_of(const pace_model *file, dftfit_node key) {
  int a = -1, b = -1;
  const char *text = dftfit_node_text(key), *dash = text ? strchr(text, '-') : NULL;
  if (dash) {
    a = element_of(file, text, (size_t)(dash - text));
    b = element_of(file, dash + 1, strlen(dash + 1));
  } else if (dftfit_node_type(key) == DFTFIT_NODE_SEQUENCE && dftfit_node_size(key) == 2) {
    a = element_of_node(file, dftfit_node_item(key, 0));
    b = element_of_node(file, dftfit_node_item(key, 1));
  }
  return a < 0 || b < 0 ? -1 : a * file->nelement + b;
}

static dftfit_status read_bonds(dftfit_node root, bool strict, pace_model *file, dftfit_error *err) {
  dftfit_node bonds;
  int n = file->nelement;
  DFTFIT_TRY(dftfit_node_require(root, "bonds", DFTFIT_NODE_MAPPING, &bonds, err));
  for (int i = 0; i < dftfit_node_size(bonds); i++) {
    dftfit_node key = dftfit_node_key(bonds, i), value = dftfit_node_value(bonds, i);
    pace_inner inner;
    int pair = pair_of(file, key);
    if (pair < 0)
      return dftfit_node_fail(key, err, DFTFIT_ERR_ELEMENT,
                              "a bond is named by centre and neighbour, such as [0, 1] or Si-C, of the elements here");
    if (file->bond[pair].c)
      return dftfit_node_fail(key, err, DFTFIT_ERR_KEY, "the bond %s-%s is given twice", file->element[pair / n],
                              file->element[pair % n]);
    if (dftfit_node_type(value) != DFTFIT_NODE_MAPPING)
      return dftfit_node_fail(value, err, DFTFIT_ERR_VALUE, "a bond must be a mapping (key: value)");
    DFTFIT_TRY(read_bond(value, strict, file->spline_width, &file->bond[pair], &inner, err));
    if (pair == n * n - 1) file->inner = inner; /* that of the last pair is in force for all */
  }
  for (int pair = 0; pair < n * n; pair++)
    if (!file->bond[pair].c)
      return dftfit_node_fail(bonds, err, DFTFIT_ERR_KEY, "the bond %s-%s is missing; every ordered pair needs one",
                              file->element[pair / n], file->element[pair % n]);
  return DFTFIT_OK;
}

/* mus, ns or ls: out [rank] */
static dftfit_status read_numbers(dftfit_node node, const char *key, int n, int lower, int upper, signed char *out,
                                  dftfit_error *err) {
  dftfit_node list;
  DFTFIT_TRY(dftfit_node_require(node, key, DFTFIT_NODE_SEQUENCE, &list, err));
  if (dftfit_node_size(list) != n)
    return dftfit_node_fail(list, err, DFTFIT_ERR_VALUE, "%s has %d numbers where %d are expected", key,
                            dftfit_node_size(list), n);
  for (int i = 0; i < n; i++) {
    int value;
    dftfit_node item = dftfit_node_item(list, i);
    DFTFIT_TRY(dftfit_node_int(item, &value, err));
    if (value < lower || value > upper)
      return dftfit_node_fail(item, err, DFTFIT_ERR_VALUE, "%d of %s is not from %d to %d", value, key, lower, upper);
    out[i] = (signed char)value;
  }
  return DFTFIT_OK;
}

static dftfit_status read_function(dftfit_node node, bool strict, int z, pace_model *file, dftfit_error *err) {
  static const char *const known[] = {"mu0", "rank", "ndensity", "num_ms_combs", "mus",
                                      "ns",  "ls",   "ms_combs", "ctildes",      NULL};
  int rank, nterm, ndensity, centre, P = file->embedding[z].ndensity;
  dftfit_node list, mu0;
  pace_function *f;
  char problem[200];
  if (dftfit_node_type(node) != DFTFIT_NODE_MAPPING)
    return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE, "a function must be a mapping (key: value)");
  if (strict) DFTFIT_TRY(dftfit_node_only(node, known, err));
  DFTFIT_TRY(dftfit_node_require(node, "mu0", DFTFIT_NODE_SCALAR, &mu0, err));
  centre = element_of_node(file, mu0);
  if (centre != z)
    return dftfit_node_fail(mu0, err, DFTFIT_ERR_VALUE, "mu0 is not %s, under which the function stands",
                            file->element[z]);
  DFTFIT_TRY(required_int(node, "rank", 1, PACE_MAX_RANK, &rank, err));
  DFTFIT_TRY(required_int(node, "ndensity", P, P, &ndensity, err));
  DFTFIT_TRY(required_int(node, "num_ms_combs", 1, 1 << 20, &nterm, err));
  DFTFIT_TRY(dftfit_pace_model_add(file, rank, nterm, P, &f, err));
  DFTFIT_TRY(read_numbers(node, "mus", rank, 0, file->nelement - 1, f->mu, err));
  DFTFIT_TRY(read_numbers(node, "ns", rank, 1, 127, f->n, err));
  DFTFIT_TRY(read_numbers(node, "ls", rank, 0, PACE_MAX_L, f->l, err));
  DFTFIT_TRY(read_numbers(node, "ms_combs", nterm * rank, -PACE_MAX_L, PACE_MAX_L, f->m, err));
  DFTFIT_TRY(dftfit_node_require(node, "ctildes", DFTFIT_NODE_SEQUENCE, &list, err));
  DFTFIT_TRY(dftfit_node_doubles(list, nterm * P, f->c, err));
  if (dftfit_pace_function_problem(file, f, problem, sizeof problem))
    return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE, "%s", problem);
  return DFTFIT_OK;
}

dftfit_status dftfit_pace_records_read(dftfit_node root, bool strict, pace_model *file, dftfit_error *err) {
  dftfit_node embedding[DFTFIT_MAX_ELEMENTS], functions[DFTFIT_MAX_ELEMENTS];
  DFTFIT_TRY(required_double(root, "deltaSplineBins", &file->spline_width, err));
  DFTFIT_TRY(by_element(file, root, "embeddings", DFTFIT_NODE_MAPPING, embedding, err));
  for (int z = 0; z < file->nelement; z++) DFTFIT_TRY(read_embedding(embedding[z], strict, &file->embedding[z], err));
  DFTFIT_TRY(read_bonds(root, strict, file, err));
  DFTFIT_TRY(by_element(file, root, "functions", DFTFIT_NODE_SEQUENCE, functions, err));
  for (int z = 0; z < file->nelement; z++) {
    file->first[z] = file->nfunction;
    for (int i = 0; i < dftfit_node_size(functions[z]); i++)
      DFTFIT_TRY(read_function(dftfit_node_item(functions[z], i), strict, z, file, err));
  }
  file->first[file->nelement] = file->nfunction;
  return DFTFIT_OK;
}
