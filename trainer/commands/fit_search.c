/* SPDX-License-Identifier: BSD-3-Clause */
#include "commands/fit_search.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/open_regular.h"
#include "base/outputs.h"
#include "base/progress.h"
#include "base/replace_file.h"
#include "base/sha256.h"
#include "base/vote.h"

/* ---- signals ---- */

static volatile sig_atomic_t asked_to_stop;

static void on_signal(int which) {
  (void)which;
  asked_to_stop = 1;
}

static const int stopping[] = {SIGINT, SIGTERM};
enum { NSTOPPING = 2 };

/** A second signal of the kind has its usual effect: SA_RESETHAND. */
static void catch_signals(struct sigaction *before) {
  struct sigaction action = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND};
  sigemptyset(&action.sa_mask);
  asked_to_stop = 0;
  for (int k = 0; k < NSTOPPING; k++) sigaction(stopping[k], &action, &before[k]);
}

static void release_signals(const struct sigaction *before) {
  for (int k = 0; k < NSTOPPING; k++) sigaction(stopping[k], &before[k], NULL);
}

/* ---- the checkpoint ---- */

/* Seconds between two checkpoints, where several searches are at work: short for who waits after Ctrl-C, long beside
 * the time that ranks lose when they wait for each other. */
#define SLICE 0.5
#define LAST_LINE "fit "

static char *path_of(const fit_config *config) {
  char *path = malloc(strlen(config->output) + sizeof ".checkpoint");
  if (path) strcat(strcpy(path, config->output), ".checkpoint");
  return path;
}

/** Everything that decides the answer: fit.yaml but for how long to search, and the data. */
static void write_identity(const fit_config *config, const data_origin *origin, dftfit_writer *w) {
  dftfit_node root = dftfit_yaml_root(config->document), solver = dftfit_node_get(root, "solver");
  dftfit_write_map_begin(w, false);
  for (int i = 0; i < dftfit_node_size(root); i++) {
    if (!strcmp(dftfit_node_text(dftfit_node_key(root, i)), "solver")) continue;
    dftfit_write_node(w, dftfit_node_key(root, i));
    dftfit_write_node(w, dftfit_node_value(root, i));
  }
  for (int i = 0; i < dftfit_node_size(solver); i++) {
    if (!strcmp(dftfit_node_text(dftfit_node_key(solver, i)), "max_steps")) continue;
    dftfit_write_node(w, dftfit_node_key(solver, i));
    dftfit_write_node(w, dftfit_node_value(solver, i));
  }
  dftfit_write_text(w, "sha256");
  dftfit_write_seq_begin(w, false);
  for (int i = 0; i < config->ndata; i++) dftfit_write_text(w, origin[i].sha256);
  dftfit_write_seq_end(w);
  dftfit_write_map_end(w);
}

static dftfit_status identify(const fit_config *config, const data_origin *origin, char hex[65], dftfit_error *err) {
  dftfit_writer *w = dftfit_writer_create();
  const char *text;
  size_t length;
  if (!w) return dftfit_no_memory(err, "the checkpoint");
  write_identity(config, origin, w);
  dftfit_status status = dftfit_writer_finish(w, &text, &length, err);
  if (!status) status = sha256_text(text, length, hex, err);
  dftfit_writer_destroy(w);
  return status;
}

typedef struct session {
  const fit_config *config;
  char *path, identity[65];
  bool terminal;
  double last; /* seconds */
  int steps;
} session;

static dftfit_status save(void *self, const char *text, size_t length, dftfit_error *err) {
  const session *s = self;
  size_t size = length + sizeof LAST_LINE + sizeof s->identity;
  char *whole = malloc(size);
  if (!whole) return dftfit_no_memory(err, "the checkpoint");
  memcpy(whole, text, length);
  int last = snprintf(whole + length, size - length, LAST_LINE "%s\n", s->identity);
  dftfit_status status = replace_file(s->path, whole, length + (size_t)last, err);
  free(whole);
  return status;
}

/** Rank 0: the text that save was given, which the caller frees. */
static dftfit_status load(const session *s, char **text, size_t *length, dftfit_error *err) {
  FILE *file;
  size_t last = strlen(LAST_LINE) + strlen(s->identity) + 1;
  *text = NULL;
  *length = 0;
  if (access(s->path, F_OK))
    return dftfit_fail_at(err, DFTFIT_ERR_IO, s->path, 0, 0, "cannot be opened: there is no interrupted fit to resume");
  DFTFIT_TRY(open_regular_stream(s->path, &file, NULL, err));
  FILE *memory = open_memstream(text, length);
  int c;
  while (memory && (c = getc(file)) != EOF) putc(c, memory);
  bool good = memory && !ferror(file);
  if (memory) good = fclose(memory) == 0 && good;
  fclose(file);
  if (!good) return dftfit_fail_at(err, DFTFIT_ERR_IO, s->path, 0, 0, "cannot be read");
  const char *end = *length >= last ? *text + *length - last : "";
  if (strncmp(end, LAST_LINE, strlen(LAST_LINE)) != 0)
    return dftfit_fail_at(err, DFTFIT_ERR_SYNTAX, s->path, 0, 0,
                          "not a whole checkpoint: its last line should be 'fit' and a SHA-256 sum");
  if (strncmp(end + strlen(LAST_LINE), s->identity, strlen(s->identity)) != 0)
    return dftfit_fail_at(err, DFTFIT_ERR_USAGE, s->path, 0, 0,
                          "belongs to another fit: the fit file or the data have changed since (max_steps may)");
  *length -= last;
  return DFTFIT_OK;
}

/* ---- hooks ---- */

static bool stop(void *self) {
  (void)self;
  return asked_to_stop != 0;
}

static void show_progress(void *self, const nonlinear_progress *now) {
  const double interval[] = {10.0, 0.2}; /* seconds: in a log, on a terminal */
  session *s = self;
  s->steps = now->steps;
  if (seconds_now() - s->last < interval[s->terminal]) return;
  s->last = seconds_now();
  fprintf(stderr, s->terminal ? "\r" : "");
  if (now->round > 0)
    fprintf(stderr, "search: choice of weights %d", now->round);
  else if (s->config->starts > 1)
    fprintf(stderr, "search: %d of %d starts ended, now start %d", now->ended, s->config->starts, now->start + 1);
  else
    fprintf(stderr, "search");
  fprintf(stderr, ", step %d, sum %.6g, gradient %.1e", now->steps, now->phi, now->cosine);
  fprintf(stderr, s->terminal ? "   " : "\n");
  fflush(stderr);
}

/** A line for every start: hours may lie between them. */
static void show_start_end(void *self, int start, const nonlinear_start *how) {
  const session *s = self;
  if (s->config->starts == 1) return;
  if (s->terminal) fprintf(stderr, "\r%*s\r", 78, "");
  fprintf(stderr, "start %d of %d: %d steps, sum %.10g, %s\n", start + 1, s->config->starts, how->steps, how->phi,
          levenberg_end_text(how->end));
  fflush(stderr);
}

/** A checkpoint that an interrupted fit has left is hours of work: only force replaces it. */
static dftfit_status prepare(session *s, const data_origin *origin, bool resume, bool force, char **text,
                             size_t *length, dftfit_error *err) {
  DFTFIT_TRY(identify(s->config, origin, s->identity, err));
  if (!resume && !force && access(s->path, F_OK) == 0)
    return dftfit_fail_at(err, DFTFIT_ERR_IO, s->path, 0, 0,
                          "was left by an interrupted fit; --resume goes on with it, -f begins anew");
  DFTFIT_TRY(outputs_check((const char *[]){s->path}, 1, NULL, 0, true, err));
  return resume ? load(s, text, length, err) : DFTFIT_OK;
}

static dftfit_status interrupted(const session *s, dftfit_error *err) {
  return dftfit_fail(err, DFTFIT_ERR_USAGE,
                     "interrupted after step %d; %s keeps the state, and --resume goes on with it", s->steps, s->path);
}

dftfit_status fit_search(MPI_Comm comm, const fit_config *config, const data_origin *origin, const problem *p,
                         const linear_options *weights, bool resume, bool force, nonlinear_fit *out,
                         dftfit_error *err) {
  session s = {.config = config, .path = path_of(config), .terminal = isatty(STDERR_FILENO)};
  nonlinear_options o = {.weights = *weights,
                         .most_steps = config->max_steps,
                         .nstart = config->starts,
                         .seed = (uint64_t)config->start_seed,
                         .tolerance = config->tolerance,
                         .slice = SLICE};
  nonlinear_hooks hooks = {
      .self = &s, .stop = stop, .save = save, .on_progress = show_progress, .on_start_end = show_start_end};
  struct sigaction before[NSTOPPING];
  char *text = NULL;
  size_t length = 0;
  int rank;
  MPI_Comm_rank(comm, &rank);
  s.last = seconds_now();
  dftfit_status status = s.path ? DFTFIT_OK : dftfit_no_memory(err, "the checkpoint");
  if (!status && rank == 0) status = prepare(&s, origin, resume, force, &text, &length, err);
  status = vote(comm, status, err);
  if (!status) {
    catch_signals(before);
    status = nonlinear_solve(comm, p, &o, &hooks, s.path, text, length, out, err);
    release_signals(before);
    if (rank == 0 && s.terminal) fprintf(stderr, "\r%*s\r", 78, "");
    if (!status && out->interrupted) {
      nonlinear_fit_destroy(out);
      status = vote(comm, interrupted(&s, err), err);
    }
  }
  free(text);
  free(s.path);
  return status;
}

void fit_search_done(const fit_config *config) {
  char *path = path_of(config);
  if (path) unlink(path);
  free(path);
}

dftfit_status fit_search_not_needed(const fit_config *config, const char *form, bool resume, dftfit_error *err) {
  for (size_t k = 0; k < sizeof config->search / sizeof *config->search; k++)
    if (dftfit_node_type(config->search[k]) != DFTFIT_NODE_ABSENT)
      return dftfit_node_fail(config->search[k], err, DFTFIT_ERR_USAGE,
                              "form '%s' is linear and fitted in one pass: max_steps, tolerance, starts and seed are "
                              "of forms that are not",
                              form);
  DFTFIT_FAIL_IF(resume, err, DFTFIT_ERR_USAGE,
                 "form '%s' is linear and fitted in one pass: there is nothing to resume", form);
  return DFTFIT_OK;
}

dftfit_status fit_search_only(const fit_config *config, dftfit_error *err) {
  dftfit_node solver = dftfit_node_get(dftfit_yaml_root(config->document), "solver");
  if (config->prior_force == 0) return DFTFIT_OK;
  return dftfit_node_fail(dftfit_node_get(solver, "prior_force"), err, DFTFIT_ERR_USAGE,
                          "prior_force is for forms that are linear in all parameters, such as ace: it is settled "
                          "before a search begins");
}
