/* SPDX-License-Identifier: BSD-3-Clause */
#include "data/dataset_block.h"

#include <stdlib.h>
#include <string.h>

#include "data/dataset_check.h"
#include "data/dataset_store.h"

void dataset_index_clear(dataset_index *index) {
  free(index->first_atom);
  *index = (dataset_index){0};
}

/* the counts must fill /atoms without gaps, in order */
static dftfit_status check_offsets(const hdf5_file *f, dataset_index *index, const int32_t *natoms, dftfit_error *err) {
  int64_t next = 0;
  for (int64_t c = 0; c < index->nconfig; c++) {
    if (natoms[c] < 1)
      return hdf5_fail(f->path, "/configs/natoms", c, err, DFTFIT_ERR_VALUE,
                       "is %d; a configuration has at least 1 atom", natoms[c]);
    if (index->first_atom[c] != next)
      return hdf5_fail(f->path, "/configs/first_atom", c, err, DFTFIT_ERR_VALUE,
                       "is %lld; the atoms before this configuration make it %lld", (long long)index->first_atom[c],
                       (long long)next);
    next += natoms[c];
  }
  if (next != index->natom)
    return hdf5_fail(f->path, "/configs/natoms", -1, err, DFTFIT_ERR_VALUE,
                     "sums to %lld atoms; /atoms/position has %lld", (long long)next, (long long)index->natom);
  index->first_atom[index->nconfig] = next;
  return DFTFIT_OK;
}

dftfit_status dataset_index_read(const hdf5_file *f, dataset_index *index, dftfit_error *err) {
  hsize_t n, position[2];
  *index = (dataset_index){0};
  DFTFIT_TRY(hdf5_extent(f, "/configs/energy", 1, &n, err));
  DFTFIT_TRY(hdf5_extent(f, "/atoms/position", 2, position, err));
  if (n < 1 || n > INT32_MAX)
    return hdf5_fail(f->path, "/configs/energy", -1, err, DFTFIT_ERR_VALUE,
                     "has %llu configurations; 1 to %d are allowed", (unsigned long long)n, INT32_MAX);
  index->nconfig = (int64_t)n;
  index->natom = (int64_t)position[0];
  index->first_atom = malloc((size_t)(n + 1) * sizeof *index->first_atom);
  int32_t *natoms = malloc((size_t)n * sizeof *natoms);
  dftfit_status status = DFTFIT_OK;
  if (!index->first_atom || !natoms) status = dftfit_no_memory(err, "%llu configurations", (unsigned long long)n);
  if (!status) status = hdf5_read(f, "/configs/first_atom", H5T_NATIVE_INT64, 1, &n, index->first_atom, err);
  if (!status) status = hdf5_read(f, "/configs/natoms", H5T_NATIVE_INT32, 1, &n, natoms, err);
  if (!status) status = check_offsets(f, index, natoms, err);
  free(natoms);
  if (status) dataset_index_clear(index);
  return status;
}

/* reads or writes rows of configurations and atoms: `at` their first, `total` all */
typedef struct rows {
  const char *name;
  hid_t type; /* in memory */
  int rank;
  hsize_t columns[2]; /* beyond the first dimension */
  void *data;
  bool of_atoms;
} rows;

enum { NROWS = 10 };

static void list_rows(const dataset *set, rows list[NROWS]) {
  const rows all[NROWS] = {{"/configs/cell", H5T_NATIVE_DOUBLE, 3, {3, 3}, set->cell, false},
                           {"/configs/pbc", H5T_NATIVE_UINT8, 2, {3}, set->pbc, false},
                           {"/configs/energy", H5T_NATIVE_DOUBLE, 1, {0}, set->energy, false},
                           {"/configs/stress", H5T_NATIVE_DOUBLE, 2, {6}, set->stress, false},
                           {"/configs/group", H5T_NATIVE_INT32, 1, {0}, set->config_group, false},
                           {"/configs/calculation", H5T_NATIVE_INT32, 1, {0}, set->config_calculation, false},
                           {"/configs/source", H5T_NATIVE_INT32, 1, {0}, set->config_source, false},
                           {"/atoms/species", H5T_NATIVE_UINT8, 1, {0}, set->atom_species, true},
                           {"/atoms/position", H5T_NATIVE_DOUBLE, 2, {3}, set->position, true},
                           {"/atoms/force", H5T_NATIVE_DOUBLE, 2, {3}, set->force, true}};
  memcpy(list, all, sizeof all);
}

dftfit_status dataset_read_block(const hdf5_file *f, const dataset_index *index, int64_t first, int64_t n, dataset *set,
                                 dftfit_error *err) {
  const int64_t first_atom = index->first_atom[first], natom = index->first_atom[first + n] - first_atom;
  rows list[NROWS];
  DFTFIT_TRY(dataset_reserve(set, n, natom, true, err));
  set->nconfig = n;
  set->natom = natom;
  for (int64_t c = 0; c <= n; c++) set->first_atom[c] = index->first_atom[first + c] - first_atom;
  list_rows(set, list);
  for (int i = 0; i < NROWS; i++) {
    const rows *r = &list[i];
    const hsize_t extent[3] = {(hsize_t)(r->of_atoms ? natom : n), r->columns[0], r->columns[1]};
    DFTFIT_TRY(hdf5_read_rows(f, r->name, r->type, r->rank, extent, (hsize_t)(r->of_atoms ? first_atom : first),
                              (hsize_t)(r->of_atoms ? index->natom : index->nconfig), r->data, err));
  }
  return dataset_check(set, first, first_atom, err);
}

dftfit_status dataset_make_rows(const hdf5_file *f, int64_t nconfig, int64_t natom, dftfit_error *err) {
  const hsize_t n = (hsize_t)nconfig, m = (hsize_t)natom;
  const hsize_t by3[2] = {n, 3}, by6[2] = {n, 6}, by33[3] = {n, 3, 3}, atoms3[2] = {m, 3};
  DFTFIT_TRY(hdf5_write_group(f, "/configs", err));
  DFTFIT_TRY(hdf5_make(f, "/configs/natoms", H5T_STD_I32LE, 1, &n, NULL, err));
  DFTFIT_TRY(hdf5_make(f, "/configs/first_atom", H5T_STD_I64LE, 1, &n, NULL, err));
  DFTFIT_TRY(hdf5_make(f, "/configs/cell", H5T_IEEE_F64LE, 3, by33, "A", err));
  DFTFIT_TRY(hdf5_make(f, "/configs/pbc", H5T_STD_U8LE, 2, by3, NULL, err));
  DFTFIT_TRY(hdf5_make(f, "/configs/energy", H5T_IEEE_F64LE, 1, &n, "eV", err));
  DFTFIT_TRY(hdf5_make(f, "/configs/stress", H5T_IEEE_F64LE, 2, by6, "eV/A^3", err));
  DFTFIT_TRY(hdf5_write_text_attribute(f, "/configs/stress", "order", "xx yy zz yz xz xy", err));
  DFTFIT_TRY(hdf5_write_text_attribute(f, "/configs/stress", "sign", "tension positive", err));
  DFTFIT_TRY(hdf5_make(f, "/configs/group", H5T_STD_I32LE, 1, &n, NULL, err));
  DFTFIT_TRY(hdf5_make(f, "/configs/calculation", H5T_STD_I32LE, 1, &n, NULL, err));
  DFTFIT_TRY(hdf5_make(f, "/configs/source", H5T_STD_I32LE, 1, &n, NULL, err));
  DFTFIT_TRY(hdf5_write_group(f, "/atoms", err));
  DFTFIT_TRY(hdf5_make(f, "/atoms/species", H5T_STD_U8LE, 1, &m, NULL, err));
  DFTFIT_TRY(hdf5_make(f, "/atoms/position", H5T_IEEE_F64LE, 2, atoms3, "A", err));
  return hdf5_make(f, "/atoms/force", H5T_IEEE_F64LE, 2, atoms3, "eV/A", err);
}

static dftfit_status write_offsets(const hdf5_file *f, const dataset *set, int64_t first_config, int64_t first_atom,
                                   int64_t *offset, dftfit_error *err) {
  const hsize_t n = (hsize_t)set->nconfig, at = (hsize_t)first_config;
  for (hsize_t c = 0; c < n; c++) offset[c] = set->first_atom[c] + first_atom;
  DFTFIT_TRY(hdf5_write_rows(f, "/configs/first_atom", H5T_NATIVE_INT64, 1, &n, at, offset, err));
  for (hsize_t c = 0; c < n; c++) offset[c] = set->first_atom[c + 1] - set->first_atom[c];
  return hdf5_write_rows(f, "/configs/natoms", H5T_NATIVE_INT64, 1, &n, at, offset, err);
}

dftfit_status dataset_write_block(const hdf5_file *f, const dataset *set, int64_t first_config, int64_t first_atom,
                                  dftfit_error *err) {
  rows list[NROWS];
  if (set->nconfig == 0) return DFTFIT_OK;
  int64_t *offset = malloc((size_t)set->nconfig * sizeof *offset);
  DFTFIT_FAIL_IF(!offset, err, DFTFIT_ERR_MEMORY, "out of memory");
  dftfit_status status = write_offsets(f, set, first_config, first_atom, offset, err);
  free(offset);
  list_rows(set, list);
  for (int i = 0; i < NROWS && !status; i++) {
    const rows *r = &list[i];
    const hsize_t extent[3] = {(hsize_t)(r->of_atoms ? set->natom : set->nconfig), r->columns[0], r->columns[1]};
    status = hdf5_write_rows(f, r->name, r->type, r->rank, extent, (hsize_t)(r->of_atoms ? first_atom : first_config),
                             r->data, err);
  }
  return status;
}
