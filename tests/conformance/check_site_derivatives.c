/* SPDX-License-Identifier: BSD-3-Clause */
/* dE_i/dtheta of the sites, from which the extrapolation grade is made, beside those that the Jacobian hands over. */
#include <stdlib.h>

#include "checks.h"
#include "cluster.h"
#include "cmocka_all.h"

typedef struct table {
  int nparameter;
  double *de; /* [MAX_ATOMS][nparameter] */
  int element[MAX_ATOMS];
} table;

static double *entry(const table *t, int atom, int k) {
  return &t->de[(size_t)atom * (size_t)t->nparameter + (size_t)k];
}

static void add(void *self, const dftfit_block *b, int s, int k, double de, int begin, int end, const double *dgx,
                const double *dgy, const double *dgz) {
  const table *t = self;
  (void)begin, (void)end, (void)dgx, (void)dgy, (void)dgz;
  *entry(t, b->site[s], k) += de;
}

static dftfit_status take(void *self, int nsite, const int *atom, const int *element, const double *de,
                          dftfit_error *err) {
  table *t = self;
  (void)err;
  for (int s = 0; s < nsite; s++) {
    t->element[atom[s]] = element[s];
    for (int k = 0; k < t->nparameter; k++) *entry(t, atom[s], k) += de[s * t->nparameter + k];
  }
  return DFTFIT_OK;
}

static table table_of(const dftfit_potential *pot) {
  table t = {.nparameter = dftfit_potential_nparameter(pot)};
  t.de = calloc((size_t)MAX_ATOMS * (size_t)t.nparameter + 1, sizeof *t.de);
  assert_non_null(t.de);
  for (int i = 0; i < MAX_ATOMS; i++) t.element[i] = -1;
  return t;
}

/* What is zero in surroundings without symmetry is no descriptor of the element, so it is zero everywhere. */
static void check_probe(const dftfit_potential *pot, const table *found, int n) {
  double *probe = calloc((size_t)found->nparameter, sizeof *probe);
  dftfit_error err;
  assert_non_null(probe);
  for (int e = 0; e < dftfit_potential_header(pot)->nelement; e++) {
    assert_int_equal(dftfit_probe_derivatives(pot, e, probe, &err), DFTFIT_OK);
    for (int i = 0; i < n; i++)
      for (int k = 0; k < found->nparameter && found->element[i] == e; k++)
        if (probe[k] == 0) assert_true(*entry(found, i, k) == 0);
  }
  free(probe);
}

void check_site_derivatives(dftfit_potential *pot) {
  cluster c = cluster_random(pot, 40, 77); /* more than one block */
  table expected = table_of(pot), found = table_of(pot);
  dftfit_error err;
  dftfit_status status = cluster_site_derivatives(pot, &c, &(dftfit_site_sink){&found, take}, &err);
  assert_int_equal(status, expected.nparameter ? DFTFIT_OK : DFTFIT_ERR_USAGE);
  if (!status) {
    cluster_jacobian(pot, &c, &(dftfit_row_sink){&expected, add});
    for (int k = 0; k < expected.nparameter; k++) {
      double largest = 0;
      for (int i = 0; i < c.n; i++) largest = fmax(largest, fabs(*entry(&expected, i, k)));
      for (int i = 0; i < c.n; i++) assert_close(*entry(&found, i, k), *entry(&expected, i, k), 1e-12 * largest);
    }
    check_probe(pot, &found, c.n);
  }
  free(expected.de);
  free(found.de);
}
