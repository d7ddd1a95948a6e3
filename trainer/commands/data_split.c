/* SPDX-License-Identifier: BSD-3-Clause */
/** dftfit data split: training and test data, in the way in which `holdout: {fraction: ...}` of fit.yaml parts them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "assemble/split.h"
#include "commands/data_actions.h"
#include "report/split_note.h"
#include "transform/output.h"

/* What a split looks at: the tables of the file, and group, source, offset, energy and cell of every configuration. */
typedef struct skeleton {
  dataset set; /* the tables are borrowed */
  kin_search *copies;
  int *fold_of; /* [nconfig] as split_create fills it */
} skeleton;

static void skeleton_destroy(skeleton *s) {
  free(s->set.config_group);
  free(s->set.config_source);
  free(s->set.first_atom);
  free(s->set.energy);
  free(s->set.cell);
  free(s->set.pbc);
  free(s->set.like);
  kin_search_destroy(s->copies);
  free(s->fold_of);
}

static bool allocate(skeleton *s, size_t n) {
  s->set.config_group = malloc(n * sizeof *s->set.config_group);
  s->set.config_source = malloc(n * sizeof *s->set.config_source);
  s->set.first_atom = malloc(n * sizeof *s->set.first_atom);
  s->set.energy = malloc(n * sizeof *s->set.energy);
  s->set.cell = malloc(n * sizeof *s->set.cell);
  s->set.pbc = malloc(n * sizeof *s->set.pbc);
  s->set.like = malloc(n * sizeof *s->set.like);
  s->fold_of = malloc(n * sizeof *s->fold_of);
  s->copies = kin_search_create();
  return s->set.config_group && s->set.config_source && s->set.first_atom && s->set.energy && s->set.cell &&
         s->set.pbc && s->set.like && s->fold_of && s->copies;
}

static dftfit_status take_over(skeleton *s, const dataset *block, int64_t c, int64_t at, dftfit_error *err) {
  s->set.config_group[at] = block->config_group[c];
  s->set.config_source[at] = block->config_source[c];
  s->set.first_atom[at + 1] = s->set.first_atom[at] + block->first_atom[c + 1] - block->first_atom[c];
  s->set.energy[at] = block->energy[c];
  memcpy(s->set.cell[at], block->cell[c], sizeof *s->set.cell);
  memcpy(s->set.pbc[at], block->pbc[c], sizeof *s->set.pbc);
  DFTFIT_TRY(kin_search_add(s->copies, block, c, err));
  s->set.like[at] = kin_search_list(s->copies)[at].first;
  return DFTFIT_OK;
}

static dftfit_status skeleton_create(dataset_source *source, skeleton *s, dftfit_error *err) {
  const dataset *block, *tables = dataset_source_tables(source);
  const int64_t n = dataset_source_nconfig(source);
  int64_t first;
  *s = (skeleton){.set = {.ngroup = tables->ngroup,
                          .group = tables->group,
                          .nsource = tables->nsource,
                          .source = tables->source,
                          .nconfig = n,
                          .natom = dataset_source_natom(source)}};
  if (!allocate(s, (size_t)n + 1)) return dftfit_no_memory(err, "%lld configurations", (long long)n);
  s->set.first_atom[0] = 0;
  for (;;) {
    DFTFIT_TRY(dataset_source_next(source, &block, &first, err));
    if (!block) return DFTFIT_OK;
    for (int64_t c = 0; c < block->nconfig; c++) DFTFIT_TRY(take_over(s, block, c, first + c, err));
  }
}

/* configurations and atoms of the test data */
static void count_test(const skeleton *s, int64_t *nconfig, int64_t *natom) {
  for (int64_t c = 0; c < s->set.nconfig; c++)
    if (s->fold_of[c] == SPLIT_HOLDOUT) {
      ++*nconfig;
      *natom += s->set.first_atom[c + 1] - s->set.first_atom[c];
    }
}

static dftfit_status deal(dataset_source *source, const skeleton *s, output *train, output *test, dftfit_error *err) {
  const dataset *block;
  int64_t first;
  dataset_source_rewind(source);
  for (;;) {
    DFTFIT_TRY(dataset_source_next(source, &block, &first, err));
    if (!block) return DFTFIT_OK;
    for (int64_t c = 0; c < block->nconfig; c++)
      DFTFIT_TRY(output_add(s->fold_of[first + c] == SPLIT_HOLDOUT ? test : train, block, c, NULL, err));
  }
}

static dftfit_status write_parts(const data_options *o, dataset_source *source, const skeleton *s, dftfit_error *err) {
  output train = {0}, test = {0};
  int64_t ntest = 0, atoms = 0;
  count_test(s, &ntest, &atoms);
  dftfit_status status = output_open(&train, o->output, s->set.nconfig - ntest, s->set.natom - atoms, err);
  if (!status) status = output_open(&test, o->test, ntest, atoms, err);
  if (!status) status = deal(source, s, &train, &test, err);
  status = output_end(&test, status, err);
  status = output_end(&train, status, err);
  if (!status)
    printf("wrote %s: %lld configurations, %lld atoms\nwrote %s: %lld configurations, %lld atoms\n", o->output,
           (long long)(s->set.nconfig - ntest), (long long)(s->set.natom - atoms), o->test, (long long)ntest,
           (long long)atoms);
  return status;
}

static dftfit_status print_split(const data_options *o, const skeleton *s, dftfit_error *err) {
  int64_t count[KIN_DEGREES];
  for (int d = 0; d < KIN_DEGREES; d++) count[d] = kin_search_count(s->copies, (kin_degree)d);
  kin_note_print(stdout, count, s->set.nconfig,
                 o->random ? ": some may be on both sides" : ": they are on one side, together");
  return hold_out_note_print(stdout, &s->set, s->fold_of, o->random, err);
}

dftfit_status data_split(const data_options *o, dftfit_error *err) {
  const fit_config config = {
      .holdout_fraction = o->fraction, .holdout_seed = (int)o->seed, .holdout_random = o->random, .nfold = 1};
  dataset_source *source;
  skeleton s;
  DFTFIT_TRY(dataset_source_open(o->input[0], &source, err));
  dftfit_status status = skeleton_create(source, &s, err);
  if (!status) {
    dftfit_error inner = {0};
    status = split_create(&config, &s.set, s.fold_of, &inner);
    if (status) dftfit_fail_at(err, status, o->input[0], 0, 0, "%s", inner.message);
  }
  if (!status) status = write_parts(o, source, &s, err);
  if (!status) status = print_split(o, &s, err);
  skeleton_destroy(&s);
  dataset_source_close(source);
  return status;
}
