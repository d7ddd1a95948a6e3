/* SPDX-License-Identifier: BSD-3-Clause */
/** The functions of an embedded-atom potential as tables on uniform grids, as DYNAMO's setfl files hold them, and the
 *  interpolation between the points that LAMMPS uses, so that a file gives LAMMPS's numbers. docs/eam_tables.md
 */
#ifndef FORMS_EAM_TABLE_H
#define FORMS_EAM_TABLE_H

#include <stdbool.h>

#include "dftfit/form.h"

/** Point k of a function of distance is at r = k dr, point k of an embedding energy at rho = k drho, k = 0, 1, ... */
typedef struct eam_table {
  int nelement;
  bool finnis_sinclair; /* a density per host and neighbour; false: per neighbour alone */
  int nrho, nr;         /* points, at least EAM_MIN_POINTS                               */
  double drho, dr;      /* 1, A                                                          */
  double rho_max;       /* from here on F is a straight line; (nrho-1) drho but for funcfl files, whose last
                           interval LAMMPS leaves out                                    */
  double *embedding;    /* [nelement][nrho] F, eV                                        */
  double *density;      /* [nelement][hosts][nr] what an atom of the first gives at one of the second; hosts: 1, or
                           nelement for Finnis-Sinclair                                  */
  double *pair;         /* [nelement(nelement+1)/2][nr] r phi, eV A: 0-0, 1-0, 1-1, 2-0, ... as in the file */
  struct {
    double constant;              /* A   */
    char type[16];                /* fcc */
  } lattice[DFTFIT_MAX_ELEMENTS]; /* for the reader of a file, without effect on the energy */
} eam_table;

enum { EAM_MIN_POINTS = 5, EAM_MAX_POINTS = 10000000 }; /* the slopes of LAMMPS's interpolation need 5 */

/** Allocates the arrays for the counts in *t; all zero. */
dftfit_status dftfit_eam_table_allocate(eam_table *t, dftfit_error *err);
void dftfit_eam_table_free(eam_table *t);

static inline double *eam_table_embedding(const eam_table *t, int a) { return t->embedding + (long)a * t->nrho; }
/** What an atom of element b gives at a host of element a. */
static inline double *eam_table_density(const eam_table *t, int a, int b) {
  return t->density + (t->finnis_sinclair ? (long)b * t->nelement + a : b) * (long)t->nr;
}
static inline double *eam_table_pair(const eam_table *t, int a, int b) {
  int high = a > b ? a : b, low = a > b ? b : a;
  return t->pair + ((long)high * (high + 1) / 2 + low) * t->nr;
}

/** Slopes of f [n] per interval at its points, by LAMMPS's differences; slope [n] with a stride of `stride` doubles. */
void dftfit_eam_table_slopes(int n, const double *f, double *slope, int stride);

/** Cubic between two points, ((c3 t + c2) t + c1) t + c0 with 0 <= t <= 1, from values and slopes per interval at both.
 */
static inline void eam_cubic(double f0, double s0, double f1, double s1, double c[4]) {
  c[0] = f0;
  c[1] = s0;
  c[2] = 3 * (f1 - f0) - 2 * s0 - s1;
  c[3] = s0 + s1 - 2 * (f1 - f0);
}

typedef struct eam_value {
  double value, slope; /* slope per interval */
} eam_value;

static inline eam_value eam_cubic_at(const double c[4], double t) {
  return (eam_value){((c[3] * t + c[2]) * t + c[1]) * t + c[0], (3 * c[3] * t + 2 * c[2]) * t + c[1]};
}

#endif
