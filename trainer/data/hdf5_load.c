/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <string.h>

#include "data/hdf5_file.h"

bool hdf5_has(const hdf5_file *file, const char *name) {
  char part[HDF5_TEXT];
  for (const char *end = name; *end;) { /* H5Lexists wants all but the last to exist */
    end = strchr(end + 1, '/');
    if (!end) end = name + strlen(name);
    if ((size_t)(end - name) >= sizeof part) return false;
    memcpy(part, name, (size_t)(end - name));
    part[end - name] = '\0';
    if (H5Lexists(file->id, part, H5P_DEFAULT) <= 0) return false;
  }
  return true;
}

/* Whether the numbers of a dataset lie in another file: the SHA-256 that a potential names is of this one. */
static bool stored_elsewhere(const hdf5_file *file, hid_t set) {
  char here[4096] = "", there[4096] = "";
  hid_t plist = H5Dget_create_plist(set);
  bool outside = H5Pget_layout(plist) == H5D_VIRTUAL || H5Pget_external_count(plist) > 0;
  outside = outside || H5Fget_name(file->id, here, sizeof here) < 0 || H5Fget_name(set, there, sizeof there) < 0;
  H5Pclose(plist);
  return outside || strcmp(here, there) != 0;
}

static dftfit_status open_dataset(const hdf5_file *file, const char *name, hid_t *id, dftfit_error *err) {
  *id = H5Dopen2(file->id, name, H5P_DEFAULT);
  if (*id < 0) return hdf5_fail(file->path, name, -1, err, DFTFIT_ERR_KEY, "this dataset is missing");
  if (!stored_elsewhere(file, *id)) return DFTFIT_OK;
  H5Dclose(*id);
  return hdf5_fail(file->path, name, -1, err, DFTFIT_ERR_VALUE,
                   "its numbers are in another file (a link, external storage or a virtual dataset); copy them into "
                   "this one");
}

/* HDF5 would clamp a number that the wanted type cannot hold to the nearest one that it can; this ends the reading. */
static H5T_conv_ret_t refuse(H5T_conv_except_t what, hid_t from, hid_t to, void *source, void *target, void *clamped) {
  (void)from, (void)to, (void)source, (void)target;
  if (what != H5T_CONV_EXCEPT_RANGE_HI && what != H5T_CONV_EXCEPT_RANGE_LOW) return H5T_CONV_UNHANDLED;
  *(bool *)clamped = true;
  return H5T_CONV_ABORT;
}

/* Reads into memory of that type; *clamped: a number does not fit into it. (Of an enumeration unknown values are found
 * later, with their place.) */
static herr_t read_exactly(hid_t set, hid_t type, hid_t memory, hid_t rows, void *out, bool *clamped) {
  hid_t transfer = H5Pcreate(H5P_DATASET_XFER);
  *clamped = false;
  herr_t status = H5Tget_class(type) == H5T_INTEGER ? H5Pset_type_conv_cb(transfer, refuse, clamped) : 0;
  if (status >= 0) status = H5Dread(set, type, memory, rows, transfer, out);
  H5Pclose(transfer);
  return status;
}

static dftfit_status read_failed(const hdf5_file *file, const char *name, long long row, bool clamped,
                                 dftfit_error *err) {
  if (clamped)
    return hdf5_fail(file->path, name, row, err, DFTFIT_ERR_VALUE,
                     "a number is negative, or too large for this dataset (docs/data-format.md)");
  return hdf5_fail(file->path, name, row, err, DFTFIT_ERR_IO, "cannot read; the file is truncated or damaged");
}

dftfit_status hdf5_extent(const hdf5_file *file, const char *name, int rank, hsize_t *extent, dftfit_error *err) {
  hid_t set;
  DFTFIT_TRY(open_dataset(file, name, &set, err));
  hid_t space = H5Dget_space(set);
  int have = H5Sget_simple_extent_ndims(space);
  if (have == rank) H5Sget_simple_extent_dims(space, extent, NULL);
  H5Sclose(space);
  H5Dclose(set);
  if (have == rank) return DFTFIT_OK;
  return hdf5_fail(file->path, name, -1, err, DFTFIT_ERR_VALUE, "has %d dimensions; %d are needed", have, rank);
}

static const char *class_name(H5T_class_t class) {
  switch (class) {
  case H5T_INTEGER:
    return "integers";
  case H5T_FLOAT:
    return "floating-point numbers";
  case H5T_STRING:
    return "strings";
  case H5T_ENUM:
    return "an enumeration";
  default:
    return "another type";
  }
}

/* opens the dataset and makes sure of its type class and extent */
static dftfit_status open_checked(const hdf5_file *file, const char *name, H5T_class_t want, int rank,
                                  const hsize_t *extent, hid_t *set, dftfit_error *err) {
  hsize_t have[H5S_MAX_RANK];
  DFTFIT_TRY(hdf5_extent(file, name, rank, have, err));
  for (int k = 0; k < rank; k++)
    if (have[k] != extent[k])
      return hdf5_fail(file->path, name, -1, err, DFTFIT_ERR_VALUE, "has length %llu in dimension %d; %llu is needed",
                       (unsigned long long)have[k], k + 1, (unsigned long long)extent[k]);
  DFTFIT_TRY(open_dataset(file, name, set, err));
  hid_t type = H5Dget_type(*set);
  H5T_class_t class = H5Tget_class(type);
  H5Tclose(type);
  if (class == want) return DFTFIT_OK;
  H5Dclose(*set);
  return hdf5_fail(file->path, name, -1, err, DFTFIT_ERR_VALUE, "holds %s; %s are needed", class_name(class),
                   class_name(want));
}

dftfit_status hdf5_read_rows(const hdf5_file *file, const char *name, hid_t type, int rank, const hsize_t *extent,
                             hsize_t first, hsize_t total, void *out, dftfit_error *err) {
  hid_t set;
  hsize_t whole[H5S_MAX_RANK], start[H5S_MAX_RANK] = {first};
  memcpy(whole, extent, (size_t)rank * sizeof *whole);
  whole[0] = total;
  DFTFIT_TRY(open_checked(file, name, H5Tget_class(type), rank, whole, &set, err));
  hid_t memory = H5Screate_simple(rank, extent, NULL), rows = H5Dget_space(set);
  herr_t status = H5Sselect_hyperslab(rows, H5S_SELECT_SET, start, NULL, extent, NULL);
  bool clamped = false;
  if (status >= 0) status = read_exactly(set, type, memory, rows, out, &clamped);
  H5Sclose(rows);
  H5Sclose(memory);
  H5Dclose(set);
  if (status >= 0) return DFTFIT_OK;
  return read_failed(file, name, extent[0] < total ? (long long)first : -1, clamped, err);
}

dftfit_status hdf5_read_row(const hdf5_file *file, const char *name, hid_t type, int rank, const hsize_t *extent,
                            hsize_t row, void *out, dftfit_error *err) {
  hsize_t one[H5S_MAX_RANK];
  memcpy(one, extent, (size_t)rank * sizeof *one);
  one[0] = 1;
  return hdf5_read_rows(file, name, type, rank, one, row, extent[0], out, err);
}

dftfit_status hdf5_read(const hdf5_file *file, const char *name, hid_t type, int rank, const hsize_t *extent, void *out,
                        dftfit_error *err) {
  hid_t set;
  DFTFIT_TRY(open_checked(file, name, H5Tget_class(type), rank, extent, &set, err));
  bool clamped;
  herr_t status = read_exactly(set, type, H5S_ALL, H5S_ALL, out, &clamped);
  H5Dclose(set);
  return status >= 0 ? DFTFIT_OK : read_failed(file, name, -1, clamped, err);
}

/* copies one string of at most `length` bytes, without the NULs or blanks that pad it */
static bool copy_text(char text[HDF5_TEXT], const char *from, size_t length) {
  size_t n = strnlen(from, length);
  while (n > 0 && from[n - 1] == ' ') n--;
  if (n >= HDF5_TEXT) return false;
  memcpy(text, from, n);
  text[n] = '\0';
  return true;
}

/* reads all strings of a dataset into text; false in *fits: one is too long */
static herr_t read_strings(hid_t set, hsize_t n, char (*text)[HDF5_TEXT], bool *fits) {
  hid_t type = H5Dget_type(set), space = H5Dget_space(set);
  bool variable = H5Tis_variable_str(type) > 0;
  size_t size = variable ? sizeof(char *) : H5Tget_size(type);
  char *buffer = calloc(n ? n : 1, size);
  herr_t status = buffer ? H5Dread(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, buffer) : -1;
  for (hsize_t i = 0; i < n && status >= 0 && *fits; i++) {
    const char *from = variable ? ((char **)(void *)buffer)[i] : buffer + i * size;
    *fits = copy_text(text[i], from ? from : "", variable ? (size_t)-1 : size);
  }
  if (variable && status >= 0) H5Dvlen_reclaim(type, space, H5P_DEFAULT, buffer);
  free(buffer);
  H5Sclose(space);
  H5Tclose(type);
  return status;
}

/* strings of a dataset of rank 0 (n = 1) or 1 */
static dftfit_status read_checked_texts(const hdf5_file *file, const char *name, int rank, hsize_t n,
                                        char (*text)[HDF5_TEXT], dftfit_error *err) {
  hid_t set;
  bool fits = true;
  DFTFIT_TRY(open_checked(file, name, H5T_STRING, rank, &n, &set, err));
  herr_t status = read_strings(set, n, text, &fits);
  H5Dclose(set);
  if (status < 0)
    return hdf5_fail(file->path, name, -1, err, DFTFIT_ERR_IO, "cannot read; the file is truncated or damaged");
  if (!fits)
    return hdf5_fail(file->path, name, -1, err, DFTFIT_ERR_VALUE, "a string is longer than %d bytes", HDF5_TEXT - 1);
  return DFTFIT_OK;
}

static dftfit_status open_attribute(const hdf5_file *file, const char *attribute, H5T_class_t want, hid_t *id,
                                    dftfit_error *err) {
  *id = H5Aopen(file->id, attribute, H5P_DEFAULT);
  if (*id >= 0) {
    hid_t type = H5Aget_type(*id), space = H5Aget_space(*id);
    bool good = H5Tget_class(type) == want && H5Sget_simple_extent_npoints(space) == 1;
    H5Tclose(type);
    H5Sclose(space);
    if (good) return DFTFIT_OK;
    H5Aclose(*id);
  }
  return dftfit_fail_at(err, DFTFIT_ERR_VERSION, file->path, 0, 0,
                        "no attribute `%s` of the right type: not a dftfit data file; make one with `dftfit import`",
                        attribute);
}

dftfit_status hdf5_read_text_attribute(const hdf5_file *file, const char *attribute, char *text, size_t size,
                                       dftfit_error *err) {
  hid_t id;
  DFTFIT_TRY(open_attribute(file, attribute, H5T_STRING, &id, err));
  hid_t type = H5Aget_type(id);
  text[0] = '\0';
  if (H5Tis_variable_str(type) > 0) {
    char *value = NULL;
    if (H5Aread(id, type, &value) >= 0 && value) strncat(text, value, size - 1);
    if (value) H5free_memory(value);
  } else {
    size_t length = H5Tget_size(type);
    char *value = calloc(length + 1, 1);
    if (value && H5Aread(id, type, value) >= 0) strncat(text, value, size - 1);
    free(value);
  }
  H5Tclose(type);
  H5Aclose(id);
  return DFTFIT_OK;
}

dftfit_status hdf5_read_int_attribute(const hdf5_file *file, const char *attribute, int *value, dftfit_error *err) {
  hid_t id;
  DFTFIT_TRY(open_attribute(file, attribute, H5T_INTEGER, &id, err));
  herr_t status = H5Aread(id, H5T_NATIVE_INT, value);
  H5Aclose(id);
  if (status >= 0) return DFTFIT_OK;
  return dftfit_fail_at(err, DFTFIT_ERR_IO, file->path, 0, 0, "cannot read the attribute `%s`", attribute);
}

dftfit_status hdf5_read_texts(const hdf5_file *file, const char *name, hsize_t n, char (*text)[HDF5_TEXT],
                              dftfit_error *err) {
  return read_checked_texts(file, name, 1, n, text, err);
}

dftfit_status hdf5_read_text(const hdf5_file *file, const char *name, char text[HDF5_TEXT], dftfit_error *err) {
  char one[1][HDF5_TEXT];
  DFTFIT_TRY(read_checked_texts(file, name, 0, 1, one, err));
  memcpy(text, one[0], HDF5_TEXT);
  return DFTFIT_OK;
}
