/* SPDX-License-Identifier: BSD-3-Clause */
/* Potentials of ML-PACE files:  E_i = F(rho_1, ..., rho_P) S(rho_core) + rho_core, where every density is an atomic
 * cluster expansion. docs/forms/pace.md */
#include <stdlib.h>
#include <string.h>

#include "base/chemical_element.h"
#include "forms/pace/embedding.h"
#include "forms/pace/form.h"
#include "forms/pace/radial.h"
#include "forms/pace/terms.h"
#include "kernels/instruction_set.h"

typedef struct pair_columns {
  const pace_form *form;
  int pair;
} pair_columns;

/* The columns of a pair of elements at r: the basis, then its combinations. */
static void columns_at(const void *self, double r, double *value, double *slope, double *curvature) {
  const pair_columns *s = self;
  const pace_columns *p = &s->form->columns;
  double g[PACE_MAX_TERMS], dg[PACE_MAX_TERMS], d2g[PACE_MAX_TERMS];
  dftfit_pace_basis_at(&s->form->file.bond[s->pair], s->form->file.inner, p->nbasis, r, g, dg, d2g);
  for (int n = 0; n < p->ncolumn; n++) {
    const double *c = p->c + ((size_t)s->pair * (size_t)p->ncolumn + (size_t)n) * (size_t)p->nbasis;
    value[n] = slope[n] = curvature[n] = 0;
    for (int k = 0; k < p->nbasis; k++) {
      value[n] += c[k] * g[k];
      slope[n] += c[k] * dg[k];
      curvature[n] += c[k] * d2g[k];
    }
  }
}

static dftfit_status tabulate(pace_form *f, int pair, dftfit_error *err) {
  const pace_model *file = &f->file;
  const pace_bond *b = &file->bond[pair];
  int n = file->nelement, stretches = 1;
  radial_stretch stretch[RADIAL_MAX_STRETCHES] = {dftfit_pace_own_stretch(b, file->spline_width)};
  if (!dftfit_reference_tables())
    stretches = dftfit_pace_stretches(b, file->inner, f->columns.nbasis, file->spline_width, stretch);
  pair_columns self = {f, pair};
  radial_source source = {&self, f->columns.ncolumn, columns_at};
  DFTFIT_TRY(dftfit_radial_table_create(&source, stretches, stretch, &f->table[pair], err));
  f->model.table[pair] = &f->table[pair];
  f->model.ncolumn = f->table[pair].stride;
  int za = dftfit_atomic_number(file->element[pair / n]), zb = dftfit_atomic_number(file->element[pair % n]);
  return dftfit_pace_core_create(b, file->inner, za, zb, file->spline_width, &f->core[pair], err);
}

static int find_continuity(const pace_form *f) {
  int n = f->file.nelement, least = dftfit_reference_tables() ? 1 : 2;
  for (int p = 0; p < n * n; p++) {
    int order = dftfit_pace_bond_continuity(&f->file.bond[p], f->file.inner);
    if (order < least) least = order;
    /* the nearest neighbour changes from one to another at an angle */
    if (f->file.inner == PACE_INNER_ZBL && f->file.bond[p].inner_cutoff > 0 && least > 0) least = 0;
  }
  for (int z = 0; z < n; z++)
    if (least > 1 && !dftfit_pace_embedding_linear(&f->file.embedding[z])) least = 1;
  return least;
}

static dftfit_status fill(pace_form *f, dftfit_error *err) {
  int n = f->file.nelement;
  DFTFIT_TRY(dftfit_pace_columns_create(&f->file, &f->columns, err));
  f->model.nelement = n;
  f->model.layout = f->columns.layout;
  dftfit_ace_model_prepare(&f->model);
  for (int p = 0; p < n * n; p++) DFTFIT_TRY(tabulate(f, p, err));
  for (int z = 0; z < n; z++) {
    DFTFIT_TRY(dftfit_pace_program_create(&f->file, &f->columns, z, &f->model.program[z], err));
    f->plain[z] = dftfit_pace_embedding_plain(&f->file.embedding[z]);
    f->model.split = f->model.split || !f->plain[z];
    for (int e = 0; e < n; e++) f->has_core[z] = f->has_core[z] || f->core[z * n + e].reach > 0;
    f->has_core[z] = f->has_core[z] || f->file.inner == PACE_INNER_ZBL;
  }
  f->continuity = find_continuity(f);
  return DFTFIT_OK;
}

static void destroy(void *self) {
  pace_form *f = self;
  for (int p = 0; p < f->file.nelement * f->file.nelement; p++) {
    dftfit_radial_table_free(&f->table[p]);
    dftfit_pace_core_free(&f->core[p]);
  }
  dftfit_ace_model_free(&f->model);
  dftfit_pace_columns_free(&f->columns);
  dftfit_pace_model_free(&f->file);
  free(f);
}

dftfit_status dftfit_pace_form_create(pace_model *file, pace_form **out, dftfit_error *err) {
  pace_form *f = calloc(1, sizeof *f);
  if (!f) {
    dftfit_pace_model_free(file);
    return dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory");
  }
  f->file = *file;
  *file = (pace_model){0};
  dftfit_status status = fill(f, err);
  if (status)
    destroy(f);
  else
    *out = f;
  return status;
}

void dftfit_pace_form_header(const pace_model *file, dftfit_header *header) {
  int n = header->nelement = file->nelement;
  memcpy(header->element, file->element, sizeof header->element);
  for (int p = 0; p < n * n; p++) {
    double forth = file->bond[p].cutoff, back = file->bond[p % n * n + p / n].cutoff;
    header->cutoff[p] = forth > back ? forth : back;
  }
}

static dftfit_status create(const dftfit_header *header, dftfit_node block, void **self, dftfit_error *err) {
  pace_model file = {0};
  pace_form *f;
  dftfit_status status = dftfit_pace_block_read(header, block, &file, err);
  if (status) {
    dftfit_pace_model_free(&file);
    return status;
  }
  DFTFIT_TRY(dftfit_pace_form_create(&file, &f, err));
  *self = f;
  return DFTFIT_OK;
}

static void write(const void *self, const dftfit_header *header, dftfit_writer *w) {
  (void)header;
  dftfit_pace_block_write(&((const pace_form *)self)->file, w);
}

static int nparameter(const void *self) {
  (void)self;
  return 0; /* imported: there is nothing to fit */
}

static void parameter(const void *self, int k, dftfit_parameter *out) {
  (void)self;
  (void)k;
  *out = (dftfit_parameter){.name = "", .unit = "", .description = ""};
}

static void get(const void *self, double *theta) {
  (void)self;
  (void)theta;
}

static void set(void *self, const double *theta) {
  (void)self;
  (void)theta;
}

static int continuity(const void *self) { return ((const pace_form *)self)->continuity; }

static bool vanishes(const void *self) {
  (void)self;
  return true;
}

static size_t scratch(const void *self, int nsite, int nrow) {
  ace_workspace w;
  (void)nsite;
  return dftfit_ace_lay_out(&((const pace_form *)self)->model, nrow, NULL, &w);
}

/* Densities, embedding energies -> energy [n]; derivatives of the energies in w->adjoint. */
static void expand(const pace_form *f, int z, int n, const ace_workspace *w, double *energy) {
  const ace_kernels *kernels = f->model.kernels;
  const ace_program *program = &f->model.program[z];
  double rho[PACE_MAX_DENSITIES], slope[PACE_MAX_DENSITIES];
  if (f->plain[z]) {
    kernels->products(program, w->value, w->adjoint, w->rho);
    memcpy(energy, w->rho, sizeof(double) * (size_t)n);
    return;
  }
  kernels->densities(program, w->value, w->sums, w->rho);
  for (int i = 0; i < kernels->width; i++) {
    for (int p = 0; p < program->ndensity; p++) rho[p] = i < n ? w->rho[p * kernels->width + i] : 0;
    double embedded = dftfit_pace_embedding_at(&f->file.embedding[z], rho, slope);
    if (i < n) energy[i] = embedded;
    for (int p = 0; p < program->ndensity; p++) w->slope[p * kernels->width + i] = slope[p];
  }
  kernels->adjoint(program, w->value, w->sums, w->slope, w->adjoint);
}

static void evaluate_group(const void *self, const dftfit_block *b, int n, const int *site, const ace_workspace *w,
                           const dftfit_block_result *result) {
  const pace_form *f = self;
  const ace_model *m = &f->model;
  int z = b->element[site[0]], width = m->kernels->width;
  double energy[ACE_MAX_SITES];
  if (n < width) memset(w->value, 0, sizeof(double) * (size_t)m->layout.size * (size_t)width);
  for (int i = 0; i < n; i++) dftfit_ace_site_base(m, b, site[i], i, w);
  expand(f, z, n, w, energy);
  for (int i = 0; i < n; i++)
    if (f->has_core[z]) {
      dftfit_pace_site_finish(f, b, site[i], i, energy[i], w, result);
    } else {
      result->energy[site[i]] = energy[i];
      dftfit_ace_site_gradient(m, b, site[i], i, 1, w, result);
    }
}

static void evaluate(const void *self, const dftfit_block *b, void *memory, const dftfit_block_result *result) {
  dftfit_ace_for_groups(&((const pace_form *)self)->model, self, evaluate_group, b, memory, result);
}

static void jacobian(const void *self, const dftfit_block *b, void *memory, const dftfit_row_sink *sink) {
  (void)self;
  (void)b;
  (void)memory;
  (void)sink;
}

const dftfit_form dftfit_form_pace = {
    .name = "pace",
    .summary = "atomic cluster expansion of ML-PACE files: complex harmonics, densities, embedding, core repulsion",
    .doi = "10.1038/s41524-021-00559-9 10.1103/PhysRevB.99.014104",
    .citation = "@article{Lysogorskiy2021,\n"
                "  author = {Lysogorskiy, Yury and van der Oord, Cas and Bochkarev, Anton and others},\n"
                "  title = {Performant implementation of the atomic cluster expansion (PACE) and application to copper "
                "and silicon},\n"
                "  journal = {npj Computational Materials},\n"
                "  volume = {7},\n"
                "  pages = {97},\n"
                "  year = {2021},\n"
                "  doi = {10.1038/s41524-021-00559-9}\n"
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
