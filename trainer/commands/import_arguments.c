/* SPDX-License-Identifier: BSD-3-Clause */
#include "commands/import_arguments.h"

#include <ctype.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/elements.h"
#include "base/unit_names.h"
#include "commands/command.h"
#include "commands/options.h"
#include "data/kind.h"
#include "import/input_groups.h"

/* parts "name=value" at its first =; NULL: there is none */
static char *part(char *text) {
  char *equals = strchr(text, '=');
  if (!equals || equals == text || !equals[1]) return NULL;
  *equals = '\0';
  return equals + 1;
}

static int take_key(void *self, char *text) {
  import_arguments *a = self;
  const char **place[] = {&a->options.energy_key, &a->options.forces_key, &a->options.stress_key,
                          &a->options.virial_key, &a->options.group_key};
  static const char *const name[] = {"energy", "forces", "stress", "virial", "group"};
  const char *value = part(text);
  for (int i = 0; value && i < 5; i++) {
    if (strcmp(text, name[i])) continue;
    *place[i] = value;
    return EXIT_SUCCESS;
  }
  return command_usage("import", "--key %s: it must be energy, forces, stress, virial or group = a name", text);
}

static int take_unit(void *self, char *text) {
  import_arguments *a = self;
  static const char *const name[] = {"energy", "forces", "stress", "virial"};
  static const unit_quantity quantity[] = {UNIT_ENERGY, UNIT_FORCE, UNIT_STRESS, UNIT_ENERGY};
  double *place[] = {&a->options.energy_unit, &a->options.force_unit, &a->options.stress_unit, &a->options.virial_unit};
  const char *value = part(text);
  for (int i = 0; value && i < 4; i++) {
    if (strcmp(text, name[i])) continue;
    *place[i] = unit_factor(quantity[i], value);
    if (*place[i] != 0) return EXIT_SUCCESS;
    return command_usage("import", "--unit %s=%s: known units are %s", text, value, unit_known(quantity[i]));
  }
  return command_usage("import", "--unit %s: it must be energy, forces, stress or virial = a unit", text);
}

static int take_stride(void *self, char *text) {
  import_arguments *a = self;
  long long stride;
  int code = option_whole("import", "stride", text, 1, INT_MAX, &stride);
  if (!code) a->options.stride = (long)stride;
  return code;
}

static int take_elements(void *self, char *text) {
  import_arguments *a = self;
  char name[4];
  a->options.elements = text;
  for (const char *p = text;; p++) {
    size_t n = strcspn(p, ",");
    snprintf(name, sizeof name, "%.*s", n < sizeof name ? (int)n : 0, p);
    if (!element_number(name))
      return command_usage("import", "--elements %s: '%.*s' must be the symbol of an element", text, (int)n, p);
    p += n;
    if (!*p) return EXIT_SUCCESS;
  }
}

/* excluded and kind have room for as many as there are arguments */
static int take_excluded(void *self, char *value) {
  import_arguments *a = self;
  a->excluded[a->options.nexcluded++] = value;
  return EXIT_SUCCESS;
}

static int take_group_by(void *self, char *value) {
  import_arguments *a = self;
  if (!isdigit((unsigned char)value[0]) || value[1])
    return command_usage("import", "--group-by %s: it must be a level of folders, from 0 to 9", value);
  a->group_by = value[0] - '0';
  return EXIT_SUCCESS;
}

static int take_kind(void *self, char *value) {
  import_arguments *a = self;
  a->kind[a->nkind++] = value;
  return EXIT_SUCCESS;
}

static int take_format(void *self, char *value) {
  import_arguments *a = self;
  a->format = importer_find(value);
  return a->format ? EXIT_SUCCESS : command_usage("import", "--format %s: there is no such format", value);
}

static const option_row rows[] = {
    OPTION_TEXT('o', "output", "FILE", import_arguments, output,
                "the data file to write; an existing one is kept unless --force is given"),
    OPTION_FLAG('f', "force", import_arguments, force, "replace an existing data file"),
    OPTION_CALL(0, "format", "NAME", take_format,
                "format of the files, one of the list below (in folders: only files of this format, also\n"
                "configurations without any target); else it is recognised from their first lines"),
    OPTION_CALL(0, "key", "TARGET=NAME", take_key,
                "name of a target in the files, in place of the usual ones; TARGET is one of energy,\n"
                "forces, stress, virial, group; NAME `none`: do not read this target; energy=comment: the\n"
                "energy is the comment line of a plain XYZ file"),
    OPTION_CALL(0, "unit", "TARGET=UNIT", take_unit,
                "unit of energy, forces, stress or virial where it is not eV and A, e.g. stress=kbar"),
    OPTION_FLAG(0, "pressure", import_arguments, options.pressure, "stress in the files is positive in compression"),
    OPTION_CALL(0, "elements", "A,B,...", take_elements,
                "elements of types in files that number them: of 0, 1, ... (MLIP, potfit)\n"
                "or 1, 2, ... (LAMMPS, also where the dump names elements)"),
    OPTION_CALL(0, "stride", "N", take_stride, "of the ionic steps of each file the first, then every N-th"),
    OPTION_FLAG(0, "keep-unconverged", import_arguments, options.keep_unconverged,
                "take also ionic steps whose electrons did not converge"),
    OPTION_TEXT(0, "group", "NAME", import_arguments, group,
                "group of configurations whose file names none; else the folder names it"),
    OPTION_CALL(0, "group-by", "N", take_group_by,
                "the level of folders that names groups: 1 the first below the folder named, 0 that one;\n"
                "else the first, or where its names do not repeat one that does"),
    OPTION_CALL(0, "exclude-group", "NAME", take_excluded, "leave a group out (may be repeated)"),
    OPTION_CALL(0, "kind", "GROUP=KIND", take_kind,
                "what a group shows, where its name does not say so; one of the kinds below"),
    OPTION_END};
static const command_line line = {"import", {rows}};

void import_arguments_help(void) {
  printf(
      "usage: dftfit import FILE|FOLDER... -o data.h5 [options]\n\n"
      "Reads energies, forces and stresses of DFT calculations into one data file (docs/data-format.md). Folders are\n"
      "searched for files of the formats below; files may be compressed by gzip or xz.\n\n");
  options_print(rows);
  printf("\nFormats:\n");
  for (int i = 0; i < importer_count(); i++) printf("  %-11s %s\n", importer_at(i)->name, importer_at(i)->summary);
  printf("\nKinds of a group:");
  for (int k = 0; k < KIND_COUNT; k++) printf(" %s", dataset_kind_name((dataset_kind)k));
  printf("\n");
}

int import_arguments_parse(import_arguments *a, int argc, char **argv) {
  words w;
  a->excluded = calloc((size_t)argc, sizeof *a->excluded);
  a->kind = calloc((size_t)argc, sizeof *a->kind);
  if (!a->excluded || !a->kind) return command_usage("import", "out of memory");
  a->options.excluded = a->excluded;
  a->group_by = GROUP_BY_ITSELF;
  int code = options_parse(&line, argc, argv, a, &w);
  a->help = w.help;
  if (code || a->help) return code;
  a->input = w.word;
  a->ninput = w.n;
  if (a->ninput < 1) return command_usage("import", "no files to read");
  if (!a->output) return command_usage("import", "no output; give -o data.h5");
  return EXIT_SUCCESS;
}

void import_arguments_clear(import_arguments *a) {
  free(a->excluded);
  free(a->kind);
}
