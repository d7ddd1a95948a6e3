/* SPDX-License-Identifier: BSD-3-Clause */
#include "solve/linear/accumulate.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/vote.h"

/** Triangles of the classes of one node of the merge tree. */
typedef struct node {
  triangle part[TARGET_CLASSES];
} node;

typedef struct state {
  MPI_Comm comm;
  int rank, nrank;
  const problem *p;
  const double *theta; /* NULL: where the model stands */
  int n;
  int *first;              /* [nrank+1] leaves of each rank                               */
  int *owner;              /* [nleaf]                                                     */
  int *fold_leaf;          /* [nfold+1] first leaf of each fold                           */
  node *tree;              /* [nleaf] node whose leftmost leaf this is                    */
  int64_t *rows, *nconfig; /* [nfold*TARGET_CLASSES]                                      */
  triangle_work work;
  double *buffer[TARGET_CLASSES]; /* [FOLD_ROWS*n] rows waiting to be folded               */
  int waiting[TARGET_CLASSES];
  int leaf; /* being folded */
} state;

static dftfit_status flush(state *s, int c, dftfit_error *err) {
  if (s->waiting[c] == 0) return DFTFIT_OK;
  int m = s->waiting[c];
  s->waiting[c] = 0;
  return triangle_fold(&s->tree[s->leaf].part[c], m, s->buffer[c], FOLD_ROWS, &s->work, err);
}

/** A row that is not finite would spoil the triangle silently. */
static bool finite_rows(int n, int m, const double *rows, int ld) {
  double sum = 0;
  for (int j = 0; j < n; j++)
    for (int i = 0; i < m; i++) sum += 0 * rows[(size_t)j * (size_t)ld + (size_t)i];
  return sum == 0;
}

static dftfit_status take(void *self, target_class which, int m, double *rows, int ld, dftfit_error *err) {
  state *s = self;
  size_t n = (size_t)s->n;
  if (!finite_rows(s->n, m, rows, ld))
    return dftfit_fail(err, DFTFIT_ERR_NUMERIC, "a derivative or a target is not a finite number");
  if (!s->buffer[which]) s->buffer[which] = aligned_doubles(FOLD_ROWS * n);
  if (!s->buffer[which]) return dftfit_no_memory(err, "%d rows", FOLD_ROWS);
  s->rows[s->p->leaf_fold[s->leaf] * TARGET_CLASSES + (int)which] += m;
  s->nconfig[s->p->leaf_fold[s->leaf] * TARGET_CLASSES + (int)which]++;
  while (m > 0) {
    int room = FOLD_ROWS - s->waiting[which], some = m < room ? m : room;
    for (size_t j = 0; j < n; j++)
      memcpy(s->buffer[which] + j * FOLD_ROWS + s->waiting[which], rows + j * (size_t)ld,
             (size_t)some * sizeof(double));
    s->waiting[which] += some;
    rows += some;
    m -= some;
    if (s->waiting[which] == FOLD_ROWS) DFTFIT_TRY(flush(s, (int)which, err));
  }
  return DFTFIT_OK;
}

static dftfit_status merge_nodes(state *s, int left, int right, dftfit_error *err) {
  for (int c = 0; c < TARGET_CLASSES; c++)
    DFTFIT_TRY(triangle_merge(&s->tree[left].part[c], &s->tree[right].part[c], &s->work, err));
  return DFTFIT_OK;
}

/** The node of width 2*stride that starts at leaf left of its fold lies on this rank alone. */
static bool mine_alone(const state *s, int left, int end) {
  return left >= s->first[s->rank] && end <= s->first[s->rank + 1];
}

/** Merges what the leaf just finished has made complete. */
static dftfit_status merge_up(state *s, int leaf, dftfit_error *err) {
  int fold = s->p->leaf_fold[leaf], start = s->fold_leaf[fold], stop = s->fold_leaf[fold + 1];
  for (int stride = 1; stride < stop - start; stride *= 2) {
    int left = start + (leaf - start) / (2 * stride) * (2 * stride), right = left + stride;
    int end = left + 2 * stride < stop ? left + 2 * stride : stop;
    if (end != leaf + 1 || !mine_alone(s, left, end)) return DFTFIT_OK;
    if (right < stop) DFTFIT_TRY(merge_nodes(s, left, right, err));
  }
  return DFTFIT_OK;
}

static dftfit_status own_leaves(state *s, const accumulate_watch *watch, dftfit_error *err) {
  row_consumer consumer = {s, take};
  double total = 0, done = 0;
  for (int i = s->first[s->rank]; i < s->first[s->rank + 1]; i++) total += s->p->leaf_cost[i];
  for (int i = s->first[s->rank]; i < s->first[s->rank + 1]; i++) {
    s->leaf = i;
    DFTFIT_TRY(s->p->eval(s->p->self, i, s->theta, &consumer, err));
    for (int c = 0; c < TARGET_CLASSES; c++) DFTFIT_TRY(flush(s, c, err));
    DFTFIT_TRY(merge_up(s, i, err));
    done += s->p->leaf_cost[i];
    if (watch) watch->done(watch->self, total > 0 ? done / total : 1);
  }
  return DFTFIT_OK;
}

enum { TAG_ROWS = 1, TAG_TRIANGLE = 2 };

/** The rows that came so far of every column, without the gaps between. */
static MPI_Datatype rows_type(const triangle *t) {
  MPI_Datatype type;
  MPI_Type_vector(t->n, t->nrow, t->capacity, MPI_DOUBLE, &type);
  MPI_Type_commit(&type);
  return type;
}

static void send_triangle(state *s, triangle *t, int to) {
  MPI_Send(&t->nrow, 1, MPI_INT, to, TAG_ROWS, s->comm);
  if (t->nrow) {
    MPI_Datatype rows = rows_type(t);
    MPI_Send(t->r, 1, rows, to, TAG_TRIANGLE, s->comm);
    MPI_Type_free(&rows);
  }
  triangle_destroy(t);
}

/** spare [n*n] takes the message even when memory for a triangle is short, so that no rank is left waiting. */
static dftfit_status receive_triangle(state *s, triangle *t, int from, double *spare, dftfit_status so_far,
                                      dftfit_error *err) {
  triangle got = {.n = s->n};
  MPI_Recv(&got.nrow, 1, MPI_INT, from, TAG_ROWS, s->comm, MPI_STATUS_IGNORE);
  if (got.nrow) MPI_Recv(spare, got.nrow * s->n, MPI_DOUBLE, from, TAG_TRIANGLE, s->comm, MPI_STATUS_IGNORE);
  if (so_far) return so_far;
  triangle copy;
  got.r = spare;
  got.capacity = got.nrow;
  DFTFIT_TRY(triangle_copy(&copy, &got, 1, err));
  return triangle_merge(t, &copy, &s->work, err);
}

/** All ranks walk over the same nodes in the same order; those that span ranks are merged by messages. */
static dftfit_status across_ranks(state *s, double *spare, dftfit_error *err) {
  dftfit_status status = DFTFIT_OK;
  for (int f = 0; f < s->p->nfold; f++) {
    int start = s->fold_leaf[f], stop = s->fold_leaf[f + 1];
    for (int stride = 1; stride < stop - start; stride *= 2)
      for (int left = start; left + stride < stop; left += 2 * stride) {
        int right = left + stride, end = left + 2 * stride < stop ? left + 2 * stride : stop;
        if (s->owner[left] == s->owner[end - 1]) continue;
        int to = s->owner[left], from = s->owner[right];
        for (int c = 0; c < TARGET_CLASSES; c++) {
          if (to == from && s->rank == to && !status)
            status = triangle_merge(&s->tree[left].part[c], &s->tree[right].part[c], &s->work, err);
          if (to != from && s->rank == from) send_triangle(s, &s->tree[right].part[c], to);
          if (to != from && s->rank == to)
            status = receive_triangle(s, &s->tree[left].part[c], from, spare, status, err);
        }
      }
  }
  return status;
}

/** Hands the triangle of every fold and class to all ranks. */
static dftfit_status share(state *s, triangles *out, dftfit_error *err) {
  for (int k = 0; k < out->nfold * TARGET_CLASSES; k++) {
    int leaf = s->fold_leaf[k / TARGET_CLASSES];
    if (leaf == s->fold_leaf[k / TARGET_CLASSES + 1]) continue; /* a fold without rows */
    triangle *from = &s->tree[leaf].part[k % TARGET_CLASSES], *to = &out->part[k];
    dftfit_status status = DFTFIT_OK;
    int nrow = from->nrow, owner = s->owner[leaf];
    MPI_Bcast(&nrow, 1, MPI_INT, owner, s->comm);
    if (nrow == 0) continue;
    if (s->rank == owner) {
      *to = *from;
      triangle_create(from, s->n);
    } else {
      status = triangle_reserve(to, nrow, err);
    }
    DFTFIT_TRY(vote(s->comm, status, err));
    MPI_Datatype rows = rows_type(to);
    MPI_Bcast(to->r, 1, rows, owner, s->comm);
    MPI_Type_free(&rows);
  }
  MPI_Allreduce(s->rows, out->rows, out->nfold * TARGET_CLASSES, MPI_INT64_T, MPI_SUM, s->comm);
  MPI_Allreduce(s->nconfig, out->nconfig, out->nfold * TARGET_CLASSES, MPI_INT64_T, MPI_SUM, s->comm);
  return DFTFIT_OK;
}

static dftfit_status allocate(state *s, triangles *out, double **spare, dftfit_error *err) {
  const problem *p = s->p;
  int parts = p->nfold * TARGET_CLASSES;
  out->part = calloc((size_t)parts, sizeof *out->part);
  out->rows = calloc((size_t)parts, sizeof *out->rows);
  out->nconfig = calloc((size_t)parts, sizeof *out->nconfig);
  s->rows = calloc((size_t)parts, sizeof *s->rows);
  s->nconfig = calloc((size_t)parts, sizeof *s->nconfig);
  s->first = calloc((size_t)s->nrank + 1, sizeof *s->first);
  s->owner = calloc((size_t)p->nleaf + 1, sizeof *s->owner);
  s->fold_leaf = calloc((size_t)p->nfold + 1, sizeof *s->fold_leaf);
  s->tree = calloc((size_t)p->nleaf + 1, sizeof *s->tree);
  *spare = s->nrank > 1 ? aligned_doubles((size_t)s->n * (size_t)s->n) : NULL;
  if (!out->part || !out->rows || !out->nconfig || !s->rows || !s->nconfig || !s->first || !s->owner || !s->fold_leaf ||
      !s->tree || (s->nrank > 1 && !*spare))
    return dftfit_no_memory(err, "the triangles of %d folds", p->nfold);
  DFTFIT_TRY(triangle_work_create(&s->work, s->n, err));
  for (int k = 0; k < parts; k++) triangle_create(&out->part[k], s->n);
  for (int i = 0; i < p->nleaf; i++)
    for (int c = 0; c < TARGET_CLASSES; c++) triangle_create(&s->tree[i].part[c], s->n);
  deal_leaves(p->nleaf, p->leaf_cost, s->nrank, s->first);
  for (int r = 0; r < s->nrank; r++)
    for (int i = s->first[r]; i < s->first[r + 1]; i++) s->owner[i] = r;
  for (int i = 0; i < p->nleaf; i++) s->fold_leaf[p->leaf_fold[i] + 1] = i + 1;
  for (int f = 0; f < p->nfold; f++)
    if (s->fold_leaf[f + 1] < s->fold_leaf[f]) s->fold_leaf[f + 1] = s->fold_leaf[f];
  return DFTFIT_OK;
}

/** One pass over the rows of p alone. */
static dftfit_status pass(MPI_Comm comm, const problem *p, const double *theta, const accumulate_watch *watch,
                          triangles *out, dftfit_error *err) {
  state s = {.comm = comm, .p = p, .theta = theta, .n = p->ncolumn + 1};
  double *spare = NULL;
  *out = (triangles){.n = s.n, .nfold = p->nfold};
  triangle_create(&out->restraint, s.n);
  MPI_Comm_rank(comm, &s.rank);
  MPI_Comm_size(comm, &s.nrank);
  dftfit_status status = allocate(&s, out, &spare, err);
  if (!status) status = own_leaves(&s, watch, err);
  for (int c = 0; c < TARGET_CLASSES; c++) free(s.buffer[c]);
  status = vote(comm, status, err);
  if (!status) status = vote(comm, across_ranks(&s, spare, err), err);
  if (!status) status = share(&s, out, err);
  for (int i = 0; s.tree && i < p->nleaf; i++)
    for (int c = 0; c < TARGET_CLASSES; c++) triangle_destroy(&s.tree[i].part[c]);
  triangle_work_destroy(&s.work);
  free(spare);
  free(s.rows);
  free(s.nconfig);
  free(s.first);
  free(s.owner);
  free(s.fold_leaf);
  free(s.tree);
  if (status) triangles_destroy(out);
  return status;
}

/** The triangle of the restraint's rows, for every system. */
static dftfit_status take_restraint(MPI_Comm comm, const problem *p, triangles *out, dftfit_error *err) {
  triangles alone;
  DFTFIT_TRY(pass(comm, p->restraint, NULL, NULL, &alone, err));
  out->restraint = alone.part[TARGET_FIXED];
  out->restraint_rows = alone.rows[TARGET_FIXED];
  out->restraint_folds = p->restraint_folds;
  out->restraint_by_fold = p->restraint_by_fold;
  triangle_create(&alone.part[TARGET_FIXED], alone.n);
  triangles_destroy(&alone);
  return DFTFIT_OK;
}

dftfit_status accumulate(MPI_Comm comm, const problem *p, const accumulate_watch *watch, triangles *out,
                         dftfit_error *err) {
  return accumulate_at(comm, p, NULL, watch, out, err);
}

dftfit_status accumulate_at(MPI_Comm comm, const problem *p, const double *theta, const accumulate_watch *watch,
                            triangles *out, dftfit_error *err) {
  DFTFIT_TRY(pass(comm, p, theta, watch, out, err));
  dftfit_status status = p->restraint ? take_restraint(comm, p, out, err) : DFTFIT_OK;
  if (status) triangles_destroy(out);
  return status;
}

void triangles_norms2(const triangles *t, target_class which, double *norm2) {
  for (int j = 0; j < t->n - 1; j++) {
    norm2[j] = 0;
    for (int f = 0; f < t->nfold; f++) { /* reflections have left the lengths of columns as they were */
      const triangle *a = &t->part[f * TARGET_CLASSES + which];
      const double *column = a->r + (size_t)j * (size_t)a->capacity;
      for (int i = 0; i < a->nrow; i++) norm2[j] += column[i] * column[i];
    }
  }
}

void triangles_destroy(triangles *t) {
  for (int k = 0; t->part && k < t->nfold * TARGET_CLASSES; k++) triangle_destroy(&t->part[k]);
  triangle_destroy(&t->restraint);
  free(t->part);
  free(t->rows);
  free(t->nconfig);
  t->part = NULL;
  t->rows = t->nconfig = NULL;
}
