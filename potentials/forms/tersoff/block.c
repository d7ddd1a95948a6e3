/* SPDX-License-Identifier: BSD-3-Clause */
/* The mapping `tersoff:` of a potential file. docs/forms/tersoff.md */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "forms/tersoff/form.h"

const char *const dftfit_tersoff_switch_names[TERSOFF_SWITCHES + 1] = {
    [TERSOFF_SINE] = "sine", [TERSOFF_QUINTIC] = "quintic", [TERSOFF_MURTY] = "murty", NULL};
const char *const dftfit_tersoff_angular_names[TERSOFF_ANGULARS + 1] = {
    [TERSOFF_ANGULAR_TERSOFF] = "tersoff", [TERSOFF_ANGULAR_MOD] = "mod", [TERSOFF_ANGULAR_SPLINE] = "spline", NULL};
/* enough for the angular function of silicon; cross-validation tells what others need */
enum { DEFAULT_KNOTS = 12 };
static const char *const core_names[] = {"none", "zbl", NULL};

/* One of the words of names (NULL-terminated) under key: its index goes to *out, which is kept where the key is absent.
 */
static dftfit_status read_choice(dftfit_node block, const char *key, const char *const *names, int *out,
                                 dftfit_error *err) {
  char list[64] = "";
  dftfit_node node = dftfit_node_get(block, key);
  if (dftfit_node_type(node) == DFTFIT_NODE_ABSENT) return DFTFIT_OK;
  DFTFIT_TRY(dftfit_node_require(block, key, DFTFIT_NODE_SCALAR, &node, err));
  for (int i = 0; names[i]; i++) {
    size_t used = strlen(list);
    if (strcmp(dftfit_node_text(node), names[i]) == 0) {
      *out = i;
      return DFTFIT_OK;
    }
    snprintf(list + used, sizeof list - used, "%s%s", !used ? "" : names[i + 1] ? ", " : " or ", names[i]);
  }
  return dftfit_node_fail(node, err, DFTFIT_ERR_VALUE, "unknown %s '%.32s'; expected %s", key, dftfit_node_text(node),
                          list);
}

static dftfit_status read_model(dftfit_node block, tersoff_model *model, dftfit_error *err) {
  int fade = TERSOFF_QUINTIC, angular = TERSOFF_ANGULAR_TERSOFF, core = 0;
  dftfit_node shift = dftfit_node_get(block, "shift"), knots = dftfit_node_get(block, "knots");
  DFTFIT_TRY(read_choice(block, "switch", dftfit_tersoff_switch_names, &fade, err));
  DFTFIT_TRY(read_choice(block, "angular", dftfit_tersoff_angular_names, &angular, err));
  DFTFIT_TRY(read_choice(block, "core", core_names, &core, err));
  *model = (tersoff_model){.fade = (tersoff_switch)fade, .angular = (tersoff_angular_kind)angular, .core = core != 0};
  if (dftfit_node_type(knots) != DFTFIT_NODE_ABSENT && angular != TERSOFF_ANGULAR_SPLINE)
    return dftfit_node_fail(knots, err, DFTFIT_ERR_KEY, "knots belongs to 'angular: spline', which is not given");
  if (angular == TERSOFF_ANGULAR_SPLINE) {
    model->knots = DEFAULT_KNOTS;
    DFTFIT_TRY(dftfit_node_get_int(block, "knots", TERSOFF_LEAST_KNOTS, TERSOFF_MOST_KNOTS, &model->knots, err));
  }
  return dftfit_node_type(shift) == DFTFIT_NODE_ABSENT ? DFTFIT_OK : dftfit_node_double(shift, &model->shift, err);
}

static dftfit_status read_numbers(dftfit_node node, const tersoff_model *model, bool bond, tersoff_entry *p,
                                  dftfit_error *err) {
  const char *known[TERSOFF_G + 2] = {NULL};
  for (int value = 0, n = 0; value <= TERSOFF_G; value++)
    if (dftfit_tersoff_value_used(model, value)) known[n++] = dftfit_tersoff_value_info_of(value)->key;
  DFTFIT_TRY(dftfit_node_only(node, known, err));
  for (int value = 0; value < TERSOFF_G; value++) {
    dftfit_node number;
    if (!dftfit_tersoff_value_used(model, value)) continue;
    DFTFIT_TRY(dftfit_node_require(node, dftfit_tersoff_value_info_of(value)->key, DFTFIT_NODE_SCALAR, &number, err));
    DFTFIT_TRY(dftfit_node_double(number, &p->v[value], err));
  }
  if (model->angular == TERSOFF_ANGULAR_SPLINE) {
    dftfit_node list;
    DFTFIT_TRY(
        dftfit_node_require(node, dftfit_tersoff_value_info_of(TERSOFF_G)->key, DFTFIT_NODE_SEQUENCE, &list, err));
    DFTFIT_TRY(dftfit_node_doubles(list, model->knots, &p->v[TERSOFF_G], err));
  }
  const char *problem = dftfit_tersoff_entry_problem(model, p, bond);
  return problem ? dftfit_node_fail(node, err, DFTFIT_ERR_VALUE, "%s", problem) : DFTFIT_OK;
}

/* Where a spline of the angle is to be fitted, an entry of Tersoff's own function is where it begins. */
static dftfit_status read_entry(dftfit_node node, const tersoff_model *model, bool bond, tersoff_entry *p,
                                dftfit_error *err) {
  tersoff_model begin = *model;
  bool given =
      dftfit_node_type(dftfit_node_get(node, dftfit_tersoff_value_info_of(TERSOFF_G)->key)) != DFTFIT_NODE_ABSENT;
  bool other =
      dftfit_node_type(dftfit_node_get(node, dftfit_tersoff_value_info_of(TERSOFF_C)->key)) != DFTFIT_NODE_ABSENT;
  if (model->angular != TERSOFF_ANGULAR_SPLINE || given || !other) return read_numbers(node, model, bond, p, err);
  begin.angular = TERSOFF_ANGULAR_TERSOFF;
  DFTFIT_TRY(read_numbers(node, &begin, bond, p, err));
  dftfit_tersoff_angular_to_spline(TERSOFF_ANGULAR_TERSOFF, model, p);
  return DFTFIT_OK;
}

static dftfit_status read_entries(dftfit_node all, const dftfit_header *header, tersoff_form *f, dftfit_error *err) {
  const int n = header->nelement;
  for (int i = 0; i < dftfit_node_size(all); i++) {
    char name[16];
    bool known = false;
    const char *key = dftfit_node_text(dftfit_node_key(all, i));
    for (int t = 0; t < n * n * n && !known && key; t++) {
      dftfit_tersoff_triple_name(header->element, n, t, name);
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
    dftfit_tersoff_triple_name(header->element, n, t, name);
    DFTFIT_TRY(dftfit_node_require(all, name, DFTFIT_NODE_MAPPING, &node, err));
    DFTFIT_TRY(read_entry(node, &f->model, t / n % n == t % n, &f->entry[t], err));
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
      double cutoff = header->cutoff[a * n + b], reach = dftfit_tersoff_form_reach(f, a, b);
      if (fabs(cutoff - reach) > 1e-9)
        return dftfit_node_fail(all, err, DFTFIT_ERR_VALUE,
                                "the cutoff %.10g A of %s-%s is not the largest R + D of its entries%s, %.10g A",
                                cutoff, header->element[a], header->element[b],
                                f->model.shift != 0 ? " less the shift" : "", reach);
    }
  return DFTFIT_OK;
}

static dftfit_status fill(const dftfit_header *header, dftfit_node block, tersoff_form *f, dftfit_error *err) {
  dftfit_node all = dftfit_node_get(block, "entries");
  if (dftfit_node_type(all) == DFTFIT_NODE_ABSENT) {
    DFTFIT_TRY(dftfit_tersoff_start(block, header, f, err));
  } else {
    static const char *const known[] = {"switch", "angular", "knots", "core", "shift", "entries", NULL};
    DFTFIT_TRY(dftfit_node_only(block, known, err));
    DFTFIT_TRY(dftfit_node_require(block, "entries", DFTFIT_NODE_MAPPING, &all, err));
    DFTFIT_TRY(read_entries(all, header, f, err));
    DFTFIT_TRY(check_cutoff(all, header, f, err));
  }
  const char *problem = dftfit_tersoff_shift_problem(f, f->model.shift);
  if (problem && f->model.shift != 0)
    return dftfit_node_fail(dftfit_node_get(block, "shift"), err, DFTFIT_ERR_VALUE, "shift = %g A is out of range: %s",
                            f->model.shift, problem);
  return dftfit_tersoff_form_finish(f, err);
}

dftfit_status dftfit_tersoff_block_create(const dftfit_header *header, dftfit_node block, void **self,
                                          dftfit_error *err) {
  static const char *const known[] = {"switch", "angular", "knots",  "core",        "shift", "entries",
                                      "D",      "m",       "ZBLcut", "ZBLexpscale", NULL};
  tersoff_model model;
  tersoff_form *f;
  DFTFIT_TRY(dftfit_node_only(block, known, err));
  DFTFIT_TRY(read_model(block, &model, err));
  DFTFIT_TRY(dftfit_tersoff_form_allocate(header, &model, &f, err));
  dftfit_status status = fill(header, block, f, err);
  if (status)
    dftfit_tersoff_form_destroy(f);
  else
    *self = f;
  return status;
}

void dftfit_tersoff_block_write(const void *self, const dftfit_header *header, dftfit_writer *w) {
  const tersoff_form *f = self;
  const int n = f->nelement;
  dftfit_write_map_begin(w, false);
  dftfit_write_text(w, "switch");
  dftfit_write_text(w, dftfit_tersoff_switch_names[f->model.fade]);
  if (f->model.angular != TERSOFF_ANGULAR_TERSOFF) {
    dftfit_write_text(w, "angular");
    dftfit_write_text(w, dftfit_tersoff_angular_names[f->model.angular]);
  }
  if (f->model.angular == TERSOFF_ANGULAR_SPLINE) {
    dftfit_write_text(w, "knots");
    dftfit_write_int(w, f->model.knots);
  }
  if (f->model.core) {
    dftfit_write_text(w, "core");
    dftfit_write_text(w, core_names[f->model.core]);
  }
  if (f->model.shift != 0) {
    dftfit_write_text(w, "shift");
    dftfit_write_double(w, f->model.shift);
  }
  dftfit_write_text(w, "entries");
  dftfit_write_map_begin(w, false);
  for (int t = 0; t < n * n * n; t++) {
    char name[16];
    dftfit_tersoff_triple_name(header->element, n, t, name);
    dftfit_write_text(w, name);
    dftfit_write_map_begin(w, false);
    for (int value = 0; value < TERSOFF_G; value++) {
      if (!dftfit_tersoff_value_used(&f->model, value)) continue;
      dftfit_write_text(w, dftfit_tersoff_value_info_of(value)->key);
      if (value == TERSOFF_M)
        dftfit_write_int(w, (long)f->entry[t].v[value]);
      else
        dftfit_write_double(w, f->entry[t].v[value]);
    }
    if (f->model.angular == TERSOFF_ANGULAR_SPLINE) {
      dftfit_write_text(w, dftfit_tersoff_value_info_of(TERSOFF_G)->key);
      dftfit_write_doubles(w, f->model.knots, &f->entry[t].v[TERSOFF_G]);
    }
    dftfit_write_map_end(w);
  }
  dftfit_write_map_end(w);
  dftfit_write_map_end(w);
}
