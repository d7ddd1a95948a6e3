/* SPDX-License-Identifier: BSD-3-Clause */
/** Numbers as Fortran programs print them: exponents by E or D, exponents of three digits without a letter (0.1-105),
 *  numbers that touch (1.0-2.0; 0.00100.60, which are cut so that both have the decimals of the last), stars where the
 *  field was too narrow. */
#ifndef TRAINER_BASE_FORTRAN_NUMBER_H
#define TRAINER_BASE_FORTRAN_NUMBER_H

#include <stdbool.h>

/** Reads the number that text begins with, after blanks. Returns where it ends; NULL: there is no finite number. */
const char *fortran_number(const char *text, double *out);
/** Reads up to n numbers, which stand in a row; returns how many. */
int fortran_numbers(const char *text, int n, double *out);
/** The same, where a word of stars, NaN or Infinity reads as HUGE_VAL. */
int fortran_numbers_or_infinity(const char *text, int n, double *out);
/** Whether one of the words is what programs print in place of a number that is none: stars, NaN, Infinity. */
bool fortran_no_number(const char *text);

#endif
