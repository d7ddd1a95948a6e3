/* SPDX-License-Identifier: BSD-3-Clause */
/** dftfit noise: sigmas of the targets from the same structures computed at two settings. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "check/noise.h"
#include "commands/command.h"
#include "commands/options.h"
#include "dftfit/units.h"
#include "dftfit/yaml.h"
#include "report/table.h"

/* A group has lines of its own when its sigma differs by more than this factor from that of all. */
static const double GROUP_FACTOR = 2;

typedef struct options {
  bool equal;
} options;

static const option_row rows[] = {
    OPTION_FLAG(0, "equal", options, equal,
                "both settings are equally far from convergence: sigmas are divided by sqrt(2)"),
    OPTION_END};
static const command_line line = {"noise", {rows}};

static void print_help(void) {
  printf("usage: dftfit noise A.h5 B.h5 [--equal]\n\n"
         "Finds the structures that both files hold, computed at two settings, and estimates the sigmas of A's\n"
         "energies, forces and stresses, B being the better converged one; prints them as lines of fit.yaml.\n\n");
  options_print(rows);
}

static void print_table(const dataset *a, const noise_report *r) {
  static const char *const names[TARGET_KINDS] = {"energy", "force", "stress"};
  printf("\n%-8s %9s %11s %11s %11s  %-8s\n", "", "values", "sigma", "rms", "largest", "unit");
  for (int k = 0; k < TARGET_KINDS; k++) {
    const noise_sigma *s = &r->all[k];
    const double unit = table_unit(k);
    if (isnan(s->sigma)) {
      printf("%-8s %9lld  too few\n", names[k], (long long)s->n);
      continue;
    }
    printf("%-8s %9lld %11.5g %11.5g %11.5g  %-8s largest in configuration %lld (%s)\n", names[k], (long long)s->n,
           unit * s->sigma, unit * s->rms, unit * s->largest, table_unit_name(k), (long long)s->config,
           a->group[a->config_group[s->config]].name);
  }
}

static void print_offsets(const dataset *a, const noise_report *r) {
  printf("offsets of B against A, taken off:");
  for (int s = 0; s < a->nspecies; s++)
    if (!isnan(r->offset[s])) printf(" %s %+.6f", a->species[s], r->offset[s]);
  if (!isnan(r->per_atom)) printf(" %+.6f", r->per_atom);
  printf(" eV/atom; pressure %+.4f GPa\n", -r->pressure * DFTFIT_GPA_PER_EV_A3);
}

static bool stands_out(const noise_sigma *group, const noise_sigma *all) {
  if (!(group->sigma > 0) || !(all->sigma > 0)) return false;
  return group->sigma > GROUP_FACTOR * all->sigma || GROUP_FACTOR * group->sigma < all->sigma;
}

/* the shortest text of four digits */
static double rounded(double sigma) {
  char text[32];
  snprintf(text, sizeof text, "%.3g", sigma);
  return strtod(text, NULL);
}

/* {energy: ..., force: ...} of those that are known, and that stand out from all (all NULL: every one) */
static int write_sigmas(dftfit_writer *w, const char *name, const noise_sigma s[TARGET_KINDS], const noise_sigma *all,
                        double factor) {
  static const char *const names[TARGET_KINDS] = {"energy", "force", "stress"};
  int n = 0;
  for (int k = 0; k < TARGET_KINDS; k++) n += s[k].sigma > 0 && (!all || stands_out(&s[k], &all[k]));
  if (n == 0) return 0;
  dftfit_write_text(w, name);
  dftfit_write_map_begin(w, true);
  for (int k = 0; k < TARGET_KINDS; k++) {
    if (!(s[k].sigma > 0) || (all && !stands_out(&s[k], &all[k]))) continue;
    dftfit_write_text(w, names[k]);
    dftfit_write_double(w, rounded(factor * s[k].sigma));
  }
  dftfit_write_map_end(w);
  return n;
}

static dftfit_status print_lines(const dataset *a, const noise_report *r, double factor, dftfit_error *err) {
  const char *text;
  size_t length;
  bool any = false;
  dftfit_writer *w = dftfit_writer_create();
  DFTFIT_FAIL_IF(!w, err, DFTFIT_ERR_MEMORY, "out of memory");
  dftfit_write_map_begin(w, false);
  dftfit_write_text(w, "weights");
  dftfit_write_map_begin(w, false);
  write_sigmas(w, "sigma", r->all, NULL, factor);
  for (int g = 0; g < a->ngroup; g++)
    for (int k = 0; k < TARGET_KINDS; k++) any = any || stands_out(&r->group[g][k], &r->all[k]);
  if (any) {
    dftfit_write_text(w, "groups");
    dftfit_write_map_begin(w, false);
    for (int g = 0; g < a->ngroup; g++) write_sigmas(w, a->group[g].name, r->group[g], r->all, factor);
    dftfit_write_map_end(w);
  }
  dftfit_write_map_end(w);
  dftfit_write_map_end(w);
  dftfit_status status = dftfit_writer_finish(w, &text, &length, err);
  if (!status) printf("\n# lines for fit.yaml\n%s", text);
  dftfit_writer_destroy(w);
  return status;
}

static dftfit_status report(const dataset *a, const dataset *b, bool equal, dftfit_error *err) {
  noise_report r;
  DFTFIT_TRY(noise_report_create(a, b, &r, err));
  const bool known = r.all[TARGET_ENERGY].sigma > 0 || r.all[TARGET_FORCE].sigma > 0 || r.all[TARGET_STRESS].sigma > 0;
  dftfit_status status = DFTFIT_OK;
  if (r.nmatch == 0)
    status = dftfit_fail_at(err, DFTFIT_ERR_VALUE, b->path, 0, 0, "has no structure of %s: nothing can be compared",
                            a->path);
  else if (!known)
    status = dftfit_fail_at(err, DFTFIT_ERR_VALUE, b->path, 0, 0,
                            "%lld structures of %s give no sigma: at least %d differences that are not all zero are "
                            "needed",
                            (long long)r.nmatch, a->path, NOISE_LEAST);
  if (!status) {
    printf("%lld structures are in %s (%lld configurations) and in %s (%lld)\n", (long long)r.nmatch, a->path,
           (long long)a->nconfig, b->path, (long long)b->nconfig);
    print_offsets(a, &r);
    print_table(a, &r);
    status = print_lines(a, &r, equal ? sqrt(0.5) : 1, err);
  }
  noise_report_destroy(&r);
  return status;
}

static dftfit_status run(char *const *path, bool equal, dftfit_error *err) {
  dataset *a, *b;
  DFTFIT_TRY(dataset_read(path[0], &a, err));
  dftfit_status status = dataset_read(path[1], &b, err);
  if (!status) {
    status = report(a, b, equal, err);
    dataset_destroy(b);
  }
  dataset_destroy(a);
  return status;
}

int command_noise(int argc, char **argv) {
  if (!command_prints()) return EXIT_SUCCESS; /* the work of one rank */
  dftfit_error err = {0};
  options o = {0};
  words w;
  int code = options_parse(&line, argc, argv, &o, &w);
  if (code) return code;
  if (w.help) {
    print_help();
    return EXIT_SUCCESS;
  }
  if (w.n != 2) return command_usage("noise", "give two data files; there are %d", w.n);
  return run(w.word, o.equal, &err) ? command_failed(&err) : EXIT_SUCCESS;
}
