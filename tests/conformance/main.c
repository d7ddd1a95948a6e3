/* SPDX-License-Identifier: BSD-3-Clause */
/* conformance CASE.yaml         runs every check on one case
 * conformance --coverage FOLDER fails unless every registered form has a case in the folder */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/file_text.h"
#include "checks.h"
#include "cmocka_all.h"
#include "core/potential.h"

/* A case is a potential file, or only the mapping that stands under `potential:` in fit.yaml. */
static dftfit_status read_case(const char *path, dftfit_potential **pot, dftfit_error *err) {
  char *text;
  size_t length;
  dftfit_yaml *yaml;
  *pot = NULL;
  DFTFIT_TRY(dftfit_file_read(path, &text, &length, err));
  dftfit_status status = dftfit_yaml_parse(path, text, length, &yaml, err);
  if (!status) {
    dftfit_node root = dftfit_yaml_root(yaml);
    bool whole = dftfit_node_type(dftfit_node_get(root, "dftfit")) != DFTFIT_NODE_ABSENT;
    status = whole ? dftfit_potential_parse(path, text, length, pot, err) : dftfit_potential_from_node(root, pot, err);
    dftfit_yaml_destroy(yaml);
  }
  free(text);
  return status;
}

static int load(void **state) {
  dftfit_potential *pot;
  dftfit_error err;
  char text[1024];
  if (read_case(*state, &pot, &err)) {
    print_error("%s\n", dftfit_error_text(&err, text, sizeof text));
    return -1;
  }
  draw_parameters(pot);
  *state = pot;
  return 0;
}

static int unload(void **state) {
  dftfit_potential_destroy(*state);
  return 0;
}

#define CHECK(name) \
  static void run_##name(void **state) { check_##name(*state); }
#include "checks.def"
#undef CHECK

static int run_case(char *path) {
  struct CMUnitTest tests[] = {
#define CHECK(name) {#name, run_##name, load, unload, path},
#include "checks.def"
#undef CHECK
  };
  return cmocka_run_group_tests_name(path, tests, NULL, NULL) ? 1 : 0;
}

static int coverage(const char *folder) {
  int missing = 0;
  for (int i = 0; i < dftfit_form_count(); i++) {
    const char *name = dftfit_form_at(i)->name;
    size_t length = strlen(name);
    int cases = 0;
    DIR *dir = opendir(folder);
    for (struct dirent *entry; dir && (entry = readdir(dir));)
      cases += strncmp(entry->d_name, name, length) == 0 && entry->d_name[length] == '_' &&
               strstr(entry->d_name, ".yaml") != NULL;
    if (dir) closedir(dir);
    printf("form %s: %d cases\n", name, cases);
    missing += cases == 0;
  }
  return missing || dftfit_form_count() == 0;
}

int main(int argc, char **argv) {
  if (argc == 3 && strcmp(argv[1], "--coverage") == 0) return coverage(argv[2]);
  if (argc == 2) return run_case(argv[1]);
  fprintf(stderr, "usage: conformance CASE.yaml | conformance --coverage FOLDER\n");
  return 2;
}
