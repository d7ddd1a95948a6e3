/* SPDX-License-Identifier: BSD-3-Clause */
/* dftfit convert: a potential file in another format. */
#include <math.h>
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/outputs.h"
#include "base/read_text.h"
#include "base/replace_file.h"
#include "base/vote.h"
#include "commands/command.h"
#include "commands/options.h"
#include "dftfit/fit.h"

typedef struct options {
  const char *input, *output, *from, *to;
  int points;
  double shift;
  bool shifted, force;
} options;

static int take_points(void *self, char *value) {
  options *o = self;
  long long points;
  int code = option_whole("convert", "points", value, 1, 1000000000, &points);
  if (!code) o->points = (int)points;
  return code;
}

static int take_shift(void *self, char *value) {
  options *o = self;
  char *end;
  o->shift = strtod(value, &end);
  o->shifted = true;
  if (*end || end == value || !isfinite(o->shift))
    return command_usage("convert", "--shift %s: it must be a distance in A", value);
  return EXIT_SUCCESS;
}

static const option_row rows[] = {
    OPTION_TEXT(0, "from", "FORMAT", options, from, "format of the input; default: from its name and its text"),
    OPTION_TEXT(0, "to", "FORMAT", options, to, "format of the output; default: from its name"),
    OPTION_CALL(0, "shift", "D", take_shift,
                "sets the shift of a bond order, in A (as pair_style tersoff shift D in LAMMPS; 0: none)"),
    OPTION_CALL(
        0, "points", "N", take_points,
        "points of every table (default: as many as the input has); the error of the interpolation is\nprinted"),
    OPTION_FLAG('f', "force", options, force, "replace an output that exists"),
    OPTION_END};
static const command_line line = {"convert", {rows}};

static void print_help(void) {
  dftfit_format_info format;
  printf("usage: dftfit convert [options] input output\n\n"
         "Reads a potential of any known format and writes it in another.\n\n");
  options_print(rows);
  printf("\nFormats, with the endings of their files:\n");
  for (int i = 0; dftfit_format_describe(i, &format); i++) {
    printf("  %-14s", format.name);
    for (int e = 0; e < DFTFIT_FORMAT_ENDINGS; e++) printf(" %-13s", format.ending[e] ? format.ending[e] : "");
    printf(" %s%s\n", format.summary, format.written ? "" : "; read only");
  }
}

static int parse_options(int argc, char **argv, options *o, words *w) {
  int code = options_parse(&line, argc, argv, o, w);
  if (code || w->help) return code;
  if (w->n > 2)
    return command_usage("convert", "two files are expected, input and output; '%s' is a third", w->word[2]);
  if (w->n < 2) return command_usage("convert", "an input file and an output file are expected");
  o->input = w->word[0];
  o->output = w->word[1];
  if (!o->to) o->to = dftfit_format_of_name(o->output);
  if (!o->to)
    return command_usage("convert", "the name %s does not tell the format; give --to alloy, fs, tersoff, ... or dftfit",
                         o->output);
  return EXIT_SUCCESS;
}

static bool has_tables(const char *name) {
  dftfit_format_info format;
  for (int i = 0; dftfit_format_describe(i, &format); i++)
    if (!strcmp(format.name, name)) return format.tables;
  return false;
}

/* Rank 0 alone. */
static dftfit_status convert(const options *o, const char *text, size_t length, dftfit_error *err) {
  dftfit_potential *pot;
  dftfit_table_error deviation;
  char *written = NULL;
  dftfit_status status = o->from ? dftfit_potential_parse_as(o->from, o->input, text, length, &pot, err)
                                 : dftfit_potential_parse(o->input, text, length, &pot, err);
  if (status) return status;
  if (o->shifted) status = dftfit_potential_set_shift(pot, o->shift, err);
  if (!status) status = dftfit_potential_export(pot, o->to, o->points, &written, &deviation, err);
  if (status && !err->input[0]) snprintf(err->input, sizeof err->input, "%s", o->input);
  dftfit_potential_destroy(pot);
  if (!status) status = replace_file(o->output, written, strlen(written), err);
  free(written);
  if (status) return status;
  printf("%s: written as %s\n", o->output, o->to);
  if (has_tables(o->to))
    printf("largest difference between points of the tables: phi %.3g eV, rho %.3g, F %.3g eV\n", deviation.pair,
           deviation.density, deviation.embedding);
  return DFTFIT_OK;
}

int command_convert(int argc, char **argv) {
  options o = {0};
  dftfit_error err;
  words w;
  int code = parse_options(argc, argv, &o, &w), rank;
  if (code) return code;
  if (w.help) {
    if (command_prints()) print_help();
    return EXIT_SUCCESS;
  }
  char *text = NULL;
  size_t length;
  MPI_Comm_rank(MPI_COMM_WORLD, &rank);
  dftfit_status status = rank ? DFTFIT_OK : outputs_check(&o.output, 1, &o.input, 1, o.force, &err);
  status = vote(MPI_COMM_WORLD, status, &err);
  if (!status) status = read_text(MPI_COMM_WORLD, o.input, &text, &length, &err);
  if (!status) status = vote(MPI_COMM_WORLD, rank == 0 ? convert(&o, text, length, &err) : DFTFIT_OK, &err);
  free(text);
  return status ? command_failed(&err) : EXIT_SUCCESS;
}
