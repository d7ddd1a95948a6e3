/* SPDX-License-Identifier: BSD-3-Clause */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "data/dataset.h"
#include "data/hdf5_file.h"
#include "data/schema.h"
#include "dftfit/dftfit.h"

static const char *species_text(const void *set, hsize_t i) { return ((const dataset *)set)->species[i]; }
static const char *group_text(const void *set, hsize_t i) { return ((const dataset *)set)->group[i].name; }
static const char *source_text(const void *set, hsize_t i) { return ((const dataset *)set)->source[i]; }

/* column of the table of calculations whose strings lie `offset` bytes into each row */
typedef struct text_column {
  const dataset_calculation *row;
  size_t offset;
} text_column;

static const char *column_text(const void *self, hsize_t i) {
  const text_column *column = self;
  return (const char *)(column->row + i) + column->offset;
}

static dftfit_status write_head(const hdf5_file *f, dftfit_error *err) {
  DFTFIT_TRY(hdf5_write_text_attribute(f, "/", "schema", SCHEMA_NAME, err));
  DFTFIT_TRY(hdf5_write_int_attribute(f, "/", "version", SCHEMA_VERSION, err));
  return hdf5_write_text_attribute(f, "/", "program", "dftfit " DFTFIT_VERSION, err);
}

static dftfit_status write_configs(const hdf5_file *f, const dataset *set, dftfit_error *err) {
  const hsize_t n = (hsize_t)set->nconfig, by3[2] = {n, 3}, by6[2] = {n, 6}, by33[3] = {n, 3, 3};
  int32_t *natoms = malloc((size_t)(n ? n : 1) * sizeof *natoms);
  DFTFIT_FAIL_IF(!natoms, err, DFTFIT_ERR_MEMORY, "out of memory");
  for (hsize_t c = 0; c < n; c++) natoms[c] = (int32_t)(set->first_atom[c + 1] - set->first_atom[c]);
  DFTFIT_TRY(hdf5_write_group(f, "/configs", err));
  dftfit_status status = hdf5_write(f, "/configs/natoms", H5T_STD_I32LE, H5T_NATIVE_INT32, 1, &n, natoms, NULL, err);
  free(natoms);
  DFTFIT_TRY(status);
  DFTFIT_TRY(hdf5_write(f, "/configs/first_atom", H5T_STD_I64LE, H5T_NATIVE_INT64, 1, &n, set->first_atom, NULL, err));
  DFTFIT_TRY(hdf5_write(f, "/configs/cell", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, 3, by33, set->cell, "A", err));
  DFTFIT_TRY(hdf5_write(f, "/configs/pbc", H5T_STD_U8LE, H5T_NATIVE_UINT8, 2, by3, set->pbc, NULL, err));
  DFTFIT_TRY(hdf5_write(f, "/configs/energy", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, 1, &n, set->energy, "eV", err));
  DFTFIT_TRY(hdf5_write(f, "/configs/stress", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, 2, by6, set->stress, "eV/A^3", err));
  DFTFIT_TRY(hdf5_write_text_attribute(f, "/configs/stress", "order", "xx yy zz yz xz xy", err));
  DFTFIT_TRY(hdf5_write_text_attribute(f, "/configs/stress", "sign", "tension positive", err));
  DFTFIT_TRY(hdf5_write(f, "/configs/group", H5T_STD_I32LE, H5T_NATIVE_INT32, 1, &n, set->config_group, NULL, err));
  DFTFIT_TRY(hdf5_write(f, "/configs/calculation", H5T_STD_I32LE, H5T_NATIVE_INT32, 1, &n, set->config_calculation,
                        NULL, err));
  return hdf5_write(f, "/configs/source", H5T_STD_I32LE, H5T_NATIVE_INT32, 1, &n, set->config_source, NULL, err);
}

static dftfit_status write_atoms(const hdf5_file *f, const dataset *set, dftfit_error *err) {
  const hsize_t n = (hsize_t)set->natom, by3[2] = {n, 3};
  DFTFIT_TRY(hdf5_write_group(f, "/atoms", err));
  DFTFIT_TRY(hdf5_write(f, "/atoms/species", H5T_STD_U8LE, H5T_NATIVE_UINT8, 1, &n, set->atom_species, NULL, err));
  DFTFIT_TRY(hdf5_write(f, "/atoms/position", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, 2, by3, set->position, "A", err));
  return hdf5_write(f, "/atoms/force", H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, 2, by3, set->force, "eV/A", err);
}

static dftfit_status write_groups(const hdf5_file *f, const dataset *set, dftfit_error *err) {
  hsize_t n = (hsize_t)set->ngroup;
  DFTFIT_TRY(hdf5_write_group(f, "/groups", err));
  DFTFIT_TRY(hdf5_write_texts(f, "/groups/name", n, group_text, set, err));
  int *kind = malloc((n ? n : 1) * sizeof *kind);
  DFTFIT_FAIL_IF(!kind, err, DFTFIT_ERR_MEMORY, "out of memory");
  for (hsize_t g = 0; g < n; g++) kind[g] = (int)set->group[g].kind;
  hid_t file_type = schema_kind_type(H5T_STD_I8LE), memory_type = schema_kind_type(H5T_NATIVE_INT);
  dftfit_status status = hdf5_write(f, "/groups/kind", file_type, memory_type, 1, &n, kind, NULL, err);
  H5Tclose(file_type);
  H5Tclose(memory_type);
  free(kind);
  return status;
}

static dftfit_status write_number_column(const hdf5_file *f, const dataset *set, const char *name, size_t offset,
                                         const char *unit, dftfit_error *err) {
  hsize_t n = (hsize_t)set->ncalculation;
  double *value = malloc((n ? n : 1) * sizeof *value);
  DFTFIT_FAIL_IF(!value, err, DFTFIT_ERR_MEMORY, "out of memory");
  for (hsize_t i = 0; i < n; i++) memcpy(&value[i], (const char *)(set->calculation + i) + offset, sizeof value[i]);
  dftfit_status status = hdf5_write(f, name, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, 1, &n, value, unit, err);
  free(value);
  return status;
}

static dftfit_status write_calculations(const hdf5_file *f, const dataset *set, dftfit_error *err) {
  static const struct {
    const char *name;
    size_t offset;
  } texts[] = {{"/calculations/code", offsetof(dataset_calculation, code)},
               {"/calculations/version", offsetof(dataset_calculation, version)},
               {"/calculations/functional", offsetof(dataset_calculation, functional)},
               {"/calculations/pseudopotentials", offsetof(dataset_calculation, pseudopotentials)},
               {"/calculations/smearing", offsetof(dataset_calculation, smearing)},
               {"/calculations/kmesh", offsetof(dataset_calculation, kmesh)},
               {"/calculations/remarks", offsetof(dataset_calculation, remarks)}};
  DFTFIT_TRY(hdf5_write_group(f, "/calculations", err));
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    text_column column = {set->calculation, texts[i].offset};
    DFTFIT_TRY(hdf5_write_texts(f, texts[i].name, (hsize_t)set->ncalculation, column_text, &column, err));
  }
  DFTFIT_TRY(write_number_column(f, set, "/calculations/ecut", offsetof(dataset_calculation, ecut), "eV", err));
  DFTFIT_TRY(
      write_number_column(f, set, "/calculations/kspacing", offsetof(dataset_calculation, kspacing), "1/A", err));
  return write_number_column(f, set, "/calculations/scf_tolerance", offsetof(dataset_calculation, scf_tolerance), "eV",
                             err);
}

static dftfit_status write_all(const hdf5_file *f, const dataset *set, dftfit_error *err) {
  DFTFIT_TRY(write_head(f, err));
  DFTFIT_TRY(hdf5_write_texts(f, "/species", (hsize_t)set->nspecies, species_text, set, err));
  DFTFIT_TRY(hdf5_write_texts(f, "/sources", (hsize_t)set->nsource, source_text, set, err));
  DFTFIT_TRY(write_configs(f, set, err));
  DFTFIT_TRY(write_atoms(f, set, err));
  DFTFIT_TRY(write_groups(f, set, err));
  return write_calculations(f, set, err);
}

dftfit_status dataset_write(const dataset *set, const char *path, dftfit_error *err) {
  char beside[4096];
  int length = snprintf(beside, sizeof beside, "%s.%ld.tmp", path, (long)getpid());
  DFTFIT_FAIL_IF(length >= (int)sizeof beside, err, DFTFIT_ERR_IO, "the path of the output is too long: %.200s", path);
  hdf5_file file;
  DFTFIT_TRY(hdf5_create(beside, path, &file, err));
  dftfit_status status = write_all(&file, set, err);
  dftfit_status closed = hdf5_close(&file, status ? NULL : err);
  if (!status) status = closed;
  if (!status && rename(beside, path))
    status = dftfit_fail_at(err, DFTFIT_ERR_IO, path, 0, 0, "cannot put the new file in place: %s", strerror(errno));
  if (status) unlink(beside);
  return status;
}
