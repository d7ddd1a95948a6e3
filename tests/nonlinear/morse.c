/* SPDX-License-Identifier: BSD-3-Clause */
/* A form for tests that is not linear: Morse's pair potential, P. M. Morse, Phys. Rev. 34 (1929) 57, times a switch.
 *     E_i = 1/2 sum_j D_ab (e^2 - 2 e) S(r),    e = exp(-a_ab (r - r0_ab)),    S from 0.6 rc to rc
 * Linear in D, searched in a and r0. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/pair_values.h"
#include "dftfit/form.h"
#include "functions/cutoff.h"

enum { PER_PAIR = 3, MAX_PAIRS = DFTFIT_MAX_ELEMENTS * (DFTFIT_MAX_ELEMENTS + 1) / 2 };
#define SWITCHED 0.6

static const struct {
  const char *name, *unit;
  double start, lower, upper, prior;
} kinds[PER_PAIR] = {{"D", "eV", 0, -INFINITY, INFINITY, 1}, {"a", "1/A", 1.5, 0.3, 6, 1}, {"r0", "A", 2.5, 1, 4, 1}};

typedef struct morse {
  int nelement, npair;
  double cutoff[MAX_PAIRS];
  char name[MAX_PAIRS][DFTFIT_PAIR_NAME];
  double theta[MAX_PAIRS * PER_PAIR];
} morse;

static dftfit_status read(morse *m, const dftfit_header *header, dftfit_node block, dftfit_error *err) {
  static const char *const known[] = {"parameters", NULL};
  dftfit_node all = dftfit_node_get(block, "parameters"), list;
  DFTFIT_TRY(dftfit_node_only(block, known, err));
  m->nelement = header->nelement;
  m->npair = dftfit_pair_count(header->nelement);
  for (int p = 0; p < m->npair; p++) {
    int a, b;
    dftfit_pair_elements(m->nelement, p, &a, &b);
    m->cutoff[p] = header->cutoff[a * m->nelement + b];
    dftfit_pair_name(header, p, m->name[p]);
    for (int k = 0; k < PER_PAIR; k++) m->theta[p * PER_PAIR + k] = kinds[k].start;
    if (dftfit_node_type(all) == DFTFIT_NODE_ABSENT) continue;
    DFTFIT_TRY(dftfit_pair_get(all, header, p, &list, err));
    DFTFIT_TRY(dftfit_node_doubles(list, PER_PAIR, m->theta + p * PER_PAIR, err));
  }
  return DFTFIT_OK;
}

static dftfit_status create(const dftfit_header *header, dftfit_node block, void **self, dftfit_error *err) {
  morse *m = calloc(1, sizeof *m);
  DFTFIT_FAIL_IF(!m, err, DFTFIT_ERR_MEMORY, "out of memory");
  dftfit_status status = read(m, header, block, err);
  if (status)
    free(m);
  else
    *self = m;
  return status;
}

static void write(const void *self, const dftfit_header *header, dftfit_writer *w) {
  const morse *m = self;
  (void)header;
  dftfit_write_map_begin(w, false);
  dftfit_write_text(w, "parameters");
  dftfit_write_map_begin(w, false);
  for (int p = 0; p < m->npair; p++) {
    dftfit_write_text(w, m->name[p]);
    dftfit_write_doubles(w, PER_PAIR, m->theta + p * PER_PAIR);
  }
  dftfit_write_map_end(w);
  dftfit_write_map_end(w);
}

static int nparameter(const void *self) { return ((const morse *)self)->npair * PER_PAIR; }

static void parameter(const void *self, int k, dftfit_parameter *out) {
  const morse *m = self;
  int kind = k % PER_PAIR;
  *out = (dftfit_parameter){.unit = kinds[kind].unit,
                            .description = "of Morse's potential",
                            .lower = kinds[kind].lower,
                            .upper = kinds[kind].upper,
                            .linear = kind == 0,
                            .prior = kinds[kind].prior};
  snprintf(out->name, sizeof out->name, "%s.%s", m->name[k / PER_PAIR], kinds[kind].name);
}

static void get(const void *self, double *theta) {
  const morse *m = self;
  memcpy(theta, m->theta, (size_t)(m->npair * PER_PAIR) * sizeof *theta);
}

static void set(void *self, const double *theta) {
  morse *m = self;
  memcpy(m->theta, theta, (size_t)(m->npair * PER_PAIR) * sizeof *theta);
}

static int continuity(const void *self) {
  (void)self;
  return 2;
}

static bool vanishes(const void *self) {
  (void)self;
  return true;
}

static size_t scratch(const void *self, int nsite, int nrow) {
  (void)self;
  (void)nsite;
  return (size_t)nrow * 3 * sizeof(double);
}

/** Value and slope of phi (k = -1) or of its derivative with respect to parameter k of the pair. */
static void function(const morse *m, int pair, double r, int k, double *value, double *slope) {
  const double *t = m->theta + pair * PER_PAIR;
  dftfit_switch s = dftfit_cutoff_quintic(r, SWITCHED * m->cutoff[pair], m->cutoff[pair]);
  double d = k == 0 ? 1 : t[0], a = t[1], x = r - t[2], e = exp(-a * x), f, df;
  if (k <= 0) {
    f = d * (e * e - 2 * e);
    df = d * -2 * a * (e * e - e);
  } else if (k == 1) {
    f = d * -2 * x * (e * e - e);
    df = d * (-2 * (e * e - e) + 2 * a * x * (2 * e * e - e));
  } else {
    f = d * 2 * a * (e * e - e);
    df = d * -2 * a * a * (2 * e * e - e);
  }
  *value = f * s.value;
  *slope = df * s.value + f * s.slope;
}

static void evaluate(const void *self, const dftfit_block *b, void *memory, const dftfit_block_result *result) {
  const morse *m = self;
  (void)memory;
  for (int s = 0; s < b->nsite; s++) {
    result->energy[s] = 0;
    for (int e = 0; e < b->nelement; e++)
      for (int row = b->first[s * b->nelement + e]; row < b->first[s * b->nelement + e + 1]; row++) {
        double value, slope;
        function(m, dftfit_pair_index(m->nelement, b->element[s], e), b->r[row], -1, &value, &slope);
        double g = 0.5 * b->weight[row] * slope / b->r[row];
        result->energy[s] += 0.5 * b->weight[row] * value;
        result->gx[row] = g * b->dx[row];
        result->gy[row] = g * b->dy[row];
        result->gz[row] = g * b->dz[row];
      }
  }
}

static void jacobian(const void *self, const dftfit_block *b, void *memory, const dftfit_row_sink *sink) {
  const morse *m = self;
  for (int s = 0; s < b->nsite; s++)
    for (int e = 0; e < b->nelement; e++)
      for (int k = 0; k < PER_PAIR; k++) {
        int pair = dftfit_pair_index(m->nelement, b->element[s], e);
        int begin = b->first[s * b->nelement + e], end = b->first[s * b->nelement + e + 1], n = end - begin;
        double *dgx = memory, *dgy = dgx + n, *dgz = dgy + n, de = 0;
        for (int row = begin; row < end; row++) {
          double value, slope;
          function(m, pair, b->r[row], k, &value, &slope);
          double g = 0.5 * b->weight[row] * slope / b->r[row];
          de += 0.5 * b->weight[row] * value;
          dgx[row - begin] = g * b->dx[row];
          dgy[row - begin] = g * b->dy[row];
          dgz[row - begin] = g * b->dz[row];
        }
        if (n) sink->add(sink->self, b, s, pair * PER_PAIR + k, de, begin, end, dgx, dgy, dgz);
      }
}

const dftfit_form dftfit_form_morse = {.name = "morse",
                                       .summary = "Morse's pair potential, for tests",
                                       .doi = "10.1103/PhysRev.34.57",
                                       .citation =
                                           "@article{Morse1929,\n  author = {Morse, Philip M.},\n  journal = {Phys. "
                                           "Rev.},\n  volume = {34},\n  pages = {57},\n  year = {1929}\n}\n",
                                       .create = create,
                                       .destroy = free,
                                       .write = write,
                                       .nparameter = nparameter,
                                       .parameter = parameter,
                                       .get = get,
                                       .set = set,
                                       .continuity = continuity,
                                       .vanishes = vanishes,
                                       .scratch = scratch,
                                       .evaluate = evaluate,
                                       .jacobian = jacobian};
