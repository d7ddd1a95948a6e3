/* SPDX-License-Identifier: BSD-3-Clause */
#include "report/fit_summary.h"

#include <math.h>
#include <stdlib.h>

#include "report/search_summary.h"
#include "report/table.h"

enum { KBAR_PER_GPA = 10 };
enum { NAMED_PARAMETERS = 4 }; /* of a direction, those with the largest shares */

void forecast_print(FILE *to, const forecast *f, const design *d, int nrank) {
  const dftfit_potential *pot = d->model.potential;
  fprintf(to, "Fit of form %s: %.0f unknowns (%d unpenalised), %lld configurations, %lld atoms, at most %.0f rows\n",
          dftfit_potential_form(pot)->name, f->columns, d->problem.ncomposition, (long long)f->configs,
          (long long)f->atoms, f->rows);
  fprintf(to,
          "Forecast on %d rank%s: derivatives %.1f s, QR %.1f s, restraint %.1f s, solution %.1f s for each choice of "
          "sigmas; memory %.0f MB a rank (triangles %.0f, data %.0f, rows %.0f)\n",
          nrank, nrank > 1 ? "s" : "", f->assembly, f->qr, f->restraint, f->solve,
          1e-6 * (f->triangles + f->data + f->work), 1e-6 * f->triangles, 1e-6 * f->data, 1e-6 * f->work);
}

/** With as many digits as give the number back. */
static void print_number(FILE *to, double value) {
  char text[32];
  for (int digits = 4; digits <= 17; digits++) {
    snprintf(text, sizeof text, "%.*g", digits, value);
    if (strtod(text, NULL) == value) break;
  }
  fputs(text, to);
}

/** Sigmas as fit.yaml has them: written there, they give the same fit. */
static void print_sigma(FILE *to, const fit_record *r, int k) {
  static const char *const unit[TARGET_KINDS] = {"eV/atom", "eV/A", "eV/A^3"};
  const sigma_setting *s = &r->config->sigma[k];
  fprintf(to, " %s ", target_kind_name(k));
  if (s->kind == SIGMA_OFF) {
    fputs("off", to);
    return;
  }
  if (s->kind == SIGMA_AUTO && r->fit->class_rows[k] == 0) {
    fputs("none, since no targets are left to estimate it", to);
    return;
  }
  print_number(to, r->fit->sigma[k]);
  fprintf(to, " %s%s", unit[k], s->kind == SIGMA_AUTO ? " (estimated)" : "");
}

/** Effective sigmas of the groups that have their own. */
static void print_group_sigmas(FILE *to, const fit_record *r) {
  const dataset *set = r->design->model.set;
  for (int g = 0; g < set->ngroup; g++) {
    bool any = false;
    for (int k = 0; k < TARGET_KINDS; k++) {
      const target_weight *w = &r->design->weight[g * TARGET_KINDS + k];
      if (!w->used || (w->class != TARGET_FIXED && w->sigma == 1)) continue;
      if (!any) fprintf(to, "  in group %s:", set->group[g].name);
      fprintf(to, "%s %s ", any ? "," : "", target_kind_name(k));
      print_number(to, w->class == TARGET_FIXED ? w->sigma * r->design->balance[k] : w->sigma * r->fit->sigma[k]);
      any = true;
    }
    if (any) fputc('\n', to);
  }
}

static void print_sigmas(FILE *to, const fit_record *r) {
  fprintf(to, "Sigma:");
  for (int k = 0; k < TARGET_KINDS; k++) {
    print_sigma(to, r, k);
    fputs(k + 1 < TARGET_KINDS ? "," : "\n", to);
  }
  print_group_sigmas(to, r);
  fprintf(to, "Balance: rows are multiplied by balance/sigma;");
  for (int k = 0; k < TARGET_KINDS; k++)
    fprintf(to, " %s %.4g%s", target_kind_name(k), r->fit->balance[k], k + 1 < TARGET_KINDS ? "," : "\n");
  if (r->fit->iterations && !r->fit->converged)
    fprintf(to, "Note: the estimated sigmas had not settled after %d iterations\n", r->fit->iterations);
}

/** Only a value inside of the path is one that was found. */
static const char *end_text(path_end end) {
  static const char *const text[] = {
      [PATH_INSIDE] = "",
      [PATH_LARGEST] = ", the largest of the path: the data say nothing that the prior does not",
      [PATH_SMALLEST] = ", the smallest of the path: there the prior decides nothing that the data can"};
  return text[end];
}

static void print_lambda(FILE *to, const fit_record *r) {
  const linear_fit *f = r->fit;
  static const char *const how[] = {"chosen by cross-validation", "chosen by evidence", "given"};
  if (r->search && !r->search->prior) {
    fprintf(to, "No prior; %d directions that the data fix no better than to the size of the parameters\n", f->nprior);
    return;
  }
  path_end own = r->config->lambda == LAMBDA_CV         ? f->cv_end
                 : r->config->lambda == LAMBDA_EVIDENCE ? f->evidence_end
                                                        : PATH_INSIDE;
  fprintf(to, "Lambda: %.4g (%s%s)", f->chosen, how[r->config->lambda], r->selected.kept ? "" : end_text(own));
  if (r->config->lambda != LAMBDA_CV && isfinite(f->cv_lambda))
    fprintf(to, "; cross-validation is best at %.4g%s", f->cv_lambda, end_text(f->cv_end));
  if (r->config->lambda != LAMBDA_EVIDENCE && isfinite(f->evidence_lambda))
    fprintf(to, "; evidence is largest at %.4g%s", f->evidence_lambda, end_text(f->evidence_end));
  fprintf(to,
          "\nLog evidence %.6g; effective parameters %.1f of %d; %d directions decided by the prior (s^2 < lambda)\n",
          f->log_evidence, f->freedom, f->nparameter, f->nprior);
}

/** The least determined directions by the names of the parameters that make them up. */
static void print_directions(FILE *to, const fit_record *r) {
  const linear_fit *f = r->fit;
  const problem *p = &r->design->problem;
  fprintf(to,
          "Singular values, in units of the %s: %.3g to %.3g (lambda stands for %.3g). Least determined directions:\n",
          r->search && !r->search->prior ? "parameters" : "prior", f->singular[0], f->singular[f->nsingular - 1],
          sqrt(f->chosen));
  for (int l = 0; l < f->nweak; l++) {
    const double *v = f->weak + (size_t)l * (size_t)f->nparameter;
    double below = INFINITY;
    fprintf(to, "  s = %9.3g:", f->weak_singular[l]);
    for (int shown = 0; shown < NAMED_PARAMETERS && shown < f->nparameter; shown++) {
      int largest = -1;
      for (int i = 0; i < f->nparameter; i++)
        if (fabs(v[i]) < below && (largest < 0 || fabs(v[i]) > fabs(v[largest]))) largest = i;
      if (largest < 0) break;
      below = fabs(v[largest]);
      fprintf(to, "  %+.2f %s", v[largest], p->name[p->ncomposition + largest]);
    }
    fputc('\n', to);
  }
}

static void print_offsets(FILE *to, const fit_record *r) {
  const design *d = r->design;
  for (int k = 0; k < d->offsets.n; k++) {
    char name[256];
    stress_offset_name(&d->offsets, d->model.set, k, name, sizeof name);
    fprintf(to,
            "Stresses of the data%s%s%s contain a constant %+.2f kbar (tension positive); it is no part of the "
            "potential\n",
            *name ? " (" : "", name, *name ? ")" : "",
            design_stress_offset(d, r->fit->x, k) * table_unit(TARGET_STRESS) * KBAR_PER_GPA);
  }
}

void fit_summary_print(FILE *to, const fit_record *r) {
  const design *d = r->design;
  const dftfit_header *header = dftfit_potential_header(d->model.potential);
  print_sigmas(to, r);
  print_lambda(to, r);
  fprintf(to, "Reference energies, eV/atom:");
  for (int e = 0; e < header->nelement; e++) {
    double change = design_reference_change(d, r->fit->x, e);
    fprintf(to, " %s %.6f (%+.6f)", header->element[e], d->reference0[e] + change, change);
  }
  fputc('\n', to);
  for (int z = 1; z < d->nzero; z++) {
    fprintf(to, "Reference energies number %d, over these, eV/atom:", z);
    for (int e = 0; e < header->nelement; e++)
      if (d->zero_column[z * header->nelement + (d->offset ? 0 : e)] >= 0)
        fprintf(to, " %s %+.6f", header->element[e], design_zero_change(d, r->fit->x, z, e));
    fputc('\n', to);
  }
  print_offsets(to, r);
  if (r->search) search_summary_print(to, r);
  print_directions(to, r);
}

void fit_path_print(FILE *to, const fit_record *r) {
  const linear_fit *f = r->fit;
  fprintf(to, "%14s %18s %18s\n", "lambda", "score/row", "log evidence");
  for (int l = 0; l < f->nlambda; l++)
    fprintf(to, "%14.6e %18.10g %18.10g\n", f->lambda[l], f->score[l] / f->rows, f->evidence[l]);
}
