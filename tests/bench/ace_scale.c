/* SPDX-License-Identifier: BSD-3-Clause */
/* Whether the form ace scales: a potential of the given settings with random coefficients is made, written, read again
 * and evaluated on 128 atoms of a distorted bcc crystal; forces beside central differences. usage: ace_scale [elements
 * (5)] [order (4)] [functions per element (2250)] */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "dftfit/fit.h"

enum { EDGE = 4, ATOMS = 2 * EDGE * EDGE * EDGE, IMAGES = 27 * ATOMS };

typedef struct sample {
  double x[IMAGES][3], force[IMAGES][3];
  int type[IMAGES], ilist[ATOMS], numneigh[ATOMS], *firstneigh[ATOMS], list[ATOMS][IMAGES / 4];
} sample;

static double seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static double uniform(void) { /* -1/2 to 1/2 */
  static unsigned long state = 12345;
  state = state * 6364136223846793005ul + 1442695040888963407ul;
  return (double)(state >> 11) / 9007199254740992.0 - 0.5;
}

static void check(dftfit_status status, const dftfit_error *err) {
  if (!status) return;
  fprintf(stderr, "%s\n", err->message);
  exit(EXIT_FAILURE);
}

/* The cell first, then its images. */
static void make_sample(sample *s, int nelement, double rc) {
  const double a = 3.3;
  for (int k = 0; k < ATOMS; k++) {
    const int cell[3] = {k / 2 % EDGE, k / 2 / EDGE % EDGE, k / 2 / EDGE / EDGE};
    for (int d = 0; d < 3; d++) s->x[k][d] = a * (cell[d] + 0.5 * (k % 2)) + 0.3 * uniform();
    s->type[k] = 1 + (k * 7 + k / 5) % nelement;
  }
  for (int image = 1, at = ATOMS; image < 27; image++)
    for (int k = 0; k < ATOMS; k++, at++) {
      const int shift[3] = {image % 3, image / 3 % 3, image / 9};
      for (int d = 0; d < 3; d++) s->x[at][d] = s->x[k][d] + a * EDGE * (shift[d] == 2 ? -1 : shift[d]);
      s->type[at] = s->type[k];
    }
  for (int i = 0; i < ATOMS; i++) {
    s->ilist[i] = i;
    s->firstneigh[i] = s->list[i];
    for (int j = 0; j < IMAGES; j++) {
      double r2 = 0;
      for (int d = 0; d < 3; d++) r2 += pow(s->x[j][d] - s->x[i][d], 2);
      if (j != i && r2 < (rc + 0.3) * (rc + 0.3)) s->list[i][s->numneigh[i]++] = j;
    }
  }
}

static dftfit_potential *make_potential(int nelement, const char *order, const char *functions) {
  static const char *const symbol[] = {"Ti", "Zr", "Hf", "Nb", "Ta"};
  char text[1024], elements[64] = "";
  dftfit_error err = {0};
  dftfit_potential *pot;
  for (int z = 0; z < nelement; z++) strcat(strcat(elements, z ? ", " : ""), symbol[z]);
  snprintf(
      text, sizeof text,
      "dftfit: 1\nform: ace\nelements: [%s]\nunits: metal\ncutoff: 5.5\nace:\n  size: {order: %s, functions: %s}\n",
      elements, order, functions);
  double begin = seconds();
  check(dftfit_potential_parse("settings.yaml", text, strlen(text), &pot, &err), &err);
  int n = dftfit_potential_nparameter(pot);
  double *theta = malloc(sizeof(double) * (size_t)n);
  for (int k = 0; theta && k < n; k++) {
    dftfit_parameter p;
    dftfit_potential_parameter(pot, k, &p);
    theta[k] = uniform() / (1 + p.prior);
  }
  dftfit_potential_set(pot, theta);
  free(theta);
  printf("%d functions made in %.2f s", n, seconds() - begin);
  return pot;
}

static dftfit_potential *write_and_read(dftfit_potential *pot) {
  char *text;
  dftfit_error err = {0};
  dftfit_potential *again;
  check(dftfit_potential_export(pot, "dftfit", 0, &text, NULL, &err), &err);
  double begin = seconds();
  check(dftfit_potential_parse("written.yaml", text, strlen(text), &again, &err), &err);
  printf(", file of %zu kB read in %.2f s\n", strlen(text) / 1024, seconds() - begin);
  free(text);
  dftfit_potential_destroy(pot);
  return again;
}

static double energy_of(const dftfit_potential *pot, sample *s, dftfit_workspace *ws, int forces) {
  static const int element_of_type[] = {-1, 0, 1, 2, 3, 4};
  double energy = 0;
  dftfit_error err = {0};
  dftfit_atoms atoms = {.inum = ATOMS,
                        .ilist = s->ilist,
                        .numneigh = s->numneigh,
                        .firstneigh = s->firstneigh,
                        .neighmask = 0x1FFFFFFF,
                        .x = s->x[0],
                        .type = s->type,
                        .element_of_type = element_of_type,
                        .nall = IMAGES};
  dftfit_tally tally = {.energy = &energy, .force = forces ? s->force[0] : NULL};
  if (forces) memset(s->force, 0, sizeof s->force);
  check(dftfit_evaluate(pot, &atoms, ws, &tally, &err), &err);
  return energy;
}

/* Energy with atom k and its images moved along d. */
static double moved(const dftfit_potential *pot, sample *s, dftfit_workspace *ws, int k, int d, double by) {
  for (int i = k; i < IMAGES; i += ATOMS) s->x[i][d] += by;
  double energy = energy_of(pot, s, ws, 0);
  for (int i = k; i < IMAGES; i += ATOMS) s->x[i][d] -= by;
  return energy;
}

static void compare_forces(const dftfit_potential *pot, sample *s, dftfit_workspace *ws) {
  const double h = 1e-4;
  double off = 0, largest = 0;
  energy_of(pot, s, ws, 1);
  for (int k = 0; k < ATOMS; k += 31)
    for (int d = 0; d < 3; d++) {
      double force = 0, near = moved(pot, s, ws, k, d, h) - moved(pot, s, ws, k, d, -h);
      double far = moved(pot, s, ws, k, d, 2 * h) - moved(pot, s, ws, k, d, -2 * h);
      for (int i = k; i < IMAGES; i += ATOMS) force += s->force[i][d];
      off = fmax(off, fabs(force + (8 * near - far) / (12 * h)));
      largest = fmax(largest, fabs(force));
    }
  printf("forces: up to %.3g eV/A, %.1e of that off central differences\n", largest, off / largest);
}

int main(int argc, char **argv) {
  int nelement = argc > 1 ? atoi(argv[1]) : 5;
  if (nelement < 1 || nelement > 5) return fputs("1 to 5 elements\n", stderr), EXIT_FAILURE;
  dftfit_potential *pot = make_potential(nelement, argc > 2 ? argv[2] : "4", argc > 3 ? argv[3] : "2250");
  pot = write_and_read(pot);
  sample *s = calloc(1, sizeof *s);
  dftfit_workspace *ws = dftfit_workspace_create();
  if (!s || !ws) return fputs("out of memory\n", stderr), EXIT_FAILURE;
  make_sample(s, nelement, dftfit_potential_cutoff(pot));
  double least = INFINITY;
  for (int i = 0; i < 10; i++) {
    double begin = seconds();
    energy_of(pot, s, ws, 1);
    least = fmin(least, (seconds() - begin) / ATOMS);
  }
  struct rusage use;
  getrusage(RUSAGE_SELF, &use);
  printf("%.2f us per atom, %.2f ns per function; scratch %zu kB, all memory %ld MB\n", 1e6 * least,
         1e9 * least * nelement / dftfit_potential_nparameter(pot), dftfit_workspace_bytes(ws) / 1024,
         use.ru_maxrss / 1024);
  compare_forces(pot, s, ws);
  dftfit_workspace_destroy(ws);
  dftfit_potential_destroy(pot);
  free(s);
  return EXIT_SUCCESS;
}
