/* SPDX-License-Identifier: BSD-3-Clause */
/** Numbers as text, independent of the process's locale. */
#ifndef BASE_YAML_NUMBER_H
#define BASE_YAML_NUMBER_H

#include <stdbool.h>

/** Reads all of text as a decimal number (correctly rounded); false: it is not one. Overflow gives an infinity. */
bool dftfit_number_parse(const char *text, double *out);

enum { DFTFIT_NUMBER_SIZE = 40 };
/** Writes the shortest decimal text that reads back as value, with a decimal point so that every YAML reader takes it
 *  for a real number. value must be finite. */
void dftfit_number_format(double value, char text[DFTFIT_NUMBER_SIZE]);

#endif
