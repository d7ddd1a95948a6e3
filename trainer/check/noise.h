/* SPDX-License-Identifier: BSD-3-Clause */
/** The same structures computed at two settings: how far their targets differ (docs/data-checks.md, "Noise"). */
#ifndef TRAINER_CHECK_NOISE_H
#define TRAINER_CHECK_NOISE_H

#include "data/dataset.h"
#include "data/target.h"

/** Structures are the same when no component of the strain and no displacement of an atom, A, is larger than these:
 *  what files lose in digits. */
#define NOISE_SAME_STRAIN 1e-4
#define NOISE_SAME_DISPLACEMENT 1e-3

typedef struct noise_match {
  int64_t a, b; /* configurations of the two data sets */
} noise_match;

typedef struct noise_sigma {
  int64_t n;      /* differences                                                                     */
  double sigma;   /* 1.4826 times the median |difference|; eV/atom, eV/A, eV/A^3; NaN: too few        */
  double rms;     /* their root mean square, which a few large ones decide                            */
  double largest; /* |difference|                                                                     */
  int64_t config; /* of the first data set, where it is                                               */
} noise_sigma;

/** Fewer differences than this give no sigma. */
enum { NOISE_LEAST = 8 };

typedef struct noise_report {
  int64_t nmatch;
  noise_match *match; /* [nmatch] ascending in a; every configuration in at most one */
  double *offset;     /* [nspecies of a] eV/atom of b above a, taken off; NaN: not among the columns */
  double per_atom;    /* the same where only one offset for all atoms is determined, else NaN */
  double pressure;    /* eV/A^3, median difference of tr sigma/3, taken off */
  noise_sigma all[TARGET_KINDS];
  noise_sigma (*group)[TARGET_KINDS]; /* [ngroup of a] */
} noise_report;

dftfit_status noise_report_create(const dataset *a, const dataset *b, noise_report *out, dftfit_error *err);
void noise_report_destroy(noise_report *r);

#endif
