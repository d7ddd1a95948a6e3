/* SPDX-License-Identifier: BSD-3-Clause */
#include <math.h>
#include <string.h>

#include "forms/ace/share_ways.h"

/* Numbers of two patterns that are taken as equal, where the largest is 1: some roundings of what made them. */
#define SAME 1e-13
#define START 1469598103934665603u

/* FNV-1a over words, one pair more. */
static uint64_t stir(uint64_t h, const int32_t *pair) {
  for (int k = 0; k < 2; k++) h = (h ^ (uint32_t)pair[k]) * 1099511628211u;
  return h;
}

static uint32_t slot_of(const maker *m, uint64_t h) {
  return ((uint32_t)(h >> 32) ^ (uint32_t)h) & (uint32_t)(m->slots - 1);
}

static bool is_pattern(const ace_share *s, int pattern, const entry *e, int n) {
  int first = s->first[pattern];
  if (s->first[pattern + 1] - first != n) return false;
  for (int i = 0; i < n; i++)
    if (compare_indices(s->pair[first + i], e[i].pair, 2) || fabs(s->c[first + i] - e[i].c) > SAME) return false;
  return true;
}

static void rehash(maker *m) {
  const ace_share *s = &m->all;
  memset(m->slot, -1, sizeof(int32_t) * (size_t)m->slots);
  for (int p = 0; p < s->npattern; p++) {
    uint64_t h = START;
    for (int i = s->first[p]; i < s->first[p + 1]; i++) h = stir(h, s->pair[i]);
    uint32_t at = slot_of(m, h);
    while (m->slot[at] >= 0) at = (at + 1) & (uint32_t)(m->slots - 1);
    m->slot[at] = p;
  }
}

static bool make_room(maker *m, int n) {
  ace_share *s = &m->all;
  int wanted = s->npattern + 2, room = m->patterns, entries = s->npattern ? s->first[s->npattern] : 0,
      pairs = m->pattern_entries;
  if (!reserve((void **)&s->first, &room, wanted, sizeof(int32_t))) return false;
  room = m->patterns;
  if (!reserve((void **)&m->uses, &room, wanted, sizeof(int32_t))) return false;
  m->patterns = room;
  if (!reserve((void **)&s->pair, &pairs, entries + n, sizeof *s->pair)) return false;
  pairs = m->pattern_entries;
  if (!reserve((void **)&s->c, &pairs, entries + n, sizeof(double))) return false;
  m->pattern_entries = pairs;
  if (s->npattern == 0) s->first[0] = 0;
  if (2 * wanted <= m->slots) return true;
  int slots = m->slots ? 2 * m->slots : 1024;
  int32_t *slot = realloc(m->slot, sizeof(int32_t) * (size_t)slots);
  if (!slot) return false;
  m->slot = slot;
  m->slots = slots;
  rehash(m);
  return true;
}

int dftfit_share_find_pattern(maker *m, const entry *e, int n) {
  ace_share *s = &m->all;
  if (!make_room(m, n)) return -1;
  uint64_t h = START;
  for (int i = 0; i < n; i++) h = stir(h, e[i].pair);
  uint32_t at = slot_of(m, h);
  for (; m->slot[at] >= 0; at = (at + 1) & (uint32_t)(m->slots - 1))
    if (is_pattern(s, m->slot[at], e, n)) return m->slot[at];
  int first = s->first[s->npattern];
  for (int i = 0; i < n; i++) {
    memcpy(s->pair[first + i], e[i].pair, sizeof e[i].pair);
    s->c[first + i] = e[i].c;
  }
  s->first[s->npattern + 1] = first + n;
  m->uses[s->npattern] = 0;
  m->slot[at] = s->npattern;
  return s->npattern++;
}
