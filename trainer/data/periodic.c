/* SPDX-License-Identifier: BSD-3-Clause */
/** Images and neighbour lists in time linear in the number of atoms and images: ghosts are the images in a shell of one
 *  cutoff around the atoms, pairs are found between bins at least one cutoff wide. */
#include "data/periodic.h"

#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/cell.h"
#include "data/hdf5_file.h"

/* the top bits of a list entry are LAMMPS's special-bond bits; an index must fit below them */
enum { NEIGHMASK = 0x1FFFFFFF };

/* Shells and bins are wider than the cutoff by this fraction, so that rounding loses no pair at the very cutoff. */
static const double ROUNDING = 1e-9;

struct periodic_store {
  int atom_capacity, list_capacity, local_capacity, bin_capacity, species_capacity;
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

periodic *periodic_create(void) {
  periodic *p = calloc(1, sizeof *p);
  if (p) p->store = calloc(1, sizeof *p->store);
  if (p && p->store) return p;
  free(p);
  return NULL;
}

void periodic_destroy(periodic *p) {
  if (!p) return;
  struct periodic_store *s = p->store;
  void *arrays[] = {s->x,    s->type,  s->owner,    s->next_bin,   s->sorted,         s->bin_first,
                    s->list, s->ilist, s->numneigh, s->firstneigh, s->element_of_type};
  for (size_t i = 0; i < sizeof arrays / sizeof *arrays; i++) free(arrays[i]);
  free(s);
  free(p);
}

/* resizes an array to count items, true when it could. Needs `void *memory`. */
#define RESIZE(array, count) \
  ((memory = realloc((array), (size_t)(count) * sizeof *(array))) ? ((array) = memory, true) : false)

static dftfit_status no_memory(dftfit_error *err) {
  return dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory for neighbour lists");
}

static dftfit_status reserve_atoms(struct periodic_store *s, int n, dftfit_error *err) {
  void *memory;
  if (n <= s->atom_capacity) return DFTFIT_OK;
  n = n > INT_MAX / 2 ? INT_MAX : n + n / 2 + 64;
  if (!RESIZE(s->x, n) || !RESIZE(s->type, n) || !RESIZE(s->owner, n) || !RESIZE(s->next_bin, n) ||
      !RESIZE(s->sorted, n))
    return no_memory(err);
  s->atom_capacity = n;
  return DFTFIT_OK;
}

static dftfit_status reserve_local(struct periodic_store *s, int nlocal, int nspecies, dftfit_error *err) {
  void *memory;
  if (nlocal > s->local_capacity) {
    if (!RESIZE(s->ilist, nlocal) || !RESIZE(s->numneigh, nlocal) || !RESIZE(s->firstneigh, nlocal))
      return no_memory(err);
    s->local_capacity = nlocal;
  }
  if (nspecies + 1 > s->species_capacity) {
    if (!RESIZE(s->element_of_type, nspecies + 1)) return no_memory(err);
    s->species_capacity = nspecies + 1;
  }
  return DFTFIT_OK;
}

/* Copies the atoms, each moved into the cell along the periodic rows; fraction [nlocal][3] are its coordinates there.
 */
static void place_local(const dataset *set, int64_t config, const double frame[9], const double inverse[9],
                        struct periodic_store *s, double low[3], double high[3]) {
  int64_t first = set->first_atom[config];
  int nlocal = (int)(set->first_atom[config + 1] - first);
  for (int k = 0; k < 3; k++) {
    low[k] = INFINITY;
    high[k] = -INFINITY;
  }
  for (int i = 0; i < nlocal; i++) {
    memcpy(s->x[i], set->position[first + i], sizeof s->x[i]);
    for (int k = 0; k < 3; k++) {
      const double *b = inverse + 3 * k, *r = set->position[first + i];
      double fraction = r[0] * b[0] + r[1] * b[1] + r[2] * b[2];
      double shift = set->pbc[config][k] ? floor(fraction) : 0;
      fraction -= shift;
      for (int m = 0; m < 3 && shift != 0; m++) s->x[i][m] -= shift * frame[3 * k + m];
      low[k] = fmin(low[k], fraction);
      high[k] = fmax(high[k], fraction);
    }
    s->type[i] = set->atom_species[first + i] + 1;
    s->owner[i] = i;
  }
}

static dftfit_status add_images(struct periodic_store *s, int i, const int from[3], const int to[3],
                                const double frame[9], int *nall, dftfit_error *err) {
  for (int a = from[0]; a <= to[0]; a++)
    for (int b = from[1]; b <= to[1]; b++)
      for (int c = from[2]; c <= to[2]; c++) {
        if (!a && !b && !c) continue;
        if (*nall > NEIGHMASK) return dftfit_fail(err, DFTFIT_ERR_VALUE, "more than %d periodic images", NEIGHMASK);
        DFTFIT_TRY(reserve_atoms(s, *nall + 1, err));
        int g = (*nall)++;
        for (int m = 0; m < 3; m++) s->x[g][m] = s->x[i][m] + a * frame[m] + b * frame[3 + m] + c * frame[6 + m];
        s->type[g] = s->type[i];
        s->owner[g] = i;
      }
  return DFTFIT_OK;
}

/* The images that lie within one cutoff of the slab that the atoms fill, along every row of the frame. */
static dftfit_status place_ghosts(const uint8_t pbc[3], const double frame[9], const double inverse[9],
                                  const double height[3], double cutoff, const double low[3], const double high[3],
                                  int nlocal, struct periodic_store *s, int *nall, dftfit_error *err) {
  *nall = nlocal;
  for (int i = 0; i < nlocal; i++) {
    int from[3] = {0, 0, 0}, to[3] = {0, 0, 0};
    for (int k = 0; k < 3; k++) {
      if (!pbc[k]) continue;
      const double *b = inverse + 3 * k, *r = s->x[i];
      double fraction = r[0] * b[0] + r[1] * b[1] + r[2] * b[2];
      double reach = cutoff / height[k] * (1 + ROUNDING) + ROUNDING;
      double first = ceil(low[k] - reach - fraction), last = floor(high[k] + reach - fraction);
      if (!(first > -1e6 && last < 1e6))
        return dftfit_fail(err, DFTFIT_ERR_VALUE, "the cutoff of %g A spans more than a million cells of height %g A",
                           cutoff, height[k]);
      from[k] = (int)first;
      to[k] = (int)last;
    }
    DFTFIT_TRY(add_images(s, i, from, to, frame, nall, err));
  }
  return DFTFIT_OK;
}

static int bin_along(const periodic_bins *bins, int k, double x) {
  int b = (int)((x - bins->low[k]) / bins->width[k]);
  return b < 0 ? 0 : b < bins->n[k] ? b : bins->n[k] - 1;
}

/* Bins at least a cutoff wide, and no more of them than a few per atom: an open cluster may be spread out widely. */
static periodic_bins choose_bins(const struct periodic_store *s, int nall, double cutoff) {
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
static dftfit_status fill_bins(struct periodic_store *s, int nall, const periodic_bins *bins, dftfit_error *err) {
  void *memory;
  int nbin = bins->n[0] * bins->n[1] * bins->n[2];
  if (nbin + 2 > s->bin_capacity) {
    if (!RESIZE(s->bin_first, nbin + 2)) return no_memory(err);
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
static dftfit_status list_atom(struct periodic_store *s, const periodic_bins *bins, int i, double cutoff, int *used,
                               int *count, dftfit_error *err) {
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
      if (*used > INT_MAX - (end - first)) return no_memory(err);
      if (*used + end - first > s->list_capacity) {
        int n = *used + (end - first);
        n = n > INT_MAX / 2 ? INT_MAX : n + n / 2 + 256;
        if (!RESIZE(s->list, n)) return no_memory(err);
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

static dftfit_status build_lists(struct periodic_store *s, int nlocal, int nall, double cutoff, dftfit_error *err) {
  periodic_bins bins = choose_bins(s, nall, cutoff);
  DFTFIT_TRY(fill_bins(s, nall, &bins, err));
  int used = 0;
  for (int i = 0; i < nlocal; i++) {
    s->ilist[i] = i;
    DFTFIT_TRY(list_atom(s, &bins, i, cutoff, &used, &s->numneigh[i], err));
  }
  /* the block of lists may have moved while it grew */
  for (int i = 0, first = 0; i < nlocal; first += s->numneigh[i++]) s->firstneigh[i] = s->list + first;
  return DFTFIT_OK;
}

static dftfit_status map_elements(struct periodic_store *s, const dataset *set, int64_t config,
                                  const int *element_of_species, dftfit_error *err) {
  s->element_of_type[0] = -1;
  for (int e = 0; e < set->nspecies; e++) s->element_of_type[e + 1] = element_of_species[e];
  for (int64_t i = set->first_atom[config]; i < set->first_atom[config + 1]; i++)
    if (element_of_species[set->atom_species[i]] < 0)
      return hdf5_fail(set->path, "/configs", config, err, DFTFIT_ERR_ELEMENT,
                       "has atoms of %s, which is not an element of the potential", set->species[set->atom_species[i]]);
  return DFTFIT_OK;
}

dftfit_status periodic_build(periodic *p, const dataset *set, int64_t config, const int *element_of_species,
                             double cutoff, dftfit_error *err) {
  struct periodic_store *s = p->store;
  double frame[9], inverse[9], height[3], low[3], high[3];
  int64_t count = set->first_atom[config + 1] - set->first_atom[config];
  if (count > NEIGHMASK)
    return hdf5_fail(set->path, "/configs/natoms", config, err, DFTFIT_ERR_VALUE,
                     "is %lld; at most %d can be evaluated", (long long)count, NEIGHMASK);
  int nlocal = (int)count;
  DFTFIT_TRY(reserve_local(s, nlocal, set->nspecies, err));
  DFTFIT_TRY(reserve_atoms(s, nlocal, err));
  DFTFIT_TRY(map_elements(s, set, config, element_of_species, err));
  cell_frame(set->cell[config], set->pbc[config], frame);
  cell_inverse(frame, inverse, height);
  place_local(set, config, frame, inverse, s, low, high);
  DFTFIT_TRY(place_ghosts(set->pbc[config], frame, inverse, height, cutoff, low, high, nlocal, s, &p->nall, err));
  DFTFIT_TRY(build_lists(s, nlocal, p->nall, cutoff, err));
  p->nlocal = nlocal;
  p->owner = s->owner;
  p->atoms = (dftfit_atoms){.inum = nlocal,
                            .ilist = s->ilist,
                            .numneigh = s->numneigh,
                            .firstneigh = s->firstneigh,
                            .neighmask = NEIGHMASK,
                            .x = s->x[0],
                            .type = s->type,
                            .element_of_type = s->element_of_type,
                            .nall = p->nall};
  return DFTFIT_OK;
}
