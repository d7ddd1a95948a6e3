/* SPDX-License-Identifier: BSD-3-Clause */
/** The work test: energies, forces and stresses of a data set against each other (docs/data-checks.md). For pairs of
 *  configurations that are almost the same the difference of energies is compared with the work of forces and stress;
 *  what comes out tells units, signs and orders that were mistaken. */
#ifndef TRAINER_CHECK_WORK_H
#define TRAINER_CHECK_WORK_H

#include "check/composition.h"
#include "check/robust.h"

typedef enum work_test {
  WORK_STRESS, /* pairs with different cells: E_b - E_a - work of forces = slope * work of stress + offset * dV */
  WORK_FORCES, /* pairs with the same cell: E_b - E_a = slope * work of forces                                  */
  WORK_TESTS
} work_test;

typedef enum work_verdict {
  WORK_TOO_FEW,      /* pairs */
  WORK_UNDETERMINED, /* too little work, or too much alike, for a slope */
  WORK_GOOD,
  WORK_NOISE,    /* the slope is 1, but the energies scatter about the line */
  WORK_OUTLIERS, /* the slope is 1, but some pairs are far off the line */
  WORK_OFFSET,   /* good but for a constant hydrostatic stress */
  WORK_ORDER,    /* shear components stand in another order */
  WORK_SLOPE,    /* energies and work are proportional, but the factor is not 1 */
  WORK_SCATTER   /* energies have nothing, or too little, to do with the work */
} work_verdict;

typedef struct work_result {
  const composition_class *class;
  work_test test;
  work_verdict verdict;
  int64_t npair, nconfig; /* pairs, and configurations in them */
  double slope, slope_error;
  double offset, offset_error; /* eV/A^3, to be added to the diagonal of the stress; error NaN: not known */
  double pressure;             /* usual |stress| that does the work, eV/A^3, slope included */
  double correlation;          /* between E_b - E_a (less the work of forces) and the work */
  double size, scatter;        /* median |E_b - E_a|, median |difference from the line|, eV/atom */
  double explained;            /* 1 - sum |difference from the line| / sum |E_b - E_a|, weighted */
  int order[3];                /* stored component (0 yz, 1 xz, 2 xy) that is yz, xz, xy in truth */
  bool order_open;             /* other orders fit as well: the strains do not tell them apart */
  int64_t nmiss;               /* pairs that are far off the line */
  int64_t noutlier, *outlier;  /* configurations whose energies do not go with those of their partners */
} work_result;

typedef struct work_report {
  int64_t n;
  work_result *result; /* [n] by class, then test; classes without pairs are left out */
} work_report;

/** Runs both tests on every class of the table, which the report refers to. */
dftfit_status work_report_create(const dataset *set, const composition_table *table, work_report *out,
                                 dftfit_error *err);
void work_report_destroy(work_report *r);

/** Whether the test has something to say about the stress of a group. */
bool work_judges_stress(const work_report *report, int group);
/** Whether the slope is 1 within WORK_SLOPE_TOLERANCE and its error. */
bool work_slope_is_one(const work_result *r);
/** Whether the offset is one to correct: of a verdict other than WORK_OFFSET, where it stands out as well. */
bool work_has_offset(const work_result *r);
/** What must be added to the diagonal, eV/A^3, of a stress that is multiplied by `factor` for the line (slope,
 *  offset) to go through zero; with factor = slope it is the offset itself. */
double work_added_stress(const work_result *r, double factor);
/** A slope between these counts as 1: trapezoids over finite strain, and noise, move it by some per cent. */
#define WORK_SLOPE_TOLERANCE 0.1
/** Least number of pairs, of configurations in them, that a slope is drawn through. */
enum { WORK_LEAST_PAIRS = 4, WORK_LEAST_CONFIGS = 4 };

#endif
