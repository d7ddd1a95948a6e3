/* SPDX-License-Identifier: BSD-3-Clause */
/** For programs all of whose tests write files into one folder. */
#ifndef TESTS_UNIT_TEMPORARY_GROUP_H
#define TESTS_UNIT_TEMPORARY_GROUP_H

#include "unit/temporary.h"

/* Set-up and tear-down of a group of tests that write files: the folder is `folder`. */
static char folder[256];

static inline int make_folder(void **unused) {
  (void)unused;
  return temporary_folder(folder, sizeof folder) ? 0 : -1;
}

static inline int remove_folder(void **unused) {
  (void)unused;
  temporary_remove(folder);
  return 0;
}

#endif
