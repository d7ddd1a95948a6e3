/* SPDX-License-Identifier: BSD-3-Clause */
/** The parts of share.c: patterns, the ways to take a function apart, the choice among them. */
#ifndef FORMS_ACE_SHARE_WAYS_H
#define FORMS_ACE_SHARE_WAYS_H

#include <stdlib.h>

#include "forms/ace/share.h"

/** A product of a function with the pair split off. */
typedef struct entry {
  int32_t rest[SHARE_MAX_REST], pair[2];
  double c;
} entry;

/** One way to take a function apart: parts first .. first + n - 1 of all. */
typedef struct way {
  int32_t function, first, n;
} way;

/** What is made, with room. */
typedef struct maker {
  const ace_terms *terms;
  int nentry, entries;
  entry *work; /* of the way that is being made */
  ace_share all;
  int patterns, pattern_entries, parts, ways, nway, slots; /* room */
  int32_t *slot, *uses;                                    /* [slots] hash table of patterns; [patterns] */
  way *way;
  int32_t *way_first, *chosen; /* [nfunction+1] ways of each function; [nfunction] the way taken or -1 */
} maker;

/** Room for wanted entries of an array; false: out of memory. */
static inline bool reserve(void **array, int *room, int wanted, size_t size) {
  if (wanted <= *room) return true;
  int n = 2 * wanted + 64;
  void *grown = realloc(*array, (size_t)n * size);
  if (!grown) return false;
  *array = grown;
  *room = n;
  return true;
}

/** Order of two rows of n numbers. */
static inline int compare_indices(const int32_t *a, const int32_t *b, int n) {
  for (int i = 0; i < n; i++)
    if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
  return 0;
}

/** Number of the pattern of n entries, whose largest number is 1; -1: out of memory. */
int dftfit_share_find_pattern(maker *m, const entry *e, int n);
/** Adds all ways of a function, whose terms are from .. to - 1: one for each pair of channels among its factors. */
bool dftfit_share_add_ways(maker *m, int function, int from, int to);

#endif
