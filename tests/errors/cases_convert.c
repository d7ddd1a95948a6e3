/* SPDX-License-Identifier: BSD-3-Clause */
/** dftfit convert: files of the bond order under the name of another style, shifts that are none. */
#include "cases.h"

#define MOD "Si Si Si 1.0 2.389 -.365 1.1 1.0 1.3458 121.0 3.0 0.3 3.23 3281.59 .938 0.2 7304.0 10000.0 1.0 26.0"
#define ZBL "Si Si Si 1 1 0 1e5 16 -.6 .8 1e-6 1.7 471 2.85 .15 2.5 1831 14 14 .95 14\n"

const error_case cases_convert[] = {
    {.name = "convert: tersoff/mod under the name of tersoff",
     .file = "Si.tersoff",
     .text = "# UNITS: metal\n" MOD "\n",
     .command = "convert -f Si.tersoff out.yaml",
     .place = "Si.tersoff:2: ",
     .want = "as in files of pair_style tersoff/mod, which are to end with .tersoff.mod"},
    {.name = "convert: tersoff/zbl under the name of tersoff/mod/c",
     .file = "Si.tersoff.modc",
     .text = "# UNITS: metal\n" ZBL,
     .command = "convert -f Si.tersoff.modc out.yaml",
     .place = "Si.tersoff.modc:2: ",
     .want = "it could be one of pair_style tersoff/zbl"},
    {.name = "convert: tersoff/mod/c under the name of tersoff/zbl",
     .file = "Si.tersoff.zbl",
     .text = "# UNITS: metal\n" MOD " -0.1\n",
     .command = "convert -f Si.tersoff.zbl out.yaml",
     .place = "Si.tersoff.zbl:2: ",
     .want = "it could be one of pair_style tersoff/mod/c"},
    {.name = "convert: a format that is none",
     .file = "Si.txt",
     .text = MOD "\n",
     .command = "convert -f --from tersoff/mode Si.txt out.yaml",
     .place = "",
     .want = "in a format 'tersoff/mode'; those that can: dftfit, "},
    {.name = "convert: a shift as long as a bond",
     .file = "Si.tersoff.mod",
     .text = MOD "\n",
     .command = "convert -f --shift 3 Si.tersoff.mod out.yaml",
     .place = "Si.tersoff.mod: ",
     .want = "a shift of 3 A is out of range"},
    {.name = "convert: a style that cannot hold the potential",
     .file = "Si.tersoff.mod",
     .text = MOD "\n",
     .command = "convert -f --to tersoff Si.tersoff.mod out.yaml",
     .place = "Si.tersoff.mod: ",
     .want = "the function of the angle of LAMMPS's pair_style tersoff is 'angular: tersoff'"},
};
const int ncases_convert = sizeof cases_convert / sizeof *cases_convert;
