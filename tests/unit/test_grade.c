/* SPDX-License-Identifier: BSD-3-Clause */
/* The extrapolation grade: active sets against exhaustive search, files of them, and grades against c A = b. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "core/grade_kernels.h"
#include "dftfit/fit.h"
#include "dftfit/grade.h"
#include "grade/maxvol.h"

static double uniform(uint64_t *state) {
  *state ^= *state >> 12, *state ^= *state << 25, *state ^= *state >> 27;
  return (double)(*state * 2685821657736338717u >> 11) / 9007199254740992.0;
}

static double *random_rows(int nrow, int n, uint64_t seed) {
  double *rows = calloc((size_t)nrow * (size_t)n, sizeof *rows);
  assert_non_null(rows);
  for (int i = 0; i < nrow * n; i++) rows[i] = 2 * uniform(&seed) - 1;
  return rows;
}

static void settle(maxvol *m, int nrow, const double *rows) {
  dftfit_error err;
  int64_t origin[MAXVOL_BATCH];
  long exchanges = 1;
  for (int pass = 0; exchanges; pass++) {
    assert_in_range(pass, 0, 100);
    exchanges = 0;
    for (int first = 0; first < nrow; first += MAXVOL_BATCH) {
      int count = nrow - first < MAXVOL_BATCH ? nrow - first : MAXVOL_BATCH;
      for (int i = 0; i < count; i++) origin[i] = first + i;
      assert_int_equal(maxvol_take(m, count, rows + (long)first * m->n, origin, &exchanges, NULL, &err), DFTFIT_OK);
    }
    assert_int_equal(maxvol_take_diagonal(m, &exchanges, &err), DFTFIT_OK);
  }
  assert_int_equal(maxvol_refresh(m, &err), DFTFIT_OK);
}

static maxvol started(int n, double scale) {
  maxvol m;
  dftfit_error err;
  double *diagonal = malloc((size_t)n * sizeof *diagonal);
  for (int k = 0; k < n; k++) diagonal[k] = scale;
  assert_int_equal(maxvol_create(&m, n, diagonal, &err), DFTFIT_OK);
  free(diagonal);
  return m;
}

static double determinant3(const double *a, const double *b, const double *c) {
  return a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0]) + a[2] * (b[0] * c[1] - b[1] * c[0]);
}

/* No exchange of one row may pay; the best of all triples may be better, but by no more than the bound of such sets. */
static void volume_against_all_triples(void **state) {
  enum { N = 3, ROWS = 60 };
  double *rows = random_rows(ROWS, N, 5), best = 0;
  (void)state;
  maxvol m = started(N, 1e-3);
  settle(&m, ROWS, rows);
  for (int i = 0; i < ROWS; i++)
    for (int j = 0; j < i; j++)
      for (int k = 0; k < j; k++) best = fmax(best, fabs(determinant3(rows + 3 * i, rows + 3 * j, rows + 3 * k)));
  double own = fabs(determinant3(m.row, m.row + 3, m.row + 6));
  assert_true(own > 0.5 * best && own <= best * (1 + 1e-12));
  for (int j = 0; j < N; j++)
    for (int i = 0; i < ROWS; i++) {
      const double *row[3] = {m.row, m.row + 3, m.row + 6};
      row[j] = rows + 3 * i;
      assert_true(fabs(determinant3(row[0], row[1], row[2])) <= own * MAXVOL_THRESHOLD * (1 + 1e-12));
    }
  free(rows);
  maxvol_destroy(&m);
}

/* Many exchanges: the inverse stays that of the rows, and the rows are those that origin names. */
static void inverse_of_many_exchanges(void **state) {
  enum { N = 90, ROWS = 2000 };
  double *rows = random_rows(ROWS, N, 9);
  (void)state;
  maxvol m = started(N, 1e-4);
  settle(&m, ROWS, rows);
  for (int i = 0; i < N; i++) {
    assert_true(m.origin[i] >= 0);
    assert_memory_equal(m.row + (long)i * N, rows + m.origin[i] * N, N * sizeof *rows);
    for (int j = 0; j < N; j++) {
      double sum = 0;
      for (int k = 0; k < N; k++) sum += m.row[i * N + k] * m.inverse[k * N + j];
      assert_close(sum, i == j, 1e-11);
    }
  }
  double grade[MAXVOL_BATCH];
  for (int first = 0; first < ROWS; first += 200) {
    maxvol_grades(&m, 200, rows + (long)first * N, grade);
    for (int i = 0; i < 200; i++) assert_true(grade[i] <= MAXVOL_THRESHOLD * (1 + 1e-9));
  }
  free(rows);
  maxvol_destroy(&m);
}

/* Rows that span 7 of 10 dimensions: the diagonal keeps the rest, and a row outside is told by its size there. */
static void rows_that_do_not_span(void **state) {
  enum { N = 10, SPANNED = 7, ROWS = 300 };
  double *rows = random_rows(ROWS, N, 3), grade;
  (void)state;
  for (int i = 0; i < ROWS; i++)
    for (int k = SPANNED; k < N; k++) rows[i * N + k] = 0;
  maxvol m = started(N, 0.01);
  settle(&m, ROWS, rows);
  int of_data = 0;
  for (int k = 0; k < N; k++) of_data += m.origin[k] >= 0;
  assert_int_equal(of_data, SPANNED);
  double outside[N] = {[SPANNED + 1] = 0.5};
  maxvol_grades(&m, 1, outside, &grade);
  assert_close(grade, 0.5 / 0.01, 1e-9);
  free(rows);
  maxvol_destroy(&m);
}

static bool first_half(void *self, int64_t origin) { return origin < *(const int64_t *)self; }

/* A set from which rows were dropped ends, settled, without them and as good as one made without them. */
static void dropping_rows(void **state) {
  enum { N = 12, ROWS = 400 };
  double *rows = random_rows(ROWS, N, 21), grade[ROWS / 2];
  int64_t half = ROWS / 2;
  maxvol m = started(N, 1e-3), copy;
  dftfit_error err;
  (void)state;
  settle(&m, ROWS, rows);
  assert_int_equal(maxvol_copy(&copy, &m, &err), DFTFIT_OK);
  assert_int_equal(maxvol_drop(&copy, first_half, &half, &err), DFTFIT_OK);
  for (int k = 0; k < N; k++) assert_true(copy.origin[k] < 0 || copy.origin[k] >= half);
  settle(&copy, ROWS / 2, rows + (long)half * N); /* numbered from 0 here */
  maxvol_grades(&copy, ROWS / 2, rows + (long)half * N, grade);
  for (int i = 0; i < ROWS / 2; i++) assert_true(grade[i] <= MAXVOL_THRESHOLD * (1 + 1e-9));
  free(rows);
  maxvol_destroy(&m);
  maxvol_destroy(&copy);
}

/* ---- files, and grades of atoms ---- */

static dftfit_potential *small_potential(const char *cutoff) {
  char text[512];
  dftfit_potential *pot;
  dftfit_error err;
  snprintf(text, sizeof text,
           "dftfit: 1\nform: ace\nelements: [Si, C]\ncutoff: %s\nace: {orders: {1: {n_max: 3}, 2: {n_max: 2, l_max: 1, "
           "degree: 4}}}\n",
           cutoff);
  if (dftfit_potential_parse("small.yaml", text, strlen(text), &pot, &err)) fail_msg("%s", err.message);
  return pot;
}

typedef struct sets_of {
  int *parameter[2];
  double *inverse[2];
  dftfit_active_element element[2];
} sets_of;

/* Any regular matrix serves: the identity and some. */
static sets_of made_sets(const dftfit_potential *pot) {
  sets_of s;
  dftfit_error err;
  int nparameter = dftfit_potential_nparameter(pot);
  double *probe = calloc((size_t)nparameter, sizeof *probe);
  uint64_t seed = 77;
  for (int e = 0; e < 2; e++) {
    int n = 0;
    assert_int_equal(dftfit_probe_derivatives(pot, e, probe, &err), DFTFIT_OK);
    s.parameter[e] = malloc((size_t)nparameter * sizeof(int));
    for (int k = 0; k < nparameter; k++)
      if (probe[k] != 0) s.parameter[e][n++] = k;
    s.inverse[e] = malloc((size_t)(n * n) * sizeof(double));
    for (int k = 0; k < n * n; k++) s.inverse[e][k] = (k % (n + 1) == 0) + 0.1 * uniform(&seed);
    s.element[e] = (dftfit_active_element){n, s.parameter[e], s.inverse[e]};
  }
  assert_int_equal(s.element[0].n + s.element[1].n, nparameter);
  free(probe);
  return s;
}

static void free_sets(sets_of *s) {
  for (int e = 0; e < 2; e++) {
    free(s->parameter[e]);
    free(s->inverse[e]);
  }
}

enum { ATOMS = 40 };

typedef struct expectation {
  const sets_of *sets;
  int nparameter;
  double grade[ATOMS];
} expectation;

static dftfit_status expect(void *self, int nsite, const int *atom, const int *element, const double *de,
                            dftfit_error *err) {
  expectation *x = self;
  (void)err;
  for (int s = 0; s < nsite; s++) {
    const dftfit_active_element *a = &x->sets->element[element[s]];
    for (int j = 0; j < a->n; j++) {
      double c = 0;
      for (int k = 0; k < a->n; k++) c += de[s * x->nparameter + a->parameter[k]] * a->inverse[k * a->n + j];
      x->grade[atom[s]] = fmax(x->grade[atom[s]], fabs(c));
    }
  }
  return DFTFIT_OK;
}

/* Atoms of both elements, every third one of no element, all neighbours of each other. */
static void grades_of_atoms(void **state) {
  double x[3 * ATOMS], grade[ATOMS];
  int list[ATOMS], numneigh[ATOMS], type[ATOMS], element[4] = {-1, 0, 1, -1}, neighbours[ATOMS][ATOMS], *first[ATOMS];
  uint64_t seed = 4;
  for (int i = 0; i < ATOMS; i++) {
    for (int a = 0; a < 3; a++) x[3 * i + a] = 9 * uniform(&seed);
    type[i] = i % 3 + 1;
    list[i] = i, numneigh[i] = 0, first[i] = neighbours[i];
    grade[i] = -7;
    for (int j = 0; j < ATOMS; j++)
      if (j != i) neighbours[i][numneigh[i]++] = j;
  }
  dftfit_atoms atoms = {ATOMS, list, numneigh, first, 0x1FFFFFFF, x, type, element, NULL, ATOMS, NULL, 0};
  dftfit_potential *pot = small_potential("4.0");
  sets_of sets = made_sets(pot);
  expectation expected = {.sets = &sets, .nparameter = dftfit_potential_nparameter(pot)};
  dftfit_workspace *ws = dftfit_workspace_create();
  dftfit_active_set *read;
  dftfit_error err;
  char *bytes;
  size_t length;
  (void)state;
  assert_int_equal(dftfit_active_set_write(pot, sets.element, &bytes, &length, &err), DFTFIT_OK);
  assert_int_equal(dftfit_active_set_parse(pot, "small.grade", bytes, length, &read, &err), DFTFIT_OK);
  assert_int_equal(dftfit_grade(pot, read, &atoms, ws, grade, &err), DFTFIT_OK);
  dftfit_site_sink sink = {&expected, expect};
  assert_int_equal(dftfit_site_derivatives(pot, &atoms, ws, &sink, &err), DFTFIT_OK);
  for (int i = 0; i < ATOMS; i++)
    assert_close(grade[i], element[type[i]] < 0 ? -7 : expected.grade[i], 1e-12 * (1 + expected.grade[i]));
  free(bytes);
  dftfit_active_set_destroy(read);
  dftfit_workspace_destroy(ws);
  dftfit_potential_destroy(pot);
  free_sets(&sets);
}

/* Every byte that changes and every byte that lacks is found; a set of another potential is refused. */
static void damaged_files(void **state) {
  dftfit_potential *pot = small_potential("4.0"), *other = small_potential("4.1");
  sets_of sets = made_sets(pot);
  dftfit_active_set *read;
  dftfit_error err = {0};
  char *bytes;
  size_t length;
  (void)state;
  assert_int_equal(dftfit_active_set_write(pot, sets.element, &bytes, &length, &err), DFTFIT_OK);
  for (size_t cut = 0; cut < length; cut++) {
    assert_int_equal(dftfit_active_set_parse(pot, "small.grade", bytes, cut, &read, &err), DFTFIT_ERR_SYNTAX);
    bytes[cut] ^= 0x10;
    assert_int_equal(dftfit_active_set_parse(pot, "small.grade", bytes, length, &read, &err), DFTFIT_ERR_SYNTAX);
    bytes[cut] ^= 0x10;
  }
  assert_string_equal(err.input, "small.grade");
  assert_int_equal(dftfit_active_set_parse(other, "small.grade", bytes, length, &read, &err), DFTFIT_ERR_VALUE);
  assert_non_null(strstr(err.message, "other functions of Si"));
  free(bytes);
  dftfit_potential_destroy(pot);
  dftfit_potential_destroy(other);
  free_sets(&sets);
}

static void kernels_agree(void **state) {
  enum { N = 37, PANELS = 5, GROUPS = 3 };
  double *panel = aligned_alloc(64, PANELS * N * 8 * sizeof *panel), *b = random_rows(GROUPS * N, GRADE_SITES, 8);
  double *values = random_rows(PANELS * N, 8, 2), one[GROUPS * GRADE_SITES], two[GROUPS * GRADE_SITES];
  (void)state;
  memcpy(panel, values, PANELS * N * 8 * sizeof *panel);
  dftfit_grade_kernels_at(0)->largest(N, PANELS, panel, GROUPS, b, one);
  for (int i = 1; i < 8; i++) {
    if (!dftfit_grade_kernels_at(i)) continue;
    dftfit_grade_kernels_at(i)->largest(N, PANELS, panel, GROUPS, b, two);
    for (int s = 0; s < GROUPS * GRADE_SITES; s++) assert_close(two[s], one[s], 1e-14 * N);
  }
  b[5] = NAN; /* of site 1 of the first group */
  for (int i = 0; i < 8; i++) {
    if (!dftfit_grade_kernels_at(i)) continue;
    dftfit_grade_kernels_at(i)->largest(N, PANELS, panel, GROUPS, b, two);
    for (int s = 0; s < GROUPS * GRADE_SITES; s++) assert_true(isnan(two[s]) == (s == 1));
  }
  free(panel);
  free(b);
  free(values);
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(volume_against_all_triples),
      cmocka_unit_test(inverse_of_many_exchanges),
      cmocka_unit_test(rows_that_do_not_span),
      cmocka_unit_test(dropping_rows),
      cmocka_unit_test(grades_of_atoms),
      cmocka_unit_test(damaged_files),
      cmocka_unit_test(kernels_agree),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
