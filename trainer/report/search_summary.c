/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/search_summary.h"

#include <math.h>
#include <stdbool.h>

/* Less than half of what is known of a parameter comes from the data. */
#define LITTLE 0.5

static bool at_bound(const problem *p, const double *x, int j) { return x[j] == p->lower[j] || x[j] == p->upper[j]; }

static double share_of_data(const fit_record *r, int j) { return r->fit->share[j - r->design->problem.ncomposition]; }

static void print_starts(FILE *to, const nonlinear_fit *f) {
  fprintf(to, "%6s %6s %18s\n", "start", "steps", "sum");
  for (int k = 0; k < f->nstart; k++)
    fprintf(to, "%6d %6d %18.10g  %s%s\n", k + 1, f->start[k].steps, f->start[k].phi,
            levenberg_end_text(f->start[k].end), k == f->best ? " (kept)" : "");
}

static void print_searched(FILE *to, const fit_record *r) {
  const problem *p = &r->design->problem;
  fprintf(to, "%-28s %16s %12s %10s\n", "searched parameter", "value", "std. error", "from data");
  for (int j = p->ncomposition; j < p->ncolumn; j++) {
    if (p->linear_columns[j]) continue;
    fprintf(to, "%-28s %16.8g ", p->name[j], r->fit->x[j]);
    if (at_bound(p, r->fit->x, j))
      fprintf(to, "%12s at its bound\n", "-");
    else
      fprintf(to, "%12.3g %8.1f %%\n", r->fit->deviation[j - p->ncomposition], 100 * share_of_data(r, j));
  }
}

/** Names of the parameters that are at a bound (bounded), or that the prior decides. */
static void print_names(FILE *to, const fit_record *r, bool bounded) {
  const problem *p = &r->design->problem;
  int n = 0;
  for (int j = p->ncomposition; j < p->ncolumn; j++)
    n += bounded ? at_bound(p, r->fit->x, j) : !at_bound(p, r->fit->x, j) && share_of_data(r, j) < LITTLE;
  if (n == 0) return;
  fprintf(to,
          bounded            ? "At a bound, %d:"
          : r->search->prior ? "Decided by the prior rather than by the data, %d:"
                             : "Not fixed by the data, %d:",
          n);
  for (int j = p->ncomposition; j < p->ncolumn; j++)
    if (bounded ? at_bound(p, r->fit->x, j) : !at_bound(p, r->fit->x, j) && share_of_data(r, j) < LITTLE)
      fprintf(to, " %s", p->name[j]);
  fputc('\n', to);
}

void search_summary_print(FILE *to, const fit_record *r) {
  const nonlinear_fit *f = r->search;
  fprintf(to, "Search: %d steps, %d passes of the data, weights chosen: %d; ended since %s; sum with prior %.10g\n",
          f->steps, f->passes, f->rounds, levenberg_end_text(f->end), f->phi);
  if (f->end == END_STEPS)
    fprintf(to, "Note: not at the minimum: the most steps of a search, %d, were made (solver.max_steps)\n",
            r->config->max_steps);
  if (!f->settled)
    fprintf(to, "Note: lambda and the estimated sigmas had not settled after they were chosen %d times\n", f->rounds);
  if (f->nstart > 1) print_starts(to, f);
  print_searched(to, r);
  print_names(to, r, true);
  print_names(to, r, false);
}
