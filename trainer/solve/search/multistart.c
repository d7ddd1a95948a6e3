/* SPDX-License-Identifier: BSD-3-Clause */
/* The searches of all starts. Rank 0 keeps them packed and deals them; the first rank of a group unpacks the one that
 * its group is to go on with. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/vote.h"
#include "solve/search/search.h"

typedef struct groups {
  MPI_Comm world, mine, first; /* first: the first ranks of all groups; MPI_COMM_NULL on the others */
  int rank, n;
  int record;     /* numbers of a message: the start (-1: none), passes made, its packed search */
  double *own;    /* [record]                                                         */
  double *all;    /* [n*record] rank 0                                                */
  levenberg idle; /* rank 0: makes the searches that begin                            */
} groups;

enum { START, PASSES, HEAD };

static void leave(groups *g) {
  if (g->n == 0) return;
  MPI_Comm_free(&g->mine);
  if (g->first != MPI_COMM_NULL) MPI_Comm_free(&g->first);
  g->n = 0;
}

static dftfit_status create(groups *g, MPI_Comm comm, const search *s, dftfit_error *err) {
  int nrank;
  MPI_Comm_rank(comm, &g->rank);
  MPI_Comm_size(comm, &nrank);
  g->world = comm;
  g->record = HEAD + levenberg_size(s->p);
  g->own = calloc((size_t)g->record, sizeof *g->own);
  if (g->rank == 0) g->all = calloc((size_t)nrank * (size_t)g->record, sizeof *g->all);
  dftfit_status status = levenberg_create(&g->idle, s->p, s->options.tolerance, s->options.most_steps, err);
  if (!status && (!g->own || (g->rank == 0 && !g->all)))
    status = dftfit_no_memory(err, "the searches of %d ranks", nrank);
  return vote(comm, status, err);
}

static void destroy(groups *g) {
  leave(g);
  levenberg_destroy(&g->idle);
  free(g->own);
  free(g->all);
}

/** How many searches have not ended; every rank knows afterwards. */
static int left_over(const groups *g, const search *s) {
  int left = 0;
  if (g->rank == 0)
    for (int k = 0; k < s->options.nstart; k++) left += s->tried[k].end == END_NOT_YET;
  MPI_Bcast(&left, 1, MPI_INT, 0, g->world);
  return left;
}

/** Groups of about as many ranks each, not more groups than searches left; none of them has a search yet. */
static void regroup(groups *g, search *s, int left) {
  int nrank;
  MPI_Comm_size(g->world, &nrank);
  int n = left < nrank ? left : nrank;
  if (n == g->n) return;
  if (g->n > 0) s->at_work = -1; /* another group may go on with it */
  leave(g);
  g->n = n;
  int rank, colour = (int)((int64_t)g->rank * n / nrank);
  MPI_Comm_split(g->world, colour, g->rank, &g->mine);
  MPI_Comm_rank(g->mine, &rank);
  MPI_Comm_split(g->world, rank == 0 ? 0 : MPI_UNDEFINED, g->rank, &g->first);
  for (int k = 0; g->rank == 0 && k < n; k++) g->all[(size_t)k * (size_t)g->record] = -1;
}

static dftfit_status begin(groups *g, search *s, int k, dftfit_error *err) {
  levenberg *l = &g->idle;
  s->begun[k] = malloc((size_t)(g->record - HEAD) * sizeof **s->begun);
  if (!s->begun[k]) return dftfit_no_memory(err, "start %d", k + 1);
  nonlinear_start_point(s->p, s->options.seed, k, l->z);
  levenberg_begin(l, l->z);
  levenberg_pack(l, s->begun[k]);
  return DFTFIT_OK;
}

static bool dealt(const groups *g, int k) {
  bool found = false;
  for (int i = 0; i < g->n; i++) found = found || (int)g->all[(size_t)i * (size_t)g->record] == k;
  return found;
}

/** Rank 0: groups without a search get the next one, in the order of the starts. */
static dftfit_status deal(groups *g, search *s, dftfit_error *err) {
  int k = 0;
  for (int i = 0; i < g->n; i++) {
    double *record = g->all + (size_t)i * (size_t)g->record;
    if (record[START] >= 0) continue;
    while (k < s->options.nstart && (s->tried[k].end != END_NOT_YET || dealt(g, k))) k++;
    if (k == s->options.nstart) return DFTFIT_OK;
    if (!s->begun[k]) DFTFIT_TRY(begin(g, s, k, err));
    record[START] = k;
    memcpy(record + HEAD, s->begun[k], (size_t)(g->record - HEAD) * sizeof *record);
  }
  return DFTFIT_OK;
}

static bool time_is_up(double began, double slice) { return MPI_Wtime() - began >= slice; }

/** Passes of a group until its search or its time ends; returns their number on all ranks. */
static dftfit_status pass_on(groups *g, search *s, int *passes, dftfit_error *err) {
  double began = MPI_Wtime();
  int go_on = 1;
  for (*passes = 0; go_on; ++*passes) {
    DFTFIT_TRY(search_advance(g->mine, s, err));
    if (g->first != MPI_COMM_NULL)
      go_on = s->levenberg.end == END_NOT_YET && g->n > 1 && !time_is_up(began, s->options.slice);
    MPI_Bcast(&go_on, 1, MPI_INT, 0, g->mine);
  }
  return DFTFIT_OK;
}

/** A group takes up the search that it was dealt, if it is another one than it has, and goes on with it. */
static dftfit_status work(groups *g, search *s, dftfit_error *err) {
  int changed[2], passes; /* start, whether it is another */
  if (g->first != MPI_COMM_NULL) {
    changed[0] = (int)g->own[START];
    changed[1] = changed[0] != s->at_work;
    if (changed[1] && changed[0] >= 0) levenberg_unpack(&s->levenberg, g->own + HEAD);
    s->at_work = changed[0];
  }
  MPI_Bcast(changed, 2, MPI_INT, 0, g->mine);
  if (changed[0] < 0) return DFTFIT_OK;
  if (changed[1]) DFTFIT_TRY(search_rebuild(g->mine, s, err));
  DFTFIT_TRY(pass_on(g, s, &passes, err));
  if (g->first == MPI_COMM_NULL) return DFTFIT_OK;
  g->own[PASSES] = passes;
  levenberg_pack(&s->levenberg, g->own + HEAD);
  return DFTFIT_OK;
}

static void end(search *s, int k, const levenberg *l) {
  bool failed = l->end == END_FAILED;
  s->tried[k] = (nonlinear_start){.phi = failed ? NAN : l->phi, .steps = l->steps, .end = l->end};
  free(s->begun[k]);
  s->begun[k] = NULL;
  /* the order in which searches end counts nothing */
  if (failed || !(s->best < 0 || l->phi < s->best_phi || (l->phi == s->best_phi && k < s->best))) return;
  s->best = k;
  s->best_phi = l->phi;
  memcpy(s->best_x, l->z, (size_t)s->p->ncolumn * sizeof(double));
}

/** Rank 0: what the groups have made of their searches. */
static void collect(groups *g, search *s, const nonlinear_hooks *hooks) {
  for (int i = 0; i < g->n; i++) {
    double *record = g->all + (size_t)i * (size_t)g->record;
    int k = (int)record[START], steps;
    if (k < 0) continue;
    levenberg_unpack(&g->idle, s->begun[k]);
    steps = g->idle.steps;
    levenberg_unpack(&g->idle, record + HEAD);
    memcpy(s->begun[k], record + HEAD, (size_t)(g->record - HEAD) * sizeof *record);
    s->steps += g->idle.steps - steps;
    s->passes += (int)record[PASSES];
    if (g->idle.end == END_NOT_YET) continue;
    end(s, k, &g->idle);
    record[START] = -1;
    if (hooks && hooks->on_start_end) hooks->on_start_end(hooks->self, k, &s->tried[k]);
  }
}

/** What every group does between two meetings. */
static dftfit_status meet_again(groups *g, search *s, const nonlinear_hooks *hooks, dftfit_error *err) {
  DFTFIT_TRY(vote(g->world, g->rank == 0 ? deal(g, s, err) : DFTFIT_OK, err));
  if (g->first != MPI_COMM_NULL) MPI_Scatter(g->all, g->record, MPI_DOUBLE, g->own, g->record, MPI_DOUBLE, 0, g->first);
  DFTFIT_TRY(vote(g->world, work(g, s, err), err));
  if (g->first != MPI_COMM_NULL) MPI_Gather(g->own, g->record, MPI_DOUBLE, g->all, g->record, MPI_DOUBLE, 0, g->first);
  if (g->rank == 0) collect(g, s, hooks);
  return vote(g->world, g->rank == 0 ? search_tell(s, hooks, err) : DFTFIT_OK, err);
}

dftfit_status multistart(MPI_Comm comm, search *s, const nonlinear_hooks *hooks, bool *interrupted, dftfit_error *err) {
  groups g = {.first = MPI_COMM_NULL};
  dftfit_status status = create(&g, comm, s, err);
  int left;
  while (!status && !*interrupted && (left = left_over(&g, s)) > 0) {
    regroup(&g, s, left);
    status = meet_again(&g, s, hooks, err);
    if (!status) *interrupted = search_stopped(comm, hooks);
  }
  destroy(&g);
  return status;
}
