/* SPDX-License-Identifier: BSD-3-Clause */
/* Embedded atom:  E_i = F_a(rho_i) + 1/2 sum_j phi_ab(r_ij),  rho_i = sum_j rho_ab(r_ij).  Here from tables with
 * LAMMPS's interpolation; from splines, which a fit makes, in spline.c. docs/forms/eam.md */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "forms/eam/form.h"
#include "forms/eam/spline.h"

/* Density and half of r phi of one pair of elements as the kernels want them. slope [nr]: room for slopes. */
static void make_coefficients(const eam_table *t, int a, int b, int last, double *slope, double *out) {
  const double *f[2] = {eam_table_density(t, a, b), eam_table_pair(t, a, b)}, share[2] = {1, 0.5};
  memset(out + (long)EAM_INTERVAL * (last + 1), 0, EAM_INTERVAL * sizeof *out);
  for (int k = 0; k < 2; k++) {
    dftfit_eam_table_slopes(t->nr, f[k], slope, 1);
    for (int m = 0; m <= last; m++) {
      double *c = out + (long)EAM_INTERVAL * m + 4 * k, factor = share[k];
      eam_cubic(f[k][m], slope[m], f[k][m + 1], slope[m + 1], c);
      for (int q = 0; q < 4; q++, factor /= t->dr) c[q] *= factor;
    }
  }
}

/* Last interval that is read at distances up to the cutoff; LAMMPS stays in the last one of the table beyond it. */
static int last_interval(const eam_table *t, double cutoff) {
  double position = cutoff * (1 / t->dr);
  return position < t->nr - 2 ? (int)position : t->nr - 2;
}

/* 1: density and phi of the pair are zero at the cutoff with their slopes, 0: without, -1: they are not zero there.
 * slope [nr]: room for slopes. */
static int order_at_cutoff(const eam_table *t, int a, int b, double cutoff, double *slope) {
  const double *f[2] = {eam_table_density(t, a, b), eam_table_pair(t, a, b)};
  int m = last_interval(t, cutoff), order = 1;
  double at = fmin(cutoff * (1 / t->dr) - m, 1);
  for (int k = 0; k < 2; k++) {
    double c[4];
    dftfit_eam_table_slopes(t->nr, f[k], slope, 1);
    eam_cubic(f[k][m], slope[m], f[k][m + 1], slope[m + 1], c);
    eam_value v = eam_cubic_at(c, at);
    if (v.value != 0) return -1;
    if (v.slope != 0) order = 0;
  }
  return order;
}

static dftfit_status fill(eam_form *f, const dftfit_header *header, dftfit_error *err) {
  const eam_table *t = &f->table;
  int n = t->nelement, longest = 0;
  for (int p = 0; p < n * n; p++) {
    f->pair[p].step = t->dr;
    f->pair[p].inverse_step = 1 / t->dr;
    f->pair[p].last = last_interval(t, header->cutoff[p]);
    f->pair[p].kind = header->cutoff[p] * (1 / t->dr) >= f->pair[p].last + 1 ? EAM_TABLE_HELD : EAM_TABLE;
    if (f->pair[p].last > longest) longest = f->pair[p].last;
  }
  size_t stride = EAM_INTERVAL * ((size_t)longest + 2),
         slopes = ((size_t)t->nr + DFTFIT_LANES - 1) / DFTFIT_LANES * DFTFIT_LANES;
  f->coefficient = aligned_alloc(DFTFIT_ALIGN, ((size_t)(n * n) * stride + slopes) * sizeof(double));
  f->embedding_node = calloc((size_t)n * (size_t)t->nrho, 2 * sizeof(double));
  DFTFIT_FAIL_IF(!f->coefficient || !f->embedding_node, err, DFTFIT_ERR_MEMORY, "out of memory");
  f->continuity = 1;
  f->inverse_drho = 1 / t->drho;
  for (int p = 0; p < n * n; p++) {
    double *c = f->coefficient + (size_t)p * stride;
    double *slope = f->coefficient + (size_t)(n * n) * stride;
    make_coefficients(t, p / n, p % n, f->pair[p].last, slope, c);
    f->pair[p].coefficient = c;
    int order = order_at_cutoff(t, p / n, p % n, header->cutoff[p], slope);
    if (order < f->continuity) f->continuity = order;
  }
  for (int a = 0; a < n; a++) {
    double *node = f->embedding_node + 2L * a * t->nrho;
    for (int m = 0; m < t->nrho; m++) node[2L * m] = eam_table_embedding(t, a)[m];
    dftfit_eam_table_slopes(t->nrho, eam_table_embedding(t, a), node + 1, 2);
  }
  return DFTFIT_OK;
}

static void destroy(void *self) {
  eam_form *f = self;
  dftfit_eam_table_free(&f->table);
  free(f->coefficient);
  free(f->embedding_node);
  dftfit_eam_spline_destroy(f->spline);
  free(f);
}

dftfit_status dftfit_eam_form_create(const dftfit_header *header, eam_table *table, eam_form **out, dftfit_error *err) {
  eam_form *f = calloc(1, sizeof *f);
  if (!f) {
    dftfit_eam_table_free(table);
    return dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory");
  }
  f->table = *table;
  table->embedding = table->density = table->pair = NULL;
  f->kernels = dftfit_eam_kernels_best();
  dftfit_status status = fill(f, header, err);
  if (status)
    destroy(f);
  else
    *out = f;
  return status;
}

/* Below the table the first interval is continued; above it the energy goes on along the last slope. */
/* F(rho) of an element, eV, and its derivative. */
static eam_value embedding_at(const eam_form *f, int element, double rho) {
  const eam_table *t = &f->table;
  const double *node = f->embedding_node + 2L * element * t->nrho;
  double at = rho * f->inverse_drho;
  int last = t->nrho - 2, m = at >= last ? last : at > 0 ? (int)at : 0;
  node += 2L * m;
  double c[4], u = at - m;
  eam_cubic(node[0], node[1], node[2], node[3], c);
  eam_value v = eam_cubic_at(c, u > 1 ? 1 : u); /* what is no number stays so */
  v.slope *= f->inverse_drho;
  if (rho > t->rho_max) v.value += v.slope * (rho - t->rho_max);
  return v;
}

static dftfit_status create_splines(const dftfit_header *header, dftfit_node block, void **self, dftfit_error *err) {
  eam_form *f = calloc(1, sizeof *f);
  DFTFIT_FAIL_IF(!f, err, DFTFIT_ERR_MEMORY, "out of memory");
  f->continuity = 2;
  f->kernels = dftfit_eam_kernels_best();
  dftfit_status status = dftfit_eam_spline_create(header, block, &f->spline, err);
  if (status)
    destroy(f);
  else
    *self = f;
  return status;
}

static dftfit_status create(const dftfit_header *header, dftfit_node block, void **self, dftfit_error *err) {
  eam_table table;
  eam_form *f;
  if (dftfit_node_type(dftfit_node_get(block, "table")) == DFTFIT_NODE_ABSENT)
    return create_splines(header, block, self, err);
  DFTFIT_TRY(dftfit_eam_block_read(header, block, &table, err));
  DFTFIT_TRY(dftfit_eam_form_create(header, &table, &f, err));
  *self = f;
  return DFTFIT_OK;
}

static void write(const void *self, const dftfit_header *header, dftfit_writer *w) {
  const eam_form *f = self;
  if (f->spline)
    dftfit_eam_spline_write(f->spline, w);
  else
    dftfit_eam_block_write(&f->table, header, w);
}

/* A table has no parameters: there is nothing to fit. */
static int nparameter(const void *self) {
  const eam_form *f = self;
  return f->spline ? dftfit_eam_spline_nparameter(f->spline) : 0;
}

static void parameter(const void *self, int k, dftfit_parameter *out) {
  const eam_form *f = self;
  *out = (dftfit_parameter){.name = "", .unit = "", .description = ""};
  if (f->spline) dftfit_eam_spline_parameter(f->spline, k, out);
}

static void get(const void *self, double *theta) {
  const eam_form *f = self;
  if (f->spline) dftfit_eam_spline_get(f->spline, theta);
}

static void set(void *self, const double *theta) {
  const eam_form *f = self;
  if (f->spline) dftfit_eam_spline_set(f->spline, theta);
}

static int continuity(const void *self) { return ((const eam_form *)self)->continuity; }

static bool vanishes(const void *self) { return ((const eam_form *)self)->continuity > 0; }

static size_t scratch(const void *self, int nsite, int nrow) {
  const eam_form *f = self;
  if (f->spline) return dftfit_eam_spline_scratch(f->spline, nsite, nrow);
  return 0; /* what is kept between the two loops stands where the gradients will */
}

/* All sums, then all embedding energies, then all gradients: so the sites' look-ups of F do not wait for one another.
 */
static void evaluate(const void *self, const dftfit_block *b, void *memory, const dftfit_block_result *result) {
  const eam_form *f = self;
  const eam_pair_table *table = f->spline ? f->spline->pair : f->pair;
  const int n = b->nelement;
  double density[DFTFIT_BLOCK_SITES] = {0};
  (void)memory;
  for (int s = 0; s < b->nsite; s++) {
    double pair = 0;
    for (int e = 0; e < n; e++) {
      int row = b->first[s * n + e], nrow = b->first[s * n + e + 1] - row;
      eam_sums sums = f->kernels->sums(&table[b->element[s] * n + e], b->count[s * n + e], nrow, b->r + row,
                                       result->gx + row, result->gy + row);
      density[s] += sums.density;
      pair += sums.pair;
    }
    result->energy[s] = pair;
  }
  for (int s = 0; s < b->nsite; s++) {
    eam_value embedding = f->spline ? dftfit_eam_spline_embedding(f->spline, b->element[s], density[s])
                                    : embedding_at(f, b->element[s], density[s]);
    result->energy[s] += embedding.value;
    density[s] = embedding.slope;
  }
  for (int s = 0; s < b->nsite; s++) {
    int row = b->first[s * n];
    f->kernels->gradient(b->first[(s + 1) * n] - row, density[s], b->dx + row, b->dy + row, b->dz + row,
                         result->gx + row, result->gy + row, result->gz + row);
  }
}

static void jacobian(const void *self, const dftfit_block *b, void *memory, const dftfit_row_sink *sink) {
  const eam_form *f = self;
  if (f->spline) dftfit_eam_spline_jacobian(f->spline, b, memory, sink);
}

const dftfit_form dftfit_form_eam = {
    .name = "eam",
    .summary = "embedded atom: pair, density and embedding functions, for alloys and Finnis-Sinclair",
    .doi = "10.1103/PhysRevB.29.6443 10.1080/01418618408244210",
    .citation =
        "@article{Daw1984,\n"
        "  author = {Daw, Murray S. and Baskes, M. I.},\n"
        "  title = {Embedded-atom method: Derivation and application to impurities, surfaces, and other defects "
        "in metals},\n"
        "  journal = {Physical Review B},\n"
        "  volume = {29},\n"
        "  pages = {6443--6453},\n"
        "  year = {1984},\n"
        "  doi = {10.1103/PhysRevB.29.6443}\n"
        "}\n",
    .create = create,
    .destroy = destroy,
    .write = write,
    .nparameter = nparameter,
    .parameter = parameter,
    .get = get,
    .set = set,
    .continuity = continuity,
    .vanishes = vanishes,
    .scratch = scratch,
    .evaluate = evaluate,
    .jacobian = jacobian,
};
