/* SPDX-License-Identifier: BSD-3-Clause */
#include <hdf5.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cases.h"

/* changes element `index` of a dataset of numbers, whatever their type */
static int set_number(hid_t file, const damage *d) {
  hid_t set = H5Dopen2(file, d->dataset, H5P_DEFAULT), space = H5Dget_space(set), type = H5Dget_type(set);
  size_t n = (size_t)H5Sget_simple_extent_npoints(space), size = H5Tget_size(type);
  char *values = malloc(n * size);
  unsigned char one[sizeof(double)];
  memcpy(one, &d->value, sizeof d->value);
  int status = 1;
  if (values && (size_t)d->index < n && H5Dread(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) >= 0) {
    if (H5Tget_class(type) == H5T_ENUM)
      one[0] = (unsigned char)(int)d->value;
    else
      H5Tconvert(H5T_NATIVE_DOUBLE, type, 1, one, NULL, H5P_DEFAULT);
    memcpy(values + (size_t)d->index * size, one, size);
    status = H5Dwrite(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) < 0;
  }
  free(values);
  H5Tclose(type);
  H5Sclose(space);
  H5Dclose(set);
  return status;
}

static int set_text(hid_t file, const damage *d) {
  hid_t set = H5Dopen2(file, d->dataset, H5P_DEFAULT), space = H5Dget_space(set), type = H5Dget_type(set);
  size_t n = (size_t)H5Sget_simple_extent_npoints(space), size = H5Tget_size(type);
  char *values = malloc(n * size + strlen(d->text));
  int status = 1;
  if (values && H5Dread(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) >= 0) {
    memset(values + (size_t)d->index * size, 0, size);
    memcpy(values + (size_t)d->index * size, d->text, strlen(d->text) < size ? strlen(d->text) : size);
    status = H5Dwrite(set, type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) < 0;
  }
  free(values);
  H5Tclose(type);
  H5Sclose(space);
  H5Dclose(set);
  return status;
}

static int replace(hid_t file, const damage *d) {
  hid_t old = H5Dopen2(file, d->dataset, H5P_DEFAULT), space = H5Dget_space(old);
  H5Dclose(old);
  hsize_t extent[H5S_MAX_RANK];
  const int rank = H5Sget_simple_extent_dims(space, extent, NULL);
  H5Sset_extent_simple(space, rank, extent, NULL); /* of fixed size, since there are no chunks */
  if (d->kind == DAMAGE_LENGTH) {
    hsize_t length = (hsize_t)d->value;
    H5Sclose(space);
    space = H5Screate_simple(1, &length, NULL);
  }
  H5Ldelete(file, d->dataset, H5P_DEFAULT);
  hid_t set = H5Dcreate2(file, d->dataset,
                         d->kind == DAMAGE_TYPE || d->kind == DAMAGE_NEGATIVE ? H5T_STD_I32LE : H5T_IEEE_F64LE, space,
                         H5P_DEFAULT, H5P_DEFAULT, H5P_DEFAULT);
  if (set < 0) return 1;
  const hssize_t n = H5Sget_simple_extent_npoints(space);
  int *values = malloc(sizeof *values * (size_t)(n > 0 ? n : 1)), status = values ? 0 : 1;
  for (hssize_t i = 0; i < n && values; i++) values[i] = -1;
  if (values && d->kind == DAMAGE_NEGATIVE)
    status = H5Dwrite(set, H5T_NATIVE_INT, H5S_ALL, H5S_ALL, H5P_DEFAULT, values) < 0;
  free(values);
  H5Sclose(space);
  return H5Dclose(set) < 0 || status;
}

static int set_version(hid_t file, int value) {
  hid_t attribute = H5Aopen(file, "version", H5P_DEFAULT);
  herr_t status = H5Awrite(attribute, H5T_NATIVE_INT, &value);
  H5Aclose(attribute);
  return status < 0;
}

static int set_schema(hid_t file, const char *text) {
  if (H5Adelete(file, "schema") < 0) return 1;
  if (!text) return 0;
  hid_t type = H5Tcopy(H5T_C_S1), space = H5Screate(H5S_SCALAR);
  H5Tset_size(type, strlen(text));
  hid_t attribute = H5Acreate2(file, "schema", type, space, H5P_DEFAULT, H5P_DEFAULT);
  herr_t status = H5Awrite(attribute, type, text);
  H5Aclose(attribute);
  H5Sclose(space);
  H5Tclose(type);
  return status < 0;
}

static int damage_hdf5(const damage *d, const char *path) {
  hid_t file = H5Fopen(path, H5F_ACC_RDWR, H5P_DEFAULT);
  int status = 1;
  if (file < 0) return 1;
  switch (d->kind) {
  case DAMAGE_NUMBER:
    status = set_number(file, d);
    break;
  case DAMAGE_TEXT:
    status = set_text(file, d);
    break;
  case DAMAGE_REMOVE:
    status = H5Ldelete(file, d->dataset, H5P_DEFAULT) < 0;
    break;
  case DAMAGE_LENGTH:
  case DAMAGE_TYPE:
  case DAMAGE_NEGATIVE:
    status = replace(file, d);
    break;
  case DAMAGE_VERSION:
    status = set_version(file, (int)d->value);
    break;
  case DAMAGE_SCHEMA:
    status = set_schema(file, d->text);
    break;
  default:
    break;
  }
  return H5Fclose(file) < 0 || status;
}

static int append_zeros(const char *path, int n) {
  FILE *file = fopen(path, "ab");
  if (!file) return 1;
  for (int i = 0; i < n; i++) fputc('\0', file);
  return fclose(file) != 0;
}

int damage_do(const damage *d, const char *folder) {
  char path[1024];
  struct stat info;
  snprintf(path, sizeof path, "%s/%s", folder, d->kind == DAMAGE_BYTES ? "in.xyz" : "data.h5");
  switch (d->kind) {
  case DAMAGE_NONE:
    return 0;
  case DAMAGE_BYTES:
    return append_zeros(path, (int)d->value);
  case DAMAGE_TRUNCATE:
    return stat(path, &info) || truncate(path, info.st_size - (off_t)d->value);
  default:
    return damage_hdf5(d, path);
  }
}
