/* SPDX-License-Identifier: BSD-3-Clause */
/* The kernels of the bond order: their exp, pow and sine against long double, and every instruction set against the
 * reference, which is made of the scalar functions that the derivatives with respect to the parameters are made of. */
#include <float.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cmocka_all.h"
#include "conformance_case.h"
#include "core/potential.h"
#include "forms/tersoff/bond.h"

enum { NUMBERS = 40000, SITES = 13, MAX_ROWS = 4096 };

static uint64_t state = 20240711;

static double uniform(double from, double to) {
  state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return from + (to - from) * (double)(state >> 11) * 0x1p-53;
}

static void *aligned(size_t bytes) {
  void *p = aligned_alloc(DFTFIT_ALIGN, (bytes + DFTFIT_ALIGN - 1) / DFTFIT_ALIGN * DFTFIT_ALIGN);
  assert_non_null(p);
  return p;
}

/* Units in the last place that value is away from the exact number. */
static double ulps(double value, long double exact) {
  double rounded = fabs((double)exact), step = nextafter(rounded, INFINITY) - rounded;
  return (double)(fabsl(value - exact) / step);
}

static void exponentials(void **unused) {
  (void)unused;
  double *x = aligned(NUMBERS * sizeof *x), *y = aligned(NUMBERS * sizeof *x), worst = 0;
  const tersoff_kernels *kernels;
  for (int i = 0; (kernels = dftfit_tersoff_kernels_at(i)); i++) {
    for (int k = 0; k < NUMBERS; k++) x[k] = k % 2 ? uniform(-708, 709) : uniform(-1, 1);
    x[0] = 0, x[1] = -708, x[2] = 709, x[3] = -69.0776, x[4] = 69.0776;
    kernels->exp(NUMBERS, x, y);
    for (int k = 0; k < NUMBERS; k++) worst = fmax(worst, ulps(y[k], expl(x[k])));
    assert_true(y[0] == 1);
  }
  print_message("exp: %.2f ulp\n", worst);
  assert_below(worst, 2);
  free(x);
  free(y);
}

static void powers(void **unused) {
  (void)unused;
  static const double exponents[] = {0.55, 0.72751, 0.78734, 1, 2.5, 22.956, -0.5};
  double *x = aligned(NUMBERS * sizeof *x), *y = aligned(NUMBERS * sizeof *x), worst = 0;
  const tersoff_kernels *kernels;
  for (int i = 0; (kernels = dftfit_tersoff_kernels_at(i)); i++)
    for (size_t e = 0; e < sizeof exponents / sizeof exponents[0]; e++) {
      double reach = fmin(600 / fabs(exponents[e]), 600);
      for (int k = 0; k < NUMBERS; k++) x[k] = k % 2 ? exp(uniform(-reach, reach)) : uniform(0.5, 1.5);
      x[0] = 1, x[2] = 2, x[4] = 0.5, x[6] = nextafter(1, 0), x[8] = nextafter(1, 2), x[10] = M_SQRT2;
      kernels->pow(NUMBERS, x, exponents[e], y);
      for (int k = 0; k < NUMBERS; k++) worst = fmax(worst, ulps(y[k], powl(x[k], exponents[e])));
    }
  print_message("pow: %.2f ulp\n", worst);
  assert_below(worst, 2);
  free(x);
  free(y);
}

static void sines(void **unused) {
  (void)unused;
  const long double half_pi = 1.57079632679489661923132169163975144L;
  double *x = aligned(NUMBERS * sizeof *x), *y = aligned(NUMBERS * sizeof *x), worst = 0;
  const tersoff_kernels *kernels;
  for (int i = 0; (kernels = dftfit_tersoff_kernels_at(i)); i++) {
    for (int k = 0; k < NUMBERS; k++) x[k] = k % 2 ? uniform(-1, 1) : exp(uniform(-40, 0));
    x[0] = 0, x[1] = -1, x[2] = 1;
    kernels->sin_half_turns(NUMBERS, x, y);
    for (int k = 0; k < NUMBERS; k++) worst = fmax(worst, x[k] == 0 ? fabs(y[k]) : ulps(y[k], sinl(half_pi * x[k])));
  }
  print_message("sine: %.2f ulp\n", worst);
  assert_below(worst, 2);
  free(x);
  free(y);
}

typedef struct rows_of_block {
  int site[SITES], element[SITES], first[SITES * DFTFIT_MAX_ELEMENTS + 1], count[SITES * DFTFIT_MAX_ELEMENTS];
  int neighbour[MAX_ROWS];
  double *dx, *dy, *dz, *r, *weight;
  dftfit_block block;
} rows_of_block;

static void put(rows_of_block *b, int row, double r, bool inside) {
  double z = uniform(-1, 1), angle = uniform(0, 2 * M_PI), across = sqrt(1 - z * z);
  b->neighbour[row] = inside ? row : -1;
  b->weight[row] = inside;
  b->dx[row] = inside ? r * across * cos(angle) : r;
  b->dy[row] = inside ? r * across * sin(angle) : 0;
  b->dz[row] = inside ? r * z : 0;
  b->r[row] = inside ? sqrt(b->dx[row] * b->dx[row] + b->dy[row] * b->dy[row] + b->dz[row] * b->dz[row]) : r;
}

/* Sites with up to `most` neighbours of each element at random places. */
static void build(const dftfit_potential *pot, int most, rows_of_block *b) {
  const int n = pot->header.nelement;
  double **array[] = {&b->dx, &b->dy, &b->dz, &b->r, &b->weight};
  int row = 0;
  for (int i = 0; i < 5; i++) *array[i] = aligned(MAX_ROWS * sizeof(double));
  for (int s = 0; s < SITES; s++) {
    b->site[s] = s;
    b->element[s] = s % n;
    for (int e = 0; e < n; e++) {
      double cutoff = pot->header.cutoff[b->element[s] * n + e];
      b->first[s * n + e] = row;
      b->count[s * n + e] = s == 5 ? 0 : (int)uniform(0, most + 0.999);
      for (int k = 0; k < b->count[s * n + e]; k++) put(b, row++, uniform(0.4, 0.9999) * cutoff, true);
      while (row % DFTFIT_LANES) put(b, row++, cutoff, false);
    }
  }
  b->first[SITES * n] = row;
  assert_true(row < MAX_ROWS);
  b->block = (dftfit_block){SITES, n,     row,   b->site, b->element, b->first, b->count, b->neighbour,
                            b->dx, b->dy, b->dz, b->r,    b->weight,  NULL,     0};
}

static void release(rows_of_block *b) {
  double *array[] = {b->dx, b->dy, b->dz, b->r, b->weight};
  for (int i = 0; i < 5; i++) free(array[i]);
}

typedef struct results {
  double energy[SITES], *g[3];
} results;

static results evaluate(const tersoff_form *f, const dftfit_block *b) {
  const dftfit_form *form = dftfit_form_find("tersoff");
  results r;
  for (int c = 0; c < 3; c++) r.g[c] = aligned((size_t)b->nrow * sizeof(double));
  void *scratch = aligned(form->scratch(f, SITES, b->nrow));
  dftfit_block_result result = {r.energy, r.g[0], r.g[1], r.g[2]};
  form->evaluate(f, b, scratch, &result);
  free(scratch);
  return r;
}

static void discard(results *r) {
  for (int c = 0; c < 3; c++) free(r->g[c]);
}

/* Largest differences of energies and of gradients. */
static void differences(const results *a, const results *b, int nrow, double *energy, double *gradient) {
  *energy = *gradient = 0;
  for (int s = 0; s < SITES; s++) *energy = fmax(*energy, fabs(a->energy[s] - b->energy[s]));
  for (int k = 0; k < 3 * nrow; k++) *gradient = fmax(*gradient, fabs(a->g[k % 3][k / 3] - b->g[k % 3][k / 3]));
}

/* Equation (7) as it is printed is off by the rounding of numbers of the size of gamma (1 + c^2/d^2), and g is gamma or
 * more: by this share of it. */
static double printed_error(const tersoff_form *f) {
  double worst = 1;
  if (f->model.angular != TERSOFF_ANGULAR_TERSOFF) return 0;
  for (int i = 0; i < f->nelement * f->nelement * f->nelement; i++) {
    const double ratio = f->entry[i].v[TERSOFF_C] / f->entry[i].v[TERSOFF_D];
    worst = fmax(worst, 1 + ratio * ratio);
  }
  return 4 * DBL_EPSILON * worst;
}

/* All kernels against the reference without the rounding of g, and that with it. */
static void compare(tersoff_form *f, rows_of_block *b) {
  const tersoff_kernels *kernels, *kept = f->kernels;
  const int nrow = b->block.nrow;
  double energy, gradient, scale = 1e-3;
  f->reference = true;
  results exact = evaluate(f, &b->block);
  f->model.printed = true;
  results printed = evaluate(f, &b->block);
  f->model.printed = f->reference = false;
  for (int k = 0; k < 3 * nrow; k++) scale = fmax(scale, fabs(exact.g[k % 3][k / 3]));
  differences(&exact, &printed, nrow, &energy, &gradient);
  assert_close(energy, 0, (1e-13 + printed_error(f)) * scale);
  assert_close(gradient, 0, (1e-12 + printed_error(f)) * scale);
  for (int i = 0; (kernels = dftfit_tersoff_kernels_at(i)); i++) {
    f->kernels = kernels;
    results r = evaluate(f, &b->block);
    differences(&exact, &r, nrow, &energy, &gradient);
    assert_close(energy, 0, 1e-13 * scale);
    assert_close(gradient, 0, 1e-12 * scale);
    discard(&r);
  }
  f->kernels = kept;
  discard(&printed);
  discard(&exact);
}

/* One function of the angle for each host, one cutoff for host and third atom: angles j-i-k are done once for both. */
static void make_symmetric(tersoff_form *f) {
  const int n = f->nelement;
  for (int i = 0; i < n * n * n; i++) {
    const int host = i / n / n, *angular, count = dftfit_tersoff_angular_values(&f->model, &angular);
    const double *from = f->entry[tersoff_triple(n, host, 0, 0)].v;
    const double *third = f->entry[tersoff_triple(n, host, i % n, i % n)].v;
    for (int a = 0; a < count; a++) f->entry[i].v[angular[a]] = from[angular[a]];
    f->entry[i].v[TERSOFF_M] = from[TERSOFF_M];
    f->entry[i].v[TERSOFF_R] = third[TERSOFF_R];
    f->entry[i].v[TERSOFF_WIDTH] = third[TERSOFF_WIDTH];
  }
}

/* With parameters from weak to so strong that every branch of b and of the exponential is taken. */
static void strengths(dftfit_potential *pot) {
  static const double lambda3[] = {0, 0.5, 4}, beta[] = {0, 1e-300, 1e-12, 0.3, 1e12};
  tersoff_form *f = pot->self;
  for (int l = 0; l < 3; l++)
    for (int t = 0; t < 5; t++) {
      rows_of_block b;
      for (int i = 0; i < f->nelement * f->nelement * f->nelement; i++) {
        f->entry[i].v[TERSOFF_LAMBDA3] = lambda3[l];
        f->entry[i].v[TERSOFF_BETA] = beta[t];
      }
      for (int most = 4; most <= 24; most += 10) { /* few and many take different paths */
        build(pot, most, &b);
        compare(f, &b);
        release(&b);
      }
    }
}

static void instruction_sets(void **unused) {
  static const char *const cases[] = {"tersoff_Si_quintic.yaml", "tersoff_SiC_sine.yaml", "tersoff_mod_SiGe.yaml",
                                      "tersoff_zbl_SiC.yaml", "tersoff_spline_SiC.yaml"};
  (void)unused;
  assert_non_null(dftfit_tersoff_kernels_at(0));
  for (size_t c = 0; c < sizeof cases / sizeof *cases; c++)
    for (int fade = 0; fade < TERSOFF_SWITCHES; fade++)
      for (int symmetric = 0; symmetric < 2; symmetric++) {
        dftfit_potential *pot = read_case(cases[c]);
        ((tersoff_form *)pot->self)->model.fade = (tersoff_switch)fade;
        if (symmetric) make_symmetric(pot->self);
        strengths(pot);
        dftfit_potential_destroy(pot);
      }
}

int main(void) {
  const struct CMUnitTest tests[] = {
      cmocka_unit_test(exponentials),
      cmocka_unit_test(powers),
      cmocka_unit_test(sines),
      cmocka_unit_test(instruction_sets),
  };
  return cmocka_run_group_tests(tests, NULL, NULL);
}
