/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>

#include "forms/pace/records.h"

static void put_double(dftfit_writer *w, const char *key, double value) {
  dftfit_write_text(w, key);
  dftfit_write_double(w, value);
}

static void put_int(dftfit_writer *w, const char *key, int value) {
  dftfit_write_text(w, key);
  dftfit_write_int(w, value);
}

static void put_element(const pace_model *file, bool own, int z, dftfit_writer *w) {
  if (own)
    dftfit_write_text(w, file->element[z]);
  else
    dftfit_write_int(w, z);
}

static void write_embedding(const pace_embedding *e, dftfit_writer *w) {
  dftfit_write_map_begin(w, true);
  put_int(w, "ndensity", e->ndensity);
  dftfit_write_text(w, "FS_parameters");
  dftfit_write_seq_begin(w, true);
  for (int p = 0; p < e->ndensity; p++) {
    dftfit_write_double(w, e->weight[p]);
    dftfit_write_double(w, e->exponent[p]);
  }
  dftfit_write_seq_end(w);
  dftfit_write_text(w, "npoti");
  dftfit_write_text(w, e->shifted_scaled ? "FinnisSinclairShiftedScaled" : "FinnisSinclair");
  put_double(w, "rho_core_cutoff", e->core_cutoff);
  put_double(w, "drho_core_cutoff", e->core_width);
  dftfit_write_map_end(w);
}

static void write_bond(const pace_bond *b, pace_inner inner, dftfit_writer *w) {
  dftfit_write_map_begin(w, true);
  put_int(w, "nradmax", b->nradial);
  put_int(w, "lmax", b->lmax);
  put_int(w, "nradbasemax", b->nbasis);
  dftfit_write_text(w, "radbasename");
  dftfit_write_text(w, dftfit_pace_basis_name[b->basis]);
  dftfit_write_text(w, "radparameters");
  dftfit_write_doubles(w, 1, &b->lambda);
  dftfit_write_text(w, "radcoefficients");
  dftfit_write_seq_begin(w, true);
  for (int n = 0; n < b->nradial; n++) {
    dftfit_write_seq_begin(w, true);
    for (int l = 0; l <= b->lmax; l++) dftfit_write_doubles(w, b->nbasis, b->c + (n * (b->lmax + 1) + l) * b->nbasis);
    dftfit_write_seq_end(w);
  }
  dftfit_write_seq_end(w);
  put_double(w, "prehc", b->core);
  put_double(w, "lambdahc", b->core_decay);
  put_double(w, "rcut", b->cutoff);
  put_double(w, "dcut", b->width);
  put_double(w, "rcut_in", b->inner_cutoff);
  put_double(w, "dcut_in", b->inner_width);
  dftfit_write_text(w, "inner_cutoff_type");
  dftfit_write_text(w, dftfit_pace_inner_name[inner]);
  dftfit_write_map_end(w);
}

static void put_small(dftfit_writer *w, const char *key, int n, const signed char *values) {
  dftfit_write_text(w, key);
  dftfit_write_seq_begin(w, true);
  for (int i = 0; i < n; i++) dftfit_write_int(w, values[i]);
  dftfit_write_seq_end(w);
}

static void write_function(const pace_function *f, int z, int ndensity, dftfit_writer *w) {
  dftfit_write_map_begin(w, true);
  put_int(w, "mu0", z);
  put_int(w, "rank", f->rank);
  put_int(w, "ndensity", ndensity);
  put_int(w, "num_ms_combs", f->nterm);
  put_small(w, "mus", f->rank, f->mu);
  put_small(w, "ns", f->rank, f->n);
  put_small(w, "ls", f->rank, f->l);
  put_small(w, "ms_combs", f->nterm * f->rank, f->m);
  dftfit_write_text(w, "ctildes");
  dftfit_write_doubles(w, f->nterm * ndensity, f->c);
  dftfit_write_map_end(w);
}

static void write_bond_key(const pace_model *file, bool own, int pair, dftfit_writer *w) {
  int a = pair / file->nelement, b = pair % file->nelement;
  char name[16];
  if (own) {
    snprintf(name, sizeof name, "%.3s-%.3s", file->element[a], file->element[b]);
    dftfit_write_text(w, name);
  } else {
    dftfit_write_ints(w, 2, (const int[]){a, b});
  }
}

void dftfit_pace_records_write(const pace_model *file, bool own, dftfit_writer *w) {
  put_double(w, "deltaSplineBins", file->spline_width);
  dftfit_write_text(w, "embeddings");
  dftfit_write_map_begin(w, false);
  for (int z = 0; z < file->nelement; z++) {
    put_element(file, own, z, w);
    write_embedding(&file->embedding[z], w);
  }
  dftfit_write_map_end(w);
  dftfit_write_text(w, "bonds");
  dftfit_write_map_begin(w, false);
  for (int pair = 0; pair < file->nelement * file->nelement; pair++) {
    write_bond_key(file, own, pair, w);
    write_bond(&file->bond[pair], file->inner, w);
  }
  dftfit_write_map_end(w);
  dftfit_write_text(w, "functions");
  dftfit_write_map_begin(w, false);
  for (int z = 0; z < file->nelement; z++) {
    put_element(file, own, z, w);
    dftfit_write_seq_begin(w, false);
    for (int k = file->first[z]; k < file->first[z + 1]; k++)
      write_function(&file->function[k], z, file->embedding[z].ndensity, w);
    dftfit_write_seq_end(w);
  }
  dftfit_write_map_end(w);
}
