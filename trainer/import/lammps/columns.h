/* SPDX-License-Identifier: BSD-3-Clause */
/** The columns of a text dump of LAMMPS, `ITEM: ATOMS id type x y z ...`. */
#ifndef TRAINER_IMPORT_LAMMPS_COLUMNS_H
#define TRAINER_IMPORT_LAMMPS_COLUMNS_H

#include <stdbool.h>

#include "import/reading/stream.h"

/** Where the columns that are read stand, from 0; -1: not there. All others (c_*, f_*, v_*, velocities, ...) are
 *  passed over. */
typedef struct lammps_columns {
  int count;
  int id, type;
  int label; /* `element`, else `typelabel` */
  int position[3];
  bool fractional; /* positions are xs ys zs or xsu ysu zsu */
  bool forces;     /* there are some */
} lammps_columns;

/** Parses the names, from behind `ITEM: ATOMS` on, and cuts them. Of several kinds of positions the first of x, xu, xs,
 *  xsu is taken that has all three. */
dftfit_status lammps_columns_parse(const import_stream *stream, char *names, lammps_columns *out, dftfit_error *err);

#endif
