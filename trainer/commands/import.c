/* SPDX-License-Identifier: BSD-3-Clause */
/** dftfit import: DFT results to a data file. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/outputs.h"
#include "commands/command.h"
#include "commands/import_arguments.h"
#include "data/kind.h"
#include "import/input_groups.h"
#include "import/same_run.h"

static dftfit_status find_group(const dataset *set, const char *name, int *group, dftfit_error *err) {
  for (*group = 0; *group < set->ngroup; ++*group)
    if (!strcmp(set->group[*group].name, name)) return DFTFIT_OK;
  return dftfit_fail(err, DFTFIT_ERR_VALUE, "--kind: no configuration is of group '%s'", name);
}

static dftfit_status apply_kinds(const import_arguments *a, dataset *set, dftfit_error *err) {
  for (int i = 0; i < a->nkind; i++) {
    int group;
    char *name = a->kind[i], *value = strrchr(name, '=');
    dataset_kind kind = value ? dataset_kind_find(value + 1) : KIND_COUNT;
    DFTFIT_FAIL_IF(kind == KIND_COUNT, err, DFTFIT_ERR_USAGE, "--kind %s: it must be GROUP=KIND (dftfit import --help)",
                   name);
    *value = '\0';
    DFTFIT_TRY(find_group(set, name, &group, err));
    set->group[group].kind = kind;
  }
  return DFTFIT_OK;
}

/* A key that the user named and that nothing has is a slip of the pen, not missing data. */
static dftfit_status check_keys(const import_options *o, const import_tally *t, dftfit_error *err) {
  const struct {
    const char *target, *key;
    bool nowhere;
  } named[] = {{"energy", o->energy_key, t->without_energy == t->read},
               {"forces", o->forces_key, t->without_forces == t->read},
               {"stress", o->stress_key, t->without_stress == t->read},
               {"virial", o->virial_key, t->without_stress == t->read}};
  for (size_t i = 0; i < sizeof named / sizeof *named; i++)
    DFTFIT_FAIL_IF(named[i].key && strcmp(named[i].key, "none") && named[i].nowhere, err, DFTFIT_ERR_KEY,
                   "--key %s=%s: no configuration has it", named[i].target, named[i].key);
  DFTFIT_FAIL_IF(o->nexcluded && !t->excluded, err, DFTFIT_ERR_VALUE,
                 "--exclude-group: no configuration is of group '%s'", o->excluded[0]);
  DFTFIT_FAIL_IF(
      !t->read && !t->excluded, err, DFTFIT_ERR_VALUE,
      "there is no configuration to write: %ld ionic steps are not converged (--keep-unconverged takes them), "
      "%ld, found in folders, have neither energy nor forces nor stress (--format NAME, or naming the files, takes "
      "them)",
      t->unconverged, t->without_target);
  DFTFIT_FAIL_IF(!t->read, err, DFTFIT_ERR_VALUE,
                 "there is no configuration to write: the files hold %ld, all excluded", t->excluded);
  return DFTFIT_OK;
}

/* what one file or folder that the user named has given */
typedef struct import_yield {
  long files, unknown, failed, same_run;
  int64_t nconfig, natom;
} import_yield;

/* A file found in a folder that turns out to be damaged does not end the import: it is listed. */
static dftfit_status list_failure(importing *to, const char *path, dftfit_error *err) {
  char text[sizeof err->message + 64];
  if (err->line)
    snprintf(text, sizeof text, "line %d: %s", err->line, err->message);
  else
    snprintf(text, sizeof text, "%s", err->message);
  DFTFIT_FAIL_IF(!import_notes_add(&to->notes, path, text), err, DFTFIT_ERR_MEMORY, "out of memory");
  return DFTFIT_OK;
}

static dftfit_status read_input(const import_arguments *a, const import_input *input, importing *to,
                                import_yield *yield, dftfit_error *err) {
  const import_tally before = to->tally;
  to->source = input->source;
  to->group = a->group ? a->group : input->group;
  to->group_asked = a->group != NULL;
  to->targets_due = input->found && !a->format;
  dftfit_status status = import_file(input->path, input->format, to, err);
  yield->nconfig += to->tally.read - before.read;
  yield->natom += to->tally.atoms - before.atoms;
  yield->files++;
  if (!status || !input->found || status == DFTFIT_ERR_MEMORY) return status;
  yield->failed++;
  return list_failure(to, input->path, err);
}

/* Format of every file. Of files found in folders those of an unknown format, or another than the one asked for, are
 * passed over. */
static dftfit_status identify(const import_arguments *a, import_inputs *inputs, importing *to, dftfit_error *err) {
  for (int i = 0; i < inputs->count; i++) {
    import_input *input = &inputs->input[i];
    input->format = a->format;
    if (a->format && !input->found) continue;
    dftfit_status status = import_identify(input->path, !input->found, &input->format, err);
    if (status && !input->found) return status;
    if (status) DFTFIT_TRY(list_failure(to, input->path, err));
    if (a->format && input->format != a->format) input->format = NULL;
  }
  return DFTFIT_OK;
}

static void print_yield(const char *name, bool folder, const import_yield *yield, const importer *format) {
  printf("%s: %lld configurations, %lld atoms", name, (long long)yield->nconfig, (long long)yield->natom);
  const long files = yield->files - yield->failed;
  if (folder) printf(" from %ld file%s", files, files == 1 ? "" : "s");
  if (!folder && format) printf(" (%s)", format->name);
  if (yield->unknown)
    printf("; %ld file%s of no known format passed over", yield->unknown, yield->unknown == 1 ? "" : "s");
  if (yield->same_run)
    printf("; %ld file%s not read, being of the same run as another", yield->same_run, yield->same_run == 1 ? "" : "s");
  printf("\n");
}

static dftfit_status read_inputs(const import_arguments *a, import_inputs *inputs, importing *to, dftfit_error *err) {
  for (int i = 0; i < a->ninput; i++) DFTFIT_TRY(import_inputs_add(inputs, a->input[i], i, err));
  DFTFIT_TRY(import_inputs_name(inputs, err));
  DFTFIT_TRY(identify(a, inputs, to, err));
  for (int i = 0; i < inputs->count; i++)
    if (inputs->input[i].format) DFTFIT_TRY(outputs_check_read(a->output, inputs->input[i].path, err));
  DFTFIT_TRY(import_drop_same_runs(inputs, to, err));
  if (!a->group) DFTFIT_TRY(import_inputs_group(inputs, a->group_by, err));
  for (int i = 0, next = 0; i < a->ninput; i++) {
    import_yield yield = {0};
    const import_input *first = &inputs->input[next];
    for (; next < inputs->count && inputs->input[next].argument == i; next++) {
      if (inputs->input[next].format)
        DFTFIT_TRY(read_input(a, &inputs->input[next], to, &yield, err));
      else if (!inputs->input[next].same_run)
        yield.unknown++;
      else
        yield.same_run++;
    }
    const bool folder = yield.files + yield.unknown + yield.same_run == 0 || first->found;
    if (folder && yield.files + yield.same_run == 0)
      return dftfit_fail_at(err, DFTFIT_ERR_VALUE, a->input[i], 0, 0, "no file in this folder is of %s%s",
                            a->format ? "format " : "a known format (dftfit import --help)",
                            a->format ? a->format->name : "");
    print_yield(a->input[i], folder, &yield, first->format);
  }
  return DFTFIT_OK;
}

static void print_note(long count, const char *text) {
  if (count) printf("  %ld %s\n", count, text);
}

static void print_summary(const import_arguments *a, const dataset *set, const import_tally *t) {
  printf("wrote %s: %ld configurations, %lld atoms, elements", a->output, t->read, (long long)t->atoms);
  for (int s = 0; s < set->nspecies; s++) printf(" %s", set->species[s]);
  printf("\n");
  print_note(t->excluded, "configurations of excluded groups were left out");
  print_note(
      t->without_target,
      "configurations found in folders were left out: no energy, no forces, no stress (--format NAME takes them)");
  print_note(t->without_energy, "configurations have no energy");
  print_note(t->without_forces, "configurations have no forces");
  print_note(t->without_stress, "configurations have no stress");
  print_note(t->left_handed, "left-handed cells were turned right-handed (a, b, c -> -a, -b, -c; no atom moves)");
  print_note(t->stress_dropped, "stresses were left out: the configuration is not periodic in all directions");
  print_note(t->bare_number, "comment lines are a bare number; if it is the energy, say --key energy=comment");
  int width = 5;
  for (int g = 0; g < set->ngroup; g++)
    if ((int)strlen(set->group[g].name) > width) width = (int)strlen(set->group[g].name);
  printf("  %-*s  %s\n", width, "group", "kind (change it with --kind GROUP=KIND)");
  for (int g = 0; g < set->ngroup; g++)
    printf("  %-*s  %s\n", width, set->group[g].name, dataset_kind_name(set->group[g].kind));
}

static void print_notes(const import_notes *notes) {
  for (int i = 0; i < notes->texts.count; i++) {
    const import_note *note = &notes->note[i];
    printf("  %s", note->first);
    if (note->files > 1) printf(" and %ld more", note->files - 1);
    printf(": %s\n", note->text);
  }
}

static dftfit_status import_all(const import_arguments *a, import_inputs *inputs, importing *to, dftfit_error *err) {
  DFTFIT_TRY(outputs_check(&a->output, 1, (const char *const *)a->input, a->ninput, a->force, err));
  to->set = dataset_create();
  DFTFIT_FAIL_IF(!to->set, err, DFTFIT_ERR_MEMORY, "out of memory");
  DFTFIT_TRY(dataset_sink_open(a->output, -1, -1, &to->sink, err));
  DFTFIT_TRY(read_inputs(a, inputs, to, err));
  DFTFIT_TRY(check_keys(to->options, &to->tally, err));
  DFTFIT_TRY(apply_kinds(a, to->set, err));
  DFTFIT_TRY(dataset_sink_put(to->sink, to->set, err));
  dataset_sink *sink = to->sink;
  to->sink = NULL; /* closing destroys it */
  DFTFIT_TRY(dataset_sink_close(sink, to->set, err));
  print_summary(a, to->set, &to->tally);
  print_notes(&to->notes);
  return DFTFIT_OK;
}

int command_import(int argc, char **argv) {
  if (!command_prints()) return EXIT_SUCCESS; /* the work of one rank */
  dftfit_error err = {0};
  import_arguments a = {0};
  int code = import_arguments_parse(&a, argc, argv);
  if (!code && a.help)
    import_arguments_help();
  else if (!code) {
    import_inputs inputs = {0};
    importing to = {.options = &a.options};
    if (import_all(&a, &inputs, &to, &err)) code = command_failed(&err);
    import_inputs_clear(&inputs);
    dataset_sink_abandon(to.sink);
    import_end(&to);
    dataset_destroy(to.set);
  }
  import_arguments_clear(&a);
  return code;
}
