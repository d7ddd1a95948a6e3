/* SPDX-License-Identifier: BSD-3-Clause */
/** Images and neighbour lists in time linear in the number of atoms and images: ghosts are the images in a shell of one
 *  cutoff around the atoms, pairs are found between bins at least one cutoff wide. */
#include "dftfit/periodic.h"

#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "dftfit/cell.h"

/* Far above what matter has at any density (at 1 atom/A^3, six times as dense as diamond, there are 4,200 within
 * 10 A), far below what fills the memory: a cell in the wrong unit ends here. */
enum { MOST_NEIGHBOURS_PER_ATOM = 20000, MOST_IMAGES = 1000000, MOST_IMAGES_PER_ATOM = 1000 };

/* Shells and bins are wider than the cutoff by this fraction, so that rounding loses no pair at the very cutoff. */
static const double ROUNDING = 1e-9;

struct dftfit_periodic_store {
  int atom_capacity, list_capacity, local_capacity, bin_capacity, kind_capacity;
  double (*x)[3];
  int *type, *owner;
  int *next_bin;  /* [nall] bin of each atom                    */
  int *sorted;    /* [nall] atoms in the order of their bins    */
  int *bin_first; /* [nbin+1]                                   */
  int *list;      /* all neighbour lists, one after the other   */
  int *ilist, *numneigh, **firstneigh;
  int *element_of_type;
};

typedef struct periodic_bins {
  double low[3], width[3];
  int n[3];
} periodic_bins;

/* The frame in which images are counted (dftfit/cell.h). */
typedef struct frame {
  double row[9], inverse[9], height[3];
  uint8_t pbc[3];
} frame;

dftfit_periodic *dftfit_periodic_create(void) {
  dftfit_periodic *p = calloc(1, sizeof *p);
  if (p) p->store = calloc(1, sizeof *p->store);
  if (p && p->store) return p;
  free(p);
  return NULL;
}

void dftfit_periodic_destroy(dftfit_periodic *p) {
  if (!p) return;
  struct dftfit_periodic_store *s = p->store;
  void *arrays[] = {s->x,    s->type,  s->owner,    s->next_bin,   s->sorted,         s->bin_first,
                    s->list, s->ilist, s->numneigh, s->firstneigh, s->element_of_type};
  for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++) free(arrays[i]);
  free(s);
  free(p);
}

/* resizes an array to count items, true when it could. Needs `void *memory`. */
#define RESIZE(array, count) \
  ((memory = realloc((array), (size_t)(count) * sizeof *(array))) ? ((array) = memory, true) : false)

static dftfit_status blame(int i, dftfit_status status, dftfit_error *err) {
  if (err) err->atom = i;
  return status;
}

static dftfit_status reserve_atoms(struct dftfit_periodic_store *s, int n, dftfit_error *err) {
  void *memory;
  if (n <= s->atom_capacity) return DFTFIT_OK;
  n = n > INT_MAX / 2 ? INT_MAX : n + n / 2 + 64;
  if (!RESIZE(s->x, n) || !RESIZE(s->type, n) || !RESIZE(s->owner, n) || !RESIZE(s->next_bin, n) ||
      !RESIZE(s->sorted, n))
    return dftfit_no_memory(err, "neighbour lists");
  s->atom_capacity = n;
  return DFTFIT_OK;
}

static dftfit_status reserve_local(struct dftfit_periodic_store *s, int nlocal, int nkind, dftfit_error *err) {
  void *memory;
  if (nlocal > s->local_capacity) {
    if (!RESIZE(s->ilist, nlocal) || !RESIZE(s->numneigh, nlocal) || !RESIZE(s->firstneigh, nlocal))
      return dftfit_no_memory(err, "neighbour lists");
    s->local_capacity = nlocal;
  }
  if (nkind + 1 > s->kind_capacity) {
    if (!RESIZE(s->element_of_type, nkind + 1)) return dftfit_no_memory(err, "neighbour lists");
    s->kind_capacity = nkind + 1;
  }
  return DFTFIT_OK;
}

/* fractional coordinate k of r */
static double along(const frame *f, int k, const double r[3]) {
  const double *b = f->inverse + 3 * k;
  return r[0] * b[0] + r[1] * b[1] + r[2] * b[2];
}

/* Copies the atoms, each moved into the cell along the periodic rows; low and high: ends of their fractional coordinates. */
static void place_local(const dftfit_system *system, const frame *f, struct dftfit_periodic_store *s, double low[3],
                        double high[3]) {
  for (int k = 0; k < 3; k++) {
    low[k] = INFINITY;
    high[k] = -INFINITY;
  }
  for (int i = 0; i < system->natom; i++) {
    const double *r = system->position + 3 * (size_t)i;
    memcpy(s->x[i], r, sizeof s->x[i]);
    for (int k = 0; k < 3; k++) {
      double fraction = along(f, k, r), shift = f->pbc[k] ? floor(fraction) : 0;
      fraction -= shift;
      for (int m = 0; m < 3 && shift != 0; m++) s->x[i][m] -= shift * f->row[3 * k + m];
      low[k] = fmin(low[k], fraction);
      high[k] = fmax(high[k], fraction);
    }
    s->type[i] = system->element[i] + 1;
    s->owner[i] = i;
  }
}

/* Which images of an atom at r lie within one cutoff of the slab that the atoms fill, along every row of the frame:
 * first [3] to last [3], as whole numbers. */
static void image_range(const frame *f, double cutoff, const double low[3], const double high[3], const double r[3],
                        double first[3], double last[3]) {
  for (int k = 0; k < 3; k++) {
    first[k] = last[k] = 0;
    if (!f->pbc[k]) continue;
    double fraction = along(f, k, r), reach = cutoff / f->height[k] * (1 + ROUNDING) + ROUNDING;
    first[k] = ceil(low[k] - reach - fraction);
    last[k] = floor(high[k] + reach - fraction);
  }
}

/* The number of atoms and images, before any memory is taken for them. */
static dftfit_status count_images(const frame *f, double cutoff, const double low[3], const double high[3], int nlocal,
                                  const struct dftfit_periodic_store *s, int *nall, dftfit_error *err) {
  double first[3], last[3], sum = 0, most = MOST_IMAGES + (double)MOST_IMAGES_PER_ATOM * nlocal;
  for (int i = 0; i < nlocal; i++) {
    image_range(f, cutoff, low, high, s->x[i], first, last);
    sum += (last[0] - first[0] + 1) * (last[1] - first[1] + 1) * (last[2] - first[2] + 1);
  }
  if (most > DFTFIT_NEIGHMASK) most = DFTFIT_NEIGHMASK;
  *nall = (int)fmin(sum, most);
  if (sum <= most) return DFTFIT_OK;
  return dftfit_fail(
      err, DFTFIT_ERR_VALUE,
      "a cell of heights %.4g %.4g %.4g A has %.3g images of its atoms within the cutoff of %g A, more than "
      "%.0f; are the cell and the positions in A?",
      f->height[0], f->height[1], f->height[2], sum, cutoff, most);
}

static void add_images(struct dftfit_periodic_store *s, int i, const int from[3], const int to[3], const double row[9],
                       int *nall) {
  for (int a = from[0]; a <= to[0]; a++)
    for (int b = from[1]; b <= to[1]; b++)
      for (int c = from[2]; c <= to[2]; c++) {
        if (!a && !b && !c) continue;
        int g = (*nall)++;
        for (int m = 0; m < 3; m++) s->x[g][m] = s->x[i][m] + a * row[m] + b * row[3 + m] + c * row[6 + m];
        s->type[g] = s->type[i];
        s->owner[g] = i;
      }
}

static dftfit_status place_ghosts(const frame *f, double cutoff, const double low[3], const double high[3], int nlocal,
                                  struct dftfit_periodic_store *s, int *nall, dftfit_error *err) {
  int most;
  DFTFIT_TRY(count_images(f, cutoff, low, high, nlocal, s, &most, err));
  DFTFIT_TRY(reserve_atoms(s, most, err));
  *nall = nlocal;
  for (int i = 0; i < nlocal; i++) {
    double first[3], last[3];
    int from[3], to[3];
    image_range(f, cutoff, low, high, s->x[i], first, last);
    for (int k = 0; k < 3; k++) from[k] = (int)first[k], to[k] = (int)last[k];
    add_images(s, i, from, to, f->row, nall);
  }
  return DFTFIT_OK;
}

static int bin_along(const periodic_bins *bins, int k, double x) {
  int b = (int)((x - bins->low[k]) / bins->width[k]);
  return b < 0 ? 0 : b < bins->n[k] ? b : bins->n[k] - 1;
}

/* Bins at least a cutoff wide, and no more of them than a few per atom: an open cluster may be spread out widely. */
static periodic_bins choose_bins(const struct dftfit_periodic_store *s, int nall, double cutoff) {
  periodic_bins bins;
  double extent[3], wanted = 1, least = cutoff * (1 + ROUNDING);
  const double limit = 4.0 * nall + 64;
  for (int k = 0; k < 3; k++) {
    double low = INFINITY, high = -INFINITY;
    for (int i = 0; i < nall; i++) {
      low = fmin(low, s->x[i][k]);
      high = fmax(high, s->x[i][k]);
    }
    bins.low[k] = low;
    extent[k] = high - low;
    wanted *= floor(extent[k] / least) + 1;
  }
  double most = wanted > limit ? floor(cbrt(limit)) : limit; /* along one direction */
  for (int k = 0; k < 3; k++) {
    bins.n[k] = (int)fmin(most, fmax(1, floor(extent[k] / least)));
    bins.width[k] = fmax(least, extent[k] / bins.n[k]);
  }
  return bins;
}

/* counting sort of all atoms by bin; within a bin the order is that of the atoms */
static dftfit_status fill_bins(struct dftfit_periodic_store *s, int nall, const periodic_bins *bins,
                               dftfit_error *err) {
  void *memory;
  int nbin = bins->n[0] * bins->n[1] * bins->n[2];
  if (nbin + 2 > s->bin_capacity) {
    if (!RESIZE(s->bin_first, nbin + 2)) return dftfit_no_memory(err, "neighbour lists");
    s->bin_capacity = nbin + 2;
  }
  memset(s->bin_first, 0, (size_t)(nbin + 2) * sizeof *s->bin_first);
  for (int i = 0; i < nall; i++) {
    int b = 0;
    for (int k = 0; k < 3; k++) b = b * bins->n[k] + bin_along(bins, k, s->x[i][k]);
    s->next_bin[i] = b;
    s->bin_first[b + 2]++;
  }
  for (int b = 2; b < nbin + 2; b++) s->bin_first[b] += s->bin_first[b - 1];
  for (int i = 0; i < nall; i++) s->sorted[s->bin_first[s->next_bin[i] + 1]++] = i;
  return DFTFIT_OK;
}

/* appends the neighbours of atom i to the lists; their number is *count */
static dftfit_status list_atom(struct dftfit_periodic_store *s, const periodic_bins *bins, int i, double cutoff,
                               int *used, int *count, dftfit_error *err) {
  void *memory;
  const double *x = s->x[i], square = cutoff * cutoff;
  int from[3], to[3];
  for (int k = 0; k < 3; k++) {
    int b = bin_along(bins, k, x[k]);
    from[k] = b > 0 ? b - 1 : 0;
    to[k] = b + 1 < bins->n[k] ? b + 1 : b;
  }
  *count = 0;
  for (int a = from[0]; a <= to[0]; a++)
    for (int b = from[1]; b <= to[1]; b++) {
      int row = (a * bins->n[1] + b) * bins->n[2];
      int first = s->bin_first[row + from[2]], end = s->bin_first[row + to[2] + 1];
      if (*used > INT_MAX - (end - first)) return dftfit_no_memory(err, "neighbour lists");
      if (*used + end - first > s->list_capacity) {
        int n = *used + (end - first);
        n = n > INT_MAX / 2 ? INT_MAX : n + n / 2 + 256;
        if (!RESIZE(s->list, n)) return dftfit_no_memory(err, "neighbour lists");
        s->list_capacity = n;
      }
      for (int m = first; m < end; m++) { /* bins along the last direction follow one another */
        int j = s->sorted[m];
        double dx = s->x[j][0] - x[0], dy = s->x[j][1] - x[1], dz = s->x[j][2] - x[2];
        if (j == i || dx * dx + dy * dy + dz * dz >= square) continue;
        s->list[(*used)++] = j;
        ++*count;
      }
    }
  return DFTFIT_OK;
}

static dftfit_status too_dense(int i, double cutoff, dftfit_error *err) {
  dftfit_fail(
      err, DFTFIT_ERR_VALUE,
      "more than %d neighbours per atom lie within the cutoff of %g A (counted up to atom %d, index from 0); are the "
      "cell and the positions in A?",
      MOST_NEIGHBOURS_PER_ATOM, cutoff, i);
  return blame(i, DFTFIT_ERR_VALUE, err);
}

static dftfit_status build_lists(struct dftfit_periodic_store *s, int nlocal, int nall, double cutoff,
                                 dftfit_error *err) {
  periodic_bins bins = choose_bins(s, nall, cutoff);
  DFTFIT_TRY(fill_bins(s, nall, &bins, err));
  int used = 0;
  for (int i = 0; i < nlocal; i++) {
    s->ilist[i] = i;
    DFTFIT_TRY(list_atom(s, &bins, i, cutoff, &used, &s->numneigh[i], err));
    if (used > (i + 1.0) * MOST_NEIGHBOURS_PER_ATOM) return too_dense(i, cutoff, err);
  }
  /* the block of lists may have moved while it grew */
  for (int i = 0, first = 0; i < nlocal; first += s->numneigh[i++]) s->firstneigh[i] = s->list + first;
  return DFTFIT_OK;
}

static dftfit_status check_atom(const dftfit_system *system, int i, int nkind, dftfit_error *err) {
  const double *r = system->position + 3 * (size_t)i;
  const int kind = system->element[i];
  DFTFIT_FAIL_IF(kind < 0 || kind >= nkind, err, DFTFIT_ERR_ELEMENT,
                 "the element of atom %d (index from 0) is %d; it must be 0 to %d", i, kind, nkind - 1);
  DFTFIT_FAIL_IF(!isfinite(r[0]) || !isfinite(r[1]) || !isfinite(r[2]), err, DFTFIT_ERR_VALUE,
                 "the position of atom %d (index from 0) is %g %g %g; it must be finite", i, r[0], r[1], r[2]);
  return DFTFIT_OK;
}

static dftfit_status check_atoms(const dftfit_system *system, int nkind, dftfit_error *err) {
  DFTFIT_FAIL_IF(system->natom < 1 || system->natom > DFTFIT_NEIGHMASK, err, DFTFIT_ERR_VALUE,
                 "the number of atoms is %d; it must be 1 to %d", system->natom, DFTFIT_NEIGHMASK);
  for (int i = 0; i < system->natom; i++) {
    dftfit_status status = check_atom(system, i, nkind, err);
    if (status) return blame(i, status, err);
  }
  return DFTFIT_OK;
}

static dftfit_status make_frame(const dftfit_system *system, frame *f, dftfit_error *err) {
  static const double none[9] = {0};
  for (int k = 0; k < 3; k++) f->pbc[k] = !system->pbc || system->pbc[k];
  const double *cell = system->cell ? system->cell : none;
  for (int k = 0; k < 9; k++)
    if (f->pbc[k / 3] && !isfinite(cell[k]))
      return dftfit_fail(err, DFTFIT_ERR_VALUE, "the cell holds %g; every component must be finite", cell[k]);
  dftfit_cell_frame(cell, f->pbc, f->row);
  if (!(dftfit_cell_openness(f->row) >= DFTFIT_CELL_FLAT))
    return dftfit_fail(err, DFTFIT_ERR_VALUE,
                       "the periodic rows of the cell are zero or lie in a plane; a periodic cell has a volume");
  dftfit_cell_inverse(f->row, f->inverse, f->height);
  return DFTFIT_OK;
}

static dftfit_status build(dftfit_periodic *p, const dftfit_system *system, const frame *f, double cutoff,
                           dftfit_error *err) {
  double low[3], high[3];
  p->nlocal = system->natom;
  DFTFIT_TRY(reserve_atoms(p->store, p->nlocal, err));
  place_local(system, f, p->store, low, high);
  DFTFIT_TRY(place_ghosts(f, cutoff, low, high, p->nlocal, p->store, &p->nall, err));
  return build_lists(p->store, p->nlocal, p->nall, cutoff, err);
}

dftfit_status dftfit_periodic_build(dftfit_periodic *p, const dftfit_system *system, int nkind,
                                    const int *element_of_kind, double cutoff, dftfit_error *err) {
  struct dftfit_periodic_store *s = p->store;
  frame f;
  DFTFIT_TRY(check_atoms(system, nkind, err));
  DFTFIT_TRY(make_frame(system, &f, err));
  DFTFIT_TRY(reserve_local(s, system->natom, nkind, err));
  s->element_of_type[0] = -1;
  for (int e = 0; e < nkind; e++) s->element_of_type[e + 1] = element_of_kind[e];
  DFTFIT_TRY(build(p, system, &f, cutoff, err));
  p->owner = s->owner;
  p->atoms = (dftfit_atoms){.inum = p->nlocal,
                            .ilist = s->ilist,
                            .numneigh = s->numneigh,
                            .firstneigh = s->firstneigh,
                            .neighmask = DFTFIT_NEIGHMASK,
                            .x = s->x[0],
                            .type = s->type,
                            .element_of_type = s->element_of_type,
                            .nall = p->nall};
  return DFTFIT_OK;
}
