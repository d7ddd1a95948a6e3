/* SPDX-License-Identifier: BSD-3-Clause */
/** Names in data.h5; docs/data-format.md describes them. */
#ifndef TRAINER_DATA_SCHEMA_H
#define TRAINER_DATA_SCHEMA_H

#include <hdf5.h>

#define SCHEMA_NAME "dftfit-data"
enum { SCHEMA_VERSION = 1 }; /* written; all up to it are read */

/** The enumeration of /groups/kind, over integers of this type (H5T_STD_I8LE in the file, H5T_NATIVE_INT in memory);
 *  the caller closes it. */
hid_t schema_kind_type(hid_t integer);

#endif
