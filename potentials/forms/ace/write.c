/* SPDX-License-Identifier: BSD-3-Clause */
/* Writes the block `ace:` of a potential file: radial functions and basis functions in full, so that the file does not
 * depend on how they were chosen. */
#include "base/pair_values.h"
#include "forms/ace/form.h"

static void write_small(dftfit_writer *w, const char *key, int n, const signed char *values) {
  int wide[COUPLING_MAX_RANK];
  for (int i = 0; i < n; i++) wide[i] = values[i];
  dftfit_write_text(w, key);
  dftfit_write_ints(w, n, wide);
}

static void write_function(const ace_form *f, int k, dftfit_writer *w) {
  const ace_function *a = &f->basis.function[k];
  dftfit_write_map_begin(w, true);
  if (f->mixed) {
    write_small(w, "mu", a->rank, a->mu);
  } else {
    dftfit_write_text(w, "mu");
    dftfit_write_seq_begin(w, true);
    for (int t = 0; t < a->rank; t++) dftfit_write_text(w, f->element[a->mu[t]]);
    dftfit_write_seq_end(w);
  }
  write_small(w, "n", a->rank, a->n);
  write_small(w, "l", a->rank, a->l);
  if (dftfit_coupling_free_momenta(a->rank) > 0) write_small(w, "L", dftfit_coupling_free_momenta(a->rank), a->L);
  dftfit_write_text(w, "c");
  dftfit_write_double(w, f->theta[k]);
  dftfit_write_map_end(w);
}

static void write_radial(const ace_form *f, const dftfit_header *header, dftfit_writer *w) {
  dftfit_write_map_begin(w, false);
  dftfit_write_text(w, "terms");
  dftfit_write_int(w, f->nterm);
  dftfit_write_text(w, "lambda");
  dftfit_write_double(w, f->lambda);
  if (f->inner) {
    dftfit_write_text(w, "inner_radius");
    dftfit_pair_write(w, header, f->inner_radius);
    dftfit_write_text(w, "inner_width");
    dftfit_pair_write(w, header, f->inner_width);
  }
  dftfit_write_text(w, "coefficients");
  dftfit_write_map_begin(w, false);
  for (int pair = 0; pair < dftfit_pair_count(f->nelement); pair++) {
    char name[DFTFIT_PAIR_NAME];
    dftfit_pair_name(header, pair, name);
    dftfit_write_text(w, name);
    dftfit_write_seq_begin(w, false);
    for (int n = 0; n < f->nradial; n++)
      dftfit_write_doubles(w, f->nterm, f->radial_c + ((size_t)pair * f->nradial + n) * f->nterm);
    dftfit_write_seq_end(w);
  }
  dftfit_write_map_end(w);
  dftfit_write_map_end(w);
}

void dftfit_ace_write(const void *self, const dftfit_header *header, dftfit_writer *w) {
  const ace_form *f = self;
  dftfit_write_map_begin(w, false);
  dftfit_write_text(w, "l_weight");
  dftfit_write_double(w, f->l_weight);
  dftfit_write_text(w, "smoothness");
  dftfit_write_double(w, f->smoothness);
  dftfit_write_text(w, "order_weight");
  dftfit_write_double(w, f->order_weight);
  if (f->mixed) {
    dftfit_write_text(w, "species");
    dftfit_write_seq_begin(w, false);
    for (int k = 0; k < f->nelement; k++) dftfit_write_doubles(w, f->nelement, f->channel + k * f->nelement);
    dftfit_write_seq_end(w);
    dftfit_write_text(w, "species_weight");
    dftfit_write_double(w, f->species_weight);
  }
  dftfit_write_text(w, "radial");
  write_radial(f, header, w);
  dftfit_write_text(w, "functions");
  dftfit_write_map_begin(w, false);
  for (int z = 0; z < f->nelement; z++) {
    dftfit_write_text(w, f->element[z]);
    dftfit_write_seq_begin(w, false);
    for (int k = f->basis.first[z]; k < f->basis.first[z + 1]; k++) write_function(f, k, w);
    dftfit_write_seq_end(w);
  }
  dftfit_write_map_end(w);
  dftfit_write_map_end(w);
}
