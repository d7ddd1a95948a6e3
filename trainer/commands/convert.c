/* SPDX-License-Identifier: BSD-3-Clause */
/* dftfit convert: a potential file in another format. */
#include <errno.h>
#include <math.h>
#include <mpi.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/outputs.h"
#include "base/read_text.h"
#include "base/replace_file.h"
#include "base/vote.h"
#include "commands/command.h"
#include "dftfit/fit.h"

static const char usage[] =
    "usage: dftfit convert [options] input output\n\n"
    "Reads a potential of any known format (dftfit, eam/alloy, eam/fs, eam, tersoff, tersoff/mod, tersoff/mod/c,\n"
    "tersoff/zbl, yace, ace) and writes it in another.\n\n"
    "  --from FORMAT format of input: alloy, fs, funcfl, dftfit, tersoff, tersoff/mod, tersoff/mod/c, tersoff/zbl,\n"
    "                yace or ace; default: from its name and its text\n"
    "  --to FORMAT   the same but for funcfl and ace; default: from the name of output (.eam.alloy, .eam.fs, "
    ".tersoff,\n"
    "                .tersoff.mod, .tersoff.modc, .tersoff.zbl, .yace, .yaml)\n"
    "  --shift D     sets the shift of a bond order, in A (as pair_style tersoff shift D in LAMMPS; 0: none)\n"
    "  --points N    points of every table (default: as many as input has); the error of the interpolation is\n"
    "                printed\n"
    "  -f, --force   replace an output that exists\n"
    "  --help        this text\n";

typedef struct options {
  const char *input, *output, *from, *to;
  int points;
  double shift;
  bool shifted, force, help;
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

static int take_shift(options *o, const char *value) {
  char *end;
  o->shift = strtod(value, &end);
  o->shifted = true;
  if (*end || end == value || !isfinite(o->shift))
    return command_usage("convert", "--shift needs a distance in A, not '%s'", value);
  return EXIT_SUCCESS;
}

static const char *format_of_name(const char *name) {
  static const char *const known[][2] = {{".alloy", "alloy"},
                                         {".fs", "fs"},
                                         {".tersoff", "tersoff"},
                                         {".tersoff.mod", "tersoff/mod"},
                                         {".tersoff.modc", "tersoff/mod/c"},
                                         {".tersoff.zbl", "tersoff/zbl"},
                                         {".yace", "yace"},
                                         {".yaml", "dftfit"},
                                         {".yml", "dftfit"}};
  for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
    size_t length = strlen(name), end = strlen(known[i][0]);
    if (length > end && strcasecmp(name + length - end, known[i][0]) == 0) return known[i][1];
  }
  return NULL;
}

/* An option and its value (NULL: there is none); not one of them: *known is false. */
static int take_option(options *o, const char *option, const char *value, bool *known) {
  static const char *const all[] = {"--points", "--shift", "--from", "--to"};
  *known = false;
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) *known = *known || !strcmp(option, all[i]);
  if (*known && !value) return command_usage("convert", "%s needs a value", option);
  if (!strcmp(option, "--points")) return take_points(o, value);
  if (!strcmp(option, "--shift")) return take_shift(o, value);
  if (!strcmp(option, "--from")) o->from = value;
  if (!strcmp(option, "--to")) o->to = value;
  return EXIT_SUCCESS;
}

static int parse_options(int argc, char **argv, options *o) {
  for (int i = 1; i < argc; i++) {
    const char *word = argv[i];
    bool valued = false;
    int code = take_option(o, word, i + 1 < argc ? argv[i + 1] : NULL, &valued);
    if (code) return code;
    if (valued) {
      i++;
    } else if (!strcmp(word, "--help") || !strcmp(word, "-h")) {
      o->help = true;
    } else if (!strcmp(word, "--force") || !strcmp(word, "-f")) {
      o->force = true;
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
    return command_usage("convert", "the name %s does not tell the format; give --to alloy, fs, tersoff, ... or dftfit",
                         o->output);
  return EXIT_SUCCESS;
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
  if (strcmp(o->to, "alloy") == 0 || strcmp(o->to, "fs") == 0) /* formats of tables */
    printf("largest difference between points of the tables: phi %.3g eV, rho %.3g, F %.3g eV\n", deviation.pair,
           deviation.density, deviation.embedding);
  return DFTFIT_OK;
}

int command_convert(int argc, char **argv) {
  options o = {0};
  dftfit_error err;
  int code = parse_options(argc, argv, &o), rank;
  if (code) return code;
  if (o.help) {
    if (command_prints()) fputs(usage, stdout);
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
