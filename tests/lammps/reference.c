/* SPDX-License-Identifier: BSD-3-Clause */
#include "reference.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/dataset.h"
#include "data/dataset_neighbours.h"
#include "dftfit/fit.h"
#include "harness.h"

static void must(dftfit_status status, const dftfit_error *err) {
  char text[1024];
  if (!status) return;
  fprintf(stderr, "%s\n", dftfit_error_text(err, text, sizeof text));
  MPI_Abort(MPI_COMM_WORLD, 1);
}

/* t' = q t q^T for a tensor given by its entries in LAMMPS's order (6: symmetric, or 9) */
static void turn_tensor(const double q[9], double *t, int n) {
  static const int row[9] = {0, 1, 2, 0, 0, 1, 1, 2, 2}, column[9] = {0, 1, 2, 1, 2, 2, 0, 0, 1};
  double m[9], turned[9];
  for (int k = 0; k < 9; k++) m[3 * row[k] + column[k]] = k < n ? t[k] : t[k - 3];
  for (int a = 0; a < 3; a++)
    for (int b = 0; b < 3; b++) {
      double s = 0;
      for (int c = 0; c < 3; c++)
        for (int d = 0; d < 3; d++) s += q[3 * a + c] * m[3 * c + d] * q[3 * b + d];
      turned[3 * a + b] = s;
    }
  for (int k = 0; k < n; k++) t[k] = turned[3 * row[k] + column[k]];
}

/* images [nall][n] onto their atoms, out [natom][n] */
static void fold(const dftfit_periodic *p, const double *images, int n, double *out) {
  for (int i = 0; i < p->nall; i++)
    for (int k = 0; k < n; k++) out[p->owner[i] * n + k] += images[i * n + k];
}

/* The terms of vatom are not symmetric tensors where forces are not central, and of each only the entries xx yy zz xy
 * xz yz are kept, as in LAMMPS: these six cannot be turned, so they are computed from turned positions. */
static void evaluate_vatom(const dftfit_potential *pot, const dftfit_periodic *p, const double q[9],
                           dftfit_workspace *ws, reference *out, dftfit_error *err) {
  double *x = calloc(3 * (size_t)p->nall, sizeof *x), *vatom = calloc(6 * (size_t)p->nall, sizeof *vatom);
  for (int i = 0; i < p->nall; i++)
    for (int a = 0; a < 3; a++)
      for (int b = 0; b < 3; b++) x[3 * i + a] += q[3 * a + b] * p->atoms.x[3 * i + b];
  dftfit_atoms turned = p->atoms;
  turned.x = x;
  must(dftfit_evaluate(pot, &turned, ws, &(dftfit_tally){.vatom = vatom}, err), err);
  fold(p, vatom, 6, &out->vatom[0][0]);
  free(x), free(vatom);
}

static void evaluate(const dftfit_potential *pot, const dftfit_periodic *p, dftfit_workspace *ws, reference *out,
                     dftfit_error *err) {
  size_t nall = (size_t)p->nall;
  double *force = calloc(nall * 3, sizeof *force), *cvatom = calloc(nall * 9, sizeof *cvatom),
         *eatom = calloc(nall, sizeof *eatom);
  dftfit_tally tally = {
      .force = force, .energy = &out->energy, .virial = out->virial, .eatom = eatom, .cvatom = cvatom};
  must(dftfit_evaluate(pot, &p->atoms, ws, &tally, err), err);
  fold(p, force, 3, &out->force[0][0]);
  fold(p, cvatom, 9, &out->cvatom[0][0]);
  fold(p, eatom, 1, out->eatom);
  free(force), free(cvatom), free(eatom);
}

/* Grades by the file that the potential names, which lies beside it. */
static void evaluate_grade(const dftfit_potential *pot, const char *potential_file, const dftfit_periodic *p,
                           dftfit_workspace *ws, reference *out, dftfit_error *err) {
  dftfit_grade_record record;
  char path[512], *bytes = malloc(1 << 22);
  dftfit_active_set *sets;
  double *grade = calloc((size_t)p->nall, sizeof *grade);
  dftfit_potential_get_grade(pot, &record);
  snprintf(path, sizeof path, "%.*s%s", (int)(strrchr(potential_file, '/') + 1 - potential_file), potential_file,
           record.file);
  FILE *in = fopen(path, "rb");
  size_t length = in ? fread(bytes, 1, 1 << 22, in) : 0;
  if (in) fclose(in);
  must(dftfit_active_set_parse(pot, path, bytes, length, &sets, err), err);
  must(dftfit_grade(pot, sets, &p->atoms, ws, grade, err), err);
  memcpy(out->grade, grade, (size_t)p->nlocal * sizeof *grade);
  dftfit_active_set_destroy(sets);
  free(grade);
  free(bytes);
}

void reference_compute(const char *potential_file, const configuration *c, reference *out) {
  dftfit_potential *pot;
  dftfit_error err = {0};
  dataset *set = dataset_create();
  dftfit_periodic *p = dftfit_periodic_create();
  static char symbol[CONFIGURATION_ATOMS][4];
  int element_of_species[2];
  must(dftfit_potential_read(potential_file, &pot, &err), &err);
  const dftfit_header *header = dftfit_potential_header(pot);
  for (int i = 0; i < c->natom; i++) memcpy(symbol[i], header->element[c->species[i] % header->nelement], 4);
  dataset_config config = {.natom = c->natom,
                           .symbol = (const char(*)[4])symbol,
                           .position = c->position,
                           .energy = NAN,
                           .group = "",
                           .source = "test"};
  for (int k = 0; k < 6; k++) config.stress[k] = NAN;
  memcpy(config.cell, c->cell, sizeof config.cell);
  memcpy(config.pbc, c->pbc, sizeof config.pbc);
  config.calculation.ecut = config.calculation.kspacing = config.calculation.scf_tolerance = NAN;
  must(dataset_append(set, &config, &err), &err);
  for (int s = 0; s < set->nspecies; s++) element_of_species[s] = dftfit_potential_element(pot, set->species[s]);
  must(dataset_neighbours(p, set, 0, element_of_species, dftfit_potential_cutoff(pot), &err), &err);

  memset(out, 0, sizeof *out);
  out->natom = c->natom;
  double q[9];
  lammps_frame(c->cell, q);
  dftfit_workspace *ws = dftfit_workspace_create();
  evaluate(pot, p, ws, out, &err);
  evaluate_vatom(pot, p, q, ws, out, &err);
  evaluate_grade(pot, potential_file, p, ws, out, &err);
  dftfit_workspace_destroy(ws);
  for (int i = 0; i < c->natom; i++) {
    double f[3];
    memcpy(f, out->force[i], sizeof f);
    for (int a = 0; a < 3; a++) out->force[i][a] = q[3 * a] * f[0] + q[3 * a + 1] * f[1] + q[3 * a + 2] * f[2];
    turn_tensor(q, out->cvatom[i], 9);
    out->energy_scale += fabs(out->eatom[i]);
    for (int k = 0; k < 6; k++) out->virial_scale += fabs(out->vatom[i][k]);
  }
  turn_tensor(q, out->virial, 6);
  double share = out->virial_scale / c->natom / dftfit_potential_cutoff(pot);
  out->force_scale = largest(&out->force[0][0], 3 * (size_t)c->natom);
  if (out->force_scale < 1e-6 * share) out->force_scale = share;
  dftfit_periodic_destroy(p);
  dataset_destroy(set);
  dftfit_potential_destroy(pot);
}
