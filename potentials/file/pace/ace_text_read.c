/* SPDX-License-Identifier: BSD-3-Clause */
/* The older text format of ML-PACE: words in a fixed order, separated by white space. docs/forms/pace.md */
#include <ctype.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/chemical_element.h"
#include "base/yaml_number.h"
#include "file/pace/yace.h"

typedef struct scanner {
  const char *input, *at, *end;
  int line; /* of at */
  dftfit_error *err;
} scanner;

/* Numbers that a file begins with and that the rest of it refers to. */
typedef struct counts {
  int lmax, nradial, nbasis, ndensity;
} counts;

static dftfit_status fail(const scanner *s, dftfit_status code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

static dftfit_status fail(const scanner *s, dftfit_status code, const char *format, ...) {
  char message[400];
  va_list args;
  va_start(args, format);
  vsnprintf(message, sizeof message, format, args);
  va_end(args);
  return dftfit_fail_at(s->err, code, s->input, s->line, 0, "%s", message);
}

static void skip_blanks(scanner *s) {
  for (; s->at < s->end && isspace((unsigned char)*s->at); s->at++) s->line += *s->at == '\n';
}

/* Goes over `words`, whose blanks stand for any white space; false: something else stands here. */
static bool skip_if(scanner *s, const char *words) {
  scanner before = *s;
  skip_blanks(s);
  for (; *words; words++) {
    if (*words == ' ') {
      skip_blanks(s);
    } else if (s->at == s->end || *s->at++ != *words) {
      *s = before;
      return false;
    }
  }
  return true;
}

/* The next word, cut to what fits: for messages, and to be parsed. */
static void next_word(scanner *s, char *word, size_t size) {
  size_t n = 0;
  skip_blanks(s);
  for (; s->at < s->end && !isspace((unsigned char)*s->at); s->at++)
    if (n + 1 < size) word[n++] = *s->at;
  word[n] = '\0';
}

static dftfit_status expect(scanner *s, const char *words) {
  if (skip_if(s, words)) return DFTFIT_OK;
  char word[40];
  skip_blanks(s);
  int line = s->line;
  next_word(s, word, sizeof word);
  s->line = line;
  return fail(s, DFTFIT_ERR_SYNTAX, "'%s' where '%s' is expected", *word ? word : "the end of the file", words);
}

static dftfit_status number(scanner *s, const char *what, double *out) {
  char word[64];
  next_word(s, word, sizeof word);
  if (dftfit_number_parse(word, out) && isfinite(*out)) return DFTFIT_OK;
  return fail(s, DFTFIT_ERR_SYNTAX, "'%s' is not a finite number; expected %s", *word ? word : "the end of the file",
              what);
}

static dftfit_status whole(scanner *s, const char *what, int lower, int upper, int *out) {
  double value;
  DFTFIT_TRY(number(s, what, &value));
  if (value < lower || value > upper || value != floor(value))
    return fail(s, DFTFIT_ERR_VALUE, "%s = %g is not a whole number from %d to %d", what, value, lower, upper);
  *out = (int)value;
  return DFTFIT_OK;
}

static dftfit_status keyed_whole(scanner *s, const char *key, int lower, int upper, int *out) {
  DFTFIT_TRY(expect(s, key));
  return whole(s, key, lower, upper, out);
}

/* Goes to the line that begins with `nelements=`. */
static dftfit_status skip_comments(scanner *s) {
  static const char key[] = "nelements=";
  while (s->at < s->end && ((size_t)(s->end - s->at) < sizeof key - 1 || memcmp(s->at, key, sizeof key - 1) != 0)) {
    const char *stop = memchr(s->at, '\n', (size_t)(s->end - s->at));
    s->at = stop ? stop + 1 : s->end;
    s->line++;
  }
  if (s->at == s->end) return fail(s, DFTFIT_ERR_SYNTAX, "no line begins with 'nelements='");
  return DFTFIT_OK;
}

static dftfit_status read_elements(scanner *s, pace_model *file) {
  int n;
  DFTFIT_TRY(keyed_whole(s, "nelements=", 1, 1, &n)); /* more have no records of their own in this format */
  DFTFIT_TRY(expect(s, "elements:"));
  char symbol[16];
  next_word(s, symbol, sizeof symbol);
  if (!dftfit_atomic_number(symbol))
    return fail(s, DFTFIT_ERR_ELEMENT, "'%s' is not a chemical symbol, such as Si", symbol);
  snprintf(file->element[0], sizeof file->element[0], "%.3s", symbol);
  file->nelement = 1;
  return DFTFIT_OK;
}

static dftfit_status read_embedding(scanner *s, pace_embedding *e) {
  char name[40] = "FinnisSinclair", problem[200];
  int values = 0;
  bool named = skip_if(s, "embedding-function:");
  if (named) next_word(s, name, sizeof name);
  e->shifted_scaled = !strcmp(name, "FinnisSinclairShiftedScaled");
  if (!e->shifted_scaled && strcmp(name, "FinnisSinclair"))
    return fail(s, DFTFIT_ERR_VALUE, "unknown embedding '%s'; known are FinnisSinclair and FinnisSinclairShiftedScaled",
                name);
  DFTFIT_TRY(whole(s, "the number of FS parameters", 2, 2 * PACE_MAX_DENSITIES, &values));
  if (values % 2) return fail(s, DFTFIT_ERR_VALUE, "%d FS parameters; there must be two for each density", values);
  DFTFIT_TRY(expect(s, "FS parameters:"));
  e->ndensity = values / 2;
  for (int p = 0; p < e->ndensity; p++) {
    DFTFIT_TRY(number(s, "the prefactor of a density", &e->weight[p]));
    DFTFIT_TRY(number(s, "the exponent of a density", &e->exponent[p]));
    if (!named && e->exponent[p] != 1)
      return fail(s, DFTFIT_ERR_VALUE, "exponent %g, but without 'embedding-function:' every exponent must be 1",
                  e->exponent[p]);
  }
  DFTFIT_TRY(expect(s, "core energy-cutoff parameters:"));
  DFTFIT_TRY(number(s, "rho_c", &e->core_cutoff));
  DFTFIT_TRY(number(s, "drho_c", &e->core_width));
  if (dftfit_pace_embedding_problem(e, problem, sizeof problem)) return fail(s, DFTFIT_ERR_VALUE, "%s", problem);
  return DFTFIT_OK;
}

/* crad= in the order [k][n][l] */
static dftfit_status read_coefficients(scanner *s, const counts *c, pace_bond *b) {
  b->c = calloc((size_t)c->nradial * (size_t)(c->lmax + 1) * (size_t)c->nbasis + 1, sizeof(double));
  if (!b->c) return dftfit_no_memory(s->err, "radial coefficients");
  DFTFIT_TRY(expect(s, "crad="));
  for (int k = 0; k < c->nbasis; k++)
    for (int nl = 0; nl < c->nradial * (c->lmax + 1); nl++)
      DFTFIT_TRY(number(s, "a radial coefficient", &b->c[nl * c->nbasis + k]));
  return DFTFIT_OK;
}

static dftfit_status read_bond(scanner *s, counts *c, pace_model *file) {
  pace_bond *b = &file->bond[0];
  char name[32], problem[200];
  double longest;
  DFTFIT_TRY(expect(s, "radbasename="));
  next_word(s, name, sizeof name);
  b->basis = !strcmp(name, "ChebPow") ? PACE_CHEB_POW : PACE_CHEB_EXP_COS;
  if (strcmp(name, dftfit_pace_basis_name[b->basis]))
    return fail(s, DFTFIT_ERR_VALUE, "radial functions '%s' are not supported; those that are: ChebExpCos, ChebPow",
                name);
  DFTFIT_TRY(keyed_whole(s, "nradbase=", 1, PACE_MAX_TERMS, &c->nbasis));
  DFTFIT_TRY(keyed_whole(s, "nradmax=", 0, 127, &c->nradial));
  DFTFIT_TRY(expect(s, "cutoffmax="));
  DFTFIT_TRY(number(s, "the largest cutoff", &longest));
  DFTFIT_TRY(expect(s, "deltaSplineBins="));
  DFTFIT_TRY(number(s, "the width of bins", &file->spline_width));
  DFTFIT_TRY(expect(s, "core repulsion parameters:"));
  DFTFIT_TRY(number(s, "prehc", &b->core));
  DFTFIT_TRY(number(s, "lambdahc", &b->core_decay));
  DFTFIT_TRY(expect(s, "radparameter="));
  DFTFIT_TRY(number(s, "a radial parameter", &b->lambda));
  DFTFIT_TRY(expect(s, "cutoff="));
  DFTFIT_TRY(number(s, "a cutoff", &b->cutoff));
  DFTFIT_TRY(expect(s, "dcut="));
  DFTFIT_TRY(number(s, "the width of the outer switch", &b->width));
  b->nradial = c->nradial, b->lmax = c->lmax, b->nbasis = c->nbasis;
  file->inner = PACE_INNER_DENSITY;
  if (dftfit_pace_bond_problem(b, file->inner, file->spline_width, problem, sizeof problem))
    return fail(s, DFTFIT_ERR_VALUE, "%s", problem);
  return read_coefficients(s, c, b);
}

/* "mu=( 0 0 )" and the like */
static dftfit_status read_list(scanner *s, const char *key, int n, int lower, int upper, signed char *out) {
  DFTFIT_TRY(expect(s, key));
  DFTFIT_TRY(expect(s, "("));
  for (int i = 0; i < n; i++) {
    int value = 0;
    DFTFIT_TRY(whole(s, key, lower, upper, &value));
    out[i] = (signed char)value;
  }
  return expect(s, ")");
}

static dftfit_status read_function(scanner *s, const counts *c, pace_model *file) {
  int rank = 0, ndensity = 0, centre, nterm = 0;
  signed char mu[PACE_MAX_RANK], n[PACE_MAX_RANK], l[PACE_MAX_RANK];
  pace_function *f;
  char problem[200];
  skip_blanks(s);
  int line = s->line;
  DFTFIT_TRY(keyed_whole(s, "ctilde_basis_func: rank=", 1, PACE_MAX_RANK, &rank));
  DFTFIT_TRY(keyed_whole(s, "ndens=", c->ndensity, c->ndensity, &ndensity));
  DFTFIT_TRY(keyed_whole(s, "mu0=", 0, 0, &centre));
  DFTFIT_TRY(read_list(s, "mu=", rank, 0, 0, mu));
  DFTFIT_TRY(read_list(s, "n=", rank, 1, 127, n));
  DFTFIT_TRY(read_list(s, "l=", rank, 0, PACE_MAX_L, l));
  DFTFIT_TRY(keyed_whole(s, "num_ms=", 1, 1 << 20, &nterm));
  DFTFIT_TRY(dftfit_pace_model_add(file, rank, nterm, ndensity, &f, s->err));
  memcpy(f->mu, mu, (size_t)rank), memcpy(f->n, n, (size_t)rank), memcpy(f->l, l, (size_t)rank);
  for (int q = 0; q < nterm; q++) {
    DFTFIT_TRY(expect(s, "<"));
    for (int t = 0; t < rank; t++) {
      int m = 0;
      DFTFIT_TRY(whole(s, "m", -PACE_MAX_L, PACE_MAX_L, &m));
      f->m[q * rank + t] = (signed char)m;
    }
    DFTFIT_TRY(expect(s, ">:"));
    for (int p = 0; p < ndensity; p++) DFTFIT_TRY(number(s, "a coefficient", &f->c[q * ndensity + p]));
  }
  if (dftfit_pace_function_problem(file, f, problem, sizeof problem))
    return dftfit_fail_at(s->err, DFTFIT_ERR_VALUE, s->input, line, 0, "in the function that begins here: %s", problem);
  return DFTFIT_OK;
}

static dftfit_status read_functions(scanner *s, const char *key, const counts *c, pace_model *file) {
  int count = 0;
  DFTFIT_TRY(keyed_whole(s, key, 0, 1 << 24, &count));
  for (int i = 0; i < count; i++) DFTFIT_TRY(read_function(s, c, file));
  return DFTFIT_OK;
}

static dftfit_status read_file(scanner *s, pace_model *file, double *reference) {
  counts c = {0};
  int unused;
  DFTFIT_TRY(skip_comments(s));
  DFTFIT_TRY(read_elements(s, file));
  DFTFIT_TRY(keyed_whole(s, "lmax=", 0, PACE_MAX_L, &c.lmax));
  DFTFIT_TRY(read_embedding(s, &file->embedding[0]));
  reference[0] = 0;
  if (skip_if(s, "E0:")) DFTFIT_TRY(number(s, "E0", &reference[0]));
  DFTFIT_TRY(read_bond(s, &c, file));
  DFTFIT_TRY(keyed_whole(s, "rankmax=", 1, PACE_MAX_RANK, &unused));
  DFTFIT_TRY(keyed_whole(s, "ndensitymax=", 1, PACE_MAX_DENSITIES, &c.ndensity));
  if (c.ndensity != file->embedding[0].ndensity)
    return fail(s, DFTFIT_ERR_VALUE, "ndensitymax = %d, but there are FS parameters for %d", c.ndensity,
                file->embedding[0].ndensity);
  DFTFIT_TRY(keyed_whole(s, "num_c_tilde_max=", 0, 1 << 24, &unused));
  DFTFIT_TRY(keyed_whole(s, "num_ms_combinations_max=", 0, 1 << 24, &unused));
  DFTFIT_TRY(read_functions(s, "total_basis_size_rank1:", &c, file));
  DFTFIT_TRY(read_functions(s, "total_basis_size:", &c, file));
  file->first[1] = file->nfunction;
  skip_blanks(s);
  if (s->at < s->end) return fail(s, DFTFIT_ERR_SYNTAX, "text after the last function");
  return DFTFIT_OK;
}

dftfit_status dftfit_ace_text_read(const char *name, const char *text, size_t length, dftfit_potential **out,
                                   dftfit_error *err) {
  scanner s = {.input = name, .at = text, .end = text + length, .line = 1, .err = err};
  pace_model file = {0};
  double reference[DFTFIT_MAX_ELEMENTS] = {0};
  *out = NULL;
  dftfit_status status = read_file(&s, &file, reference);
  if (!status) return dftfit_yace_potential(&file, reference, out, err);
  dftfit_pace_model_free(&file);
  return status;
}
