/* SPDX-License-Identifier: BSD-3-Clause */
#include "config/fit_config.h"

#include <float.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

enum {
  DEFAULT_FOLDS = 5, /* usual compromise between the bias and the cost of cross-validation */
  DEFAULT_SEED = 1,
  DEFAULT_LAMBDAS = 36, /* some half a decade apart over twenty decades */
  MAX_LAMBDAS = 1000,
  DEFAULT_STEPS = 200, /* of one search; tens are usual */
  MAX_STEPS = 100000,
  MAX_STARTS = 100000
};

/* Of a search: the sum of squares is then known to more digits than its statistical error has, by far. */
#define DEFAULT_TOLERANCE 1e-9

/* Sigmas of a preset: the energies of defects, surfaces and liquids lie below 1 eV/atom, those of matter under extreme
 * pressure above. */
#define PRESET_HIGH_ENERGY 1.0
/* Chosen by cross-validation, docs/accuracy.md. */
#define PRESET_PRIOR_FORCE 0.5

static const char *const kind_names[TARGET_KINDS] = {"energy", "force", "stress"};

bool preset_named(const fit_config *config) {
  return dftfit_node_type(dftfit_node_get(config->potential, "preset")) != DFTFIT_NODE_ABSENT;
}

const char *target_kind_name(int kind) { return kind_names[kind]; }

/** path, against the folder of fit.yaml unless it is absolute; NULL: out of memory. */
static char *resolve(const fit_config *config, const char *path) {
  const char *start = path[0] == '/' ? "" : config->directory;
  char *out = malloc(strlen(start) + strlen(path) + 1);
  if (out) strcat(strcpy(out, start), path);
  return out;
}

static dftfit_status read_names(dftfit_node list, const char *what, name_list *out, dftfit_error *err) {
  if (dftfit_node_type(list) == DFTFIT_NODE_ABSENT) return DFTFIT_OK;
  if (dftfit_node_type(list) != DFTFIT_NODE_SEQUENCE)
    return dftfit_node_fail(list, err, DFTFIT_ERR_VALUE, "%s is a list of names, like [bulk, surface]", what);
  int n = dftfit_node_size(list);
  out->node = calloc((size_t)n + 1, sizeof *out->node);
  if (!out->node) return dftfit_no_memory(err, "the settings");
  out->n = n;
  for (int i = 0; i < n; i++) {
    out->node[i] = dftfit_node_item(list, i);
    const char *text = dftfit_node_text(out->node[i]);
    if (!text || !*text)
      return dftfit_node_fail(out->node[i], err, DFTFIT_ERR_VALUE, "%s is a list of names; this item is not one", what);
  }
  return DFTFIT_OK;
}

static dftfit_status read_data(fit_config *config, dftfit_node root, dftfit_error *err) {
  dftfit_node node = dftfit_node_get(root, "data");
  bool list = dftfit_node_type(node) == DFTFIT_NODE_SEQUENCE;
  if (dftfit_node_type(node) == DFTFIT_NODE_ABSENT)
    return dftfit_node_fail(root, err, DFTFIT_ERR_KEY, "key 'data' is missing: the data file, or a list of them");
  int n = list ? dftfit_node_size(node) : 1;
  if (n == 0) return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE, "data is an empty list; name at least one file");
  config->data = calloc((size_t)n, sizeof *config->data);
  if (!config->data) return dftfit_no_memory(err, "the settings");
  for (int i = 0; i < n; i++) {
    dftfit_node item = list ? dftfit_node_item(node, i) : node;
    const char *text = dftfit_node_text(item);
    if (!text || !*text)
      return dftfit_node_fail(item, err, DFTFIT_ERR_VALUE, "data is the path of a data file, or a list of paths");
    config->data[i] = resolve(config, text);
    if (!config->data[i]) return dftfit_no_memory(err, "the settings");
    config->ndata = i + 1;
  }
  return DFTFIT_OK;
}

static dftfit_status read_split(fit_config *config, dftfit_node holdout, dftfit_error *err) {
  dftfit_node node = dftfit_node_get(holdout, "split");
  if (dftfit_node_type(node) == DFTFIT_NODE_ABSENT) return DFTFIT_OK;
  const char *text = dftfit_node_text(node);
  config->holdout_random = text && !strcmp(text, "random");
  if (config->holdout_random || (text && !strcmp(text, "windows"))) return DFTFIT_OK;
  return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE, "split is windows or random, not '%s'",
                          text ? text : "a list or a mapping");
}

static dftfit_status read_holdout(fit_config *config, dftfit_node root, dftfit_error *err) {
  static const char *const known[] = {"fraction", "seed", "groups", "split", NULL};
  dftfit_node node = dftfit_node_get(root, "holdout");
  if (dftfit_node_type(node) == DFTFIT_NODE_ABSENT) return DFTFIT_OK;
  if (dftfit_node_type(node) != DFTFIT_NODE_MAPPING)
    return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE,
                            "holdout is {fraction: 0.1, seed: 1} or {groups: [name, ...]}");
  DFTFIT_TRY(dftfit_node_only(node, known, err));
  DFTFIT_TRY(dftfit_node_get_double(node, "fraction", 0, 0.9, &config->holdout_fraction, err));
  DFTFIT_TRY(dftfit_node_get_int(node, "seed", 0, INT_MAX, &config->holdout_seed, err));
  DFTFIT_TRY(read_split(config, node, err));
  DFTFIT_TRY(read_names(dftfit_node_get(node, "groups"), "holdout.groups", &config->holdout_groups, err));
  if ((dftfit_node_type(dftfit_node_get(node, "fraction")) == DFTFIT_NODE_ABSENT) ==
      (dftfit_node_type(dftfit_node_get(node, "groups")) == DFTFIT_NODE_ABSENT))
    return dftfit_node_fail(node, err, DFTFIT_ERR_USAGE, "holdout needs either fraction or groups, and not both");
  return DFTFIT_OK;
}

/* Below this the square of 1/sigma times a target leaves the range of numbers, or the data decide everything. */
#define LEAST_SIGMA 1e-12

static dftfit_status read_sigma(dftfit_node node, bool may_be_auto, sigma_setting *out, dftfit_error *err) {
  if (dftfit_node_type(node) == DFTFIT_NODE_ABSENT) return DFTFIT_OK;
  const char *expected =
      may_be_auto ? "a positive number (from 1e-12 on), auto or off" : "a positive number (from 1e-12 on) or off";
  const char *text = dftfit_node_text(node);
  if (!text) return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE, "a sigma is %s", expected);
  if (!strcmp(text, "off")) {
    out->kind = SIGMA_OFF;
  } else if (!strcmp(text, "auto") && may_be_auto) {
    out->kind = SIGMA_AUTO;
  } else {
    dftfit_error ignored;
    out->kind = SIGMA_VALUE;
    if (dftfit_node_double(node, &out->value, &ignored) || out->value < LEAST_SIGMA)
      return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE, "sigma '%s' should be %s", text, expected);
  }
  return DFTFIT_OK;
}

static dftfit_status read_sigmas(dftfit_node node, bool may_be_auto, sigma_setting *out, dftfit_error *err) {
  const char *const names[] = {"energy", "force", "stress", may_be_auto ? NULL : "scale", NULL};
  if (dftfit_node_type(node) != DFTFIT_NODE_MAPPING)
    return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE,
                            "sigmas are a mapping, like {energy: 0.002, force: 0.05, stress: off}");
  DFTFIT_TRY(dftfit_node_only(node, names, err));
  for (int k = 0; k < TARGET_KINDS; k++)
    DFTFIT_TRY(read_sigma(dftfit_node_get(node, kind_names[k]), may_be_auto, &out[k], err));
  return DFTFIT_OK;
}

static dftfit_status read_stress_offset(fit_config *config, dftfit_node weights, dftfit_error *err) {
  dftfit_node node = dftfit_node_get(weights, "stress_offset");
  if (dftfit_node_type(node) == DFTFIT_NODE_ABSENT) return DFTFIT_OK;
  const char *text = dftfit_node_text(node);
  static const char *const names[] = {[OFFSET_AUTO] = "auto", [OFFSET_FIT] = "fit", [OFFSET_NONE] = "none"};
  for (int k = 0; text && k <= OFFSET_NONE; k++)
    if (!strcmp(text, names[k])) {
      config->stress_offset = (offset_kind)k;
      return DFTFIT_OK;
    }
  return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE, "stress_offset is auto, fit or none, not '%s'",
                          text ? text : "a list or a mapping");
}

static dftfit_status read_outliers(fit_config *config, dftfit_node weights, dftfit_error *err) {
  dftfit_node node = dftfit_node_get(weights, "outliers");
  if (dftfit_node_type(node) == DFTFIT_NODE_ABSENT) return DFTFIT_OK;
  const char *text = dftfit_node_text(node);
  config->keep_outliers = text && !strcmp(text, "keep");
  if (config->keep_outliers || (text && !strcmp(text, "leave_out"))) return DFTFIT_OK;
  return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE, "outliers is leave_out or keep, not '%s'",
                          text ? text : "a list or a mapping");
}

static dftfit_status read_weights(fit_config *config, dftfit_node root, dftfit_error *err) {
  static const char *const known[] = {"sigma", "groups", "stress_offset", "high_energy", "outliers", "balance", NULL};
  bool balance = true;
  if (preset_named(config)) config->high_energy = PRESET_HIGH_ENERGY;
  for (int k = 0; k < TARGET_KINDS; k++) config->sigma[k].kind = SIGMA_AUTO;
  dftfit_node node = dftfit_node_get(root, "weights");
  if (dftfit_node_type(node) == DFTFIT_NODE_ABSENT) return DFTFIT_OK;
  if (dftfit_node_type(node) != DFTFIT_NODE_MAPPING)
    return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE, "weights is a mapping with the keys sigma and groups");
  DFTFIT_TRY(dftfit_node_only(node, known, err));
  DFTFIT_TRY(read_stress_offset(config, node, err));
  DFTFIT_TRY(read_outliers(config, node, err));
  DFTFIT_TRY(dftfit_node_get_double(node, "high_energy", 0, 1e6, &config->high_energy, err));
  DFTFIT_TRY(dftfit_node_get_bool(node, "balance", &balance, err));
  config->no_balance = !balance;
  dftfit_node sigma = dftfit_node_get(node, "sigma");
  if (dftfit_node_type(sigma) != DFTFIT_NODE_ABSENT) DFTFIT_TRY(read_sigmas(sigma, true, config->sigma, err));
  dftfit_node groups = dftfit_node_get(node, "groups");
  if (dftfit_node_type(groups) == DFTFIT_NODE_ABSENT) return DFTFIT_OK;
  if (dftfit_node_type(groups) != DFTFIT_NODE_MAPPING)
    return dftfit_node_fail(groups, err, DFTFIT_ERR_VALUE, "weights.groups is a mapping of group names to sigmas");
  int n = dftfit_node_size(groups);
  config->group_sigma = calloc((size_t)n + 1, sizeof *config->group_sigma);
  if (!config->group_sigma) return dftfit_no_memory(err, "the settings");
  config->ngroup_sigma = n;
  for (int i = 0; i < n; i++) {
    config->group_sigma[i].name = dftfit_node_key(groups, i);
    DFTFIT_TRY(read_sigmas(dftfit_node_value(groups, i), false, config->group_sigma[i].sigma, err));
    DFTFIT_TRY(dftfit_node_get_double(dftfit_node_value(groups, i), "scale", LEAST_SIGMA, 1 / LEAST_SIGMA,
                                      &config->group_sigma[i].scale, err));
  }
  return DFTFIT_OK;
}

static dftfit_status read_search(fit_config *config, dftfit_node solver, dftfit_error *err) {
  static const char *const keys[] = {"max_steps", "tolerance", "starts", "seed"};
  config->max_steps = DEFAULT_STEPS;
  config->tolerance = DEFAULT_TOLERANCE;
  config->starts = 1;
  config->start_seed = DEFAULT_SEED;
  for (int k = 0; k < 4; k++) config->search[k] = dftfit_node_get(solver, keys[k]);
  DFTFIT_TRY(dftfit_node_get_int(solver, keys[0], 1, MAX_STEPS, &config->max_steps, err));
  DFTFIT_TRY(dftfit_node_get_double(solver, keys[1], DBL_EPSILON, 0.1, &config->tolerance, err));
  DFTFIT_TRY(dftfit_node_get_int(solver, keys[2], 1, MAX_STARTS, &config->starts, err));
  return dftfit_node_get_int(solver, keys[3], 0, INT_MAX, &config->start_seed, err);
}

static dftfit_status read_solver(fit_config *config, dftfit_node root, dftfit_error *err) {
  static const char *const known[] = {"lambda", "lambdas", "max_steps",   "tolerance", "starts",
                                      "seed",   "select",  "prior_force", NULL};
  config->nlambda = DEFAULT_LAMBDAS;
  dftfit_node node = dftfit_node_get(root, "solver");
  if (preset_named(config)) config->prior_force = PRESET_PRIOR_FORCE;
  DFTFIT_TRY(select_setting_read(dftfit_node_get(node, "select"), &config->select, err));
  if (dftfit_node_type(node) == DFTFIT_NODE_ABSENT) return read_search(config, node, err);
  if (dftfit_node_type(node) != DFTFIT_NODE_MAPPING)
    return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE, "solver is a mapping, like {lambda: cv, lambdas: 30}");
  DFTFIT_TRY(dftfit_node_only(node, known, err));
  DFTFIT_TRY(dftfit_node_get_int(node, "lambdas", 3, MAX_LAMBDAS, &config->nlambda, err));
  DFTFIT_TRY(dftfit_node_get_double(node, "prior_force", 0, 2, &config->prior_force, err));
  DFTFIT_TRY(read_search(config, node, err));
  dftfit_node lambda = dftfit_node_get(node, "lambda");
  if (dftfit_node_type(lambda) == DFTFIT_NODE_ABSENT) return DFTFIT_OK;
  const char *text = dftfit_node_text(lambda);
  if (text && !strcmp(text, "cv")) return DFTFIT_OK;
  if (text && !strcmp(text, "evidence")) {
    config->lambda = LAMBDA_EVIDENCE;
    return DFTFIT_OK;
  }
  dftfit_error ignored;
  config->lambda = LAMBDA_VALUE;
  if (!text || dftfit_node_double(lambda, &config->lambda_value, &ignored) || config->lambda_value < 0)
    return dftfit_node_fail(lambda, err, DFTFIT_ERR_VALUE, "lambda '%s' should be cv, evidence or a number not below 0",
                            text ? text : "");
  return DFTFIT_OK;
}

static dftfit_status read_folds_by(fit_config *config, dftfit_node folds, dftfit_error *err) {
  dftfit_node node = dftfit_node_get(folds, "by");
  if (dftfit_node_type(node) == DFTFIT_NODE_ABSENT) return DFTFIT_OK;
  const char *text = dftfit_node_text(node);
  config->folds_by_group = text && !strcmp(text, "group");
  if (!config->folds_by_group && (!text || strcmp(text, "run") != 0))
    return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE, "folds are by run or by group, not '%s'",
                            text ? text : "a list or a mapping");
  if (config->folds_by_group && dftfit_node_type(dftfit_node_get(folds, "count")) != DFTFIT_NODE_ABSENT)
    return dftfit_node_fail(dftfit_node_get(folds, "count"), err, DFTFIT_ERR_USAGE,
                            "with 'by: group' there are as many folds as groups; leave count out");
  return DFTFIT_OK;
}

static dftfit_status read_folds(fit_config *config, dftfit_node root, dftfit_error *err) {
  static const char *const known[] = {"count", "seed", "by", NULL};
  bool estimated = config->lambda == LAMBDA_CV || config->select.kind != SELECT_NONE;
  for (int k = 0; k < TARGET_KINDS; k++) estimated = estimated || config->sigma[k].kind == SIGMA_AUTO;
  config->nfold = estimated ? DEFAULT_FOLDS : 1;
  config->fold_seed = DEFAULT_SEED;
  dftfit_node node = dftfit_node_get(root, "folds");
  if (dftfit_node_type(node) == DFTFIT_NODE_ABSENT) return DFTFIT_OK;
  if (dftfit_node_type(node) != DFTFIT_NODE_MAPPING)
    return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE, "folds is a mapping, like {count: 5, seed: 1}");
  DFTFIT_TRY(dftfit_node_only(node, known, err));
  config->nfold = DEFAULT_FOLDS;
  DFTFIT_TRY(read_folds_by(config, node, err));
  DFTFIT_TRY(dftfit_node_get_int(node, "count", 1, FOLDS_MOST, &config->nfold, err));
  DFTFIT_TRY(dftfit_node_get_int(node, "seed", 0, INT_MAX, &config->fold_seed, err));
  if (estimated && config->nfold < 2)
    return dftfit_node_fail(
        dftfit_node_get(node, "count"), err, DFTFIT_ERR_USAGE,
        "one fold leaves nothing to judge by: lambda 'cv', sigma 'auto' and select need at least 2 folds");
  return DFTFIT_OK;
}

static dftfit_status read_reference(fit_config *config, dftfit_node root, dftfit_error *err) {
  dftfit_node node = dftfit_node_get(root, "reference");
  if (dftfit_node_type(node) == DFTFIT_NODE_ABSENT) return DFTFIT_OK;
  const char *text = dftfit_node_text(node);
  config->reference_offset = text && strcmp(text, "offset") == 0;
  config->reference_settings = text && strcmp(text, "settings") == 0;
  if (config->reference_offset || config->reference_settings || (text && strcmp(text, "elements") == 0))
    return DFTFIT_OK;
  return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE,
                          "reference is `elements` (one energy per element is fitted), `settings` (one per element and "
                          "code and functional) or `offset` (those of the potential are kept but for one offset per "
                          "atom), not '%s'",
                          text ? text : "a list or a mapping");
}

/** on, off, or {calibrate: no} */
static dftfit_status read_grade(fit_config *config, dftfit_node root, dftfit_error *err) {
  static const char *const known[] = {"calibrate", NULL};
  dftfit_node node = dftfit_node_get(root, "grade");
  dftfit_error ignored;
  if (dftfit_node_type(node) == DFTFIT_NODE_ABSENT) return DFTFIT_OK;
  config->calibrate = true;
  if (dftfit_node_type(node) == DFTFIT_NODE_MAPPING) {
    config->grade = true;
    DFTFIT_TRY(dftfit_node_only(node, known, err));
    return dftfit_node_get_bool(node, "calibrate", &config->calibrate, err);
  }
  if (!dftfit_node_bool(node, &config->grade, &ignored)) return DFTFIT_OK;
  return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE, "grade is on, off or a mapping, like {calibrate: no}, not '%s'",
                          dftfit_node_text(node) ? dftfit_node_text(node) : "a list");
}

static dftfit_status read_all(fit_config *config, dftfit_error *err) {
  static const char *const known[] = {"data",  "exclude", "holdout",   "potential", "reference", "weights",
                                      "folds", "solver",  "restraint", "grade",     "output",    NULL};
  dftfit_node root = dftfit_yaml_root(config->document), output;
  if (dftfit_node_type(root) != DFTFIT_NODE_MAPPING)
    return dftfit_node_fail(root, err, DFTFIT_ERR_SYNTAX,
                            "a fit file is a mapping with the keys data, potential and output");
  DFTFIT_TRY(dftfit_node_only(root, known, err));
  DFTFIT_TRY(read_data(config, root, err));
  DFTFIT_TRY(read_names(dftfit_node_get(root, "exclude"), "exclude", &config->exclude, err));
  DFTFIT_TRY(read_holdout(config, root, err));
  DFTFIT_TRY(dftfit_node_require(root, "potential", DFTFIT_NODE_MAPPING, &config->potential, err));
  DFTFIT_TRY(read_reference(config, root, err));
  DFTFIT_TRY(read_weights(config, root, err));
  DFTFIT_TRY(read_solver(config, root, err));
  DFTFIT_TRY(read_folds(config, root, err));
  DFTFIT_TRY(restraint_setting_read(dftfit_node_get(root, "restraint"), preset_named(config), &config->restraint, err));
  DFTFIT_TRY(read_grade(config, root, err));
  DFTFIT_TRY(dftfit_node_require(root, "output", DFTFIT_NODE_SCALAR, &output, err));
  if (!*dftfit_node_text(output))
    return dftfit_node_fail(output, err, DFTFIT_ERR_VALUE, "output is empty; it names the potential file to write");
  config->output = resolve(config, dftfit_node_text(output));
  return config->output ? DFTFIT_OK : dftfit_no_memory(err, "the settings");
}

dftfit_status fit_config_parse(const char *path, const char *text, size_t length, fit_config **out, dftfit_error *err) {
  fit_config *config = calloc(1, sizeof *config);
  *out = NULL;
  if (!config) return dftfit_no_memory(err, "the settings");
  const char *slash = strrchr(path, '/');
  config->directory = strndup(path, slash ? (size_t)(slash - path) + 1 : 0);
  config->holdout_seed = DEFAULT_SEED;
  dftfit_status status = config->directory ? dftfit_yaml_parse(path, text, length, &config->document, err)
                                           : dftfit_no_memory(err, "the settings");
  if (!status) status = read_all(config, err);
  if (status)
    fit_config_destroy(config);
  else
    *out = config;
  return status;
}

void fit_config_destroy(fit_config *config) {
  if (!config) return;
  for (int i = 0; i < config->ndata; i++) free(config->data[i]);
  free(config->data);
  free(config->exclude.node);
  free(config->holdout_groups.node);
  free(config->group_sigma);
  free(config->output);
  free(config->directory);
  dftfit_yaml_destroy(config->document);
  dftfit_yaml_destroy(config->preset_document);
  dftfit_writer_destroy(config->preset_text);
  free(config);
}
