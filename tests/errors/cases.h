/* SPDX-License-Identifier: BSD-3-Clause */
/** The table of bad inputs. Every case runs in a fresh folder that holds
 *    good.xyz, good.h5   two good configurations (of groups a and b, element Si)
 *    out.h5, out.yaml    outputs of an earlier run, which a failing command must leave as they are
 *    pipe, zero          a FIFO and a link to /dev/zero; data-link.h5 and earlier.link: links to good.h5 and out.yaml
 *  and the files of the case. */
#ifndef TESTS_ERRORS_CASES_H
#define TESTS_ERRORS_CASES_H

/** What is done to data.h5, a copy of good.h5, before the command runs. */
typedef enum damage_kind {
  DAMAGE_NONE,
  DAMAGE_NUMBER,   /* element `index` of `dataset` becomes `value`                                 */
  DAMAGE_REMOVE,   /* `dataset` is removed                                                         */
  DAMAGE_LENGTH,   /* `dataset` is replaced by one of `value` floating-point numbers, all zero      */
  DAMAGE_TYPE,     /* `dataset` is replaced by one of the same shape that holds integers, all zero  */
  DAMAGE_NEGATIVE, /* `dataset` is replaced by one of the same shape that holds integers, all -1   */
  DAMAGE_TEXT,     /* string `index` of `dataset` becomes `text`                                    */
  DAMAGE_VERSION,  /* the attribute `version` becomes `value`                                      */
  DAMAGE_SCHEMA,   /* the attribute `schema` becomes `text`, or is removed when that is NULL         */
  DAMAGE_TRUNCATE, /* the file loses its last `value` bytes                                        */
  DAMAGE_BYTES     /* `value` zero bytes are written at the end of in.xyz                           */
} damage_kind;

typedef struct damage {
  damage_kind kind;
  const char *dataset, *text;
  int index;
  double value;
} damage;

typedef struct error_case {
  const char *name;
  const char *file, *text; /* a file of the case, and what is in it */
  damage damage;
  const char *command; /* arguments, parted by blanks */
  const char *place;   /* with this the message begins, after "dftfit: " */
  const char *want;    /* and this stands in it: what is wrong or what would be right */
} error_case;

extern const error_case cases_files[], cases_import[], cases_data[], cases_fit[], cases_form[], cases_select[],
    cases_output[], cases_dump[], cases_transform[], cases_convert[];
extern const int ncases_files, ncases_import, ncases_data, ncases_fit, ncases_form, ncases_select, ncases_output,
    ncases_dump, ncases_transform, ncases_convert;

/** Does the damage; 0: done. */
int damage_do(const damage *d, const char *folder);

typedef struct outcome {
  int code;        /* exit code, -1: ended by a signal */
  char text[8192]; /* what stood on stderr */
} outcome;

/** Runs the program with these arguments in the folder. */
void run_program(const char *program, const char *arguments, const char *folder, outcome *out);
/** The content of folder/name, which the caller frees; NULL: cannot be read. */
char *run_read(const char *folder, const char *name, long *length);

#endif
