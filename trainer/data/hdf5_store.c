/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <string.h>

#include "data/hdf5_file.h"

/* Chunks of about this many bytes: below HDF5's default chunk cache of 1 MB, large enough to compress well. */
enum { CHUNK_BYTES = 256 * 1024, DEFLATE_LEVEL = 6 };

static dftfit_status write_failed(const hdf5_file *file, const char *name, dftfit_error *err) {
  return hdf5_fail(file->path, name, -1, err, DFTFIT_ERR_IO, "cannot write; is the disk full?");
}

/* creation properties: no times (the same data give the same bytes), chunks of whole rows, shuffle and deflate; without
 * rows there are no chunks, so that such a dataset cannot grow */
static hid_t creation_properties(hid_t type, int rank, const hsize_t *extent) {
  hid_t create = H5Pcreate(H5P_DATASET_CREATE);
  H5Pset_obj_track_times(create, 0);
  hsize_t chunk[H5S_MAX_RANK], row = H5Tget_size(type);
  for (int k = 1; k < rank; k++) {
    chunk[k] = extent[k];
    row *= extent[k];
  }
  if (extent[0] == 0) return create;
  chunk[0] = CHUNK_BYTES / row > 0 ? CHUNK_BYTES / row : 1;
  if (chunk[0] > extent[0]) chunk[0] = extent[0];
  H5Pset_chunk(create, rank, chunk);
  H5Pset_shuffle(create);
  H5Pset_deflate(create, DEFLATE_LEVEL);
  return create;
}

dftfit_status hdf5_make(const hdf5_file *file, const char *name, hid_t file_type, int rank, const hsize_t *extent,
                        const char *unit, dftfit_error *err) {
  hsize_t most[H5S_MAX_RANK];
  memcpy(most, extent, (size_t)rank * sizeof *most);
  if (extent[0] > 0) most[0] = H5S_UNLIMITED;
  hid_t create = creation_properties(file_type, rank, extent), space = H5Screate_simple(rank, extent, most);
  hid_t set = H5Dcreate2(file->id, name, file_type, space, H5P_DEFAULT, create, H5P_DEFAULT);
  H5Sclose(space);
  H5Pclose(create);
  if (set < 0) return write_failed(file, name, err);
  H5Dclose(set);
  return unit ? hdf5_write_text_attribute(file, name, "unit", unit, err) : DFTFIT_OK;
}

dftfit_status hdf5_write_rows(const hdf5_file *file, const char *name, hid_t memory_type, int rank,
                              const hsize_t *extent, hsize_t first, const void *data, dftfit_error *err) {
  hsize_t start[H5S_MAX_RANK] = {first}, whole[H5S_MAX_RANK] = {0};
  hid_t set = H5Dopen2(file->id, name, H5P_DEFAULT);
  if (set < 0) return write_failed(file, name, err);
  hid_t memory = H5Screate_simple(rank, extent, NULL), rows = H5Dget_space(set);
  H5Sget_simple_extent_dims(rows, whole, NULL);
  herr_t status = 0;
  if (first + extent[0] > whole[0]) { /* the dataset grows */
    whole[0] = first + extent[0];
    status = H5Dset_extent(set, whole);
    H5Sclose(rows);
    rows = H5Dget_space(set);
  }
  if (status >= 0) status = H5Sselect_hyperslab(rows, H5S_SELECT_SET, start, NULL, extent, NULL);
  if (status >= 0) status = H5Dwrite(set, memory_type, memory, rows, H5P_DEFAULT, data);
  H5Sclose(rows);
  H5Sclose(memory);
  if (H5Dclose(set) < 0) status = -1;
  return status < 0 ? write_failed(file, name, err) : DFTFIT_OK;
}

dftfit_status hdf5_write(const hdf5_file *file, const char *name, hid_t file_type, hid_t memory_type, int rank,
                         const hsize_t *extent, const void *data, const char *unit, dftfit_error *err) {
  DFTFIT_TRY(hdf5_make(file, name, file_type, rank, extent, unit, err));
  return extent[0] ? hdf5_write_rows(file, name, memory_type, rank, extent, 0, data, err) : DFTFIT_OK;
}

static hid_t text_type(size_t length) {
  hid_t type = H5Tcopy(H5T_C_S1);
  H5Tset_size(type, length ? length : 1);
  H5Tset_strpad(type, H5T_STR_NULLPAD);
  H5Tset_cset(type, H5T_CSET_UTF8);
  return type;
}

dftfit_status hdf5_write_texts(const hdf5_file *file, const char *name, hsize_t n,
                               const char *(*text)(const void *self, hsize_t i), const void *self, dftfit_error *err) {
  size_t length = 1;
  for (hsize_t i = 0; i < n; i++)
    if (strlen(text(self, i)) > length) length = strlen(text(self, i));
  char *packed = calloc(n ? n : 1, length);
  DFTFIT_FAIL_IF(!packed, err, DFTFIT_ERR_MEMORY, "out of memory for the strings of %s", name);
  for (hsize_t i = 0; i < n; i++) memcpy(packed + i * length, text(self, i), strlen(text(self, i)));
  hid_t type = text_type(length);
  dftfit_status status = hdf5_write(file, name, type, type, 1, &n, packed, NULL, err);
  H5Tclose(type);
  free(packed);
  return status;
}

dftfit_status hdf5_write_group(const hdf5_file *file, const char *name, dftfit_error *err) {
  hid_t create = H5Pcreate(H5P_GROUP_CREATE);
  H5Pset_obj_track_times(create, 0);
  hid_t group = H5Gcreate2(file->id, name, H5P_DEFAULT, create, H5P_DEFAULT);
  H5Pclose(create);
  if (group < 0) return write_failed(file, name, err);
  H5Gclose(group);
  return DFTFIT_OK;
}

static dftfit_status write_attribute(const hdf5_file *file, const char *name, const char *attribute, hid_t file_type,
                                     hid_t memory_type, const void *value, dftfit_error *err) {
  hid_t object = H5Oopen(file->id, name, H5P_DEFAULT), space = H5Screate(H5S_SCALAR);
  hid_t id = H5Acreate2(object, attribute, file_type, space, H5P_DEFAULT, H5P_DEFAULT);
  herr_t status = id < 0 ? -1 : H5Awrite(id, memory_type, value);
  if (id >= 0) H5Aclose(id);
  H5Sclose(space);
  if (object >= 0) H5Oclose(object);
  return status < 0 ? write_failed(file, name, err) : DFTFIT_OK;
}

dftfit_status hdf5_write_text_attribute(const hdf5_file *file, const char *name, const char *attribute,
                                        const char *value, dftfit_error *err) {
  hid_t type = text_type(strlen(value));
  dftfit_status status = write_attribute(file, name, attribute, type, type, value, err);
  H5Tclose(type);
  return status;
}

dftfit_status hdf5_write_int_attribute(const hdf5_file *file, const char *name, const char *attribute, int value,
                                       dftfit_error *err) {
  return write_attribute(file, name, attribute, H5T_STD_I32LE, H5T_NATIVE_INT, &value, err);
}
