/* SPDX-License-Identifier: BSD-3-Clause */
/** Datasets: appending, writing and reading back bit for bit, kinds of groups. */
#include <stdlib.h>
#include <string.h>

#include "base/sha256.h"
#include "cmocka_all.h"
#include "data/dataset.h"
#include "data/dataset_copy.h"
#include "data/dataset_sink.h"
#include "data/kind.h"
#include "data/survey.h"
#include "unit/temporary_group.h"

static const char symbols[4][4] = {"In", "P", "In", "P"};
static const double positions[4][3] = {{0, 0, 0}, {1.4675, 1.4675, 1.4675}, {-7.25, 0.1, 1.0 / 3}, {9e3, 1e-300, 2}};
static const double forces[4][3] = {{0.1, -0.2, 0.3}, {-0.1, 0.2, -0.3}, {1e-17, 0, -0.0}, {5, 6, 7}};

/* the c-th of some configurations that differ in all that can be absent */
static dataset_config sample(int c) {
  static const char *const groups[] = {"EOS", "liquid", ""};
  dataset_config config = {
      .natom = 1 + c % 4,
      .symbol = symbols,
      .position = positions,
      .force = c % 3 == 2 ? NULL : forces,
      .cell = {5.87, 0, 0, 0.1, 5.87, 0, 0, 0.2, 5.9 + c},
      .pbc = {true, c % 2 == 0, true},
      .energy = c % 4 == 3 ? NAN : -4.1 * c,
      .stress = {0.1, 0.2, 0.3, 0.01, 0.02, c},
      .group = groups[c % 3],
      .source = c < 5 ? "a.xyz" : "b.xyz",
      .calculation = {
          .code = "pw.x", .functional = "PBE", .ecut = NAN, .kspacing = 0.2, .scf_tolerance = c < 3 ? 1e-8 : NAN}};
  for (int k = 0; k < 6 && c % 5 == 4; k++) config.stress[k] = NAN;
  return config;
}

static dataset *make_set(int nconfig) {
  dataset *set = dataset_create();
  dftfit_error err;
  for (int c = 0; c < nconfig; c++) {
    dataset_config config = sample(c);
    assert_int_equal(dataset_append(set, &config, &err), DFTFIT_OK);
  }
  return set;
}

static void test_append(void **unused) {
  (void)unused;
  dataset *set = make_set(100);
  assert_int_equal(set->nconfig, 100);
  assert_int_equal(set->natom, 250);
  assert_int_equal(set->nspecies, 2);
  assert_string_equal(set->species[0], "In");
  assert_int_equal(set->ngroup, 3);
  assert_string_equal(set->group[2].name, "default");
  assert_int_equal(set->group[0].kind, KIND_STRAINED);
  assert_int_equal(set->nsource, 2);
  assert_int_equal(set->ncalculation, 2);
  assert_int_equal(set->first_atom[100], 250);
  assert_true(isnan(set->force[set->first_atom[2]][0]));
  assert_close(dataset_volume(set, 2), 5.87 * 5.87 * 7.9, 1e-10);
  assert_true(isnan(dataset_volume(set, 1)));
  dataset_destroy(set);
}

static void compare(const dataset *a, const dataset *b) {
  const size_t n = (size_t)a->nconfig, m = (size_t)a->natom;
  assert_int_equal(a->nconfig, b->nconfig);
  assert_int_equal(a->natom, b->natom);
  assert_int_equal(a->nspecies, b->nspecies);
  for (int s = 0; s < a->nspecies; s++) assert_string_equal(a->species[s], b->species[s]);
  assert_int_equal(a->ngroup, b->ngroup);
  for (int g = 0; g < a->ngroup; g++) {
    assert_string_equal(a->group[g].name, b->group[g].name);
    assert_int_equal(a->group[g].kind, b->group[g].kind);
  }
  assert_int_equal(a->nsource, b->nsource);
  for (int s = 0; s < a->nsource; s++) assert_string_equal(a->source[s], b->source[s]);
  assert_int_equal(a->ncalculation, b->ncalculation);
  assert_memory_equal(a->calculation, b->calculation, (size_t)a->ncalculation * sizeof *a->calculation);
  assert_memory_equal(a->first_atom, b->first_atom, (n + 1) * sizeof *a->first_atom);
  assert_memory_equal(a->cell, b->cell, n * sizeof *a->cell);
  assert_memory_equal(a->pbc, b->pbc, n * sizeof *a->pbc);
  assert_memory_equal(a->energy, b->energy, n * sizeof *a->energy);
  assert_memory_equal(a->stress, b->stress, n * sizeof *a->stress);
  assert_memory_equal(a->config_group, b->config_group, n * sizeof *a->config_group);
  assert_memory_equal(a->config_calculation, b->config_calculation, n * sizeof *a->config_calculation);
  assert_memory_equal(a->config_source, b->config_source, n * sizeof *a->config_source);
  assert_memory_equal(a->atom_species, b->atom_species, m * sizeof *a->atom_species);
  assert_memory_equal(a->position, b->position, m * sizeof *a->position);
  assert_memory_equal(a->force, b->force, m * sizeof *a->force);
}

/* written in parts whose number is not known before: the tables grow, and the rows with them */
static void test_write_in_parts(void **unused) {
  (void)unused;
  char path[512];
  dftfit_error err = {0};
  dataset *whole = make_set(100), *part = dataset_create(), *read = NULL;
  dataset_sink *sink;
  snprintf(path, sizeof path, "%s/parts.h5", folder);
  assert_int_equal(dataset_sink_open(path, -1, -1, &sink, &err), DFTFIT_OK);
  for (int c = 0; c < 100; c++) {
    dataset_config config = sample(c);
    assert_int_equal(dataset_append(part, &config, &err), DFTFIT_OK);
    if (c != 2 && c != 3 && c != 70) continue;
    assert_int_equal(dataset_sink_put(sink, part, &err), DFTFIT_OK);
    dataset_empty(part);
  }
  assert_int_equal(dataset_sink_put(sink, part, &err), DFTFIT_OK);
  assert_int_equal(dataset_sink_close(sink, part, &err), DFTFIT_OK);
  if (dataset_read(path, &read, &err)) fail_msg("%s: %s", err.input, err.message);
  compare(whole, read);
  dataset_destroy(whole);
  dataset_destroy(part);
  dataset_destroy(read);
}

static void test_write_read(void **unused) {
  (void)unused;
  char path[512], again[512], sum[65], sum_again[65];
  dftfit_error err = {0};
  dataset *set = make_set(1000), *read = NULL;
  snprintf(path, sizeof path, "%s/data.h5", folder);
  snprintf(again, sizeof again, "%s/again.h5", folder);
  assert_int_equal(dataset_write(set, path, &err), DFTFIT_OK);
  if (dataset_read(path, &read, &err)) fail_msg("%s %s", err.input, err.message);
  compare(set, read);
  /* the same data are the same bytes, also when they come from a file, which can be appended to */
  assert_int_equal(dataset_write(read, again, &err), DFTFIT_OK);
  assert_int_equal(sha256_file(path, sum, &err), DFTFIT_OK);
  assert_int_equal(sha256_file(again, sum_again, &err), DFTFIT_OK);
  assert_string_equal(sum, sum_again);
  assert_string_equal(sum, read->sha256);
  dataset_config more = sample(3);
  assert_int_equal(dataset_append(read, &more, &err), DFTFIT_OK);
  assert_int_equal(read->nconfig, 1001);
  assert_int_equal(read->ngroup, 3);
  dataset_destroy(set);
  dataset_destroy(read);
}

static void test_sha256(void **unused) {
  (void)unused;
  char path[512], sum[65];
  dftfit_error err;
  /* the example of FIPS 180-2, appendix B.1 */
  assert_true(temporary_file(folder, "abc", "abc", path, sizeof path));
  assert_int_equal(sha256_file(path, sum, &err), DFTFIT_OK);
  assert_string_equal(sum, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

static void test_failed_write_leaves_nothing(void **unused) {
  (void)unused;
  char path[512];
  dftfit_error err = {0};
  dataset *set = make_set(3);
  snprintf(path, sizeof path, "%s/no/such/folder.h5", folder);
  assert_int_equal(dataset_write(set, path, &err), DFTFIT_ERR_IO);
  assert_string_equal(err.input, path);
  dataset_destroy(set);
}

static void test_refused(void **unused) {
  (void)unused;
  dftfit_error err = {0};
  dataset *set = dataset_create();
  dataset_config config = sample(0);
  static const char wrong[1][4] = {"Xx"};
  config.symbol = wrong;
  assert_int_equal(dataset_append(set, &config, &err), DFTFIT_ERR_ELEMENT);
  assert_non_null(strstr(err.message, "Xx"));
  config = sample(0);
  config.natom = 0;
  assert_int_equal(dataset_append(set, &config, &err), DFTFIT_ERR_VALUE);
  assert_int_equal(set->nconfig, 0);
  dataset_destroy(set);
}

static void test_kinds(void **unused) {
  (void)unused;
  static const struct {
    const char *group;
    dataset_kind kind;
  } cases[] = {{"AIMD-NVT", KIND_THERMAL},
               {"Vacancy", KIND_POINT_DEFECT},
               {"gamma_surface", KIND_PLANAR_FAULT},
               {"gamma_surface_vacancy", KIND_PLANAR_FAULT},
               {"001FreeSurf", KIND_SURFACE},
               {"ElasticDeform_Vol", KIND_STRAINED},
               {"liquid16", KIND_LIQUID},
               {"DFT_MD_300K", KIND_THERMAL},
               {"phase_rattled", KIND_COMPETING_CRYSTAL},
               {"md_vacancy", KIND_POINT_DEFECT},
               {"slice_sample", KIND_OTHER},
               {"atomic", KIND_OTHER},
               {"atom", KIND_CLUSTER},
               {"Bulk", KIND_BULK}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
    if (dataset_kind_suggest(cases[i].group) != cases[i].kind)
      fail_msg("%s: %s, not %s", cases[i].group, dataset_kind_name(dataset_kind_suggest(cases[i].group)),
               dataset_kind_name(cases[i].kind));
  for (int k = 0; k < KIND_COUNT; k++) assert_int_equal(dataset_kind_find(dataset_kind_name((dataset_kind)k)), k);
  assert_int_equal(dataset_kind_find("nonsense"), KIND_COUNT);
}

/* a copy, a copy that is shifted, turned and renumbered, one that is moved a little, and one that differs */
static void test_survey_twins(void **unused) {
  (void)unused;
  enum { N = 8 };
  char symbol[N][4];
  double a[5][N][3];
  dftfit_error err = {0};
  dataset *set = dataset_create();
  unsigned seed = 1;
  for (int i = 0; i < N; i++) {
    strcpy(symbol[i], "Si");
    for (int k = 0; k < 3; k++) {
      seed = seed * 1103515245u + 12345u;
      a[0][i][k] = a[1][i][k] = 2.7 * ((i >> k) & 1) + 0.3 * (seed >> 16 & 0xff) / 255.0;
      a[3][i][k] = a[0][i][k] + (i % 2 ? 1e-4 : -1e-4);
      a[4][i][k] = a[0][i][k] + (i % 2 ? 0.05 : -0.05);
    }
  }
  for (int i = 0; i < N; i++) /* x y z -> y z x, and a shift by a vector that moves atoms out of the cell */
    for (int k = 0; k < 3; k++) a[2][N - 1 - i][k] = a[0][i][(k + 1) % 3] + 4.1;
  for (int c = 0; c < 5; c++) {
    dataset_config config = {.natom = N,
                             .symbol = (const char(*)[4])symbol,
                             .position = (const double(*)[3])a[c],
                             .cell = {5.4, 0, 0, 0, 5.4, 0, 0, 0, 5.4},
                             .pbc = {true, true, true},
                             .energy = -1.0 * c,
                             .stress = {NAN, NAN, NAN, NAN, NAN, NAN},
                             .group = "g",
                             .source = "s"};
    assert_int_equal(dataset_append(set, &config, &err), DFTFIT_OK);
  }
  survey *s = NULL;
  if (survey_create(set, &s, &err)) fail_msg("%s", err.message);
  assert_int_equal(s->ntwin, 3);
  for (int t = 0; t < 3; t++) {
    assert_int_equal(s->twin[t].first, 0);
    assert_int_equal(s->twin[t].second, t + 1);
    assert_int_equal(s->twin[t].degree, t == 0 ? KIN_IDENTICAL : KIN_ALIKE);
  }
  assert_true(s->shortest[0].distance > 1 && s->shortest[0].distance < 2.7);
  assert_true(isnan(s->net_force[0]));
  survey_destroy(s);
  dataset_destroy(set);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(test_append),
      cmocka_unit_test(test_write_in_parts),
      cmocka_unit_test(test_write_read),
      cmocka_unit_test(test_sha256),
      cmocka_unit_test(test_refused),
      cmocka_unit_test(test_kinds),
      cmocka_unit_test(test_failed_write_leaves_nothing),
      cmocka_unit_test(test_survey_twins),
  };
  return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
