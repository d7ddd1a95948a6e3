/* SPDX-License-Identifier: BSD-3-Clause */
#include <limits.h>
#include <string.h>

#include "config/fit_config.h"

static const char expected[] = "none, auto, or one of {keep: 150}, {cost: 0.3} and {tolerance: 0.01}";

/** One of the three that say which stage is taken; without any of them it is as with `auto`. */
static dftfit_status read_rule(dftfit_node node, select_setting *out, dftfit_error *err) {
  static const char *const rule[] = {"tolerance", "keep", "cost"};
  static const select_kind kind[] = {SELECT_TOLERANCE, SELECT_KEEP, SELECT_COST};
  out->kind = SELECT_AUTO;
  for (int k = 0; k < 3; k++) {
    dftfit_node given = dftfit_node_get(node, rule[k]);
    if (dftfit_node_type(given) == DFTFIT_NODE_ABSENT) continue;
    if (out->kind != SELECT_AUTO)
      return dftfit_node_fail(given, err, DFTFIT_ERR_KEY, "one of tolerance, keep and cost says which set is taken");
    out->kind = kind[k];
  }
  DFTFIT_TRY(dftfit_node_get_double(node, rule[0], 0, 10, &out->tolerance, err));
  DFTFIT_TRY(dftfit_node_get_int(node, rule[1], 1, INT_MAX, &out->keep, err));
  return dftfit_node_get_double(node, rule[2], 1e-6, 1, &out->cost, err);
}

static dftfit_status read_order(dftfit_node node, select_setting *out, dftfit_error *err) {
  dftfit_node order = dftfit_node_get(node, "order");
  if (dftfit_node_type(order) == DFTFIT_NODE_ABSENT) return DFTFIT_OK;
  const char *text = dftfit_node_text(order);
  out->by_cost = text && !strcmp(text, "price_per_cost");
  if (out->by_cost || (text && !strcmp(text, "price"))) return DFTFIT_OK;
  return dftfit_node_fail(order, err, DFTFIT_ERR_VALUE, "order is price or price_per_cost, not '%s'",
                          text ? text : "a list or a mapping");
}

dftfit_status select_setting_read(dftfit_node node, select_setting *out, dftfit_error *err) {
  static const char *const known[] = {"tolerance", "keep", "cost", "order", NULL};
  *out = (select_setting){.kind = SELECT_NONE, .by_cost = true, .node = node};
  if (dftfit_node_type(node) == DFTFIT_NODE_ABSENT) return DFTFIT_OK;
  const char *text = dftfit_node_text(node);
  if (text && !strcmp(text, "none")) return DFTFIT_OK;
  if (text && !strcmp(text, "auto")) {
    out->kind = SELECT_AUTO;
    return DFTFIT_OK;
  }
  if (dftfit_node_type(node) != DFTFIT_NODE_MAPPING)
    return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE, "select '%s' should be %s", text ? text : "[...]", expected);
  DFTFIT_TRY(dftfit_node_only(node, known, err));
  DFTFIT_TRY(read_rule(node, out, err));
  return read_order(node, out, err);
}
