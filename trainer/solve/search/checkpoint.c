/* SPDX-License-Identifier: BSD-3-Clause */
/* The state of a search as lines "name value value ...". Reals are hexadecimal, so they come back bit for bit. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "solve/search/search.h"

#define FIRST_LINE "dftfit-checkpoint 2"

typedef struct field {
  const char *name;
  int count;
  int *integer; /* one of the two */
  double *real;
} field;

enum { MAX_FIELDS = 32 };

/** Room for what the fields show in another form. */
typedef struct room {
  int *tried;          /* [2*nstart] steps and end of the starts     */
  double *phi, *going; /* [nstart]; the packed search after the starts */
  int begun;           /* how many lines of begun searches follow     */
} room;

/** The fields of s, in the order of the file; returns their number. */
static int list_fields(search *s, room *r, field *f) {
  int nstart = s->options.nstart, k = 0;
  f[k++] = (field){"stage", 1, &s->stage, NULL};
  f[k++] = (field){"round", 1, &s->round, NULL};
  f[k++] = (field){"all_steps", 1, &s->steps, NULL};
  f[k++] = (field){"passes", 1, &s->passes, NULL};
  f[k++] = (field){"settled", 1, &s->settled, NULL};
  f[k++] = (field){"best", 1, &s->best, NULL};
  f[k++] = (field){"best_phi", 1, NULL, &s->best_phi};
  f[k++] = (field){"best_x", s->p->ncolumn, NULL, s->best_x};
  f[k++] = (field){"tried", 2 * nstart, r->tried, NULL};
  f[k++] = (field){"tried_phi", nstart, NULL, r->phi};
  f[k++] = (field){"lambda", 1, NULL, &s->weights.lambda};
  f[k++] = (field){"sigma", TARGET_CLASSES, NULL, s->weights.sigma};
  f[k++] = (field){"balance", TARGET_CLASSES, NULL, s->weights.balance};
  f[k++] = (field){"search", levenberg_size(s->p), NULL, r->going};
  f[k++] = (field){"begun", 1, &r->begun, NULL};
  return k;
}

static void free_room(room *r) {
  free(r->tried);
  free(r->phi);
  free(r->going);
}

static dftfit_status make_room(const search *s, room *r, dftfit_error *err) {
  size_t n = (size_t)s->options.nstart;
  *r = (room){.tried = calloc(2 * n, sizeof *r->tried),
              .phi = calloc(n, sizeof *r->phi),
              .going = calloc((size_t)levenberg_size(s->p), sizeof *r->going)};
  if (r->tried && r->phi && r->going) return DFTFIT_OK;
  free_room(r);
  return dftfit_no_memory(err, "the checkpoint");
}

static void show(search *s, room *r) {
  for (int i = 0; i < s->options.nstart; i++) {
    r->tried[2 * i] = s->tried[i].steps;
    r->tried[2 * i + 1] = s->tried[i].end;
    r->phi[i] = s->tried[i].phi;
    r->begun += s->begun[i] != NULL;
  }
  levenberg_pack(&s->levenberg, r->going);
}

static void print_field(FILE *to, const field *f) {
  fputs(f->name, to);
  for (int i = 0; i < f->count; i++)
    if (f->real)
      fprintf(to, " %a", f->real[i]);
    else
      fprintf(to, " %d", f->integer[i]);
  fputc('\n', to);
}

/** Name of the line of the search that start k has begun. */
enum { BEGUN_NAME = 24 };
static void name_begun(int k, char name[BEGUN_NAME]) { snprintf(name, BEGUN_NAME, "start %d", k + 1); }

dftfit_status checkpoint_write(search *s, char **text, size_t *length, dftfit_error *err) {
  room r;
  field f[MAX_FIELDS];
  DFTFIT_TRY(make_room(s, &r, err));
  show(s, &r);
  int n = list_fields(s, &r, f);
  FILE *to = open_memstream(text, length);
  if (to) fprintf(to, FIRST_LINE "\n");
  for (int k = 0; to && k < n; k++) print_field(to, &f[k]);
  for (int k = 0; to && k < s->options.nstart; k++) {
    char name[BEGUN_NAME];
    field begun = {name, levenberg_size(s->p), NULL, s->begun[k]};
    name_begun(k, name);
    if (s->begun[k]) print_field(to, &begun);
  }
  bool good = to && fclose(to) == 0;
  free_room(&r);
  return good ? DFTFIT_OK : dftfit_no_memory(err, "the checkpoint");
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

static dftfit_status bad_number(const char *name, dftfit_error *err) {
  return dftfit_fail_at(err, DFTFIT_ERR_VALUE, name, 0, 0, "not the state of a fit: a number is out of range");
}

/** A search as checkpoints hold it, into l. */
static dftfit_status unpack(levenberg *l, const double *packed, const char *name, dftfit_error *err) {
  for (int i = 0; i < levenberg_size(l->p); i++)
    if (isnan(packed[i])) return bad_number(name, err);
  levenberg_unpack(l, packed);
  bool good = in_range(l->pass, PASS_FIRST, PASS_TRIAL) && in_range(l->end, END_NOT_YET, END_FAILED);
  return good ? DFTFIT_OK : bad_number(name, err);
}

/** The searches that were at work, from the lines that follow the fields. */
static dftfit_status read_begun(search *s, const char *name, int count, int line, char **at, dftfit_error *err) {
  size_t size = (size_t)levenberg_size(s->p);
  for (int i = 0; i < count; i++) {
    char what[BEGUN_NAME];
    int k = 0;
    if (sscanf(*at, "start %d ", &k) != 1 || !in_range(k, 1, s->options.nstart) || s->begun[k - 1])
      return dftfit_fail_at(err, DFTFIT_ERR_SYNTAX, name, line + i, 0,
                            "a line 'start ...' of a search at work should stand here, one of %d", count);
    s->begun[k - 1] = malloc(size * sizeof **s->begun);
    if (!s->begun[k - 1]) return dftfit_no_memory(err, "the checkpoint");
    name_begun(k - 1, what);
    field f = {what, (int)size, NULL, s->begun[k - 1]};
    DFTFIT_TRY(read_field(&f, name, line + i, at, err));
    DFTFIT_TRY(unpack(&s->levenberg, s->begun[k - 1], name, err)); /* checks it; the one that is wanted comes last */
  }
  return DFTFIT_OK;
}

static dftfit_status check(const search *s, const char *name, dftfit_error *err) {
  bool good = in_range(s->stage, STAGE_STARTS, STAGE_WEIGHTS) && in_range(s->best, -1, s->options.nstart - 1);
  for (int i = 0; i < s->options.nstart; i++) good = good && in_range(s->tried[i].end, END_NOT_YET, END_FAILED);
  return good ? DFTFIT_OK : bad_number(name, err);
}

static dftfit_status read_fields(search *s, room *r, const char *name, char *at, dftfit_error *err) {
  field f[MAX_FIELDS];
  int n = list_fields(s, r, f);
  for (int k = 0; k < n; k++) DFTFIT_TRY(read_field(&f[k], name, k + 2, &at, err));
  for (int i = 0; i < s->options.nstart; i++)
    s->tried[i] = (nonlinear_start){.phi = r->phi[i], .steps = r->tried[2 * i], .end = r->tried[2 * i + 1]};
  DFTFIT_TRY(check(s, name, err));
  DFTFIT_TRY(read_begun(s, name, r->begun, n + 2, &at, err));
  return unpack(&s->levenberg, r->going, name, err);
}

dftfit_status checkpoint_read(search *s, const char *name, const char *text, size_t length, dftfit_error *err) {
  room r;
  size_t head = strlen(FIRST_LINE);
  if (length <= head || strncmp(text, FIRST_LINE "\n", head + 1) != 0)
    return dftfit_fail_at(err, DFTFIT_ERR_VERSION, name, 1, 0, "the first line should be '" FIRST_LINE "'");
  DFTFIT_TRY(make_room(s, &r, err));
  char *copy = strndup(text, length);
  dftfit_status status =
      copy ? read_fields(s, &r, name, copy + head + 1, err) : dftfit_no_memory(err, "the checkpoint");
  free(copy);
  free_room(&r);
  return status;
}
