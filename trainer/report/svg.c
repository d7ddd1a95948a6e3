/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/svg.h"

#include <math.h>

enum { TICKS = 5 }; /* along an axis, about */
static const double TICK = 4;

void svg_begin(FILE *to, double width, double height) {
  fprintf(to,
          "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%g\" height=\"%g\" viewBox=\"0 0 %g %g\" "
          "font-family=\"sans-serif\" font-size=\"11\">\n<rect width=\"%g\" height=\"%g\" fill=\"white\"/>\n",
          width, height, width, height, width, height);
}

void svg_end(FILE *to) { fprintf(to, "</svg>\n"); }

double svg_x(const svg_panel *p, double x) { return p->left + p->width * (x - p->x[0]) / (p->x[1] - p->x[0]); }
double svg_y(const svg_panel *p, double y) { return p->top + p->height * (p->y[1] - y) / (p->y[1] - p->y[0]); }

void svg_text(FILE *to, double x, double y, const char *anchor, const char *text) {
  fprintf(to, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>\n", x, y, anchor, text);
}

/* distance of ticks: 1, 2 or 5 times a power of ten */
static double tick_step(const double range[2]) {
  const double raw = (range[1] - range[0]) / TICKS, power = pow(10, floor(log10(raw)));
  return power * (raw / power < 1.5 ? 1 : raw / power < 3.5 ? 2 : raw / power < 7.5 ? 5 : 10);
}

static void tick_label(double value, double step, char *text, size_t size) {
  const int decimals = step >= 1 ? 0 : (int)ceil(-log10(step) - 1e-9);
  snprintf(text, size, "%.*f", decimals, fabs(value) < 1e-9 * step ? 0 : value);
}

static void x_ticks(FILE *to, const svg_panel *p) {
  const double step = tick_step(p->x), bottom = p->top + p->height;
  char text[32];
  for (double v = ceil(p->x[0] / step) * step; v <= p->x[1] + 1e-9 * step; v += step) {
    const double x = svg_x(p, v);
    fprintf(to, "<path d=\"M%.1f %.1fv%g\" stroke=\"black\"/>\n", x, bottom, TICK);
    tick_label(v, step, text, sizeof text);
    svg_text(to, x, bottom + 16, "middle", text);
  }
}

static void y_ticks(FILE *to, const svg_panel *p) {
  const double step = p->log_y ? 1 : tick_step(p->y);
  char text[32];
  for (double v = ceil(p->y[0] / step) * step; v <= p->y[1] + 1e-9 * step; v += step) {
    const double y = svg_y(p, v);
    fprintf(to, "<path d=\"M%.1f %.1fh%g\" stroke=\"black\"/>\n", p->left, y, -TICK);
    if (p->log_y)
      snprintf(text, sizeof text, "%.0f", pow(10, v));
    else
      tick_label(v, step, text, sizeof text);
    svg_text(to, p->left - 6, y + 4, "end", text);
  }
}

void svg_axes(FILE *to, const svg_panel *p, const char *x_name, const char *y_name, bool ticks_x) {
  const double middle = p->top + p->height / 2;
  fprintf(to, "<rect x=\"%g\" y=\"%g\" width=\"%g\" height=\"%g\" fill=\"none\" stroke=\"black\"/>\n", p->left, p->top,
          p->width, p->height);
  if (ticks_x) x_ticks(to, p);
  y_ticks(to, p);
  svg_text(to, p->left + p->width / 2, p->top + p->height + 34, "middle", x_name);
  fprintf(to, "<text x=\"%g\" y=\"%g\" text-anchor=\"middle\" transform=\"rotate(-90 %g %g)\">%s</text>\n",
          p->left - 46, middle, p->left - 46, middle, y_name);
}
