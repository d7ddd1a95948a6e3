/* SPDX-License-Identifier: BSD-3-Clause */
/** dftfit: interatomic potentials, read, evaluated, written. Units: LAMMPS metal.
 *  A potential is immutable while it is evaluated and may be shared by threads; a workspace belongs to one thread.
 *  Nothing here prints, exits, or keeps global state. */
#ifndef DFTFIT_H
#define DFTFIT_H

#include "dftfit/block.h"
#include "dftfit/form.h"
#include "dftfit/status.h"

#ifdef __cplusplus
extern "C" {
#endif

#define DFTFIT_VERSION "0.1.0"
enum { DFTFIT_FILE_VERSION = 1 }; /* `dftfit:` in potential files that this library writes; it reads all up to this */

typedef struct dftfit_potential dftfit_potential;
typedef struct dftfit_workspace dftfit_workspace;

/** Parses a potential file of any known format from memory. name is used in errors (and to recognise foreign formats). */
dftfit_status dftfit_potential_parse(const char *name, const char *text, size_t length, dftfit_potential **out,
                                     dftfit_error *err);
/** The same of a file of the named format, whatever the name of the file: dftfit, alloy, tersoff/mod, ... */
dftfit_status dftfit_potential_parse_as(const char *format, const char *name, const char *text, size_t length,
                                        dftfit_potential **out, dftfit_error *err);
/** Reads the whole file at path and parses it. */
dftfit_status dftfit_potential_read(const char *path, dftfit_potential **out, dftfit_error *err);
/** Makes a potential from a mapping with the keys of a potential file but for `dftfit:` (the `potential:` of fit.yaml). */
dftfit_status dftfit_potential_from_node(dftfit_node node, dftfit_potential **out, dftfit_error *err);
void dftfit_potential_destroy(dftfit_potential *pot); /* NULL is fine */
/** Writes the potential file into w as one complete mapping. fit: what stands under `fit:`, absent node: nothing. */
dftfit_status dftfit_potential_write(const dftfit_potential *pot, dftfit_node fit, dftfit_writer *w, dftfit_error *err);

const dftfit_form *dftfit_potential_form(const dftfit_potential *pot);
const dftfit_header *dftfit_potential_header(const dftfit_potential *pot);
int dftfit_potential_element(const dftfit_potential *pot, const char *symbol);  /* index, or -1 */
double dftfit_potential_cutoff(const dftfit_potential *pot);                    /* largest cutoff, A */
double dftfit_potential_pair_cutoff(const dftfit_potential *pot, int a, int b); /* A */
/** Reference energies, eV per atom [nelement]: E_i = E_i(form) + E_i(core) + reference[z_i]. */
void dftfit_potential_get_reference(const dftfit_potential *pot, double *reference);
void dftfit_potential_set_reference(dftfit_potential *pot, const double *reference);

/** Replaces every distance r in the form's energy by r + shift, in A, like the keyword `shift` of LAMMPS's pair_style
 *  tersoff; in place of a shift that the potential has. Cutoffs become shorter by it. An error where the form has none. */
dftfit_status dftfit_potential_set_shift(dftfit_potential *pot, double shift, dftfit_error *err);

/** A distance (A) below any of a solid or a molecule, where nobody gives one: 0.7 of the bond length that the covalent
 *  radii of the two elements give, but not beyond half of cutoff (A). a, b: chemical symbols. */
double dftfit_shortest_distance(const char *a, const char *b, double cutoff);

/** Mass of an element, g/mol; 0: the potential file does not tell (only files of other codes and what is made of them do). */
double dftfit_potential_mass(const dftfit_potential *pot, int element);

/** How far functions that were written as tables are from the potential's own, at points between those of the tables. */
typedef struct dftfit_table_error {
  double pair, density, embedding; /* eV (of a core above 1 eV: relative to it), 1, eV */
} dftfit_table_error;
/** The potential as the text of a file of the named format: dftfit, alloy or fs (LAMMPS's eam/alloy and eam/fs), tersoff,
 *  tersoff/mod, tersoff/mod/c or tersoff/zbl. points: of each table, 0: as many as the
 *  potential has itself. *text is NUL-terminated, the caller frees it. error: NULL, or how far tables are off (zero where the
 *  format holds the potential exactly). */
dftfit_status dftfit_potential_export(const dftfit_potential *pot, const char *format, int points, char **text,
                                      dftfit_table_error *error, dftfit_error *err);

int dftfit_potential_nparameter(const dftfit_potential *pot);
void dftfit_potential_parameter(const dftfit_potential *pot, int k, dftfit_parameter *out);
void dftfit_potential_get(const dftfit_potential *pot, double *theta);
void dftfit_potential_set(dftfit_potential *pot, const double *theta);
/** Can the potential do with a subset of its parameters? Then cost and reduce of form.h are: */
bool dftfit_potential_reducible(const dftfit_potential *pot);
double dftfit_potential_cost(const dftfit_potential *pot, const bool *keep, double neighbours, double *share);
dftfit_status dftfit_potential_reduce(dftfit_potential *pot, const bool *keep, dftfit_error *err);

dftfit_workspace *dftfit_workspace_create(void); /* NULL: out of memory. Grows as needed, never per step afterwards. */
void dftfit_workspace_destroy(dftfit_workspace *ws);
size_t dftfit_workspace_bytes(const dftfit_workspace *ws);

/** Energies, forces and virials of the central atoms in atoms->ilist: gathers blocks, evaluates, adds to tally.
 *  An energy or gradient that is not finite is DFTFIT_ERR_NUMERIC with err->atom set to the central atom, and the
 *  message gives its nearest neighbour's distance; in that case tally is incomplete. */
dftfit_status dftfit_evaluate(const dftfit_potential *pot, const dftfit_atoms *atoms, dftfit_workspace *ws,
                              const dftfit_tally *tally, dftfit_error *err);
/** Derivatives of the same with respect to the parameters (reference energies and core have none). */
dftfit_status dftfit_jacobian(const dftfit_potential *pot, const dftfit_atoms *atoms, dftfit_workspace *ws,
                              const dftfit_row_sink *sink, dftfit_error *err);

#ifdef __cplusplus
}
#endif
#endif
