/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/fit_record.h"

#include <math.h>
#include <string.h>

#include "base/replace_file.h"
#include "report/seen_note.h"
#include "report/table.h"

const char *const error_set_name[SET_COUNT] = {"train", "cross-validation", "holdout"};

static void key_double(dftfit_writer *w, const char *key, double value) {
  dftfit_write_text(w, key);
  dftfit_write_double(w, value);
}

static void key_int(dftfit_writer *w, const char *key, long value) {
  dftfit_write_text(w, key);
  dftfit_write_int(w, value);
}

static void write_data(const fit_record *r, dftfit_writer *w) {
  dftfit_write_text(w, "data");
  dftfit_write_seq_begin(w, false);
  for (int i = 0; i < r->config->ndata; i++) {
    dftfit_write_map_begin(w, true);
    dftfit_write_text(w, "file");
    dftfit_write_text(w, r->origin[i].name);
    dftfit_write_text(w, "sha256");
    dftfit_write_text(w, r->origin[i].sha256);
    dftfit_write_map_end(w);
  }
  dftfit_write_seq_end(w);
}

static void write_sigma(const fit_record *r, dftfit_writer *w) {
  dftfit_write_text(w, "sigma");
  dftfit_write_map_begin(w, true);
  for (int k = 0; k < TARGET_KINDS; k++) {
    const sigma_setting *s = &r->config->sigma[k];
    dftfit_write_text(w, target_kind_name(k));
    if (s->kind == SIGMA_OFF)
      dftfit_write_text(w, "off");
    else if (s->kind == SIGMA_AUTO && r->fit->class_rows[k] == 0)
      dftfit_write_text(w, "absent");
    else
      dftfit_write_double(w, s->kind == SIGMA_AUTO ? r->fit->sigma[k] : s->value);
  }
  dftfit_write_map_end(w);
}

/** The preset, and what it stood for besides the settings of the form, which the potential itself holds. */
static void write_preset(const fit_record *r, dftfit_writer *w) {
  dftfit_node root = dftfit_yaml_root(r->config->document);
  const char *name = dftfit_node_text(dftfit_node_get(dftfit_node_get(root, "potential"), "preset"));
  if (!name) return;
  dftfit_write_text(w, "preset");
  dftfit_write_text(w, name);
}

/** Sigmas of the groups that have their own. */
static void write_groups(const fit_record *r, dftfit_writer *w) {
  const dataset *set = r->design->model.set;
  const target_weight *weight = r->design->weight;
  dftfit_write_text(w, "groups");
  dftfit_write_map_begin(w, true);
  for (int i = 0; i < r->config->ngroup_sigma; i++)
    for (int g = 0; g < set->ngroup; g++) {
      if (strcmp(set->group[g].name, dftfit_node_text(r->config->group_sigma[i].name)) != 0) continue;
      dftfit_write_text(w, set->group[g].name);
      dftfit_write_map_begin(w, true);
      for (int k = 0; k < TARGET_KINDS; k++) {
        const target_weight *t = &weight[g * TARGET_KINDS + k];
        dftfit_write_text(w, target_kind_name(k));
        if (t->used)
          dftfit_write_double(w, t->sigma * (t->class == TARGET_FIXED ? r->design->balance[k] : r->fit->sigma[k]));
        else
          dftfit_write_text(w, "off");
      }
      dftfit_write_map_end(w);
    }
  dftfit_write_map_end(w);
}

static void write_weights(const fit_record *r, dftfit_writer *w) {
  dftfit_write_text(w, "balance");
  dftfit_write_map_begin(w, true);
  for (int k = 0; k < TARGET_KINDS; k++) key_double(w, target_kind_name(k), r->fit->balance[k]);
  dftfit_write_map_end(w);
  if (r->config->ngroup_sigma) write_groups(r, w);
  if (r->config->high_energy > 0) key_double(w, "high_energy", r->config->high_energy);
}

static void write_names(const char *key, const name_list *names, dftfit_writer *w) {
  if (names->n == 0) return;
  dftfit_write_text(w, key);
  dftfit_write_seq_begin(w, true);
  for (int i = 0; i < names->n; i++) dftfit_write_text(w, dftfit_node_text(names->node[i]));
  dftfit_write_seq_end(w);
}

static void write_solver(const fit_record *r, dftfit_writer *w) {
  const fit_config *c = r->config;
  key_double(w, "lambda", r->fit->chosen);
  if (c->prior_force > 0) key_double(w, "prior_force", c->prior_force);
  if (c->nfold > 1) {
    dftfit_write_text(w, "folds");
    dftfit_write_map_begin(w, true);
    key_int(w, "count", c->nfold);
    if (c->folds_by_group) {
      dftfit_write_text(w, "by");
      dftfit_write_text(w, "group");
    } else {
      key_int(w, "seed", c->fold_seed);
    }
    dftfit_write_map_end(w);
  }
  if (c->holdout_fraction > 0) {
    dftfit_write_text(w, "holdout");
    dftfit_write_map_begin(w, true);
    key_double(w, "fraction", c->holdout_fraction);
    key_int(w, "seed", c->holdout_seed);
    if (c->holdout_random) {
      dftfit_write_text(w, "split");
      dftfit_write_text(w, "random");
    }
    dftfit_write_map_end(w);
  }
}

static void write_restraint(const fit_record *r, dftfit_writer *w) {
  const restraint_data *from = &r->design->restrained;
  if (!from->set) return;
  dftfit_write_text(w, "restraint");
  dftfit_write_map_begin(w, true);
  key_int(w, "structures", (long)from->set->nconfig);
  key_double(w, "sigma", r->config->restraint.sigma);
  key_int(w, "seed", r->config->restraint.seed);
  dftfit_write_map_end(w);
}

static void write_selected(const fit_record *r, dftfit_writer *w) {
  if (!r->selected.kept) return;
  dftfit_write_text(w, "selected");
  dftfit_write_map_begin(w, true);
  key_int(w, "kept", r->selected.kept);
  key_int(w, "of", r->selected.from);
  key_double(w, "cost", r->selected.cost);
  key_double(w, "score", r->selected.score);
  dftfit_write_map_end(w);
}

static void write_search(const fit_record *r, dftfit_writer *w) {
  if (!r->search) return;
  dftfit_write_text(w, "search");
  dftfit_write_map_begin(w, true);
  key_int(w, "starts", r->search->nstart);
  if (r->search->nstart > 1) {
    key_int(w, "seed", r->config->start_seed);
    key_int(w, "best", r->search->best + 1);
  }
  key_int(w, "steps", r->search->steps);
  dftfit_write_text(w, "end");
  dftfit_write_text(w, levenberg_end_text(r->search->end));
  dftfit_write_map_end(w);
}

/* configurations, counted through all data files, whose energies took no part */
static void write_left_out(const fit_record *r, dftfit_writer *w) {
  if (!r->nwrong) return;
  dftfit_write_text(w, "energies_left_out");
  dftfit_write_seq_begin(w, true);
  for (int64_t i = 0; i < r->nwrong; i++) dftfit_write_int(w, (long)r->wrong[i].config);
  dftfit_write_seq_end(w);
}

static void write_reference_change(const fit_record *r, dftfit_writer *w) {
  const dftfit_header *header = dftfit_potential_header(r->design->model.potential);
  dftfit_write_text(w, "reference_energy_change");
  dftfit_write_map_begin(w, true);
  for (int e = 0; e < header->nelement; e++)
    key_double(w, header->element[e], design_reference_change(r->design, r->fit->x, e));
  dftfit_write_map_end(w);
}

/* of codes and sources whose energies are counted from another zero: what they have more */
static void write_zeros(const fit_record *r, dftfit_writer *w) {
  const design *d = r->design;
  const dftfit_header *header = dftfit_potential_header(d->model.potential);
  if (d->nzero < 2) return;
  dftfit_write_text(w, "reference_energy_of_other_settings");
  dftfit_write_seq_begin(w, false);
  for (int z = 1; z < d->nzero; z++) {
    dftfit_write_map_begin(w, true);
    for (int e = 0; e < header->nelement; e++)
      if (d->zero_column[z * header->nelement + (d->offset ? 0 : e)] >= 0)
        key_double(w, header->element[e], design_zero_change(d, r->fit->x, z, e));
    dftfit_write_map_end(w);
  }
  dftfit_write_seq_end(w);
}

static void write_stress_offset(const fit_record *r, dftfit_writer *w) {
  const stress_offsets *o = &r->design->offsets;
  if (o->n == 0) return;
  if (o->ngroup == 1) {
    key_double(w, "stress_offset", design_stress_offset(r->design, r->fit->x, 0));
    return;
  }
  dftfit_write_text(w, "stress_offset");
  dftfit_write_seq_begin(w, false);
  for (int k = 0; k < o->n; k++) {
    char name[256];
    stress_offset_name(o, r->design->model.set, k, name, sizeof name);
    dftfit_write_map_begin(w, true);
    dftfit_write_text(w, "of");
    dftfit_write_text(w, name);
    key_double(w, "value", design_stress_offset(r->design, r->fit->x, k));
    dftfit_write_map_end(w);
  }
  dftfit_write_seq_end(w);
}

static void write_errors(const fit_record *r, dftfit_writer *w) {
  dftfit_write_text(w, "errors");
  dftfit_write_map_begin(w, false);
  for (int s = 0; s < SET_COUNT; s++) {
    bool any = false;
    for (int k = 0; k < TARGET_KINDS; k++) any = any || r->errors[s][k].nconfig > 0;
    if (!any) continue;
    dftfit_write_text(w, error_set_name[s]);
    dftfit_write_map_begin(w, false);
    for (int k = 0; k < TARGET_KINDS; k++) {
      const error_summary *e = &r->errors[s][k];
      if (e->nconfig == 0) continue;
      dftfit_write_text(w, target_kind_name(k));
      dftfit_write_map_begin(w, true);
      key_double(w, "mae", e->mae.value * table_unit(k));
      key_double(w, "rmse", e->rmse.value * table_unit(k));
      dftfit_write_text(w, "unit");
      dftfit_write_text(w, table_unit_name(k));
      key_int(w, "configurations", (long)e->nconfig);
      dftfit_write_map_end(w);
    }
    dftfit_write_map_end(w);
  }
  dftfit_write_map_end(w);
}

static void write_record(const fit_record *r, dftfit_writer *w) {
  dftfit_write_map_begin(w, false);
  dftfit_write_text(w, "program");
  dftfit_write_text(w, "dftfit " DFTFIT_VERSION);
  write_data(r, w);
  write_preset(r, w);
  write_names("exclude", &r->config->exclude, w);
  write_sigma(r, w);
  write_weights(r, w);
  write_solver(r, w);
  write_names("holdout_groups", &r->config->holdout_groups, w);
  write_restraint(r, w);
  write_selected(r, w);
  write_search(r, w);
  write_left_out(r, w);
  seen_note_write(w, r->seen, dftfit_potential_header(r->design->model.potential));
  write_reference_change(r, w);
  write_zeros(r, w);
  write_stress_offset(r, w);
  write_errors(r, w);
  dftfit_write_map_end(w);
}

dftfit_status fit_record_write(const fit_record *r, const char *path, dftfit_error *err) {
  dftfit_writer *record = dftfit_writer_create(), *file = dftfit_writer_create();
  dftfit_yaml *document = NULL;
  const char *text;
  size_t length;
  dftfit_status status = record && file ? DFTFIT_OK : dftfit_no_memory(err, "the potential file");
  if (!status) {
    write_record(r, record);
    status = dftfit_writer_finish(record, &text, &length, err);
  }
  if (!status) status = dftfit_yaml_parse("fit record", text, length, &document, err);
  if (!status) {
    dftfit_potential_write(r->design->model.potential, dftfit_yaml_root(document), file);
    status = dftfit_writer_finish(file, &text, &length, err);
  }
  if (!status) status = replace_file(path, text, length, err);
  dftfit_yaml_destroy(document);
  if (record) dftfit_writer_destroy(record);
  if (file) dftfit_writer_destroy(file);
  return status;
}
