/* SPDX-License-Identifier: BSD-3-Clause */
/** dftfit data merge: the configurations of several data files, one file after the other. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/intern.h"
#include "commands/data_actions.h"
#include "report/split_note.h"
#include "transform/output.h"

static dftfit_status count_all(const data_options *o, int64_t *nconfig, int64_t *natom, dftfit_error *err) {
  for (int i = 0; i < o->ninput; i++) {
    dataset_source *source;
    DFTFIT_TRY(dataset_source_open(o->input[i], &source, err));
    *nconfig += dataset_source_nconfig(source);
    *natom += dataset_source_natom(source);
    dataset_source_close(source);
  }
  return DFTFIT_OK;
}

/* A source of a later file that has the name of an earlier one is another file: group and source mark a run, and runs
 * must not join. It then gets the name of its data file before its own, with a number where that is taken, too. seen:
 * the names until now, to which this one is added. NULL: out of memory. */
static char *source_name(intern *seen, const char *input, const char *name) {
  bool added;
  char *text = strdup(name);
  for (int copy = 1; text; copy++) {
    const bool stored = intern_number(seen, text, strlen(text), &added) >= 0;
    if (stored && added) return text;
    free(text);
    if (!stored) return NULL;
    const int length =
        copy > 1 ? asprintf(&text, "%s#%d:%s", input, copy, name) : asprintf(&text, "%s:%s", input, name);
    if (length < 0) return NULL;
  }
  return NULL;
}

static dftfit_status add_blocks(dataset_source *source, output *out, char **name, kin_search *copies,
                                dftfit_error *err) {
  const dataset *block;
  int64_t first;
  for (;;) {
    DFTFIT_TRY(dataset_source_next(source, &block, &first, err));
    if (!block) return DFTFIT_OK;
    for (int64_t c = 0; c < block->nconfig; c++) {
      DFTFIT_TRY(output_add(out, block, c, name[block->config_source[c]], err));
      DFTFIT_TRY(kin_search_add(copies, block, c, err));
    }
  }
}

static void print_kinds(const dataset *from, const dataset *to) {
  for (int g = 0; g < from->ngroup; g++)
    for (int h = 0; h < to->ngroup; h++)
      if (!strcmp(from->group[g].name, to->group[h].name) && from->group[g].kind != to->group[h].kind)
        printf("  group %s is %s here and %s before; it stays %s\n", from->group[g].name,
               dataset_kind_name(from->group[g].kind), dataset_kind_name(to->group[h].kind),
               dataset_kind_name(to->group[h].kind));
}

static dftfit_status add_file(const char *path, intern *seen, output *out, kin_search *copies, dftfit_error *err) {
  dataset_source *source;
  DFTFIT_TRY(dataset_source_open(path, &source, err));
  const dataset *tables = dataset_source_tables(source);
  const int n = tables->nsource;
  char **name = calloc((size_t)n + 1, sizeof *name);
  dftfit_status status = name ? DFTFIT_OK : dftfit_no_memory(err, "%d sources", n);
  for (int i = 0; i < n && !status; i++) {
    name[i] = source_name(seen, path, tables->source[i]);
    if (!name[i]) status = dftfit_no_memory(err, "%d sources", n);
  }
  printf("%s: %lld configurations, %lld atoms\n", path, (long long)dataset_source_nconfig(source),
         (long long)dataset_source_natom(source));
  print_kinds(tables, out->block);
  if (!status) status = add_blocks(source, out, name, copies, err);
  for (int i = 0; i < n && name; i++) free(name[i]);
  free(name);
  dataset_source_close(source);
  return status;
}

static void print_copies(const kin_search *copies, int64_t nconfig) {
  int64_t count[KIN_DEGREES];
  for (int d = 0; d < KIN_DEGREES; d++) count[d] = kin_search_count(copies, (kin_degree)d);
  kin_note_print(stdout, count, nconfig, ": dftfit info --full names them");
}

dftfit_status data_merge(const data_options *o, dftfit_error *err) {
  int64_t nconfig = 0, natom = 0;
  intern seen = {0};
  output out;
  DFTFIT_TRY(count_all(o, &nconfig, &natom, err));
  DFTFIT_TRY(output_open(&out, o->output, nconfig, natom, err));
  kin_search *copies = kin_search_create();
  dftfit_status status = copies ? DFTFIT_OK : dftfit_no_memory(err, "the copies");
  for (int i = 0; i < o->ninput && !status; i++) status = add_file(o->input[i], &seen, &out, copies, err);
  intern_clear(&seen);
  status = output_end(&out, status, err);
  if (!status) printf("wrote %s: %lld configurations, %lld atoms\n", o->output, (long long)nconfig, (long long)natom);
  if (!status) print_copies(copies, nconfig);
  kin_search_destroy(copies);
  return status;
}
