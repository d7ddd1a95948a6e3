/* SPDX-License-Identifier: BSD-3-Clause */
/** Opening, closing and failing; reading stands in hdf5_load.c, writing in hdf5_store.c. */
#include "data/hdf5_file.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/open_regular.h"

dftfit_status hdf5_fail(const char *path, const char *dataset, long long index, dftfit_error *err, dftfit_status code,
                        const char *format, ...) {
  char place[sizeof err->input], message[sizeof err->message];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(message, sizeof message, format, arguments);
  va_end(arguments);
  if (index >= 0)
    snprintf(place, sizeof place, "%s:%s[%lld]", path, dataset, index);
  else
    snprintf(place, sizeof place, "%s:%s", path, dataset);
  return dftfit_fail_at(err, code, place, 0, 0, "%s", message);
}

/* access properties: no locks, which network file systems often refuse and read-only ranks do not need */
static hid_t access_properties(void) {
#if !H5_VERSION_GE(1, 10, 7)
  setenv("HDF5_USE_FILE_LOCKING", "FALSE", 1);
#endif
  H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
  hid_t access = H5Pcreate(H5P_FILE_ACCESS);
#if H5_VERSION_GE(1, 10, 7)
  if (access >= 0) H5Pset_file_locking(access, 0, 1);
#endif
  return access;
}

dftfit_status hdf5_open(const char *path, hdf5_file *file, dftfit_error *err) {
  int probe; /* for the reason, which HDF5 does not tell plainly */
  DFTFIT_TRY(open_regular(path, &probe, NULL, err));
  close(probe);
  hid_t access = access_properties();
  htri_t is_hdf5 = H5Fis_hdf5(path);
  file->path = path;
  file->id = H5Fopen(path, H5F_ACC_RDONLY, access);
  H5Pclose(access);
  if (file->id >= 0) return DFTFIT_OK;
  if (is_hdf5 > 0) return dftfit_fail_at(err, DFTFIT_ERR_SYNTAX, path, 0, 0, "the HDF5 file is truncated or damaged");
  return dftfit_fail_at(err, DFTFIT_ERR_SYNTAX, path, 0, 0, "not an HDF5 file; make a data file with `dftfit import`");
}

dftfit_status hdf5_open_bytes(const char *path, void *bytes, size_t length, hdf5_file *file, dftfit_error *err) {
  hid_t access = access_properties();
  file->path = path;
  file->id = -1;
  if (H5Pset_fapl_core(access, 64 * 1024, 0) >= 0 && H5Pset_file_image(access, bytes, length) >= 0)
    file->id = H5Fopen("bytes in memory", H5F_ACC_RDONLY, access); /* a file of this name would be looked at */
  H5Pclose(access);
  if (file->id >= 0) return DFTFIT_OK;
  return dftfit_fail_at(err, DFTFIT_ERR_SYNTAX, path, 0, 0, "the HDF5 file is truncated or damaged");
}

dftfit_status hdf5_create(const char *path, const char *name, hdf5_file *file, dftfit_error *err) {
  hid_t access = access_properties();
  file->path = name;
  file->id = H5Fcreate(path, H5F_ACC_TRUNC, H5P_DEFAULT, access);
  H5Pclose(access);
  if (file->id >= 0) return DFTFIT_OK;
  return dftfit_fail_at(err, DFTFIT_ERR_IO, name, 0, 0, "cannot create the HDF5 file");
}

dftfit_status hdf5_close(hdf5_file *file, dftfit_error *err) {
  errno = 0;
  if (H5Fclose(file->id) >= 0) return DFTFIT_OK;
  return dftfit_fail_at(err, DFTFIT_ERR_IO, file->path, 0, 0, "the HDF5 file cannot be finished: %s",
                        errno ? strerror(errno) : "is the disk full?");
}
