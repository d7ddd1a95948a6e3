/* SPDX-License-Identifier: BSD-3-Clause */
/** For programs that fit potentials: how one is made, its parameters, derivatives with respect to them, and how it is
 *  written. */
#ifndef DFTFIT_FIT_H
#define DFTFIT_FIT_H

#include "dftfit/dftfit.h"
#include "dftfit/form.h"
#include "dftfit/yaml.h"

#ifdef __cplusplus
extern "C" {
#endif

enum { DFTFIT_FILE_VERSION = 1 }; /* `dftfit:` in potential files that this library writes; it reads all up to this */

/** Makes a potential from a mapping with the keys of a potential file but for `dftfit:` (the `potential:` of fit.yaml). */
DFTFIT_API dftfit_status dftfit_potential_from_node(dftfit_node node, dftfit_potential **out, dftfit_error *err);
DFTFIT_API const dftfit_form *dftfit_potential_form(const dftfit_potential *pot);
DFTFIT_API const dftfit_header *dftfit_potential_header(const dftfit_potential *pot);

/** Reference energies, eV per atom [nelement]: E_i = E_i(form) + E_i(core) + reference[z_i]. */
DFTFIT_API void dftfit_potential_get_reference(const dftfit_potential *pot, double *reference);
DFTFIT_API void dftfit_potential_set_reference(dftfit_potential *pot, const double *reference);

DFTFIT_API int dftfit_potential_nparameter(const dftfit_potential *pot);
DFTFIT_API void dftfit_potential_parameter(const dftfit_potential *pot, int k, dftfit_parameter *out);
DFTFIT_API void dftfit_potential_get(const dftfit_potential *pot, double *theta); /* theta [nparameter] */
DFTFIT_API void dftfit_potential_set(dftfit_potential *pot, const double *theta);
/** Derivatives of what dftfit_evaluate gives with respect to the parameters (reference energies and core have none). */
DFTFIT_API dftfit_status dftfit_jacobian(const dftfit_potential *pot, const dftfit_atoms *atoms, dftfit_workspace *ws,
                                         const dftfit_row_sink *sink, dftfit_error *err);

/** Can the potential do with a subset of its parameters? */
DFTFIT_API bool dftfit_potential_reducible(const dftfit_potential *pot);
/** `cost` of form.h; NaN where the potential is not reducible. */
DFTFIT_API double dftfit_potential_cost(const dftfit_potential *pot, const bool *keep, double neighbours,
                                        double *share);
/** `reduce` of form.h; DFTFIT_ERR_USAGE where the potential is not reducible. */
DFTFIT_API dftfit_status dftfit_potential_reduce(dftfit_potential *pot, const bool *keep, dftfit_error *err);

/** Writes the potential file into w as one complete mapping; w keeps what fails for dftfit_writer_finish. fit: what
 *  stands under `fit:`, absent node: nothing. */
DFTFIT_API void dftfit_potential_write(const dftfit_potential *pot, dftfit_node fit, dftfit_writer *w);

enum { DFTFIT_FORMAT_ENDINGS = 2 };

/** A format of potential files. */
typedef struct dftfit_format_info {
  const char *name, *summary;                /* as users say it; one line                              */
  const char *ending[DFTFIT_FORMAT_ENDINGS]; /* of the names of its files; the others NULL             */
  bool written, tables;                      /* potentials can be written in it; as tables whose points can be chosen */
} dftfit_format_info;
/** Format i = 0, 1, ...; false: there are no more. */
DFTFIT_API bool dftfit_format_describe(int i, dftfit_format_info *out);
/** The name of the format whose files are named so; NULL: the name does not tell. */
DFTFIT_API const char *dftfit_format_of_name(const char *file_name);

/** How far functions that were written as tables are from the potential's own, at points between those of the tables. */
typedef struct dftfit_table_error {
  double pair, density, embedding; /* eV (of a core above 1 eV: relative to it), 1, eV */
} dftfit_table_error;
/** The potential as the text of a file of the named format (dftfit_format_describe). points: of each table, 0: as many as the
 *  potential has itself. *text is NUL-terminated, the caller frees it. error: NULL, or how far tables are off (zero where the
 *  format holds the potential exactly). */
DFTFIT_API dftfit_status dftfit_potential_export(const dftfit_potential *pot, const char *format, int points,
                                                 char **text, dftfit_table_error *error, dftfit_error *err);

/** A distance (A) below any of a solid or a molecule, where nobody gives one: 0.7 of the bond length that the covalent
 *  radii of the two elements give, but not beyond half of cutoff (A). a, b: chemical symbols. */
DFTFIT_API double dftfit_shortest_distance(const char *a, const char *b, double cutoff);

#ifdef __cplusplus
}
#endif
#endif
