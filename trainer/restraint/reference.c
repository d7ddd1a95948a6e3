/* SPDX-License-Identifier: BSD-3-Clause */
#include "restraint/reference.h"

#include <string.h>

#include "assemble/preset.h"
#include "assemble/prior.h"
#include "base/vote.h"

/* Pairs and angles, smooth: on silicon 120 functions restrain as well as 60 (docs/restraint.md). */
enum { REFERENCE_ORDER = 2, REFERENCE_FUNCTIONS = 60 };

dftfit_status reference_possible(const fit_config *config, dftfit_error *err) {
  const char *form = dftfit_node_text(dftfit_node_get(config->potential, "form"));
  if (!config->restraint.on || preset_named(config) || (form && !strcmp(form, "ace"))) return DFTFIT_OK;
  return dftfit_node_fail(config->restraint.node, err, DFTFIT_ERR_USAGE,
                          "a restraint is of form ace, whose functions of low order make the simpler potential; this "
                          "is form '%s'",
                          form ? form : "");
}

static bool is(const char *key, const char *const *of) {
  for (; *of; of++)
    if (!strcmp(key, *of)) return true;
  return false;
}

/* All keys of a mapping but those. */
static void copy_keys(dftfit_writer *w, dftfit_node map, const char *const *but) {
  for (int k = 0; k < dftfit_node_size(map); k++) {
    const char *key = dftfit_node_text(dftfit_node_key(map, k));
    if (!key || is(key, but)) continue;
    dftfit_write_text(w, key);
    dftfit_write_node(w, dftfit_node_value(map, k));
  }
}

/* `potential:` of fit.yaml with a basis of order 2. */
static void write_settings(dftfit_writer *w, dftfit_node potential) {
  static const char *const form_keys[] = {"ace", NULL};
  static const char *const basis_keys[] = {"orders", "functions", "size", "radial", NULL};
  static const char *const radial_keys[] = {"coefficients", NULL}; /* they are those of another number of functions */
  dftfit_node ace = dftfit_node_get(potential, "ace"), radial = dftfit_node_get(ace, "radial");
  dftfit_write_map_begin(w, false);
  copy_keys(w, potential, form_keys);
  dftfit_write_text(w, "ace");
  dftfit_write_map_begin(w, false);
  copy_keys(w, ace, basis_keys);
  if (dftfit_node_type(radial) == DFTFIT_NODE_MAPPING) {
    dftfit_write_text(w, "radial");
    dftfit_write_map_begin(w, false);
    copy_keys(w, radial, radial_keys);
    dftfit_write_map_end(w);
  }
  dftfit_write_text(w, "size");
  dftfit_write_map_begin(w, true);
  dftfit_write_text(w, "order");
  dftfit_write_int(w, REFERENCE_ORDER);
  dftfit_write_text(w, "functions");
  dftfit_write_int(w, REFERENCE_FUNCTIONS);
  dftfit_write_map_end(w);
  dftfit_write_map_end(w);
  dftfit_write_map_end(w);
}

static dftfit_status make_potential(const fit_config *config, dftfit_potential **out, dftfit_error *err) {
  dftfit_writer *w = dftfit_writer_create();
  dftfit_yaml *document = NULL;
  const char *text;
  size_t length;
  if (!w) return dftfit_no_memory(err, "the settings of the restraint");
  write_settings(w, config->potential);
  dftfit_status status = dftfit_writer_finish(w, &text, &length, err);
  if (!status) status = dftfit_yaml_parse("settings of the restraint", text, length, &document, err);
  if (!status) status = dftfit_potential_from_node(dftfit_yaml_root(document), out, err);
  dftfit_yaml_destroy(document);
  dftfit_writer_destroy(w);
  return status;
}

static dftfit_status solve(MPI_Comm comm, const fit_config *config, reference *r, dftfit_error *err) {
  triangles t;
  linear_options o = {.choice = config->nfold > 1 ? CHOOSE_CROSS_VALIDATION : CHOOSE_EVIDENCE,
                      .nlambda = config->nlambda};
  /* the same whether the sigmas of the fit are given or estimated */
  for (int k = 0; k < TARGET_KINDS; k++) {
    o.estimated[k] = config->nfold > 1 && config->sigma[k].kind != SIGMA_OFF;
    o.sigma[k] = config->sigma[k].kind == SIGMA_VALUE ? config->sigma[k].value : 1;
  }
  DFTFIT_TRY(accumulate(comm, &r->design.problem, NULL, &t, err));
  triangles_norms2(&t, TARGET_FORCE, r->design.force2);
  prior_by_forces(&r->design, config->prior_force);
  dftfit_status status = linear_solve(comm, &r->design.problem, &t, &o, &r->fit, err);
  triangles_destroy(&t);
  return status;
}

dftfit_status reference_fit(MPI_Comm comm, const fit_config *config, const dataset *set, const stress_offsets *offsets,
                            reference *out, dftfit_error *err) {
  *out = (reference){0};
  dftfit_status status = make_potential(config, &out->potential, err);
  if (!status) status = design_create(&out->design, config, out->potential, set, offsets, err);
  status = vote(comm, status, err);
  if (!status) status = solve(comm, config, out, err);
  if (status) reference_destroy(out);
  return status;
}

void reference_destroy(reference *r) {
  linear_fit_destroy(&r->fit);
  design_destroy(&r->design);
  dftfit_potential_destroy(r->potential);
  *r = (reference){0};
}

void reference_apply(reference *r, int fold) {
  design_apply(&r->design, fold < 0 ? r->fit.x : r->fit.fold_x + (size_t)fold * (size_t)r->fit.ncolumn);
}
