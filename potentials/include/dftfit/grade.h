/* SPDX-License-Identifier: BSD-3-Clause */
/** Extrapolation grade of a site: how far its surroundings are from those that a potential was fitted to.
 *
 *  b = dE_i/dtheta, the descriptors of site i of element z, and the square matrix A_z, whose rows are the descriptors of
 *  the training sites of that element that span the largest volume (its active set):
 *      grade_i = max_k |c_k|,   c A_z = b.
 *  Up to 1 the site is an interpolation between training sites; above, energies and forces are extrapolated.
 *  E. V. Podryabinkin, A. V. Shapeev, Comput. Mater. Sci. 140, 171 (2017); docs/grade.md */
#ifndef DFTFIT_GRADE_H
#define DFTFIT_GRADE_H

#include "dftfit/dftfit.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Receives the derivatives of the energies of nsite sites with respect to all parameters, de [nsite][nparameter], eV per
 *  unit of the parameter; atom [nsite]: their indices, element [nsite]. */
typedef struct dftfit_site_sink {
  void *self;
  dftfit_status (*take)(void *self, int nsite, const int *atom, const int *element, const double *de,
                        dftfit_error *err);
} dftfit_site_sink;

/** dE_i/dtheta of the central atoms, block by block in their order. DFTFIT_ERR_USAGE for a potential without parameters. */
DFTFIT_API dftfit_status dftfit_site_derivatives(const dftfit_potential *pot, const dftfit_atoms *atoms,
                                                 dftfit_workspace *ws, const dftfit_site_sink *sink, dftfit_error *err);

/** dE_i/dtheta [nparameter] of an atom of that element in surroundings without symmetry, which depend on nothing but the
 *  number of elements and the cutoffs. What is not zero there are the descriptors of that element; their values tell
 *  whether an active set belongs to a potential. */
DFTFIT_API dftfit_status dftfit_probe_derivatives(const dftfit_potential *pot, int element, double *de,
                                                  dftfit_error *err);

/** The active set of one element. */
typedef struct dftfit_active_element {
  int n;                 /* descriptors                                        */
  const int *parameter;  /* [n] which parameters they belong to, ascending     */
  const double *inverse; /* [n][n] of A: c_j = sum_k b_k inverse[k][j]         */
} dftfit_active_element;

typedef struct dftfit_active_set dftfit_active_set; /* of all elements; read-only once made */

/** The bytes of a file of active sets, element [nelement]; the caller frees *bytes. */
DFTFIT_API dftfit_status dftfit_active_set_write(const dftfit_potential *pot, const dftfit_active_element *element,
                                                 char **bytes, size_t *length, dftfit_error *err);
/** Parses such bytes. An error when they are damaged or were not made for the functions of pot. name: for errors. */
DFTFIT_API dftfit_status dftfit_active_set_parse(const dftfit_potential *pot, const char *name, const char *bytes,
                                                 size_t length, dftfit_active_set **out, dftfit_error *err);
DFTFIT_API void dftfit_active_set_destroy(dftfit_active_set *set); /* NULL is fine */
DFTFIT_API size_t dftfit_active_set_bytes(const dftfit_active_set *set);

/** grade [nall] of the central atoms; other entries stay as they are. */
DFTFIT_API dftfit_status dftfit_grade(const dftfit_potential *pot, const dftfit_active_set *set,
                                      const dftfit_atoms *atoms, dftfit_workspace *ws, double *grade,
                                      dftfit_error *err);

/** What a potential file says of its active sets. */
typedef struct dftfit_grade_record {
  char file[256];  /* beside the potential file; empty: it has none               */
  char sha256[65]; /* of that file                                                */
  double
      reliable; /* up to this grade, forces of groups that were left out of the fit had errors of the usual size; 0: not known */
} dftfit_grade_record;
DFTFIT_API void dftfit_potential_get_grade(const dftfit_potential *pot, dftfit_grade_record *record);
DFTFIT_API void dftfit_potential_set_grade(dftfit_potential *pot, const dftfit_grade_record *record);

#ifdef __cplusplus
}
#endif
#endif
