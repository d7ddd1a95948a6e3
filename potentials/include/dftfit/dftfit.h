/* SPDX-License-Identifier: BSD-3-Clause */
/** dftfit: interatomic potentials, read and evaluated. Units: LAMMPS metal (eV, A, eV/A, eV/A^3).
 *  This header is for programs that run a potential; docs/library.md shows how. fit.h is for programs that fit one, form.h
 *  for authors of functional forms, grade.h for extrapolation grades.
 *  A potential does not change while it is evaluated and may be shared by threads; a calculation or a workspace belongs to
 *  one thread. Nothing here prints, exits, or keeps global state. */
#ifndef DFTFIT_H
#define DFTFIT_H

#include "dftfit/block.h"
#include "dftfit/status.h"

#ifdef __cplusplus
extern "C" {
#endif

#define DFTFIT_VERSION "0.1.0"

typedef struct dftfit_potential dftfit_potential;
typedef struct dftfit_calculation dftfit_calculation;
typedef struct dftfit_workspace dftfit_workspace;

/* ---- potentials ---- */

/** Reads the potential file at path: dftfit's own, or one of another code (docs/potential-file.md). */
DFTFIT_API dftfit_status dftfit_potential_read(const char *path, dftfit_potential **out, dftfit_error *err);
/** Parses a potential file from memory. name is used in errors, and to recognise formats of other codes. */
DFTFIT_API dftfit_status dftfit_potential_parse(const char *name, const char *text, size_t length,
                                                dftfit_potential **out, dftfit_error *err);
/** Parses a file of the named format, whatever the name of the file: dftfit, alloy, tersoff/mod, ... */
DFTFIT_API dftfit_status dftfit_potential_parse_as(const char *format, const char *name, const char *text,
                                                   size_t length, dftfit_potential **out, dftfit_error *err);
DFTFIT_API void dftfit_potential_destroy(dftfit_potential *pot); /* NULL is fine */

/** Index of an element of the potential, 0 .. nelement-1, from its chemical symbol; -1: the potential does not know it. */
DFTFIT_API int dftfit_potential_element(const dftfit_potential *pot, const char *symbol);
/** Chemical symbol of an element; NULL: the potential has no element of that index. */
DFTFIT_API const char *dftfit_potential_symbol(const dftfit_potential *pot, int element);
/** Mass of an element, g/mol; 0: the potential file does not tell (only files of other codes and what is made of them
 *  do). */
DFTFIT_API double dftfit_potential_mass(const dftfit_potential *pot, int element);
DFTFIT_API double dftfit_potential_cutoff(const dftfit_potential *pot);                    /* largest cutoff, A */
DFTFIT_API double dftfit_potential_pair_cutoff(const dftfit_potential *pot, int a, int b); /* A */
/** Replaces every distance r in the form's energy by r + shift, in A, like the keyword `shift` of LAMMPS's pair_style
 *  tersoff; in place of a shift that the potential has. Cutoffs become shorter by it. An error where the form has none. */
DFTFIT_API dftfit_status dftfit_potential_set_shift(dftfit_potential *pot, double shift, dftfit_error *err);

/* ---- energies and forces of a system of atoms: the library finds the neighbours ---- */

/** A system of atoms; all pointers are borrowed. */
typedef struct dftfit_system {
  int natom;              /* at least 1                                                                     */
  const int *element;     /* [natom] index of each atom's element, from dftfit_potential_element             */
  const double *position; /* [natom][3] A, inside or outside of the cell                                     */
  const double *cell;     /* [3][3] rows a, b, c, A, of either handedness; the row of an open direction is not
                             used. NULL: only where all directions are open                                 */
  const int *pbc;         /* [3] 1: periodic along a, b, c; 0: open. NULL: periodic in all directions       */
} dftfit_system;

/** What a calculation returns. The caller sets the pointers; NULL: not asked for. */
typedef struct dftfit_result {
  double energy;       /* eV, reference energies included                                                   */
  double *force;       /* [natom][3] eV/A                                                                   */
  double *stress;      /* [6] eV/A^3, xx yy zz yz xz xy: (1/V) dE/d(strain), positive under tension; NaN
                          unless the system is periodic in all three directions                              */
  double *atom_energy; /* [natom] eV; they add up to energy                                                 */
} dftfit_result;

/** A calculation keeps memory and neighbour lists from call to call. pot is borrowed.
 *  skin, A: neighbours are listed up to cutoff + skin, and the lists are used again until an atom has moved by more than
 *  skin/2 or anything else of the system has changed. 0: new lists at each call, best where positions have nothing to do
 *  with those before. About 1 A suits molecular dynamics. Results do not depend on it but for rounding. */
DFTFIT_API dftfit_status dftfit_calculation_create(const dftfit_potential *pot, double skin, dftfit_calculation **out,
                                                   dftfit_error *err);
DFTFIT_API void dftfit_calculation_destroy(dftfit_calculation *calculation); /* NULL is fine */
/** Energy, and what result asks for besides. Errors name the atom in err->atom, an index into the arrays of system:
 *  DFTFIT_ERR_ELEMENT, DFTFIT_ERR_VALUE (a position or cell that is not finite, periodic rows in a plane, a system too
 *  dense for matter), DFTFIT_ERR_NUMERIC (two atoms at one place, an energy or force that is not finite). */
DFTFIT_API dftfit_status dftfit_calculation_compute(dftfit_calculation *calculation, const dftfit_system *system,
                                                    dftfit_result *result, dftfit_error *err);

/* ---- the same for codes that have ghost atoms and neighbour lists, such as LAMMPS ---- */

DFTFIT_API dftfit_workspace *dftfit_workspace_create(void); /* NULL: out of memory. It grows in the first steps only. */
DFTFIT_API void dftfit_workspace_destroy(dftfit_workspace *ws);
DFTFIT_API size_t dftfit_workspace_bytes(const dftfit_workspace *ws);

/** Energies, forces and virials of the central atoms in atoms->ilist: gathers blocks, evaluates, adds to tally.
 *  An energy or gradient that is not finite is DFTFIT_ERR_NUMERIC with err->atom set to the central atom, and the
 *  message gives its nearest neighbour's distance; in that case tally is incomplete. */
DFTFIT_API dftfit_status dftfit_evaluate(const dftfit_potential *pot, const dftfit_atoms *atoms, dftfit_workspace *ws,
                                         const dftfit_tally *tally, dftfit_error *err);

#ifdef __cplusplus
}
#endif
#endif
