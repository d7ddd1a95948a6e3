/* SPDX-License-Identifier: BSD-3-Clause */
/* What one evaluation of a cluster expansion has to compute, and what a core can.
 * usage: ace_work peak                            GFlop/s of fused multiply-adds in registers, the set of DFTFIT_SIMD
 *        ace_work FILE bcc|fcc|diamond CONSTANT   functions, neighbours and floating-point operations of an atom of the
 *                                                 perfect crystal (A); elements alternate (diamond: by sublattice)
 * Operations that count (multiply-add: 2), docs/performance.md: per neighbour 18 per radial function (value 10, slope
 * 8), 6 per A_nlm of its element (base 2, gradient 4), 12 per harmonic (value 3, gradient 9); per atom 5 per product, 8
 * per term of a sum, 4 per leaf and density. Padding, gathering and scattering do not count. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/potential.h"
#include "forms/ace/form.h"
#include "forms/pace/form.h"
#include "kernels/instruction_set.h"

static double seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* Twelve chains of multiply-adds in registers: enough for two units with a latency of four or five cycles. The empty
 * statements keep the compiler from seeing that the chains are alike. */
#define MORE(v)  \
  v = v * a + b; \
  __asm__("" : CHAIN_REGISTER(v));
#define CHAINS(name, width, target)                                                                                  \
  typedef double name##_vector __attribute__((vector_size(8 * width)));                                              \
  target static double name(long n) {                                                                                \
    name##_vector a = (name##_vector){0} + 0.999, b = (name##_vector){0} + 0.001, p = b, q = p + b, r = q + b;       \
    name##_vector s = r + b, t = s + b, u = t + b, v = u + b, w = v + b, x = w + b, y = x + b, z = y + b, o = z + b; \
    double begin = seconds();                                                                                        \
    for (long k = 0; k < n; k++) {                                                                                   \
      MORE(o) MORE(p) MORE(q) MORE(r) MORE(s) MORE(t) MORE(u) MORE(v) MORE(w) MORE(x) MORE(y) MORE(z)                \
    }                                                                                                                \
    double time = seconds() - begin;                                                                                 \
    volatile double keep = (o + p + q + r + s + t + u + v + w + x + y + z)[0];                                       \
    (void)keep;                                                                                                      \
    return 1e-9 * 12 * 2 * width * (double)n / time;                                                                 \
  }
#ifdef __x86_64__
#define CHAIN_REGISTER "+x"
CHAINS(peak_generic, 2, )
CHAINS(peak_avx2, 4, __attribute__((target("avx2,fma"))))
#undef CHAIN_REGISTER
#define CHAIN_REGISTER "+v"
CHAINS(peak_avx512, 8, __attribute__((target("avx512f,fma"))))
#endif

static int print_peak(void) {
#ifdef __x86_64__
  double (*const peak[])(long) = {peak_generic, peak_avx2, peak_avx512};
  double best = 0;
  for (int i = 0; i < 5; i++) best = fmax(best, peak[dftfit_instruction_set_best(INSTRUCTIONS_AVX512)](20000000));
  printf("%.1f\n", best);
  return EXIT_SUCCESS;
#else
  fputs("only on x86-64\n", stderr);
  return EXIT_FAILURE;
#endif
}

typedef struct crystal {
  const char *name;
  int nsite;
  double site[8][3];
} crystal;

static const crystal crystals[] = {{"bcc", 2, {{0, 0, 0}, {.5, .5, .5}}},
                                   {"fcc", 4, {{0, 0, 0}, {0, .5, .5}, {.5, 0, .5}, {.5, .5, 0}}},
                                   {"diamond",
                                    8,
                                    {{0, 0, 0},
                                     {0, .5, .5},
                                     {.5, 0, .5},
                                     {.5, .5, 0},
                                     {.25, .25, .25},
                                     {.25, .75, .75},
                                     {.75, .25, .75},
                                     {.75, .75, .25}}}};

static int element_of(const crystal *x, int site, int nelement) {
  return strcmp(x->name, "diamond") ? site % nelement : site / 4 % nelement;
}

/* Neighbours inside the cutoffs, per atom, over the sites of the cell. */
static double neighbours(const dftfit_potential *pot, const crystal *x, double a) {
  int n = dftfit_potential_header(pot)->nelement, reach = (int)ceil(dftfit_potential_cutoff(pot) / a) + 1, count = 0;
  for (int i = 0; i < x->nsite; i++)
    for (int j = 0; j < x->nsite; j++)
      for (int cell = 0, w = 2 * reach + 1; cell < w * w * w; cell++) {
        const double shift[3] = {cell % w - reach, cell / w % w - reach, cell / w / w - reach};
        double r2 = 0;
        for (int k = 0; k < 3; k++) r2 += pow(a * (x->site[j][k] + shift[k] - x->site[i][k]), 2);
        double rc = dftfit_potential_pair_cutoff(pot, element_of(x, i, n), element_of(x, j, n));
        count += r2 > 1e-8 && r2 < rc * rc;
      }
  return (double)count / x->nsite;
}

static const ace_model *model_of(const dftfit_potential *pot) {
  if (strcmp(pot->form->name, "pace") == 0) return &((const pace_form *)pot->self)->model;
  return strcmp(pot->form->name, "ace") == 0 ? &((const ace_form *)pot->self)->model : NULL;
}

static double functions_of(const dftfit_potential *pot) {
  if (strcmp(pot->form->name, "ace") == 0) return dftfit_potential_nparameter(pot);
  return ((const pace_form *)pot->self)->file.nfunction;
}

static int print_work(const dftfit_potential *pot, const crystal *x, double a) {
  const ace_model *m = model_of(pot);
  if (!m) return fputs("not a cluster expansion\n", stderr), EXIT_FAILURE;
  double near = neighbours(pot, x, a), products = 0, P = m->layout.per_element;
  double each = 18.0 * m->table[0]->nfunction + 6 * P + 12.0 * (m->layout.lmax + 1) * (m->layout.lmax + 1);
  for (int z = 0; z < m->nelement; z++) {
    const ace_program *p = &m->program[z];
    products += (5.0 * p->nnode + 8.0 * p->sum_first[p->nsum] + 4.0 * p->nleaf * p->ndensity) / m->nelement;
  }
  printf("functions %.0f neighbours %.1f flop/neighbour %.0f flop/atom %.0f\n", functions_of(pot) / m->nelement, near,
         each, near * each + products);
  return EXIT_SUCCESS;
}

int main(int argc, char **argv) {
  if (argc == 2 && strcmp(argv[1], "peak") == 0) return print_peak();
  const crystal *x = NULL;
  for (size_t i = 0; argc == 4 && i < sizeof crystals / sizeof *crystals; i++)
    if (strcmp(argv[2], crystals[i].name) == 0) x = &crystals[i];
  if (!x) return fputs("usage: ace_work peak | ace_work FILE bcc|fcc|diamond CONSTANT\n", stderr), EXIT_FAILURE;
  dftfit_error err = {0};
  dftfit_potential *pot;
  if (dftfit_potential_read(argv[1], &pot, &err)) return fprintf(stderr, "%s\n", err.message), EXIT_FAILURE;
  int status = print_work(pot, x, atof(argv[3]));
  dftfit_potential_destroy(pot);
  return status;
}
