/* SPDX-License-Identifier: BSD-3-Clause */
#include "commands/options.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/command.h"
#include "dftfit/yaml.h"

enum { MOST_OPTIONS = 64, HELP_COLUMN = 28 };

typedef struct parser {
  const command_line *line;
  int argc, at; /* argv[at] is read next */
  char **argv;
  void *self;
  words *out;
} parser;

static const option_row *find_name(const command_line *line, const char *name, size_t length) {
  for (int t = 0; t < OPTION_TABLES && line->table[t]; t++)
    for (const option_row *row = line->table[t]; row->name; row++)
      if (strlen(row->name) == length && !strncmp(row->name, name, length)) return row;
  return NULL;
}

static const option_row *find_letter(const command_line *line, char letter) {
  for (int t = 0; t < OPTION_TABLES && line->table[t]; t++)
    for (const option_row *row = line->table[t]; row->name; row++)
      if (row->letter && row->letter == letter) return row;
  return NULL;
}

static int unknown(const command_line *line, const char *word) {
  const char *known[MOST_OPTIONS + 2] = {"help"};
  int n = 1;
  for (int t = 0; t < OPTION_TABLES && line->table[t]; t++)
    for (const option_row *row = line->table[t]; row->name && n <= MOST_OPTIONS; row++) known[n++] = row->name;
  if (word[1] != '-') return command_usage(line->command, "unknown option '%s'", word);
  return command_usage(line->command, "unknown option '%s'; the nearest known option is '--%s'", word,
                       dftfit_nearest_name(word + 2, known));
}

/* An option whose value (NULL: none) was written in the same word. */
static int take(parser *p, const option_row *row, const char *word, char *value) {
  void *field = (char *)p->self + row->offset;
  if (!row->value) {
    if (value) return command_usage(p->line->command, "--%s takes no value", row->name);
    *(bool *)field = true;
    return EXIT_SUCCESS;
  }
  if (!value && p->at < p->argc) value = p->argv[p->at++];
  if (!value) return command_usage(p->line->command, "%s needs a value: %s", word, row->value);
  if (row->kind == OPTION_IS_CALL) return row->take(p->self, value);
  *(const char **)field = value;
  return EXIT_SUCCESS;
}

static int take_long(parser *p, char *word) {
  char *equals = strchr(word, '=');
  const option_row *row = find_name(p->line, word + 2, equals ? (size_t)(equals - word - 2) : strlen(word + 2));
  if (!row && !strcmp(word, "--help")) p->out->help = true;
  if (p->out->help) return EXIT_SUCCESS;
  return row ? take(p, row, word, equals ? equals + 1 : NULL) : unknown(p->line, word);
}

/* One letter with its value, or several flags in one word. */
static int take_letters(parser *p, char *word) {
  for (char *letter = word + 1; *letter; letter++) {
    const option_row *row = find_letter(p->line, *letter);
    if (!row && *letter == 'h') p->out->help = true;
    if (p->out->help) return EXIT_SUCCESS;
    if (!row) return unknown(p->line, word);
    if (row->value) return take(p, row, word, letter[1] ? letter + 1 : NULL);
    int code = take(p, row, word, NULL);
    if (code) return code;
  }
  return EXIT_SUCCESS;
}

int options_parse(const command_line *line, int argc, char **argv, void *self, words *out) {
  parser p = {line, argc, 1, argv, self, out};
  bool only_words = false;
  int code = EXIT_SUCCESS;
  *out = (words){.word = argv + 1};
  while (p.at < argc && !code && !out->help) {
    char *word = argv[p.at++];
    if (only_words || word[0] != '-' || !word[1])
      out->word[out->n++] = word; /* never ahead of what is read */
    else if (!strcmp(word, "--"))
      only_words = true;
    else
      code = word[1] == '-' ? take_long(&p, word) : take_letters(&p, word);
  }
  return code;
}

void options_print(const option_row *table) {
  for (const option_row *row = table; row->name; row++) {
    char head[128];
    int n = row->letter ? snprintf(head, sizeof head, "  -%c, --%s", row->letter, row->name)
                        : snprintf(head, sizeof head, "      --%s", row->name);
    if (row->value) n += snprintf(head + n, sizeof head - (size_t)n, " %s", row->value);
    if (n >= HELP_COLUMN)
      printf("%s\n%*s", head, HELP_COLUMN, "");
    else
      printf("%-*s", HELP_COLUMN, head);
    for (const char *line = row->help; *line;) {
      size_t length = strcspn(line, "\n");
      printf("%.*s\n", (int)length, line);
      line += length + (line[length] == '\n');
      if (*line) printf("%*s", HELP_COLUMN, "");
    }
  }
}

int option_whole(const char *command, const char *name, const char *text, long long least, long long most,
                 long long *out) {
  char *end;
  errno = 0;
  *out = strtoll(text, &end, 10);
  if (end != text && !*end && !errno && *out >= least && *out <= most) return EXIT_SUCCESS;
  if (most == LLONG_MAX)
    return command_usage(command, "--%s %s: it must be a whole number from %lld on", name, text, least);
  return command_usage(command, "--%s %s: it must be a whole number from %lld to %lld", name, text, least, most);
}
