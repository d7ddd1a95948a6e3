/* SPDX-License-Identifier: BSD-3-Clause */
#include "commands/import_arguments.h"

#include <getopt.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/elements.h"
#include "base/unit_names.h"
#include "commands/command.h"
#include "data/kind.h"

void import_arguments_help(void) {
  printf(
      "usage: dftfit import FILE|FOLDER... -o data.h5 [options]\n\n"
      "Reads energies, forces and stresses of DFT calculations into one data file (docs/data-format.md). Folders are\n"
      "searched for files of the formats below; files may be compressed by gzip or xz.\n\n"
      "  -o, --output FILE         the data file to write; an existing one is kept unless --force is given\n"
      "  -f, --force               replace an existing data file\n"
      "      --format NAME         format of the files (in folders: only files of this format, also\n"
      "                            configurations without any target); else it is recognised from their first "
      "lines:\n");
  for (int i = 0; i < importer_count(); i++)
    printf("                              %-11s %s\n", importer_at(i)->name, importer_at(i)->summary);
  printf("      --key TARGET=NAME     name under which a target stands, in place of the usual ones; TARGET is one of\n"
         "                            energy, forces, stress, virial, group; NAME `none`: do not read this target;\n"
         "                            energy=comment: the energy is the comment line of a plain XYZ file\n"
         "      --unit TARGET=UNIT    unit of energy, forces, stress or virial where it is not eV and A, e.g. "
         "stress=kbar\n"
         "      --pressure            stress in the files is positive in compression\n"
         "      --elements A,B,...    elements of types in files that number them: of 0, 1, ... (MLIP, potfit)\n"
         "                            or 1, 2, ... (LAMMPS, also where the dump names elements)\n"
         "      --stride N            of the ionic steps of each file the first, then every N-th\n"
         "      --keep-unconverged    take also ionic steps whose electrons did not converge\n"
         "      --group NAME          group of configurations whose file names none; else the folder tells it\n"
         "      --exclude-group NAME  leave a group out (may be repeated)\n"
         "      --kind GROUP=KIND     what a group shows, where its name does not tell; one of\n"
         "                           ");
  for (int k = 0; k < KIND_COUNT; k++) printf(" %s", dataset_kind_name((dataset_kind)k));
  printf("\n");
}

/* parts "name=value" at its first =; NULL: there is none */
static char *part(char *text) {
  char *equals = strchr(text, '=');
  if (!equals || equals == text || !equals[1]) return NULL;
  *equals = '\0';
  return equals + 1;
}

static int set_key(import_arguments *a, char *text) {
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

static int set_unit(import_arguments *a, char *text) {
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

enum {
  OPTION_FORMAT = 256,
  OPTION_KEY,
  OPTION_UNIT,
  OPTION_PRESSURE,
  OPTION_EXCLUDE,
  OPTION_KIND,
  OPTION_STRIDE,
  OPTION_KEEP,
  OPTION_ELEMENTS,
  OPTION_GROUP
};

static const struct option long_options[] = {{"output", required_argument, NULL, 'o'},
                                             {"force", no_argument, NULL, 'f'},
                                             {"help", no_argument, NULL, 'h'},
                                             {"format", required_argument, NULL, OPTION_FORMAT},
                                             {"key", required_argument, NULL, OPTION_KEY},
                                             {"unit", required_argument, NULL, OPTION_UNIT},
                                             {"pressure", no_argument, NULL, OPTION_PRESSURE},
                                             {"exclude-group", required_argument, NULL, OPTION_EXCLUDE},
                                             {"kind", required_argument, NULL, OPTION_KIND},
                                             {"stride", required_argument, NULL, OPTION_STRIDE},
                                             {"keep-unconverged", no_argument, NULL, OPTION_KEEP},
                                             {"elements", required_argument, NULL, OPTION_ELEMENTS},
                                             {"group", required_argument, NULL, OPTION_GROUP},
                                             {NULL, 0, NULL, 0}};

static int set_stride(import_arguments *a, const char *text) {
  char *end;
  a->options.stride = strtol(text, &end, 10);
  if (end != text && !*end && a->options.stride >= 1 && a->options.stride < LONG_MAX) return EXIT_SUCCESS;
  return command_usage("import", "--stride %s: it must be a whole number of 1 or more", text);
}

static int set_elements(import_arguments *a, const char *text) {
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

/* takes one option; excluded and kind have room for as many as there are arguments */
static int take_option(import_arguments *a, int option) {
  switch (option) {
  case 'o':
    a->output = optarg;
    return EXIT_SUCCESS;
  case 'f':
    a->force = true;
    return EXIT_SUCCESS;
  case 'h':
    a->help = true;
    return EXIT_SUCCESS;
  case OPTION_KEY:
    return set_key(a, optarg);
  case OPTION_UNIT:
    return set_unit(a, optarg);
  case OPTION_PRESSURE:
    a->options.pressure = true;
    return EXIT_SUCCESS;
  case OPTION_EXCLUDE:
    a->excluded[a->options.nexcluded++] = optarg;
    return EXIT_SUCCESS;
  case OPTION_KIND:
    a->kind[a->nkind++] = optarg;
    return EXIT_SUCCESS;
  case OPTION_STRIDE:
    return set_stride(a, optarg);
  case OPTION_ELEMENTS:
    return set_elements(a, optarg);
  case OPTION_KEEP:
    a->options.keep_unconverged = true;
    return EXIT_SUCCESS;
  case OPTION_GROUP:
    a->group = optarg;
    return EXIT_SUCCESS;
  case OPTION_FORMAT:
    a->format = importer_find(optarg);
    return a->format ? EXIT_SUCCESS : command_usage("import", "--format %s: there is no such format", optarg);
  default:
    return command_usage("import", "an option is unknown or lacks its value");
  }
}

int import_arguments_parse(import_arguments *a, int argc, char **argv) {
  int option, code = EXIT_SUCCESS;
  a->excluded = calloc((size_t)argc, sizeof *a->excluded);
  a->kind = calloc((size_t)argc, sizeof *a->kind);
  if (!a->excluded || !a->kind) return command_usage("import", "out of memory");
  a->options.excluded = a->excluded;
  opterr = 0; /* the message is ours */
  optind = 1;
  while (!code && (option = getopt_long(argc, argv, "o:fh", long_options, NULL)) != -1) code = take_option(a, option);
  if (code || a->help) return code;
  a->input = argv + optind;
  a->ninput = argc - optind;
  if (a->ninput < 1) return command_usage("import", "no files to read");
  if (!a->output) return command_usage("import", "no output; give -o data.h5");
  return EXIT_SUCCESS;
}

void import_arguments_clear(import_arguments *a) {
  free(a->excluded);
  free(a->kind);
}
