/* SPDX-License-Identifier: BSD-3-Clause */
/** Descriptors of the sites of one element, configuration by configuration: the rows that an active set is chosen from.
 */
#ifndef TRAINER_GRADE_SITE_ROWS_H
#define TRAINER_GRADE_SITE_ROWS_H

#include "assemble/model.h"
#include "grade/maxvol.h"

typedef struct site_rows {
  model *model; /* borrowed */
  int element;
  int n;             /* descriptors                                                              */
  const int *column; /* [n] parameters of the potential that they belong to, borrowed            */
  double *kept;      /* [sites][n] of all configurations, NULL: computed whenever they are needed */
  int64_t *first;    /* [nconfig+1] first kept row of a configuration; NULL with kept            */
  double *row;       /* [capacity][n] of the configuration at hand */
  int64_t *atom;     /* [capacity] index in the data               */
  int64_t capacity;
  double *batch; /* [MAXVOL_BATCH][n] */
} site_rows;

/** used [nconfig]: which configurations will be asked for. Rows are kept where all of them fit into limit bytes. */
dftfit_status site_rows_create(site_rows *s, model *m, int element, int n, const int *column, const bool *used,
                               size_t limit, dftfit_error *err);
void site_rows_destroy(site_rows *s);

/** Takes rows [nrow][n], nrow <= MAXVOL_BATCH, of atoms (indices in the data) atom [nrow]. wanted: whether the row
 *  of an atom is to be handed over; NULL: all are. */
typedef struct site_consumer {
  void *self;
  bool (*wanted)(void *self, int64_t atom);
  dftfit_status (*take)(void *self, int nrow, const double *rows, const int64_t *atom, dftfit_error *err);
} site_consumer;

/** Hands over the rows of all configurations c with used[c], in the order of the data. */
dftfit_status site_rows_walk(site_rows *s, const bool *used, const site_consumer *consumer, dftfit_error *err);

#endif
