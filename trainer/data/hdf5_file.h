/* SPDX-License-Identifier: BSD-3-Clause */
/** HDF5 files with errors of this project: what fails is named path:/dataset. HDF5 itself prints nothing, locks
 *  nothing. */
#ifndef TRAINER_DATA_HDF5_FILE_H
#define TRAINER_DATA_HDF5_FILE_H

#include <hdf5.h>
#include <stdbool.h>

#include "dftfit/status.h"

typedef struct hdf5_file {
  const char *path; /* as errors name it; borrowed */
  hid_t id;
} hdf5_file;

enum { HDF5_TEXT = 512 }; /* longest string that is read, with its NUL */

/** Fails at path:dataset, or at path:dataset[index] for index >= 0. */
dftfit_status hdf5_fail(const char *path, const char *dataset, long long index, dftfit_error *err, dftfit_status code,
                        const char *format, ...) __attribute__((format(printf, 6, 7)));

dftfit_status hdf5_open(const char *path, hdf5_file *file, dftfit_error *err); /* read-only */
/** Opens the bytes of a file that lie in memory, which are copied; path stands in errors. */
dftfit_status hdf5_open_bytes(const char *path, void *bytes, size_t length, hdf5_file *file, dftfit_error *err);
/** Creates a file at path, which is truncated; name stands in errors. */
dftfit_status hdf5_create(const char *path, const char *name, hdf5_file *file, dftfit_error *err);
/** Closes the file; what could not be written until now is an error. */
dftfit_status hdf5_close(hdf5_file *file, dftfit_error *err);

/** Whether the file has an object of this path. */
bool hdf5_has(const hdf5_file *file, const char *name);
/** Checks that the dataset is there and has `rank` dimensions; gives them. */
dftfit_status hdf5_extent(const hdf5_file *file, const char *name, int rank, hsize_t *extent, dftfit_error *err);
/** Reads a dataset of exactly this extent as memory type `type`; numbers must be of the same class in the file. */
dftfit_status hdf5_read(const hdf5_file *file, const char *name, hid_t type, int rank, const hsize_t *extent, void *out,
                        dftfit_error *err);
/** Reads one row, the part of index `row` in the first dimension, of a dataset of this extent. */
dftfit_status hdf5_read_row(const hdf5_file *file, const char *name, hid_t type, int rank, const hsize_t *extent,
                            hsize_t row, void *out, dftfit_error *err);
/** The same for rows first .. first + extent[0] - 1 of a dataset that has `total` rows. */
dftfit_status hdf5_read_rows(const hdf5_file *file, const char *name, hid_t type, int rank, const hsize_t *extent,
                             hsize_t first, hsize_t total, void *out, dftfit_error *err);
/** Reads n strings (fixed or variable length) into text [n][HDF5_TEXT]. A longer one is an error. */
dftfit_status hdf5_read_texts(const hdf5_file *file, const char *name, hsize_t n, char (*text)[HDF5_TEXT],
                              dftfit_error *err);

/** Reads the one string of a dataset without dimensions. */
dftfit_status hdf5_read_text(const hdf5_file *file, const char *name, char text[HDF5_TEXT], dftfit_error *err);

/** Writes a dataset: chunked, shuffled, deflated when it is long. unit: attribute, NULL for none. */
dftfit_status hdf5_write(const hdf5_file *file, const char *name, hid_t file_type, hid_t memory_type, int rank,
                         const hsize_t *extent, const void *data, const char *unit, dftfit_error *err);
/** The same in two steps: an empty dataset with `extent[0]` rows, then rows first .. first + extent[0] - 1 of it, which
 *  grows when it has fewer. */
dftfit_status hdf5_make(const hdf5_file *file, const char *name, hid_t file_type, int rank, const hsize_t *extent,
                        const char *unit, dftfit_error *err);
dftfit_status hdf5_write_rows(const hdf5_file *file, const char *name, hid_t memory_type, int rank,
                              const hsize_t *extent, hsize_t first, const void *data, dftfit_error *err);
/** Writes n strings, text(self, i) each, of one fixed length, padded with NUL. */
dftfit_status hdf5_write_texts(const hdf5_file *file, const char *name, hsize_t n,
                               const char *(*text)(const void *self, hsize_t i), const void *self, dftfit_error *err);
dftfit_status hdf5_write_group(const hdf5_file *file, const char *name, dftfit_error *err);
/** Attributes of the object `name` ("/" is the file itself). */
dftfit_status hdf5_write_text_attribute(const hdf5_file *file, const char *name, const char *attribute,
                                        const char *value, dftfit_error *err);
dftfit_status hdf5_write_int_attribute(const hdf5_file *file, const char *name, const char *attribute, int value,
                                       dftfit_error *err);
/** Reads attributes of the file itself; absent or of another type: an error. */
dftfit_status hdf5_read_text_attribute(const hdf5_file *file, const char *attribute, char *text, size_t size,
                                       dftfit_error *err);
dftfit_status hdf5_read_int_attribute(const hdf5_file *file, const char *attribute, int *value, dftfit_error *err);

#endif
