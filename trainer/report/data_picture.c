/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/data_picture.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/printed.h"
#include "data/survey.h"
#include "report/svg.h"

/* The colours of M. Petroff's ten-colour cycle, told apart with the usual forms of colour blindness (arXiv:2107.02270).
 */
static const char *const colour[KIND_COUNT] = {"#3f90da", "#ffa90e", "#bd1f01", "#94a4a2", "#832db6",
                                               "#a96b59", "#2a9d5c", "#b9ac70", "#717581", "#92dadd"};

enum { GRID = 2, BINS = 50 }; /* points of a kind within 1/GRID pixel of each other are one */
/* Panels: 300 pixels high, between margins for labels. Ranges leave out at most this part of the values. */
static const double WIDTH = 1180, HEIGHT = 400, TOP = 30, PANEL = 300, CLIPPED = 0.005;

typedef struct drawing {
  FILE *to;
  const dataset *set;
  const survey *survey;
  const coverage *cover;
  double *work; /* [max(nconfig, natom)] */
} drawing;

static double atoms(const dataset *set, int64_t c) { return (double)(set->first_atom[c + 1] - set->first_atom[c]); }
static double volume(const drawing *d, int64_t c) { return dataset_volume(d->set, c) / atoms(d->set, c); }

static int compare_doubles(const void *left, const void *right) {
  double a = *(const double *)left, b = *(const double *)right;
  return a < b ? -1 : a > b;
}

/* A little more than all values; but where the few largest would make the range more than twice as wide, without them.
 * False: there is no value. */
static bool find_range(double *value, int64_t n, double range[2]) {
  if (n == 0) return false;
  qsort(value, (size_t)n, sizeof *value, compare_doubles);
  const double usual = value[(int64_t)floor((1 - CLIPPED) * (double)(n - 1))];
  range[0] = value[0];
  range[1] = value[n - 1] - value[0] > 2 * (usual - value[0]) && usual > value[0] ? usual : value[n - 1];
  const double margin = range[1] > range[0] ? 0.04 * (range[1] - range[0]) : fmax(1e-3, 0.1 * fabs(range[0]));
  range[0] -= margin;
  range[1] += margin;
  return true;
}

static bool energy_ranges(drawing *d, svg_panel *p) {
  int64_t n = 0;
  for (int64_t c = 0; c < d->set->nconfig; c++)
    if (!isnan(d->cover->above[c]) && !isnan(volume(d, c))) d->work[n++] = d->cover->above[c];
  if (!find_range(d->work, n, p->y)) return false;
  n = 0;
  for (int64_t c = 0; c < d->set->nconfig; c++)
    if (!isnan(d->cover->above[c]) && !isnan(volume(d, c))) d->work[n++] = volume(d, c);
  return find_range(d->work, n, p->x);
}

/* points of one kind; those outside of the panel are counted */
static long draw_points(drawing *d, const svg_panel *p, dataset_kind kind, unsigned char *taken) {
  const int columns = GRID * (int)p->width + 1, rows = GRID * (int)p->height + 1;
  long outside = 0;
  memset(taken, 0, (size_t)(columns * rows));
  fprintf(d->to, "<path stroke=\"%s\" stroke-width=\"3\" stroke-linecap=\"round\" fill=\"none\" d=\"", colour[kind]);
  for (int64_t c = 0; c < d->set->nconfig; c++) {
    const double x = svg_x(p, volume(d, c)), y = svg_y(p, d->cover->above[c]);
    if (d->cover->kind[c] != kind || isnan(x) || isnan(y)) continue;
    const double column = GRID * (x - p->left), row = GRID * (y - p->top);
    if (column < 0 || column >= columns || row < 0 || row >= rows) {
      outside++;
      continue;
    }
    unsigned char *cell = &taken[(int)row * columns + (int)column];
    if (!*cell) fprintf(d->to, "M%.1f %.1fh0", x, y);
    *cell = 1;
  }
  fprintf(d->to, "\"/>\n");
  return outside;
}

static dftfit_status draw_energies(drawing *d, dftfit_error *err) {
  svg_panel p = {.left = 70, .top = TOP, .width = 420, .height = PANEL};
  long outside = 0;
  double y = TOP + 16;
  char text[64];
  if (!energy_ranges(d, &p)) return DFTFIT_OK;
  unsigned char *taken = malloc((size_t)((GRID * (int)p.width + 1) * (GRID * (int)p.height + 1)));
  DFTFIT_FAIL_IF(!taken, err, DFTFIT_ERR_MEMORY, "out of memory for the picture");
  svg_axes(d->to, &p, "volume, A^3/atom", "energy above the lowest of the composition, eV/atom", true);
  for (int k = 0; k < KIND_COUNT; k++) {
    bool any = false;
    for (int64_t c = 0; c < d->set->nconfig && !any; c++) any = d->cover->kind[c] == (dataset_kind)k;
    if (!any) continue;
    outside += draw_points(d, &p, (dataset_kind)k, taken);
    fprintf(d->to, "<circle cx=\"%g\" cy=\"%g\" r=\"3\" fill=\"%s\"/>\n", p.left + p.width - 12, y - 4, colour[k]);
    svg_text(d->to, p.left + p.width - 20, y, "end", dataset_kind_name((dataset_kind)k));
    y += 15;
  }
  free(taken);
  snprintf(text, sizeof text, "configurations beyond these ranges: %ld", outside);
  if (outside) svg_text(d->to, p.left, TOP - 8, "start", text);
  return DFTFIT_OK;
}

static void draw_forces(drawing *d) {
  svg_panel p = {.left = 570, .top = TOP, .width = 280, .height = PANEL, .y = {-0.3, 1}, .log_y = true};
  double count[BINS] = {0};
  int64_t n = 0;
  for (int64_t i = 0; i < d->set->natom; i++) {
    const double *f = d->set->force[i], length = sqrt(f[0] * f[0] + f[1] * f[1] + f[2] * f[2]);
    if (!isnan(length)) d->work[n++] = length;
  }
  if (!find_range(d->work, n, p.x)) return;
  p.x[0] = 0;
  for (int64_t i = 0; i < n; i++)
    if (d->work[i] < p.x[1]) count[(int)(BINS * d->work[i] / p.x[1])]++;
  for (int b = 0; b < BINS; b++) p.y[1] = fmax(p.y[1], ceil(log10(fmax(count[b], 1))));
  for (int b = 0; b < BINS; b++) {
    const double left = svg_x(&p, p.x[1] * b / BINS), top = svg_y(&p, log10(fmax(count[b], 1)));
    if (count[b] > 0)
      fprintf(d->to, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>\n", left, top,
              p.width / BINS - 0.5, p.top + p.height - top, colour[KIND_BULK]);
  }
  svg_axes(d->to, &p, "force on an atom, eV/A", "number of atoms", true);
}

static void draw_distances(drawing *d) {
  svg_panel p = {.left = 920, .top = TOP, .width = 240, .height = PANEL, .x = {0, 1}, .y = {0, SURVEY_REACH}};
  const int n = d->set->nspecies, pairs = n * (n + 1) / 2;
  int at = 0;
  for (int a = 0; a < n; a++)
    for (int b = a; b < n; b++, at++) {
      const survey_pair *shortest = &d->survey->shortest[a * n + b];
      const double step = p.width / pairs, left = p.left + step * at, r = fmin(shortest->distance, SURVEY_REACH);
      char text[32];
      fprintf(d->to, "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"%s\"/>\n", left + 0.15 * step,
              svg_y(&p, r), 0.7 * step, p.top + p.height - svg_y(&p, r), colour[KIND_STRAINED]);
      snprintf(text, sizeof text, "%s-%s", d->set->species[a], d->set->species[b]);
      svg_text(d->to, left + step / 2, p.top + p.height + 16, "middle", text);
      snprintf(text, sizeof text, shortest->config < 0 ? "none" : "%.2f", shortest->distance);
      svg_text(d->to, left + step / 2, svg_y(&p, r) - 4, "middle", text);
    }
  svg_axes(d->to, &p, "pair of elements", "shortest distance, A", false);
}

static dftfit_status print_picture(void *self, FILE *to, dftfit_error *err) {
  drawing *d = self;
  d->to = to;
  svg_begin(to, WIDTH, HEIGHT);
  DFTFIT_TRY(draw_energies(d, err));
  draw_forces(d);
  draw_distances(d);
  svg_end(to);
  return DFTFIT_OK;
}

dftfit_status data_picture_write(const char *path, const dataset *set, const survey *s, const coverage *cover,
                                 dftfit_error *err) {
  const int64_t most = set->natom > set->nconfig ? set->natom : set->nconfig;
  drawing d = {NULL, set, s, cover, malloc((size_t)most * sizeof(double))};
  DFTFIT_FAIL_IF(!d.work, err, DFTFIT_ERR_MEMORY, "out of memory for the picture");
  dftfit_status status = replace_printed(path, print_picture, &d, err);
  free(d.work);
  return status;
}
