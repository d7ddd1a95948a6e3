/* SPDX-License-Identifier: BSD-3-Clause */
#include "forms/ace/share_ways.h"

#include <math.h>
#include <string.h>

/* Sums that are taken as zero, relative to the largest of a pattern. */
#define CANCELLED 1e-13

enum { MAX_WAYS = COUPLING_MAX_RANK * (COUPLING_MAX_RANK - 1) / 2 };

static int compare_entries(const void *a, const void *b) {
  return compare_indices(((const entry *)a)->rest, ((const entry *)b)->rest, SHARE_MAX_REST + 2);
}

static void ascend(int n, int32_t *x) {
  for (int t = 1; t < n; t++)
    for (int s = t; s > 0 && x[s] < x[s - 1]; s--) {
      int32_t swap = x[s];
      x[s] = x[s - 1], x[s - 1] = swap;
    }
}

/* Whether factors i and j of a term are of these channels. */
static bool are_channels(const ace_terms *t, const int32_t *factor, int i, int j, const int32_t *channel) {
  int32_t own[2] = {t->channel[factor[i]], t->channel[factor[j]]};
  ascend(2, own);
  return own[0] == channel[0] && own[1] == channel[1];
}

/* Splits a pair of the given channels off a term in all ways, which share its coefficient. */
static bool split_term(maker *m, int q, const int32_t *channel) {
  const ace_terms *t = m->terms;
  const int32_t *factor = t->factor + (size_t)q * (size_t)t->width;
  int rank = t->rank[q], from = m->nentry;
  for (int i = 0; i < rank; i++)
    for (int j = i + 1; j < rank; j++) {
      if (!are_channels(t, factor, i, j, channel)) continue;
      if (!reserve((void **)&m->work, &m->entries, m->nentry + 1, sizeof(entry))) return false;
      entry *e = &m->work[m->nentry++];
      *e = (entry){.pair = {factor[i], factor[j]}, .c = t->c[q]};
      int n = 0;
      for (int k = 0; k < rank; k++)
        if (k != i && k != j) e->rest[n++] = factor[k];
      ascend(n, e->rest);
      ascend(2, e->pair);
    }
  for (int i = from; i < m->nentry; i++) m->work[i].c /= m->nentry - from;
  return true;
}

/* Sorts the entries and adds equal ones up. */
static void merge_entries(maker *m) {
  int kept = 0;
  qsort(m->work, (size_t)m->nentry, sizeof(entry), compare_entries);
  for (int i = 0; i < m->nentry; i++) {
    if (kept && compare_entries(&m->work[kept - 1], &m->work[i]) == 0)
      m->work[kept - 1].c += m->work[i].c;
    else
      m->work[kept++] = m->work[i];
  }
  m->nentry = kept;
}

/* The part of entries [n] that have the same rest. */
static bool add_part(maker *m, int at, entry *e, int n) {
  double largest = 0;
  int kept = 0;
  for (int i = 0; i < n; i++)
    if (fabs(e[i].c) > fabs(largest) * (1 + 1e-6)) largest = e[i].c;
  for (int i = 0; i < n; i++) {
    if (fabs(e[i].c) <= CANCELLED * fabs(largest)) continue;
    e[kept] = e[i];
    e[kept++].c /= largest;
  }
  if (kept == 0) return true;
  share_part p = {.pattern = dftfit_share_find_pattern(m, e, kept), .scale = largest};
  memcpy(p.rest, e->rest, sizeof p.rest);
  if (p.pattern < 0 || !reserve((void **)&m->all.part, &m->parts, at + 1, sizeof(share_part))) return false;
  m->all.part[at] = p;
  m->way[m->nway - 1].n++;
  return true;
}

static bool add_way(maker *m, int function, int from, int to, const int32_t *channel, int at) {
  m->nentry = 0;
  for (int q = from; q < to; q++)
    if (!split_term(m, q, channel)) return false;
  merge_entries(m);
  if (!reserve((void **)&m->way, &m->ways, m->nway + 1, sizeof(way))) return false;
  m->way[m->nway++] = (way){function, at, 0};
  for (int i = 0, n; i < m->nentry; i += n) {
    for (n = 1; i + n < m->nentry && !compare_indices(m->work[i].rest, m->work[i + n].rest, SHARE_MAX_REST); n++)
      continue;
    if (!add_part(m, at + m->way[m->nway - 1].n, m->work + i, n)) return false;
  }
  return true;
}

bool dftfit_share_add_ways(maker *m, int function, int from, int to) {
  const ace_terms *t = m->terms;
  const int32_t *factor = t->factor + (size_t)from * (size_t)t->width;
  int32_t seen[MAX_WAYS][2];
  int n = 0, rank = from < to ? t->rank[from] : 0;
  m->way_first[function] = m->nway;
  if (rank < 3 || rank > COUPLING_MAX_RANK) return true;
  for (int i = 0; i < rank; i++)
    for (int j = i + 1; j < rank; j++) {
      int32_t channel[2] = {t->channel[factor[i]], t->channel[factor[j]]};
      bool known = false;
      ascend(2, channel);
      for (int k = 0; k < n; k++) known = known || compare_indices(seen[k], channel, 2) == 0;
      if (known) continue;
      memcpy(seen[n++], channel, sizeof channel);
      int at = m->nway ? m->way[m->nway - 1].first + m->way[m->nway - 1].n : 0;
      if (!add_way(m, function, from, to, channel, at)) return false;
    }
  return true;
}
