/* SPDX-License-Identifier: BSD-3-Clause */
/** HDF5 files from texts, so that damage meets the reader and not the HDF5 library. A line is a dataset:
 *      /path f8|i4|s16 [extent ...] : value ...
 *  numbers and strings; values that lack are zero, none are written where the extents are large, and what is no such
 *  line is gone over. */
#ifndef TESTS_FUZZ_MADE_HDF5_H
#define TESTS_FUZZ_MADE_HDF5_H

#include <stdbool.h>
#include <stddef.h>

/** False: no file could be made. */
bool made_hdf5(const char *text, size_t length, const char *path);

#endif
