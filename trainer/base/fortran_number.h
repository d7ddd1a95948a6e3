/* SPDX-License-Identifier: BSD-3-Clause */
/** Numbers as Fortran programs print them: exponents by E or D, exponents of three digits without a letter (0.1-105),
 *  numbers that touch (1.0-2.0), stars where the field was too narrow. */
#ifndef TRAINER_BASE_FORTRAN_NUMBER_H
#define TRAINER_BASE_FORTRAN_NUMBER_H

/** Reads the number that text begins with, after blanks. Returns where it ends; NULL: there is no finite number. */
const char *fortran_number(const char *text, double *out);
/** Reads up to n numbers, which stand in a row; returns how many. */
int fortran_numbers(const char *text, int n, double *out);

#endif
