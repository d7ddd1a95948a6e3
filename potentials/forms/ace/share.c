/* SPDX-License-Identifier: BSD-3-Clause */
#include "forms/ace/share.h"

#include <string.h>

#include "forms/ace/share_ways.h"

enum { ROUNDS = 4 /* of the choice */ };

static void count_uses(maker *m, const way *w, int step) {
  for (int i = w->first; i < w->first + w->n; i++) m->uses[m->all.part[i].pattern] += step;
}

/* Multiplications of a way when the others stay as they are: its products, and its share of the patterns. */
static double cost(const maker *m, const way *w) {
  double sum = w->n;
  for (int i = w->first; i < w->first + w->n; i++) {
    int p = m->all.part[i].pattern, n = m->all.first[p + 1] - m->all.first[p];
    if (n > 1) sum += (double)n / (m->uses[p] + 1);
  }
  return sum;
}

/* First with the uses of all ways, then with those of the ways taken. */
static void choose(maker *m, const int32_t *term_first) {
  for (int k = 0; k < m->nway; k++) count_uses(m, &m->way[k], 1);
  for (int round = 0; round < ROUNDS; round++) {
    for (int f = 0; f < m->all.nfunction; f++) {
      double least = term_first[f + 1] - term_first[f];
      if (round > 0 && m->chosen[f] >= 0) count_uses(m, &m->way[m->chosen[f]], -1);
      m->chosen[f] = -1;
      for (int k = m->way_first[f]; k < m->way_first[f + 1]; k++) {
        double own = cost(m, &m->way[k]);
        if (own < least) least = own, m->chosen[f] = k;
      }
      if (round > 0 && m->chosen[f] >= 0) count_uses(m, &m->way[m->chosen[f]], 1);
    }
    if (round > 0) continue;
    if (m->all.npattern) memset(m->uses, 0, sizeof(int32_t) * (size_t)m->all.npattern);
    for (int f = 0; f < m->all.nfunction; f++)
      if (m->chosen[f] >= 0) count_uses(m, &m->way[m->chosen[f]], 1);
  }
}

/* Keeps the parts of the ways taken. */
static bool keep(maker *m) {
  ace_share *s = &m->all;
  int n = 0, room = 0;
  share_part *kept = NULL;
  s->part_first = malloc(sizeof(int32_t) * (size_t)(s->nfunction + 1));
  if (!s->part_first) return false;
  for (int f = 0; f < s->nfunction; f++) {
    s->part_first[f] = n;
    if (m->chosen[f] < 0) continue;
    const way *w = &m->way[m->chosen[f]];
    if (!reserve((void **)&kept, &room, n + w->n, sizeof *kept)) return free(kept), false;
    memcpy(kept + n, s->part + w->first, sizeof *kept * (size_t)w->n);
    n += w->n;
  }
  s->part_first[s->nfunction] = n;
  free(s->part);
  s->part = kept;
  return true;
}

static bool make(maker *m) {
  const ace_terms *t = m->terms;
  int n = m->all.nfunction = t->nterm ? t->function[t->nterm - 1] + 1 : 0;
  int32_t *term_first = malloc(sizeof(int32_t) * (size_t)(n + 1));
  m->way_first = malloc(sizeof(int32_t) * (size_t)(n + 1));
  m->chosen = malloc(sizeof(int32_t) * (size_t)(n + 1));
  bool ok = term_first && m->way_first && m->chosen;
  for (int f = 0, q = 0; ok && f <= n; f++) {
    while (q < t->nterm && t->function[q] < f) q++;
    term_first[f] = q;
  }
  for (int f = 0; ok && f < n; f++) ok = dftfit_share_add_ways(m, f, term_first[f], term_first[f + 1]);
  if (ok) m->way_first[n] = m->nway;
  if (ok) choose(m, term_first);
  free(term_first);
  return ok && keep(m);
}

dftfit_status dftfit_ace_share_create(const ace_terms *terms, ace_share *out, dftfit_error *err) {
  maker m = {.terms = terms};
  bool ok = make(&m);
  free(m.work);
  free(m.slot);
  free(m.uses);
  free(m.way);
  free(m.way_first);
  free(m.chosen);
  *out = m.all;
  if (ok) return DFTFIT_OK;
  dftfit_ace_share_free(out);
  return dftfit_no_memory(err, "%d products", terms->nterm);
}

void dftfit_ace_share_free(ace_share *s) {
  free(s->first);
  free(s->pair);
  free(s->c);
  free(s->part_first);
  free(s->part);
  *s = (ace_share){0};
}
