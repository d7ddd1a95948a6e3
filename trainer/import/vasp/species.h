/* SPDX-License-Identifier: BSD-3-Clause */
/** <atominfo> of vasprun.xml: the element of every atom, the POTCAR of every type. */
#ifndef TRAINER_IMPORT_VASP_SPECIES_H
#define TRAINER_IMPORT_VASP_SPECIES_H

#include "import/reading/xml.h"

typedef struct vasp_species {
  int natom, capacity;
  char (*symbol)[4];          /* [natom]; "" until the title of its POTCAR names it */
  int *type;                  /* [natom] from 1 */
  int ntype;                  /* rows of the table of types */
  char label[16];             /* of the type that is read */
  char pseudopotentials[128]; /* titles of the POTCARs, parted by commas */
  double valence;             /* electrons of all atoms */
  int column;                 /* of the row of a table that is read */
  double row_count;           /* its first column: atoms of the type */
} vasp_species;               /* all zero: empty */

/** Takes an element of the file if it is one of <atominfo>. */
dftfit_status vasp_species_take(vasp_species *species, const import_xml *xml, const char *path, const char *text,
                                dftfit_error *err);
/** Whether the element of each atom is known; an error if not. */
dftfit_status vasp_species_check(const vasp_species *species, const import_xml *xml, dftfit_error *err);
void vasp_species_clear(vasp_species *species);

#endif
