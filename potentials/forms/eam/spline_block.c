/* SPDX-License-Identifier: BSD-3-Clause */
/* The mapping `eam:` of a potential file, with splines. docs/forms/eam.md */
#include <math.h>
#include <string.h>

#include "base/pair_values.h"
#include "dftfit/fit.h"
#include "forms/eam/form.h"
#include "forms/eam/spline.h"

enum { MIN_KNOTS = 4, MAX_KNOTS = 1000 };
#define MAX_REACH 20.0  /* bonds up to the cutoff */
#define DEFAULT_MAX 2.0 /* rho is about 1 in the crystal: twice that is beyond what compression gives */
#define MAX_MAX 1000.0
/* dftfit_shortest_distance is this part of the bond length */
#define SHORTEST_BOND 0.7

/* Alloy densities are seen by every host alike, so their knots and their end cannot depend on it. */
static dftfit_status check_alloy(const eam_spline *f, dftfit_node block, dftfit_error *err) {
  const dftfit_header *h = &f->header;
  for (int p = 1; p < h->nelement * h->nelement && !f->finnis_sinclair; p++)
    if (h->cutoff[p] != h->cutoff[0] || f->inner[p] != f->inner[0])
      return dftfit_node_fail(block, err, DFTFIT_ERR_VALUE,
                              "densities of type alloy need one %s for all pairs of elements; write one number, or "
                              "densities: finnis-sinclair",
                              h->cutoff[p] != h->cutoff[0] ? "cutoff" : "inner");
  return DFTFIT_OK;
}

static void default_lengths(eam_spline *f) {
  const dftfit_header *h = &f->header;
  double least = INFINITY;
  for (int p = 0; p < h->nelement * h->nelement; p++) {
    f->inner[p] = dftfit_shortest_distance(h->element[p / h->nelement], h->element[p % h->nelement], h->cutoff[p]);
    f->bond[p] = f->inner[p] / SHORTEST_BOND;
    least = fmin(least, f->inner[p]);
  }
  for (int p = 0; p < h->nelement * h->nelement && !f->finnis_sinclair; p++) f->inner[p] = least;
}

/* The crystal that sets the scale of the density must have neighbours on the knots, and not too many. */
static dftfit_status check_bond(const eam_spline *f, int a, int b, dftfit_node block, dftfit_error *err) {
  const dftfit_header *h = &f->header;
  double bond = f->bond[a * h->nelement + b], inner = f->inner[a * h->nelement + b];
  double least = fmax(inner, h->cutoff[a * h->nelement + b] / MAX_REACH);
  if (bond >= least) return DFTFIT_OK;
  return dftfit_node_fail(block, err, DFTFIT_ERR_VALUE,
                          "bond = %g A of %s-%s is out of range; it must be at least %g A, %s", bond, h->element[a],
                          h->element[b], least, least > inner ? "a part of the cutoff" : "where the splines begin");
}

static dftfit_status read_lengths(eam_spline *f, dftfit_node block, dftfit_error *err) {
  const dftfit_header *h = &f->header;
  dftfit_node inner = dftfit_node_get(block, "inner"), bond = dftfit_node_get(block, "bond");
  default_lengths(f);
  if (dftfit_node_type(inner) != DFTFIT_NODE_ABSENT)
    DFTFIT_TRY(dftfit_pair_read(inner, h, "inner", h->cutoff, "the cutoff of that pair", f->inner, err));
  if (dftfit_node_type(bond) != DFTFIT_NODE_ABSENT)
    DFTFIT_TRY(dftfit_pair_read(bond, h, "bond", h->cutoff, "the cutoff of that pair", f->bond, err));
  DFTFIT_TRY(check_alloy(f, block, err));
  for (int pair = 0; pair < f->npair; pair++) {
    int a, b;
    dftfit_pair_elements(h->nelement, pair, &a, &b);
    double from = f->inner[a * h->nelement + b], cutoff = h->cutoff[a * h->nelement + b];
    if (from >= cutoff)
      return dftfit_node_fail(block, err, DFTFIT_ERR_VALUE, "inner = %g A must be below the cutoff %g A of %s-%s", from,
                              cutoff, h->element[a], h->element[b]);
    DFTFIT_TRY(check_bond(f, a, b, block, err));
    f->knots[pair] = dftfit_spline_create(from, cutoff, f->n);
  }
  return DFTFIT_OK;
}

static dftfit_status read_embedding(eam_spline *f, dftfit_node block, dftfit_error *err) {
  static const char *const known[] = {"knots", "max", NULL};
  dftfit_node embedding, node;
  f->embedding_max = DEFAULT_MAX;
  DFTFIT_TRY(dftfit_node_require(block, "embedding", DFTFIT_NODE_MAPPING, &embedding, err));
  DFTFIT_TRY(dftfit_node_only(embedding, known, err));
  DFTFIT_TRY(dftfit_node_require(embedding, "knots", DFTFIT_NODE_SCALAR, &node, err));
  DFTFIT_TRY(dftfit_node_get_int(embedding, "knots", MIN_KNOTS, MAX_KNOTS, &f->embedding.n, err));
  DFTFIT_TRY(dftfit_node_get_double(embedding, "max", 1, MAX_MAX, &f->embedding_max, err));
  f->embedding.step = f->embedding_max / (f->embedding.n - 1);
  return DFTFIT_OK;
}

dftfit_status dftfit_eam_spline_read_settings(eam_spline *f, dftfit_node block, dftfit_error *err) {
  static const char *const known[] = {"densities", "knots", "inner", "bond", "embedding", "coefficients", NULL};
  dftfit_node node;
  int n = f->header.nelement, knots = 0;
  DFTFIT_TRY(dftfit_node_only(block, known, err));
  DFTFIT_TRY(dftfit_eam_block_read_densities(block, &f->finnis_sinclair, err));
  DFTFIT_TRY(dftfit_node_require(block, "knots", DFTFIT_NODE_SCALAR, &node, err));
  DFTFIT_TRY(dftfit_node_get_int(block, "knots", MIN_KNOTS, MAX_KNOTS, &knots, err));
  f->n = knots - 1;
  f->npair = dftfit_pair_count(n);
  f->ndensity = f->finnis_sinclair ? n * n : n;
  DFTFIT_TRY(read_lengths(f, block, err));
  return read_embedding(f, block, err);
}

static dftfit_status read_pairs(eam_spline *f, dftfit_node all, dftfit_error *err) {
  dftfit_node mapping, list;
  DFTFIT_TRY(dftfit_node_require(all, "phi", DFTFIT_NODE_MAPPING, &mapping, err));
  DFTFIT_TRY(dftfit_pair_only(mapping, &f->header, err));
  for (int pair = 0; pair < f->npair; pair++) {
    DFTFIT_TRY(dftfit_pair_get(mapping, &f->header, pair, &list, err));
    DFTFIT_TRY(dftfit_node_doubles(list, f->n, f->theta + pair * f->n, err));
  }
  return DFTFIT_OK;
}

static dftfit_status read_density(eam_spline *f, dftfit_node list, int density, dftfit_error *err) {
  double *c = eam_spline_densities(f) + density * f->n;
  DFTFIT_TRY(dftfit_node_doubles(list, f->n, c, err));
  for (int k = 0; k < f->n; k++)
    if (c[k] < 0)
      return dftfit_node_fail(dftfit_node_item(list, k), err, DFTFIT_ERR_VALUE,
                              "a coefficient of a density must not be below zero, here it is %g", c[k]);
  return DFTFIT_OK;
}

static dftfit_status read_densities(eam_spline *f, dftfit_node all, dftfit_error *err) {
  dftfit_node mapping, of_neighbour[DFTFIT_MAX_ELEMENTS], of_host[DFTFIT_MAX_ELEMENTS];
  bool fs = f->finnis_sinclair;
  DFTFIT_TRY(dftfit_node_require(all, "rho", DFTFIT_NODE_MAPPING, &mapping, err));
  DFTFIT_TRY(dftfit_eam_block_require_elements(mapping, &f->header, fs ? DFTFIT_NODE_MAPPING : DFTFIT_NODE_SEQUENCE,
                                               of_neighbour, err));
  for (int b = 0; b < f->header.nelement; b++) {
    if (!fs) DFTFIT_TRY(read_density(f, of_neighbour[b], b, err));
    if (fs)
      DFTFIT_TRY(dftfit_eam_block_require_elements(of_neighbour[b], &f->header, DFTFIT_NODE_SEQUENCE, of_host, err));
    for (int a = 0; fs && a < f->header.nelement; a++)
      DFTFIT_TRY(read_density(f, of_host[a], eam_spline_density(f, a, b), err));
  }
  return DFTFIT_OK;
}

dftfit_status dftfit_eam_spline_read_parameters(eam_spline *f, dftfit_node block, dftfit_error *err) {
  static const char *const known[] = {"phi", "rho", "F", NULL};
  dftfit_node all = dftfit_node_get(block, "coefficients"), mapping, list[DFTFIT_MAX_ELEMENTS];
  if (dftfit_node_type(all) == DFTFIT_NODE_ABSENT) return DFTFIT_OK;
  DFTFIT_TRY(dftfit_node_require(block, "coefficients", DFTFIT_NODE_MAPPING, &all, err));
  DFTFIT_TRY(dftfit_node_only(all, known, err));
  DFTFIT_TRY(read_pairs(f, all, err));
  DFTFIT_TRY(read_densities(f, all, err));
  DFTFIT_TRY(dftfit_node_require(all, "F", DFTFIT_NODE_MAPPING, &mapping, err));
  DFTFIT_TRY(dftfit_eam_block_require_elements(mapping, &f->header, DFTFIT_NODE_SEQUENCE, list, err));
  for (int a = 0; a < f->header.nelement; a++)
    DFTFIT_TRY(dftfit_node_doubles(list[a], f->embedding.n, eam_spline_curvatures(f) + a * f->embedding.n, err));
  return DFTFIT_OK;
}

static void write_coefficients(const eam_spline *f, dftfit_writer *w) {
  const dftfit_header *h = &f->header;
  dftfit_write_map_begin(w, false);
  dftfit_write_text(w, "phi");
  dftfit_write_map_begin(w, false);
  for (int pair = 0; pair < f->npair; pair++) {
    char name[DFTFIT_PAIR_NAME];
    dftfit_pair_name(h, pair, name);
    dftfit_write_text(w, name);
    dftfit_write_doubles(w, f->n, f->theta + pair * f->n);
  }
  dftfit_write_map_end(w);
  dftfit_write_text(w, "rho");
  dftfit_write_map_begin(w, false);
  for (int b = 0; b < h->nelement; b++) {
    dftfit_write_text(w, h->element[b]);
    if (f->finnis_sinclair) dftfit_write_map_begin(w, false);
    for (int a = 0; a < (f->finnis_sinclair ? h->nelement : 1); a++) {
      if (f->finnis_sinclair) dftfit_write_text(w, h->element[a]);
      dftfit_write_doubles(w, f->n, eam_spline_densities(f) + eam_spline_density(f, a, b) * f->n);
    }
    if (f->finnis_sinclair) dftfit_write_map_end(w);
  }
  dftfit_write_map_end(w);
  dftfit_write_text(w, "F");
  dftfit_write_map_begin(w, false);
  for (int a = 0; a < h->nelement; a++) {
    dftfit_write_text(w, h->element[a]);
    dftfit_write_doubles(w, f->embedding.n, eam_spline_curvatures(f) + a * f->embedding.n);
  }
  dftfit_write_map_end(w);
  dftfit_write_map_end(w);
}

void dftfit_eam_spline_write(const eam_spline *f, dftfit_writer *w) {
  dftfit_write_map_begin(w, false);
  dftfit_write_text(w, "densities");
  dftfit_eam_block_write_densities(w, f->finnis_sinclair);
  dftfit_write_text(w, "knots");
  dftfit_write_int(w, f->n + 1);
  dftfit_write_text(w, "inner");
  dftfit_pair_write(w, &f->header, f->inner);
  dftfit_write_text(w, "bond");
  dftfit_pair_write(w, &f->header, f->bond);
  dftfit_write_text(w, "embedding");
  dftfit_write_map_begin(w, true);
  dftfit_write_text(w, "knots");
  dftfit_write_int(w, f->embedding.n);
  dftfit_write_text(w, "max");
  dftfit_write_double(w, f->embedding_max);
  dftfit_write_map_end(w);
  dftfit_write_text(w, "coefficients");
  write_coefficients(f, w);
  dftfit_write_map_end(w);
}
