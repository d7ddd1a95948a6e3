/* SPDX-License-Identifier: BSD-3-Clause */
/* Bond orders with what the two ends of a bond have in common taken from one of them: which, and that nothing but the
 * split between the ends changes, periodic images and unlike entries included. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "conformance_case.h"
#include "core/potential.h"
#include "forms/tersoff/form.h"

enum { ATOMS = 5, IMAGES = 27, ALL = ATOMS * IMAGES, NEIGHBOURS = ALL - 1 };

static const double edge = 3.1; /* A: shorter than the cutoff of Si-Si, so that atoms are bonded to their own images */
static const int tags[ATOMS] = {7, 2, 12, 5, 4};

typedef struct crystal {
  double x[ALL][3];
  int type[ALL], ilist[ATOMS], numneigh[ATOMS], list[ATOMS][NEIGHBOURS], *firstneigh[ATOMS], tag[ALL];
  int64_t wide[ALL];
  dftfit_atoms atoms;
} crystal;

static const int element_of_type[] = {-1, 0, 1};

static crystal *make(void) {
  static const double place[ATOMS][3] = {
      {0.1, 0.2, 0.15}, {1.7, 0.3, 1.5}, {0.2, 1.6, 1.8}, {1.9, 1.75, 0.25}, {2.9, 2.6, 2.8}};
  crystal *c = calloc(1, sizeof *c);
  assert_non_null(c);
  for (int image = 0, i = 0; image < IMAGES; image++)
    for (int a = 0; a < ATOMS; a++, i++) {
      const int n = (image + 13) % IMAGES, cell[3] = {n % 3 - 1, n / 3 % 3 - 1, n / 9 - 1}; /* first: the atoms */
      for (int k = 0; k < 3; k++) c->x[i][k] = place[a][k] + edge * cell[k];
      c->type[i] = 1 + a % 2;
      c->tag[i] = tags[a];
      c->wide[i] = tags[a] + (INT64_C(1) << 40);
    }
  for (int i = 0; i < ATOMS; i++) {
    c->ilist[i] = i;
    c->firstneigh[i] = c->list[i];
    for (int j = 0; j < ALL; j++)
      if (j != i) c->list[i][c->numneigh[i]++] = j;
  }
  c->atoms = (dftfit_atoms){.inum = ATOMS,
                            .ilist = c->ilist,
                            .numneigh = c->numneigh,
                            .firstneigh = c->firstneigh,
                            .neighmask = 0x1FFFFFFF,
                            .x = c->x[0],
                            .type = c->type,
                            .element_of_type = element_of_type,
                            .nall = ALL};
  return c;
}

typedef struct totals {
  double force[ALL][3], energy, virial[6], eatom[ALL], vatom[ALL][6];
} totals;

/* Ghosts' shares are added to their atoms. */
static void evaluate(const dftfit_potential *pot, const crystal *c, totals *t) {
  dftfit_workspace *ws = dftfit_workspace_create();
  dftfit_error err;
  memset(t, 0, sizeof *t);
  const dftfit_tally tally = {
      .force = t->force[0], .energy = &t->energy, .virial = t->virial, .eatom = t->eatom, .vatom = t->vatom[0]};
  if (dftfit_evaluate(pot, &c->atoms, ws, &tally, &err)) fail_msg("%s", err.message);
  for (int i = ATOMS; i < ALL; i++) {
    for (int k = 0; k < 3; k++) t->force[i % ATOMS][k] += t->force[i][k];
    for (int k = 0; k < 6; k++) t->vatom[i % ATOMS][k] += t->vatom[i][k];
  }
  dftfit_workspace_destroy(ws);
}

static void same_totals(const totals *a, const totals *b) {
  double scale = 1;
  for (int i = 0; i < ATOMS; i++)
    for (int k = 0; k < 3; k++) scale = fmax(scale, fabs(a->force[i][k]));
  for (int k = 0; k < 6; k++) scale = fmax(scale, fabs(a->virial[k]));
  assert_close(a->energy, b->energy, 1e-13 * scale);
  for (int k = 0; k < 6; k++) assert_close(a->virial[k], b->virial[k], 1e-13 * scale);
  for (int i = 0; i < ATOMS; i++) {
    assert_close(a->eatom[i], b->eatom[i], 1e-13 * scale);
    for (int k = 0; k < 3; k++) assert_close(a->force[i][k], b->force[i][k], 1e-13 * scale);
    for (int k = 0; k < 6; k++) assert_close(a->vatom[i][k], b->vatom[i][k], 1e-13 * scale);
  }
}

static void one_end(void **unused) {
  static const char *const cases[] = {"tersoff_SiC_sine.yaml", "tersoff_zbl_SiC.yaml", "tersoff_mod_SiGe.yaml"};
  (void)unused;
  crystal *c = make();
  totals half, whole;
  for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
    dftfit_potential *pot = read_case(cases[k]);
    tersoff_form *f = pot->self;
    f->reference = true;
    f->entry[tersoff_triple(f->nelement, 0, 1, 1)].v[TERSOFF_A] *= 1.25; /* the ends differ */
    c->atoms.tag = NULL;
    evaluate(pot, c, &half);
    for (int bytes = 4; bytes <= 8; bytes += 4) {
      c->atoms.tag = bytes == 4 ? (const void *)c->tag : c->wide;
      c->atoms.tag_bytes = bytes;
      evaluate(pot, c, &whole);
      same_totals(&half, &whole);
    }
    dftfit_potential_destroy(pot);
  }
  free(c);
}

/* G of the two sites of a bond without attraction. */
static void gradients(const dftfit_potential *pot, const int *tag, double dz, double g[2]) {
  const int site[2] = {0, 1}, element[2] = {0, 0}, first[5] = {0, 8, 8, 16, 16}, count[4] = {1, 0, 1, 0};
  int neighbour[16] = {1, [8] = 0};
  _Alignas(DFTFIT_ALIGN) double d[5][16] = {{0}}, out[3][16], energy[2];
  d[2][0] = dz, d[2][8] = -dz, d[3][0] = d[3][8] = fabs(dz), d[4][0] = d[4][8] = 1;
  const dftfit_block b = {2, 2, 16, site, element, first, count, neighbour, d[0], d[1], d[2], d[3], d[4], tag, 4};
  const dftfit_block_result result = {energy, out[0], out[1], out[2]};
  void *scratch = malloc(pot->form->scratch(pot->self, 2, 16));
  pot->form->evaluate(pot->self, &b, scratch, &result);
  free(scratch);
  assert_true(energy[0] == energy[1]);
  g[0] = out[2][0];
  g[1] = out[2][8];
}

static void which_end(void **unused) {
  /* the pairs of tags, the length along z from the first atom to the second, and the end of the bond */
  static const struct {
    int tag[2];
    double dz;
    int end;
  } cases[] = {{{1, 2}, 2, 1}, {{2, 1}, 2, 0}, {{1, 3}, 2, 0}, {{5, 3}, 2, 1}, {{4, 4}, 2, 0}, {{4, 4}, -2, 1}};
  (void)unused;
  dftfit_potential *pot = read_case("tersoff_SiC_sine.yaml");
  tersoff_form *f = pot->self;
  f->reference = true;
  for (int i = 0; i < 8; i++) f->entry[i].v[TERSOFF_B] = 0;
  for (size_t k = 0; k < sizeof cases / sizeof *cases; k++) {
    double half[2], whole[2];
    gradients(pot, NULL, cases[k].dz, half);
    gradients(pot, cases[k].tag, cases[k].dz, whole);
    assert_true(half[0] != 0 && half[1] == -half[0]);
    assert_true(whole[cases[k].end] == 2 * half[cases[k].end] && whole[!cases[k].end] == 0);
  }
  dftfit_potential_destroy(pot);
}

/* The environment chooses when a potential is made. */
static void chosen(void **unused) {
  (void)unused;
  for (int mode = 0; mode < 2; mode++) {
    if (mode) assert_int_equal(setenv("DFTFIT_TABLES", "reference", 1), 0);
    dftfit_potential *pot = read_case("tersoff_SiC_sine.yaml");
    unsetenv("DFTFIT_TABLES");
    const tersoff_form *f = pot->self;
    assert_true(f->reference == (mode == 1) && f->model.printed == (mode == 1));
    dftfit_potential_destroy(pot);
  }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(one_end),
      cmocka_unit_test(which_end),
      cmocka_unit_test(chosen),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
