/* SPDX-License-Identifier: BSD-3-Clause */
#include "data/schema.h"

#include <stdint.h>

#include "data/dataset.h"

hid_t schema_kind_type(hid_t integer) {
  hid_t type = H5Tenum_create(integer);
  for (int k = 0; k < KIND_COUNT; k++) {
    int value = k;
    H5Tconvert(H5T_NATIVE_INT, integer, 1, &value, NULL, H5P_DEFAULT); /* in place: integer is no longer than an int */
    H5Tenum_insert(type, dataset_kind_name((dataset_kind)k), &value);
  }
  return type;
}
