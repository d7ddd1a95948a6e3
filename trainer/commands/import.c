/* SPDX-License-Identifier: BSD-3-Clause */
/** dftfit import: DFT results to a data file. */
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "commands/command.h"
#include "data/dataset.h"
#include "data/kind.h"
#include "import/importer.h"
#include "import/unit_names.h"

typedef struct import_arguments {
  import_options options;
  const importer *format; /* NULL: recognised from each file */
  const char *output;
  char **kind; /* [nkind] "group=kind" */
  int nkind;
  bool force, help;
  char **input; /* [ninput] */
  int ninput;
} import_arguments;

static void print_help(void) {
  printf("usage: dftfit import FILE... -o data.h5 [options]\n\n"
         "Reads energies, forces and stresses of DFT calculations into one data file (docs/data-format.md).\n\n"
         "  -o, --output FILE         the data file to write; an existing one is kept unless --force is given\n"
         "  -f, --force               replace an existing data file\n"
         "      --format NAME         format of the files; else it is recognised from their first lines:\n");
  for (int i = 0; i < importer_count(); i++)
    printf("                              %-8s %s\n", importer_at(i)->name, importer_at(i)->summary);
  printf("      --key TARGET=NAME     name under which a target stands, in place of the usual ones; TARGET is one of\n"
         "                            energy, forces, stress, virial, group; NAME `none`: do not read this target;\n"
         "                            energy=comment: the energy is the comment line of a plain XYZ file\n"
         "      --unit TARGET=UNIT    unit of energy, forces, stress or virial where it is not eV and A, e.g. "
         "stress=kbar\n"
         "      --pressure            stress in the files is positive in compression\n"
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

enum { OPTION_FORMAT = 256, OPTION_KEY, OPTION_UNIT, OPTION_PRESSURE, OPTION_EXCLUDE, OPTION_KIND };

static const struct option long_options[] = {{"output", required_argument, NULL, 'o'},
                                             {"force", no_argument, NULL, 'f'},
                                             {"help", no_argument, NULL, 'h'},
                                             {"format", required_argument, NULL, OPTION_FORMAT},
                                             {"key", required_argument, NULL, OPTION_KEY},
                                             {"unit", required_argument, NULL, OPTION_UNIT},
                                             {"pressure", no_argument, NULL, OPTION_PRESSURE},
                                             {"exclude-group", required_argument, NULL, OPTION_EXCLUDE},
                                             {"kind", required_argument, NULL, OPTION_KIND},
                                             {NULL, 0, NULL, 0}};

/* takes one option; excluded and kind have room for as many as there are arguments */
static int take_option(import_arguments *a, int option, const char **excluded) {
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
    excluded[a->options.nexcluded++] = optarg;
    return EXIT_SUCCESS;
  case OPTION_KIND:
    a->kind[a->nkind++] = optarg;
    return EXIT_SUCCESS;
  case OPTION_FORMAT:
    a->format = importer_find(optarg);
    return a->format ? EXIT_SUCCESS : command_usage("import", "--format %s: there is no such format", optarg);
  default:
    return command_usage("import", "an option is unknown or lacks its value");
  }
}

static int parse_arguments(import_arguments *a, int argc, char **argv, const char **excluded) {
  int option, code = EXIT_SUCCESS;
  a->options.excluded = excluded;
  opterr = 0; /* the message is ours */
  optind = 1;
  while (!code && (option = getopt_long(argc, argv, "o:fh", long_options, NULL)) != -1)
    code = take_option(a, option, excluded);
  if (code || a->help) return code;
  a->input = argv + optind;
  a->ninput = argc - optind;
  if (a->ninput < 1) return command_usage("import", "no files to read");
  if (!a->output) return command_usage("import", "no output; give -o data.h5");
  return EXIT_SUCCESS;
}

/* Sources are recorded by file name, so that data do not depend on where they lay, unless two files share one. */
static const char *source_name(const import_arguments *a, int i) {
  const char *slash = strrchr(a->input[i], '/'), *name = slash ? slash + 1 : a->input[i];
  for (int j = 0; j < a->ninput; j++) {
    const char *other = strrchr(a->input[j], '/');
    if (j != i && !strcmp(other ? other + 1 : a->input[j], name)) return a->input[i];
  }
  return name;
}

static dftfit_status find_group(const dataset *set, const char *name, int *group, dftfit_error *err) {
  for (*group = 0; *group < set->ngroup; ++*group)
    if (!strcmp(set->group[*group].name, name)) return DFTFIT_OK;
  return dftfit_fail(err, DFTFIT_ERR_VALUE, "--kind: no configuration is of group '%s'", name);
}

static dftfit_status apply_kinds(const import_arguments *a, dataset *set, dftfit_error *err) {
  for (int i = 0; i < a->nkind; i++) {
    int group;
    char *name = a->kind[i], *value = strrchr(name, '=');
    dataset_kind kind = value ? dataset_kind_find(value + 1) : KIND_COUNT;
    DFTFIT_FAIL_IF(kind == KIND_COUNT, err, DFTFIT_ERR_USAGE, "--kind %s: it must be GROUP=KIND (dftfit import --help)",
                   name);
    *value = '\0';
    DFTFIT_TRY(find_group(set, name, &group, err));
    set->group[group].kind = kind;
  }
  return DFTFIT_OK;
}

/* A key that the user named and that nothing has is a slip of the pen, not missing data. */
static dftfit_status check_keys(const import_options *o, const import_tally *t, dftfit_error *err) {
  const struct {
    const char *target, *key;
    bool nowhere;
  } named[] = {{"energy", o->energy_key, t->without_energy == t->read},
               {"forces", o->forces_key, t->without_forces == t->read},
               {"stress", o->stress_key, t->without_stress == t->read},
               {"virial", o->virial_key, t->without_stress == t->read}};
  for (size_t i = 0; i < sizeof named / sizeof *named; i++)
    DFTFIT_FAIL_IF(named[i].key && strcmp(named[i].key, "none") && named[i].nowhere, err, DFTFIT_ERR_KEY,
                   "--key %s=%s: no configuration has it", named[i].target, named[i].key);
  DFTFIT_FAIL_IF(o->nexcluded && !t->excluded, err, DFTFIT_ERR_VALUE,
                 "--exclude-group: no configuration is of group '%s'", o->excluded[0]);
  DFTFIT_FAIL_IF(!t->read, err, DFTFIT_ERR_VALUE,
                 "there is no configuration to write: the files hold %ld, all excluded", t->excluded);
  return DFTFIT_OK;
}

static dftfit_status read_inputs(const import_arguments *a, importing *to, dftfit_error *err) {
  for (int i = 0; i < a->ninput; i++) {
    const importer *format = a->format;
    int64_t before = to->set->nconfig, atoms = to->set->natom;
    if (!format) DFTFIT_TRY(importer_recognise(a->input[i], &format, err));
    to->source = source_name(a, i);
    DFTFIT_TRY(format->read(a->input[i], to, err));
    printf("%s: %lld configurations, %lld atoms (%s)\n", a->input[i], (long long)(to->set->nconfig - before),
           (long long)(to->set->natom - atoms), format->name);
  }
  return DFTFIT_OK;
}

static void print_note(long count, const char *text) {
  if (count) printf("  %ld %s\n", count, text);
}

static void print_summary(const import_arguments *a, const dataset *set, const import_tally *t) {
  printf("wrote %s: %lld configurations, %lld atoms, elements", a->output, (long long)set->nconfig,
         (long long)set->natom);
  for (int s = 0; s < set->nspecies; s++) printf(" %s", set->species[s]);
  printf("\n");
  print_note(t->excluded, "configurations of excluded groups were left out");
  print_note(t->without_energy, "configurations have no energy");
  print_note(t->without_forces, "configurations have no forces");
  print_note(t->without_stress, "configurations have no stress");
  print_note(t->left_handed, "left-handed cells were turned right-handed (a, b, c -> -a, -b, -c; no atom moves)");
  print_note(t->stress_dropped, "stresses were left out: the configuration is not periodic in all directions");
  print_note(t->bare_number, "comment lines are a bare number; if it is the energy, say --key energy=comment");
  int width = 5;
  for (int g = 0; g < set->ngroup; g++)
    if ((int)strlen(set->group[g].name) > width) width = (int)strlen(set->group[g].name);
  printf("  %-*s  %s\n", width, "group", "kind (change it with --kind GROUP=KIND)");
  for (int g = 0; g < set->ngroup; g++)
    printf("  %-*s  %s\n", width, set->group[g].name, dataset_kind_name(set->group[g].kind));
}

static dftfit_status run(const import_arguments *a, importing *to, dftfit_error *err) {
  if (!a->force && access(a->output, F_OK) == 0)
    return dftfit_fail_at(err, DFTFIT_ERR_IO, a->output, 0, 0, "the file exists; replace it with --force");
  to->set = dataset_create();
  DFTFIT_FAIL_IF(!to->set, err, DFTFIT_ERR_MEMORY, "out of memory");
  DFTFIT_TRY(read_inputs(a, to, err));
  DFTFIT_TRY(check_keys(to->options, &to->tally, err));
  DFTFIT_TRY(apply_kinds(a, to->set, err));
  DFTFIT_TRY(dataset_write(to->set, a->output, err));
  print_summary(a, to->set, &to->tally);
  return DFTFIT_OK;
}

int command_import(int argc, char **argv) {
  if (!command_prints()) return EXIT_SUCCESS; /* the work of one rank */
  dftfit_error err = {0};
  import_arguments a = {0};
  const char **excluded = calloc((size_t)argc, sizeof *excluded);
  a.kind = calloc((size_t)argc, sizeof *a.kind);
  int code = EXIT_FAILURE;
  if (!excluded || !a.kind)
    fprintf(stderr, "dftfit: out of memory\n");
  else
    code = parse_arguments(&a, argc, argv, excluded);
  if (!code && a.help)
    print_help();
  else if (!code) {
    importing to = {.options = &a.options};
    if (run(&a, &to, &err)) code = command_failed(&err);
    dataset_destroy(to.set);
  }
  free(excluded);
  free(a.kind);
  return code;
}
