/* SPDX-License-Identifier: BSD-3-Clause */
/** Command lines. Every command has a table of its options, from which they are parsed and --help is printed:
 *
 *      static const option_row rows[] = {
 *          OPTION_FLAG('f', "force", options, force, "replace files that exist"),
 *          OPTION_TEXT(0, "csv", "FILE", options, csv, "write the table to FILE"),
 *          OPTION_CALL(0, "shift", "D", take_shift, "shift of a bond order, in A"),
 *          OPTION_END};
 *
 *  Options may come before and after the other words, as `--csv FILE`, `--csv=FILE`, `-o FILE` or `-oFILE`; after `--`
 *  everything is a word. -h and --help need no row. */
#ifndef TRAINER_COMMANDS_OPTIONS_H
#define TRAINER_COMMANDS_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

typedef enum option_kind { OPTION_IS_FLAG, OPTION_IS_TEXT, OPTION_IS_CALL } option_kind;

typedef struct option_row {
  char letter;       /* 0: none                                                             */
  const char *name;  /* without the dashes; NULL ends a table                               */
  const char *value; /* what --help calls the value; NULL: the option has none              */
  option_kind kind;
  size_t offset;                        /* of the field: bool for a flag, const char * for a text */
  int (*take)(void *self, char *value); /* for a call: an exit code, after its message; may cut value */
  const char *help;                     /* lines parted by \n                               */
} option_row;

/* The _Generic makes a field of another type an error of the compiler. */
#define OPTION_FIELD(type, field, wanted) \
  (offsetof(type, field) + 0 * sizeof(char[_Generic(((type *)0)->field, wanted : 1)]))
#define OPTION_FLAG(letter, name, type, field, help) \
  { letter, name, NULL, OPTION_IS_FLAG, OPTION_FIELD(type, field, bool), NULL, help }
#define OPTION_TEXT(letter, name, value, type, field, help) \
  { letter, name, value, OPTION_IS_TEXT, OPTION_FIELD(type, field, const char *), NULL, help }
#define OPTION_CALL(letter, name, value, take, help) \
  { letter, name, value, OPTION_IS_CALL, 0, take, help }
#define OPTION_END \
  { 0, NULL, NULL, OPTION_IS_FLAG, 0, NULL, NULL }

enum { OPTION_TABLES = 3 };

typedef struct command_line {
  const char *command;                    /* for messages: "fit"                                     */
  const option_row *table[OPTION_TABLES]; /* each ended by OPTION_END; fewer tables: NULL            */
} command_line;

/** What the words of a command line are besides its options. */
typedef struct words {
  int n;
  char **word; /* [n] in argv, which is reordered */
  bool help;   /* -h or --help was given: nothing after it was read */
} words;

/** Parses argv[1 .. argc-1] into self. Returns an exit code, after a message that names the option and, where it is
 *  unknown, the nearest known one. */
int options_parse(const command_line *line, int argc, char **argv, void *self, words *out);
/** Prints the options of a table as --help shows them, one or more lines each. */
void options_print(const option_row *table);

/** The whole number least .. most that text is; else a message "--name text: it must be ..." and an exit code. */
int option_whole(const char *command, const char *name, const char *text, long long least, long long most,
                 long long *out);

#endif
