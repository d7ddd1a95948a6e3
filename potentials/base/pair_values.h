/* SPDX-License-Identifier: BSD-3-Clause */
/** Lengths that may differ between pairs of elements: one number for all, or a complete mapping such as
 *  {Si-Si: 5.0, Si-C: 4.5, C-C: 4.0}. */
#ifndef BASE_PAIR_VALUES_H
#define BASE_PAIR_VALUES_H

#include "dftfit/form.h"

enum { DFTFIT_PAIR_NAME = 8 }; /* room for "Aaa-Bbb" */

static inline int dftfit_pair_count(int nelement) { return nelement * (nelement + 1) / 2; }

/** Index of the unordered pair {a, b}: 0-0, 0-1, ..., 0-(n-1), 1-1, ... */
static inline int dftfit_pair_index(int nelement, int a, int b) {
  int low = a < b ? a : b, high = a < b ? b : a;
  return low * nelement - low * (low - 1) / 2 + high - low;
}

/** Elements a <= b of the unordered pair with that index. */
void dftfit_pair_elements(int nelement, int pair, int *a, int *b);
/** "Si-C" of the unordered pair with that index. */
void dftfit_pair_name(const dftfit_header *header, int pair, char name[DFTFIT_PAIR_NAME]);
/** The value under "a-b" or "b-a" of the mapping; an error when it is missing or given both ways. */
dftfit_status dftfit_pair_get(dftfit_node mapping, const dftfit_header *header, int pair, dftfit_node *out,
                              dftfit_error *err);
/** Every key of the mapping must name a pair of the elements of header. */
dftfit_status dftfit_pair_only(dftfit_node mapping, const dftfit_header *header, dftfit_error *err);

/** Reads node (a number, or a complete mapping) into out [nelement*nelement], symmetric. what names it in errors; every
 *  value must be above zero and at most upper [nelement*nelement] (NULL: no limit), which upper_name describes. */
dftfit_status dftfit_pair_read(dftfit_node node, const dftfit_header *header, const char *what, const double *upper,
                               const char *upper_name, double *out, dftfit_error *err);
/** Writes value [nelement*nelement] as one number where all pairs agree, otherwise as a mapping. */
void dftfit_pair_write(dftfit_writer *w, const dftfit_header *header, const double *value);

#endif
