/* SPDX-License-Identifier: BSD-3-Clause */
/** Bad outputs of DFT programs for `dftfit import`. */
#include "cases.h"

#define IMPORT "import in.out -f -o out.h5"

#define OUTCAR_HEAD                         \
  " vasp.5.4.4 test\n   VRHFIN =Si: s2p2\n" \
  " number of ions     NIONS =      1\n"    \
  "   ions per type =               1\n"    \
  "      direct lattice vectors\n 3 0 0\n 0 3 0\n 0 0 3\n"
#define OUTCAR_ENERGY " free  energy   TOTEN  =  -1 eV\n energy  without entropy= -1\n"
#define PWSCF_HEAD                                                                                          \
  " Program PWSCF v.6.7 starts\n celldm(1)= 10.0\n crystal axes: x\n a(1) = ( 1 0 0 )\n a(2) = ( 0 1 0 )\n" \
  " a(3) = ( 0 0 1 )\n site n. atom positions (alat units)\n 1 Si tau( 1) = ( 0 0 0 )\n\n"
#define CFG_HEAD "BEGIN_CFG\n Size\n 1\n Supercell\n 3 0 0\n 0 3 0\n 0 0 3\n"

const error_case cases_output[] = {
    {"outcar: too few types",
     "in.out",
     " vasp.5.4.4 test\n   VRHFIN =Si: s2p2\n number of ions     NIONS =      2\n   ions per type =  1 1\n"
     " POSITION  TOTAL-FORCE\n ---\n",
     {0},
     IMPORT,
     "in.out:6: ",
     "names 1 elements (VRHFIN, POTCAR) and 2 types"},
    {"outcar: types are more than ions",
     "in.out",
     " vasp.5.4.4 test\n number of ions     NIONS =      2\n   ions per type =  1 3\n",
     {0},
     IMPORT,
     "in.out:3: ",
     "3 ions of type 2"},
    {"outcar: stars for a position",
     "in.out",
     OUTCAR_HEAD " POSITION  TOTAL-FORCE\n ---\n 0 0 ******** 0 0 0\n" OUTCAR_ENERGY,
     {0},
     IMPORT,
     "in.out:11: ",
     "stands where the position of an atom and its force is due"},
    {"outcar: flat cell",
     "in.out",
     OUTCAR_HEAD
     " direct lattice vectors\n 1 0 0\n 2 0 0\n 0 0 1\n POSITION  TOTAL-FORCE\n ---\n 0 0 0 0 0 0\n" OUTCAR_ENERGY,
     {0},
     IMPORT,
     "in.out:16: ",
     "the cell has no volume"},
    {"outcar: ends before the first step",
     "in.out",
     OUTCAR_HEAD " POSITION  TOTAL-FORCE\n ---\n",
     {0},
     IMPORT,
     "in.out:10: ",
     "the file ends before its first ionic step is whole"},
    {"pwscf: unit of positions",
     "in.out",
     PWSCF_HEAD "ATOMIC_POSITIONS (miles)\nSi 0 0 0\n",
     {0},
     IMPORT,
     "in.out:10: ",
     "is not a unit of lengths that is known"},
    {"pwscf: no element",
     "in.out",
     PWSCF_HEAD "ATOMIC_POSITIONS (bohr)\nXx 0 0 0\n",
     {0},
     IMPORT,
     "in.out:11: ",
     "'Xx' does not begin with the symbol of an element"},
    {"pwscf: too few forces",
     "in.out",
     PWSCF_HEAD "! total energy = -1 Ry\n Forces acting on atoms\n\n Total force = x\n JOB DONE.\n",
     {0},
     IMPORT,
     "in.out:13: ",
     "stands where the force on an atom is due"},
    {"abinit: atomic number",
     "in.out",
     ".Version 9.6.2 of ABINIT\n typat 1\n znucl 400\n\n R(1)= 1 0 0 G\n R(2)= 0 1 0 G\n R(3)= 0 0 1 G\n"
     " ETOT 1 -1.0\n== END DATASET(S) ==\n",
     {0},
     IMPORT,
     "in.out:9: ",
     "whose znucl is 400"},
    {"mlip: elements not given",
     "in.out",
     CFG_HEAD " AtomData: id type cartes_x cartes_y cartes_z\n 1 2 0 0 0\nEND_CFG\n",
     {0},
     IMPORT,
     "in.out:9: ",
     "by --elements A,B,..."},
    {"mlip: a type beyond the elements",
     "in.out",
     CFG_HEAD " AtomData: id type cartes_x cartes_y cartes_z\n 1 2 0 0 0\nEND_CFG\n",
     {0},
     IMPORT " --elements Si,C",
     "in.out:9: ",
     "--elements Si,C names no such type"},
    {"mlip: a column is missing",
     "in.out",
     CFG_HEAD " AtomData: id type cartes_x cartes_y\n 1 0 0 0\nEND_CFG\n",
     {0},
     IMPORT " --elements Si",
     "in.out:8: ",
     "the columns of AtomData must be"},
    {"potfit: a force is missing",
     "in.out",
     "#N 1 1\n#C Si\n#X 3 0 0\n#Y 0 3 0\n#Z 0 0 3\n#E -1\n#F\n0 0 0 0 1 1\n",
     {0},
     IMPORT,
     "in.out:8: ",
     "stands where an atom: type, position, force is due"},
};
const int ncases_output = sizeof cases_output / sizeof *cases_output;
