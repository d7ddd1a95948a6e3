/* SPDX-License-Identifier: BSD-3-Clause */
/** Sites and neighbours: what a form is given, where its results go.
 *
 *  Every form is a site energy, E = sum_i E_i({d_ij}, {z_j}), d_ij = r_j - r_i, |d_ij| < rc(z_i, z_j). With
 *      G_ij = dE_i/dd_ij :   F_i += G_ij,  F_j -= G_ij,  W_ab = sum_atoms r_a F_b = -sum_ij d_ij,a G_ij,b.
 *  docs/conventions.md */
#ifndef DFTFIT_BLOCK_H
#define DFTFIT_BLOCK_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
  DFTFIT_LANES = 8,        /* neighbour segments are padded to a multiple of this (one 512-bit vector of doubles) */
  DFTFIT_BLOCK_SITES = 32, /* at most this many central atoms in a block                                          */
  DFTFIT_ALIGN = 64        /* bytes; alignment of every array of a block and of the scratch                       */
};

/** A block of central atoms with their neighbours as structure of arrays, sorted by element.
 *
 *  The neighbours of site s that are of element e stand in rows first[s*nelement+e] .. + count[s*nelement+e] - 1, in
 *  the order of the neighbour list. Each such segment starts at a multiple of DFTFIT_LANES and is padded up to the next
 *  multiple; first has nsite*nelement+1 entries, so the segments of a site, and the sites, follow one another.
 *  Padding rows: weight 0, neighbour -1, d = (rc, 0, 0) with rc the cutoff of that pair of elements, r = rc. */
typedef struct dftfit_block {
  int nsite;                      /* <= DFTFIT_BLOCK_SITES                                                */
  int nelement;                   /* elements of the potential                                            */
  int nrow;                       /* rows with padding, = first[nsite*nelement]                           */
  const int *site;                /* [nsite] atom index i (LAMMPS local index)                            */
  const int *element;             /* [nsite] element of the central atom, 0 .. nelement-1                 */
  const int *first;               /* [nsite*nelement+1] first row of each segment, multiple of LANES      */
  const int *count;               /* [nsite*nelement] neighbours of each segment, without padding         */
  const int *neighbour;           /* [nrow] atom index j, -1 in padding                                   */
  const double *dx, *dy, *dz, *r; /* [nrow] A, d_ij and its length; 0 <= r < rc where weight is 1 */
  const double *weight;           /* [nrow] 1 or 0 (padding)                                              */
  const void *tag;                /* [nall] as in dftfit_atoms, or NULL                                   */
  int tag_bytes;
} dftfit_block;

/** Results of a block. A form overwrites all of them, rows of padding included (zeros there). */
typedef struct dftfit_block_result {
  double *energy;       /* [nsite] eV     E_i without the reference energy of the element */
  double *gx, *gy, *gz; /* [nrow]  eV/A   G_ij = dE_i/dd_ij                               */
} dftfit_block_result;

/** Atoms and neighbour lists as LAMMPS lays them out; all borrowed. Ghost atoms follow the local ones. */
typedef struct dftfit_atoms {
  int inum;                    /* central atoms                                                          */
  const int *ilist;            /* [inum] index of each                                                   */
  const int *numneigh;         /* [nlocal], indexed by atom                                              */
  int *const *firstneigh;      /* [nlocal] lists of neighbours, indexed by atom (full list: every j of i) */
  int neighmask;               /* bits of a list entry that hold the index (LAMMPS's NEIGHMASK)          */
  const double *x;             /* [nall][3] A                                                            */
  const int *type;             /* [nall] 1 .. ntypes                                                     */
  const int *element_of_type;  /* [ntypes+1] element of the potential, -1: not ours (NULL in pair_coeff) */
  const double *scale_of_type; /* [ntypes+1] factor on E_i of that type (unit conversion, fix adapt), NULL: 1 */
  int nall;                    /* atoms in x and type: local ones and ghosts                                   */
  /* [nall] integers of tag_bytes (4 or 8), the same for an atom and all of its images, or NULL. With them a form may take
   * what is the same from both ends of a bond from one end, so that G_ij is dE_i/dd_ij only in the sum over both: right
   * for forces, virial and vatom, but not for cvatom, nor where scales differ. */
  const void *tag;
  int tag_bytes;
} dftfit_atoms;

/** Where results are added to. A NULL pointer: not asked for. Nothing is zeroed here. */
typedef struct dftfit_tally {
  double *force;  /* [nall][3] ghosts included                                                          */
  double *energy; /* [1]       sum of E_i, reference energies included                                  */
  double *virial; /* [6]       W: xx yy zz xy xz yz (LAMMPS order)                                      */
  double *eatom;  /* [nall]    E_i on the central atom                                                  */
  double *vatom;  /* [nall][6] half of each term -d_a G_b on i, half on j                               */
  double *cvatom; /* [nall][9] all of -d_a G_b on j: xx yy zz xy xz yz yx zx zy (heat flux)              */
} dftfit_tally;

#ifdef __cplusplus
}
#endif
#endif
