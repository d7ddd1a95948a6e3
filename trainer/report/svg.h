/* SPDX-License-Identifier: BSD-3-Clause */
/** Panels with axes in SVG 1.1 (https://www.w3.org/TR/SVG11/). */
#ifndef TRAINER_REPORT_SVG_H
#define TRAINER_REPORT_SVG_H

#include <stdbool.h>
#include <stdio.h>

/** A panel: the rectangle left, top, width, height of the picture (pixels, without the labels) shows x and y from
 *  low to high. */
typedef struct svg_panel {
  double left, top, width, height;
  double x[2], y[2]; /* low, high; high > low */
  bool log_y;        /* y is the logarithm to base 10 of what is labelled */
} svg_panel;

void svg_begin(FILE *to, double width, double height);
void svg_end(FILE *to);
/** Frame, ticks and labels; x_name and y_name may not hold &, < or >. ticks_x false: no ticks along x. */
void svg_axes(FILE *to, const svg_panel *p, const char *x_name, const char *y_name, bool ticks_x);
double svg_x(const svg_panel *p, double x); /* in pixels */
double svg_y(const svg_panel *p, double y);
/** Text whose baseline begins (anchor "start"), ends ("end") or has its middle ("middle") at this place. */
void svg_text(FILE *to, double x, double y, const char *anchor, const char *text);

#endif
