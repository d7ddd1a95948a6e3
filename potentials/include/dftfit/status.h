/* SPDX-License-Identifier: BSD-3-Clause */
/** Status codes and the error record that every fallible function of dftfit fills.
 *  The caller owns the record; nothing is allocated, printed or ended here. */
#ifndef DFTFIT_STATUS_H
#define DFTFIT_STATUS_H

#include "dftfit/api.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef enum dftfit_status {
  DFTFIT_OK = 0,
  DFTFIT_ERR_SYNTAX,  /* the text is not what its format allows                */
  DFTFIT_ERR_KEY,     /* a key is unknown, missing or given twice              */
  DFTFIT_ERR_VALUE,   /* a value is of the wrong kind or out of range          */
  DFTFIT_ERR_VERSION, /* written by a later version, or another schema         */
  DFTFIT_ERR_ELEMENT, /* an element is unknown or not part of the potential    */
  DFTFIT_ERR_IO,      /* the operating system or a library could not do it     */
  DFTFIT_ERR_MEMORY,  /* out of memory                                         */
  DFTFIT_ERR_NUMERIC, /* an energy or a force is not finite, a solve failed    */
  DFTFIT_ERR_USAGE    /* arguments that do not go together                     */
} dftfit_status;

typedef struct dftfit_error {
  dftfit_status code;
  char input[256];   /* file name, or file:/path/of/dataset; empty: no place   */
  int line, column;  /* place in that input, from 1; 0: none                   */
  int atom;          /* index of the atom concerned (LAMMPS local index), -1: none */
  char message[512]; /* one line: what is wrong, the value, what would be right */
} dftfit_error;

/** Fills err (which may be NULL) and returns code. The format is printf's. */
DFTFIT_API dftfit_status dftfit_fail(dftfit_error *err, dftfit_status code, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/** The same with a place in the user's input; line or column 0: unknown. */
DFTFIT_API dftfit_status dftfit_fail_at(dftfit_error *err, dftfit_status code, const char *input, int line, int column,
                                        const char *format, ...) __attribute__((format(printf, 6, 7)));
/** "out of memory for <what>", DFTFIT_ERR_MEMORY; what is a format of printf's. */
DFTFIT_API dftfit_status dftfit_no_memory(dftfit_error *err, const char *what, ...)
    __attribute__((format(printf, 2, 3)));
/** Writes "input:line:column: message" (without what is not known) to text [size]; returns text. */
DFTFIT_API const char *dftfit_error_text(const dftfit_error *err, char *text, int size);

/** Returns from the calling function when call fails. */
#define DFTFIT_TRY(call)                 \
  do {                                   \
    dftfit_status try_status_ = (call);  \
    if (try_status_) return try_status_; \
  } while (0)
/** Fails with a message when condition holds. */
#define DFTFIT_FAIL_IF(condition, err, code, ...)                  \
  do {                                                             \
    if (condition) return dftfit_fail((err), (code), __VA_ARGS__); \
  } while (0)

#ifdef __cplusplus
}
#endif
#endif
