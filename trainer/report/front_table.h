/* SPDX-License-Identifier: BSD-3-Clause */
/** The stages of a selection as a table: parameters, cost, cross-validated errors. */
#ifndef TRAINER_REPORT_FRONT_TABLE_H
#define TRAINER_REPORT_FRONT_TABLE_H

#include "config/fit_config.h"
#include "report/table.h"
#include "solve/selection/select.h"

/** all: the fit with all parameters, whose sigmas were held; chosen: the stage that is taken. Root mean square errors
 *  are those of left-out rows, weighted as in the fit (groups, high_energy). */
void front_table_print(FILE *to, table_style style, const fit_config *config, const triangles *t, const linear_fit *all,
                       const sparse_path *s, int chosen);

#endif
