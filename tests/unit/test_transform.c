/* SPDX-License-Identifier: BSD-3-Clause */
/* Lists of numbers; data files read and written block by block against the same read and written whole. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "data/dataset_source.h"
#include "transform/number_list.h"
#include "transform/output.h"
#include "unit/temporary_group.h"

static void test_number_list(void **unused) {
  (void)unused;
  number_list list = {0};
  dftfit_error err = {0};
  assert_int_equal(number_list_parse(&list, "20-29,3,25-40,7-7,100-", &err), DFTFIT_OK);
  assert_int_equal(list.n, 4);
  for (int64_t i = 0; i < 200; i++)
    assert_int_equal(number_list_has(&list, i), i == 3 || i == 7 || (i >= 20 && i <= 40) || i >= 100);
  assert_true(number_list_add(&list, 0, 50)); /* swallows three of them */
  assert_int_equal(list.n, 2);
  assert_true(number_list_has(&list, 50) && !number_list_has(&list, 51));
  static const char *const bad[] = {"", "x", "1,", "1,,2", "3-2", "-1", "1 2", "99999999999999999999", "1.5"};
  for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
    number_list other = {0};
    if (!number_list_parse(&other, bad[i], &err)) fail_msg("accepted: '%s'", bad[i]);
    if (!strstr(err.message, bad[i])) fail_msg("'%s' is not named: %s", bad[i], err.message);
    number_list_clear(&other);
  }
  number_list_clear(&list);
}

/* more configurations than a block holds, of 1 to 40 atoms; one of them with more atoms than a block holds */
static dataset *make_set(int n, int large) {
  enum { MOST = DATASET_BLOCK_ATOMS + 10 };
  char(*symbol)[4] = calloc(MOST, sizeof *symbol);
  double(*position)[3] = calloc(MOST, sizeof *position);
  dataset *set = dataset_create();
  dftfit_error err = {0};
  for (int i = 0; i < MOST; i++) strcpy(symbol[i], i % 3 ? "W" : "Be");
  for (int c = 0; c < n; c++) {
    char group[16];
    snprintf(group, sizeof group, "group%d", c % 5);
    dataset_config config = {.natom = c == large ? MOST : 1 + c % 40,
                             .symbol = (const char(*)[4])symbol,
                             .position = (const double(*)[3])position,
                             .force = c % 4 ? (const double(*)[3])position : NULL,
                             .cell = {3, 0, 0, 0, 3, 0, 0, 0, 3},
                             .pbc = {true, true, true},
                             .energy = c,
                             .stress = {c, 1, 2, 3, 4, 5},
                             .group = group,
                             .source = c % 2 ? "a" : "b",
                             .calculation = {.ecut = c % 7, .kspacing = NAN, .scf_tolerance = NAN}};
    position[c % MOST][0] = c;
    assert_int_equal(dataset_append(set, &config, &err), DFTFIT_OK);
  }
  if (set->ngroup > 3) set->group[3].kind = KIND_CLUSTER;
  free(symbol);
  free(position);
  return set;
}

static void test_blocks(void **unused) {
  (void)unused;
  enum { N = 3 * DATASET_BLOCK_CONFIGS, LARGE = 9000 };
  char path[512], again[512];
  dftfit_error err = {0};
  dataset *set = make_set(N, LARGE), *copy;
  dataset_source *source;
  const dataset *block;
  int64_t first, next = 0, blocks = 0;
  output out;
  snprintf(path, sizeof path, "%s/data.h5", folder);
  snprintf(again, sizeof again, "%s/again.h5", folder);
  assert_int_equal(dataset_write(set, path, &err), DFTFIT_OK);
  if (dataset_source_open(path, &source, &err)) fail_msg("%s", err.message);
  assert_int_equal(dataset_source_nconfig(source), N);
  assert_int_equal(dataset_source_natom(source), set->natom);
  assert_int_equal(output_open(&out, again, N, set->natom, &err), DFTFIT_OK);
  for (;; blocks++) {
    if (dataset_source_next(source, &block, &first, &err)) fail_msg("%s", err.message);
    if (!block) break;
    assert_int_equal(first, next);
    assert_true(block->nconfig == 1 || block->natom <= DATASET_BLOCK_ATOMS);
    for (int64_t c = 0; c < block->nconfig; c++)
      if (output_add(&out, block, c, NULL, &err)) fail_msg("%s", err.message);
    next += block->nconfig;
  }
  assert_int_equal(next, N);
  assert_true(blocks > 3);
  dataset_source_close(source);
  assert_int_equal(output_end(&out, DFTFIT_OK, &err), DFTFIT_OK);
  if (dataset_read(again, &copy, &err)) fail_msg("%s: %s", err.input, err.message);
  assert_memory_equal(set->first_atom, copy->first_atom, (N + 1) * sizeof *set->first_atom);
  assert_memory_equal(set->energy, copy->energy, N * sizeof *set->energy);
  assert_memory_equal(set->stress, copy->stress, N * sizeof *set->stress);
  assert_memory_equal(set->config_group, copy->config_group, N * sizeof *set->config_group);
  assert_memory_equal(set->config_source, copy->config_source, N * sizeof *set->config_source);
  assert_memory_equal(set->config_calculation, copy->config_calculation, N * sizeof *set->config_calculation);
  assert_memory_equal(set->atom_species, copy->atom_species, (size_t)set->natom);
  assert_memory_equal(set->position, copy->position, (size_t)set->natom * sizeof *set->position);
  for (int64_t i = 0; i < set->natom; i++)
    assert_true(set->force[i][0] == copy->force[i][0] || (isnan(set->force[i][0]) && isnan(copy->force[i][0])));
  assert_int_equal(copy->group[3].kind, KIND_CLUSTER);
  assert_int_equal(copy->ncalculation, 7);
  dataset_destroy(set);
  dataset_destroy(copy);
}

/* what fails leaves neither a file nor a part of one */
static void test_abandoned(void **unused) {
  (void)unused;
  char path[512];
  dftfit_error err = {0};
  dataset *set = make_set(3, -1);
  output out;
  snprintf(path, sizeof path, "%s/never.h5", folder);
  assert_int_equal(output_open(&out, path, 3, set->natom, &err), DFTFIT_OK);
  assert_int_equal(output_add(&out, set, 0, NULL, &err), DFTFIT_OK);
  assert_int_equal(output_end(&out, DFTFIT_ERR_VALUE, &err), DFTFIT_ERR_VALUE);
  assert_int_not_equal(access(path, F_OK), 0);
  int files = 0;
  DIR *dir = opendir(folder);
  for (struct dirent *entry; (entry = readdir(dir));) files += strstr(entry->d_name, "never") != NULL;
  closedir(dir);
  assert_int_equal(files, 0);
  dataset_destroy(set);
}

int main(void) {
  const struct CMUnitTest tests[] = {cmocka_unit_test(test_number_list), cmocka_unit_test(test_blocks),
                                     cmocka_unit_test(test_abandoned)};
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
