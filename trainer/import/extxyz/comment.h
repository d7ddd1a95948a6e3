/* SPDX-License-Identifier: BSD-3-Clause */
/** The comment line of extended XYZ: pairs key=value, bare keys, values quoted by " or ' or enclosed in {} or [],
 *  blanks round the = or not. Syntax: https://github.com/libAtoms/extxyz */
#ifndef TRAINER_IMPORT_EXTXYZ_COMMENT_H
#define TRAINER_IMPORT_EXTXYZ_COMMENT_H

#include <stdbool.h>

#include "dftfit/status.h"

typedef struct extxyz_pair {
  const char *key, *value; /* value of a bare key: "T" */
} extxyz_pair;

typedef struct extxyz_comment {
  int count, capacity;
  extxyz_pair *pair; /* [count]; they point into the line */
} extxyz_comment;    /* all zero: empty; free(pair) in the end */

/** Parses the line, which is cut into NUL-terminated keys and values in place. A key that is given
 *  twice, with different values, is an error. Errors name input:line:column. */
dftfit_status extxyz_comment_parse(extxyz_comment *comment, char *text, const char *input, int line, dftfit_error *err);
/** Value of the key, whose case does not matter; NULL: there is none. */
const char *extxyz_comment_get(const extxyz_comment *comment, const char *key);

#endif
