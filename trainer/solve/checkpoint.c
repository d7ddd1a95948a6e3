/* SPDX-License-Identifier: BSD-3-Clause */
/* The state of a search as lines "name value value ...". Reals are hexadecimal, so they come back bit for bit. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "solve/nonlinear_parts.h"

#define FIRST_LINE "dftfit-checkpoint 1"

typedef struct field {
  const char *name;
  int count;
  int *integer; /* one of the two */
  double *real;
} field;

enum { MAX_FIELDS = 32 };

/** The fields of s, in the order of the file; returns their number. tried: copies of the results of the starts. */
static int list_fields(search *s, int *tried, double *tried_phi, field *f) {
  levenberg *l = &s->levenberg;
  int n = s->p->ncolumn, nstart = s->options.nstart, k = 0;
  f[k++] = (field){"stage", 1, &s->stage, NULL};
  f[k++] = (field){"round", 1, &s->round, NULL};
  f[k++] = (field){"start", 1, &s->start, NULL};
  f[k++] = (field){"all_steps", 1, &s->steps, NULL};
  f[k++] = (field){"passes", 1, &s->passes, NULL};
  f[k++] = (field){"weighted", 1, &s->weighted, NULL};
  f[k++] = (field){"settled", 1, &s->settled, NULL};
  f[k++] = (field){"best", 1, &s->best, NULL};
  f[k++] = (field){"best_phi", 1, NULL, &s->best_phi};
  f[k++] = (field){"best_x", n, NULL, s->best_x};
  f[k++] = (field){"tried", 2 * nstart, tried, NULL};
  f[k++] = (field){"tried_phi", nstart, NULL, tried_phi};
  f[k++] = (field){"lambda", 1, NULL, &s->weights.lambda};
  f[k++] = (field){"sigma", TARGET_CLASSES, NULL, s->weights.sigma};
  f[k++] = (field){"balance", TARGET_CLASSES, NULL, s->weights.balance};
  f[k++] = (field){"x", n, NULL, l->x};
  f[k++] = (field){"z", n, NULL, l->z};
  f[k++] = (field){"y", n, NULL, l->y};
  f[k++] = (field){"scale", n, NULL, l->scale};
  f[k++] = (field){"phi", 1, NULL, &l->phi};
  f[k++] = (field){"first_phi", 1, NULL, &l->first_phi};
  f[k++] = (field){"mu", 1, NULL, &l->mu};
  f[k++] = (field){"factor", 1, NULL, &l->factor};
  f[k++] = (field){"predicted", 1, NULL, &l->predicted};
  f[k++] = (field){"cosine", 1, NULL, &l->cosine};
  f[k++] = (field){"steps", 1, &l->steps, NULL};
  f[k++] = (field){"pass", 1, &l->pass, NULL};
  f[k++] = (field){"end", 1, &l->end, NULL};
  f[k++] = (field){"exact", 1, &l->exact, NULL};
  return k;
}

/** Room for the results of the starts: *tried [2*nstart], *phi [nstart]. */
static dftfit_status make_room(const search *s, int **tried, double **phi, dftfit_error *err) {
  size_t n = (size_t)s->options.nstart;
  *tried = calloc(2 * n, sizeof **tried);
  *phi = calloc(n, sizeof **phi);
  if (*tried && *phi) return DFTFIT_OK;
  free(*tried);
  free(*phi);
  return dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory for the checkpoint");
}

dftfit_status checkpoint_write(search *s, char **text, size_t *length, dftfit_error *err) {
  int *tried;
  double *phi;
  field f[MAX_FIELDS];
  DFTFIT_TRY(make_room(s, &tried, &phi, err));
  for (int i = 0; i < s->options.nstart; i++) {
    tried[2 * i] = s->tried[i].steps;
    tried[2 * i + 1] = s->tried[i].end;
    phi[i] = s->tried[i].phi;
  }
  int n = list_fields(s, tried, phi, f);
  FILE *to = open_memstream(text, length);
  if (to) {
    fprintf(to, FIRST_LINE "\n");
    for (int k = 0; k < n; k++) {
      fputs(f[k].name, to);
      for (int i = 0; i < f[k].count; i++)
        if (f[k].real)
          fprintf(to, " %a", f[k].real[i]);
        else
          fprintf(to, " %d", f[k].integer[i]);
      fputc('\n', to);
    }
  }
  bool good = to && fclose(to) == 0;
  free(tried);
  free(phi);
  return good ? DFTFIT_OK : dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory for the checkpoint");
}

/** One field from the line at *at, which goes to the next line. */
static dftfit_status read_field(const field *f, const char *name, int line, char **at, dftfit_error *err) {
  size_t size = strlen(f->name);
  char *next = strchr(*at, '\n');
  if (!next || strncmp(*at, f->name, size) != 0 || (*at)[size] != ' ')
    return dftfit_fail_at(err, DFTFIT_ERR_SYNTAX, name, line, 0, "a line '%s ...' with %d values should stand here",
                          f->name, f->count);
  *next = '\0';
  char *p = *at + size;
  for (int i = 0; i < f->count; i++) {
    char *end;
    if (f->real)
      f->real[i] = strtod(p, &end);
    else
      f->integer[i] = (int)strtol(p, &end, 10);
    if (end == p)
      return dftfit_fail_at(err, DFTFIT_ERR_SYNTAX, name, line, 0, "'%s' has %d values where %d should stand", f->name,
                            i, f->count);
    p = end;
  }
  if (*p)
    return dftfit_fail_at(err, DFTFIT_ERR_SYNTAX, name, line, 0, "'%.40s' after the %d values of '%s'", p, f->count,
                          f->name);
  *at = next + 1;
  return DFTFIT_OK;
}

static bool in_range(int value, int low, int high) { return value >= low && value <= high; }

static dftfit_status check(const search *s, const char *name, dftfit_error *err) {
  const levenberg *l = &s->levenberg;
  bool good = in_range(s->stage, STAGE_SEARCH, STAGE_WEIGHTS) && in_range(s->start, 0, s->options.nstart - 1) &&
              in_range(s->best, -1, s->options.nstart - 1) && in_range(l->pass, PASS_FIRST, PASS_TRIAL) &&
              in_range(l->end, END_NOT_YET, END_FAILED);
  for (int i = 0; i < s->options.nstart; i++) good = good && in_range(s->tried[i].end, END_NOT_YET, END_FAILED);
  return good ? DFTFIT_OK
              : dftfit_fail_at(err, DFTFIT_ERR_VALUE, name, 0, 0, "not the state of a fit: a number is out of range");
}

dftfit_status checkpoint_read(search *s, const char *name, const char *text, size_t length, dftfit_error *err) {
  int *tried;
  double *phi;
  field f[MAX_FIELDS];
  size_t head = strlen(FIRST_LINE);
  if (length <= head || strncmp(text, FIRST_LINE "\n", head + 1) != 0)
    return dftfit_fail_at(err, DFTFIT_ERR_VERSION, name, 1, 0, "the first line should be '" FIRST_LINE "'");
  DFTFIT_TRY(make_room(s, &tried, &phi, err));
  char *copy = strndup(text, length), *at = copy;
  dftfit_status status = copy ? DFTFIT_OK : dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory for the checkpoint");
  int n = list_fields(s, tried, phi, f);
  if (copy) at += head + 1;
  for (int k = 0; k < n && !status; k++) status = read_field(&f[k], name, k + 2, &at, err);
  for (int i = 0; i < s->options.nstart && !status; i++)
    s->tried[i] = (nonlinear_start){.phi = phi[i], .steps = tried[2 * i], .end = tried[2 * i + 1]};
  free(copy);
  free(tried);
  free(phi);
  return status ? status : check(s, name, err);
}
