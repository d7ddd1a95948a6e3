/* SPDX-License-Identifier: BSD-3-Clause */
/** The error table: a line per group and one for all, MAE and RMSE with intervals; energy meV/atom, force eV/A,
 *  stress GPa. */
#ifndef TRAINER_REPORT_TABLE_H
#define TRAINER_REPORT_TABLE_H

#include <stdio.h>

#include "measure/errors.h"

typedef enum table_style { TABLE_TEXT, TABLE_CSV } table_style;

/** Factor from internal units to those of the table. */
double table_unit(int kind);
const char *table_unit_name(int kind);

void table_heading(FILE *to, table_style style);
/** Lines of the configurations with fold_of[c] == which (from .. to inclusive; fold_of NULL: all), under the name title;
 *  total [TARGET_KINDS], unless NULL, gets the line of all. No line where there are no configurations. */
dftfit_status table_print(FILE *to, table_style style, const char *title, const dataset *set, const int *fold_of,
                          int from, int upto, const config_error *error, error_summary *total, dftfit_error *err);

#endif
