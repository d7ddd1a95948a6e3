/* SPDX-License-Identifier: BSD-3-Clause */
/** The columns of the atoms' lines, as Properties= tells them. */
#ifndef TRAINER_IMPORT_EXTXYZ_COLUMNS_H
#define TRAINER_IMPORT_EXTXYZ_COLUMNS_H

#include "dftfit/status.h"

typedef struct extxyz_columns {
  int count;                            /* words on a line               */
  int species, number, position, force; /* first word of each, -1: none  */
} extxyz_columns;

/** properties: "species:S:1:pos:R:3:...", NULL: plain XYZ, which is species and position. forces_key: column of the
 *  forces, NULL: the usual names, "none": none. */
dftfit_status extxyz_columns_parse(extxyz_columns *columns, const char *properties, const char *forces_key,
                                   const char *input, int line, dftfit_error *err);

#endif
