/* SPDX-License-Identifier: BSD-3-Clause */
/* dftfit convert: a potential file in another format. */
#include <errno.h>
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "commands/command.h"
#include "config/read_text.h"
#include "dftfit/dftfit.h"
#include "report/replace_file.h"
#include "solve/vote.h"

static const char usage[] =
    "usage: dftfit convert [options] input output\n\n"
    "Reads a potential of any known format (dftfit, eam/alloy, eam/fs, eam, tersoff, yace, ace) and writes it in\n"
    "another.\n\n"
    "  --to FORMAT   alloy, fs, tersoff or dftfit; default: from the name of output (.eam.alloy, .eam.fs, .tersoff,\n"
    "                .yaml)\n"
    "  --points N    points of every table (default: as many as input has); the error of the interpolation is\n"
    "                printed\n"
    "  --help        this text\n";

typedef struct options {
  const char *input, *output, *to;
  int points;
  bool help;
} options;

static int take_points(options *o, const char *value) {
  char *end;
  errno = 0;
  long points = strtol(value, &end, 10);
  if (errno || *end || end == value || points < 1 || points > 1000000000)
    return command_usage("convert", "--points needs a whole number above zero, not '%s'", value);
  o->points = (int)points;
  return EXIT_SUCCESS;
}

static const char *format_of_name(const char *name) {
  static const char *const known[][2] = {
      {".alloy", "alloy"}, {".fs", "fs"}, {".tersoff", "tersoff"}, {".yaml", "dftfit"}, {".yml", "dftfit"}};
  const char *dot = strrchr(name, '.');
  for (size_t i = 0; dot && i < sizeof known / sizeof *known; i++)
    if (strcasecmp(dot, known[i][0]) == 0) return known[i][1];
  return NULL;
}

static int parse_options(int argc, char **argv, options *o) {
  for (int i = 1; i < argc; i++) {
    const char *word = argv[i];
    bool valued = !strcmp(word, "--to") || !strcmp(word, "--points");
    if (valued && i + 1 == argc) return command_usage("convert", "%s needs a value", word);
    if (!strcmp(word, "--help") || !strcmp(word, "-h")) {
      o->help = true;
    } else if (!strcmp(word, "--to")) {
      o->to = argv[++i];
    } else if (!strcmp(word, "--points")) {
      int code = take_points(o, argv[++i]);
      if (code) return code;
    } else if (word[0] == '-' && word[1]) {
      return command_usage("convert", "unknown option '%s'", word);
    } else if (!o->input) {
      o->input = word;
    } else if (!o->output) {
      o->output = word;
    } else {
      return command_usage("convert", "two files are expected, input and output; '%s' is a third", word);
    }
  }
  if (o->help) return EXIT_SUCCESS;
  if (!o->output) return command_usage("convert", "an input file and an output file are expected");
  if (!o->to) o->to = format_of_name(o->output);
  if (!o->to)
    return command_usage("convert", "the name %s does not tell the format; give --to alloy, fs, tersoff or dftfit",
                         o->output);
  return EXIT_SUCCESS;
}

/* Rank 0 alone. */
static dftfit_status convert(const options *o, const char *text, size_t length, dftfit_error *err) {
  dftfit_potential *pot;
  dftfit_table_error deviation;
  char *written = NULL;
  DFTFIT_TRY(dftfit_potential_parse(o->input, text, length, &pot, err));
  dftfit_status status = dftfit_potential_export(pot, o->to, o->points, &written, &deviation, err);
  if (status && !err->input[0]) snprintf(err->input, sizeof err->input, "%s", o->input);
  dftfit_potential_destroy(pot);
  if (!status) status = replace_file(o->output, written, strlen(written), err);
  free(written);
  if (status) return status;
  printf("%s: written as %s\n", o->output, o->to);
  if (strcmp(o->to, "alloy") == 0 || strcmp(o->to, "fs") == 0) /* formats of tables */
    printf("largest difference between points of the tables: phi %.3g eV, rho %.3g, F %.3g eV\n", deviation.pair,
           deviation.density, deviation.embedding);
  return DFTFIT_OK;
}

int command_convert(int argc, char **argv) {
  options o = {0};
  dftfit_error err = {.atom = -1};
  int code = parse_options(argc, argv, &o), rank;
  if (code) return code;
  if (o.help) {
    if (command_prints()) fputs(usage, stdout);
    return EXIT_SUCCESS;
  }
  char *text = NULL;
  size_t length;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  dftfit_status status = read_text(MPI_COMM_WORLD, o.input, &text, &length, &err);
  if (!status) status = vote(MPI_COMM_WORLD, rank == 0 ? convert(&o, text, length, &err) : DFTFIT_OK, &err);
  free(text);
  return status ? command_failed(&err) : EXIT_SUCCESS;
}
