/* SPDX-License-Identifier: BSD-3-Clause */
/** Configurations with their DFT targets, as packed arrays (the in-memory twin of data.h5, docs/data-format.md).
 *  Units: eV, A, eV/A, eV/A^3. What is absent is NaN. About 60 bytes per atom and 200 per configuration. */
#ifndef TRAINER_DATA_DATASET_H
#define TRAINER_DATA_DATASET_H

#include <stdbool.h>
#include <stdint.h>

#include "dftfit/status.h"

/* what a group of configurations shows; the order is that of the `kind` enumeration in data.h5 */
typedef enum dataset_kind {
  KIND_BULK,
  KIND_STRAINED,
  KIND_SURFACE,
  KIND_POINT_DEFECT,
  KIND_PLANAR_FAULT,
  KIND_THERMAL,
  KIND_LIQUID,
  KIND_COMPETING_CRYSTAL,
  KIND_CLUSTER,
  KIND_OTHER,
  KIND_COUNT
} dataset_kind;

typedef struct dataset_group {
  char name[64];
  dataset_kind kind;
} dataset_group;

/** How a set of configurations was computed; empty text and NaN: not known. */
typedef struct dataset_calculation {
  char code[64], version[32], functional[32], pseudopotentials[128];
  double ecut;          /* eV           */
  double kspacing;      /* 1/A, 2 pi included */
  double scf_tolerance; /* eV           */
  char smearing[64];
  char kmesh[48];    /* points along the reciprocal vectors, "4 4 4" */
  char remarks[128]; /* what else sets it apart: spin, charge, ...   */
} dataset_calculation;

typedef struct dataset {
  char path[256];  /* file it came from                                                        */
  char sha256[65]; /* of the file's bytes, "" when not from a file                             */
  int nspecies;
  char (*species)[4]; /* [nspecies] chemical symbols                                              */
  int ngroup;
  dataset_group *group; /* [ngroup]                                                                 */
  int ncalculation;
  dataset_calculation *calculation;

  int64_t nconfig, natom;
  int64_t *first_atom;         /* [nconfig+1] atoms of configuration c: first_atom[c] .. first_atom[c+1]-1 */
  double (*cell)[9];           /* [nconfig] rows a b c, A; right-handed where periodic in all directions   */
  uint8_t (*pbc)[3];           /* [nconfig] 1: periodic along a, b, c                                      */
  double *energy;              /* [nconfig] eV per cell                                                    */
  double (*stress)[6];         /* [nconfig] sigma = (1/V) dE/d(eps), tension positive: xx yy zz yz xz xy   */
  int32_t *config_group;       /* [nconfig] index into group                                               */
  int32_t *config_calculation; /* [nconfig] index into calculation                                         */
  int32_t *config_source;      /* [nconfig] index into source                                              */
  int nsource;
  char **source; /* [nsource] file that configurations were read from                        */
  int32_t *zero; /* [nconfig] which zero energies are counted from, 0: that of the potential; NULL: all from that */
  int64_t *like; /* [nconfig] the earliest configuration that each is like, data/kin.h; NULL: not looked for */

  uint8_t *atom_species; /* [natom] index into species                                               */
  double (*position)[3]; /* [natom] A, Cartesian, not wrapped                                        */
  double (*force)[3];    /* [natom] eV/A                                                             */
  uint8_t *still; /* [natom] components of the force that are zero by symmetry (data/still.h); NULL: not looked for */
} dataset;

dataset *dataset_create(void); /* empty; NULL: out of memory */
void dataset_destroy(dataset *set);

/** Number of a species, added when it is new. */
dftfit_status dataset_species(dataset *set, const char *symbol, int *index, dftfit_error *err);

/** One configuration on its way into a dataset; arrays borrowed. */
typedef struct dataset_config {
  int natom;
  const char (*symbol)[4];     /* [natom]                                   */
  const double (*position)[3]; /* [natom]                                   */
  const double (*force)[3];    /* [natom] or NULL: absent                   */
  double cell[9];
  bool pbc[3];
  double energy, stress[6];   /* NaN: absent                               */
  const char *group, *source; /* names; group "" becomes "default"         */
  dataset_calculation calculation;
} dataset_config;

/** Appends a copy; species, groups, sources and calculations are added as they appear. */
dftfit_status dataset_append(dataset *set, const dataset_config *config, dftfit_error *err);

/** Reads data.h5 (every rank may call it; read-only, file locking off). Errors name path:/dataset[index]. */
dftfit_status dataset_read(const char *path, dataset **out, dftfit_error *err);
/** Writes data.h5 beside path and renames, so that path is either the old file or the whole new one. */
dftfit_status dataset_write(const dataset *set, const char *path, dftfit_error *err);

double dataset_volume(const dataset *set, int64_t c);   /* A^3; NaN unless periodic in all directions */
bool dataset_has_target(const dataset *set, int64_t c); /* energy, forces or stress */
const char *dataset_kind_name(dataset_kind kind);

#endif
