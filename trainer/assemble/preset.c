/* SPDX-License-Identifier: BSD-3-Clause */
#include "assemble/preset.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "assemble/extent.h"
#include "dftfit/fit.h"

/* Functions an element, of correlation orders up to order. */
typedef struct preset_basis {
  int order, functions;
} preset_basis;

/* Neighbours of an atom within the cutoff at the typical density; the basis; the larger one that a selection takes its
 * functions from, and what share of the time of that it may leave: chosen by cross-validation on the mlearn sets of
 * silicon and copper, see docs/accuracy.md. */
typedef struct preset {
  const char *name;
  double neighbours;
  preset_basis basis, pool;
  double cost; /* 0: no selection unless one is asked for */
} preset;
static const preset presets[] = {{"fast", 28, {3, 150}, {4, 600}, 0.55},
                                 {"standard", 32, {4, 450}, {4, 1000}, 0.6},
                                 {"accurate", 44, {4, 1800}, {4, 1800}, 0}};
enum { PRESETS = sizeof presets / sizeof *presets };

/* Below the shortest distance of the data the functions fade over this fraction of it, and the core takes over. */
#define FADE 0.4
/* The core in units of that distance. It reaches over the bonds, where the functions add what it lacks: so the prior is
 * that atoms repel, and what the data do not hold is no hole. Chosen by cross-validation, docs/accuracy.md. */
#define CORE_INNER 0.7
#define CORE_OUTER 2.0
/* In units of the same: where the amplitude of the radial functions has fallen to a half, docs/forms/ace.md (4').
 * Chosen by cross-validation and hold-outs over five sets, docs/accuracy.md. */
#define DECAY 1.8
/* The prior, docs/forms/ace.md (14): chosen by cross-validation over sets of five elements, see docs/accuracy.md. */
#define SMOOTHNESS 3
#define ORDER_WEIGHT 12

/* Several elements: what a factor that tells elements apart adds to the roughness of a function, docs/forms/ace.md (19);
 * there are as many functions an element as the root of the number of elements times those of one element; unknowns in
 * all, which bound the time of a fit. Chosen by
 * cross-validation on InP and W-Be, and on two alloys of five elements made with a known potential (docs/accuracy.md). */
#define SPECIES_WEIGHT 16
enum { MOST_UNKNOWNS = 5400 };

/* What may stand beside a preset, which chooses the rest. */
static const char *const keys[] = {"preset",           "form", "elements", "units", "cutoff",
                                   "reference_energy", "mass", "core",     NULL};

static dftfit_status find_preset(dftfit_node potential, const preset **out, dftfit_error *err) {
  dftfit_node node = dftfit_node_get(potential, "preset"), form = dftfit_node_get(potential, "form");
  const char *name = dftfit_node_text(node), *form_name = dftfit_node_text(form);
  if (!form_name || strcmp(form_name, "ace") != 0)
    return dftfit_node_fail(node, err, DFTFIT_ERR_KEY, "presets are of form ace; 'form: ace' should stand beside it");
  for (int k = 0; k < PRESETS; k++)
    if (name && !strcmp(name, presets[k].name)) {
      *out = &presets[k];
      return DFTFIT_OK;
    }
  return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE, "unknown preset '%.32s'; there are fast, standard and accurate",
                          name ? name : "");
}

/* The basis; sets the selection, unless fit.yaml says what it is. Several elements: none, since on the alloy that was
 * looked at it gained nothing for four times the time of a fit (docs/accuracy.md). */
static preset_basis choose_basis(const preset *p, int nelement, fit_config *config) {
  bool given = dftfit_node_type(config->select.node) != DFTFIT_NODE_ABSENT;
  if (!given && p->cost > 0 && nelement == 1 && config->nfold > 1 && config->lambda != LAMBDA_EVIDENCE) {
    config->select.kind = SELECT_COST;
    config->select.cost = p->cost;
    config->select.node = dftfit_node_get(config->potential, "preset");
  }
  preset_basis basis = config->select.kind == SELECT_NONE ? p->basis : p->pool;
  const int wanted = (int)(basis.functions * sqrt(nelement)), most = MOST_UNKNOWNS / nelement;
  basis.functions = nelement > 1 && wanted > most ? most : wanted;
  return basis;
}

/* {Si-Si: 1.82, ...}: factor times the shortest distances, but not beyond the cutoff. */
static void write_pairs(dftfit_writer *w, const extent *e, const dataset *set, dftfit_node elements, double cutoff,
                        double factor) {
  dftfit_write_map_begin(w, true);
  for (int i = 0; i < dftfit_node_size(elements); i++)
    for (int j = i; j < dftfit_node_size(elements); j++) {
      const char *a = dftfit_node_text(dftfit_node_item(elements, i)),
                 *b = dftfit_node_text(dftfit_node_item(elements, j));
      char pair[16];
      snprintf(pair, sizeof pair, "%.3s-%.3s", a ? a : "", b ? b : "");
      dftfit_write_text(w, pair);
      dftfit_write_double(w, fmin(cutoff, round(extent_shortest(e, set, a, b, cutoff) * factor * 1000) / 1000));
    }
  dftfit_write_map_end(w);
}

static void write_core(dftfit_writer *w, const extent *e, const dataset *set, dftfit_node elements, double cutoff) {
  dftfit_write_map_begin(w, true);
  dftfit_write_text(w, "type");
  dftfit_write_text(w, "zbl");
  dftfit_write_text(w, "inner");
  write_pairs(w, e, set, elements, cutoff, CORE_INNER);
  dftfit_write_text(w, "outer");
  write_pairs(w, e, set, elements, cutoff, CORE_OUTER);
  dftfit_write_map_end(w);
}

static void write_ace(dftfit_writer *w, const preset_basis *p, const extent *e, const dataset *set,
                      dftfit_node elements, double cutoff) {
  dftfit_write_map_begin(w, false);
  dftfit_write_text(w, "size");
  dftfit_write_map_begin(w, true);
  dftfit_write_text(w, "order");
  dftfit_write_int(w, p->order);
  dftfit_write_text(w, "functions");
  dftfit_write_int(w, p->functions);
  dftfit_write_map_end(w);
  dftfit_write_text(w, "smoothness");
  dftfit_write_double(w, SMOOTHNESS);
  dftfit_write_text(w, "order_weight");
  dftfit_write_double(w, ORDER_WEIGHT);
  if (dftfit_node_size(elements) > 1) {
    dftfit_write_text(w, "species");
    dftfit_write_text(w, "mixed");
    dftfit_write_text(w, "species_weight");
    dftfit_write_double(w, SPECIES_WEIGHT);
  }
  dftfit_write_text(w, "radial");
  dftfit_write_map_begin(w, true);
  dftfit_write_text(w, "shortest");
  write_pairs(w, e, set, elements, cutoff, 1);
  dftfit_write_text(w, "decay_radius");
  write_pairs(w, e, set, elements, cutoff, DECAY);
  dftfit_write_text(w, "inner_radius");
  write_pairs(w, e, set, elements, cutoff, 1);
  dftfit_write_text(w, "inner_width");
  write_pairs(w, e, set, elements, cutoff, FADE);
  dftfit_write_map_end(w);
  dftfit_write_map_end(w);
}

/* The keys that were given, then those that are chosen. */
static dftfit_status write_settings(dftfit_writer *w, const preset *p, const extent *e, const dataset *set,
                                    fit_config *config, dftfit_error *err) {
  dftfit_node potential = config->potential;
  dftfit_node elements, given = dftfit_node_get(potential, "cutoff");
  double cutoff = floor(cbrt(3 * p->neighbours * e->volume / (4 * acos(-1.0))) * 20 + 0.5) / 20;
  DFTFIT_TRY(dftfit_node_require(potential, "elements", DFTFIT_NODE_SEQUENCE, &elements, err));
  if (dftfit_node_type(given) == DFTFIT_NODE_ABSENT && !(e->volume > 0))
    return dftfit_node_fail(potential, err, DFTFIT_ERR_KEY,
                            "no training configuration is periodic in all directions, so a preset cannot choose the "
                            "cutoff: add 'cutoff:' (A)");
  if (dftfit_node_type(given) == DFTFIT_NODE_SCALAR) DFTFIT_TRY(dftfit_node_double(given, &cutoff, err));
  dftfit_write_map_begin(w, false);
  for (int k = 1; keys[k]; k++) {
    dftfit_node node = dftfit_node_get(potential, keys[k]);
    if (dftfit_node_type(node) == DFTFIT_NODE_ABSENT) continue;
    dftfit_write_text(w, keys[k]);
    dftfit_write_node(w, node);
  }
  if (dftfit_node_type(given) == DFTFIT_NODE_ABSENT) {
    dftfit_write_text(w, "cutoff");
    dftfit_write_double(w, cutoff);
  }
  if (dftfit_node_type(dftfit_node_get(potential, "core")) == DFTFIT_NODE_ABSENT) {
    dftfit_write_text(w, "core");
    write_core(w, e, set, elements, cutoff);
  }
  dftfit_write_text(w, "ace");
  preset_basis basis = choose_basis(p, dftfit_node_size(elements), config);
  write_ace(w, &basis, e, set, elements, cutoff);
  dftfit_write_map_end(w);
  return DFTFIT_OK;
}

dftfit_status preset_expand(fit_config *config, const dataset *set, const char **text, dftfit_error *err) {
  const preset *p = NULL;
  extent e = {0};
  size_t length;
  DFTFIT_TRY(find_preset(config->potential, &p, err));
  DFTFIT_TRY(dftfit_node_only(config->potential, keys, err));
  config->preset_text = dftfit_writer_create();
  if (!config->preset_text) return dftfit_no_memory(err, "the settings");
  dftfit_status status = extent_create(config, set, &e, err);
  if (!status) status = write_settings(config->preset_text, p, &e, set, config, err);
  if (!status) status = dftfit_writer_finish(config->preset_text, text, &length, err);
  if (!status) status = dftfit_yaml_parse("settings of the preset", *text, length, &config->preset_document, err);
  if (!status) config->potential = dftfit_yaml_root(config->preset_document);
  extent_destroy(&e);
  return status;
}
