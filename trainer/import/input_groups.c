/* SPDX-License-Identifier: BSD-3-Clause */
#include "import/input_groups.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/intern.h"

/* levels that are looked at; folders below which nothing is regrouped */
enum { LEVELS = 4, FEW = 10, MANY = 30 };

/* Name of the group of a file, into text [size]; false: it has none by this rule. */
typedef bool rule(const import_input *input, int level, char *text, size_t size);

static bool is_read(const import_input *input) { return input->found && input->format && !input->same_run; }

/* the folder of this level, 1 the first below that named; 0: that one itself */
static bool name_of_level(const import_input *input, int level, char *text, size_t size) {
  const char *from = level ? input->below : input->source;
  if (!level && from == input->below) from = ""; /* the folder has no name, being "." */
  for (int k = 1; k < level; k++) {
    const char *slash = strchr(from, '/');
    if (!slash) return false;
    from = slash + 1;
  }
  const char *slash = strchr(from, '/');
  if (level && !slash) return false;
  snprintf(text, size, "%.*s", slash ? (int)(slash - from) : 0, from);
  return true;
}

static bool name_without_number(const import_input *input, int level, char *text, size_t size) {
  if (!name_of_level(input, level, text, size)) return false;
  size_t length = strlen(text);
  while (length > 0 && strchr("0123456789-_.+", text[length - 1])) text[--length] = '\0';
  return length > 0;
}

/* How many names the rule makes of the files begin .. end-1; 0: one of them has none. -1: out of memory */
static int count_names(const import_inputs *inputs, int begin, int end, rule *by, int level) {
  intern names = {0};
  char text[256];
  int count = 0;
  for (int i = begin; i < end && count >= 0; i++) {
    bool added, good;
    if (!is_read(&inputs->input[i])) continue;
    good = by(&inputs->input[i], level, text, sizeof text);
    count = !good ? 0 : intern_number(&names, text, strlen(text), &added) < 0 ? -1 : names.count;
    if (!good) break;
  }
  intern_clear(&names);
  return count;
}

static dftfit_status apply(import_inputs *inputs, int begin, int end, rule *by, int level, dftfit_error *err) {
  char text[256];
  for (int i = begin; i < end; i++) {
    import_input *input = &inputs->input[i];
    if (!is_read(input) || !by(input, level, text, sizeof text)) continue;
    char *name = strdup(text);
    DFTFIT_FAIL_IF(!name, err, DFTFIT_ERR_MEMORY, "out of memory for the list of files");
    free(input->group);
    input->group = name;
  }
  return DFTFIT_OK;
}

static bool repeat(int names, int files) { return names > 0 && 2 * names <= files; }

/* Files begin .. end-1 are of one folder that the user named. */
static dftfit_status group_by_itself(import_inputs *inputs, int begin, int end, dftfit_error *err) {
  int files = 0;
  for (int i = begin; i < end; i++) files += is_read(&inputs->input[i]);
  const int first = count_names(inputs, begin, end, name_of_level, 1);
  if (first < FEW || repeat(first, files)) return DFTFIT_OK;
  for (int level = 2; level <= LEVELS; level++)
    if (repeat(count_names(inputs, begin, end, name_of_level, level), files)) {
      printf("  %d folders hold %d files: groups are the folders of level %d (--group-by 1: each of the first)\n",
             first, files, level);
      return apply(inputs, begin, end, name_of_level, level, err);
    }
  if (repeat(count_names(inputs, begin, end, name_without_number, 1), files)) {
    printf("  %d folders hold %d files: groups are their names without numbers (--group-by 1: each folder)\n", first,
           files);
    return apply(inputs, begin, end, name_without_number, 1, err);
  }
  if (first < MANY) return DFTFIT_OK;
  printf("  %d folders hold %d files: they are one group (--group-by 1: each folder is one)\n", first, files);
  return apply(inputs, begin, end, name_of_level, 0, err);
}

dftfit_status import_inputs_group(import_inputs *inputs, int by, dftfit_error *err) {
  for (int begin = 0, end; begin < inputs->count; begin = end) {
    for (end = begin + 1; end < inputs->count && inputs->input[end].argument == inputs->input[begin].argument; end++) {}
    if (by == GROUP_BY_ITSELF)
      DFTFIT_TRY(group_by_itself(inputs, begin, end, err));
    else
      DFTFIT_TRY(apply(inputs, begin, end, name_of_level, by, err));
  }
  return DFTFIT_OK;
}
