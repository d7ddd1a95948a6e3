/* SPDX-License-Identifier: BSD-3-Clause */
/** Numbers in texts, and tensors. */
#ifndef TRAINER_BASE_NUMBERS_H
#define TRAINER_BASE_NUMBERS_H

/** Reads up to `most` numbers parted by blanks, commas and brackets. Returns their count, or -1 when a word is not a
 *  finite number or there are more; *bad is then the place of the word. */
int import_numbers(const char *text, int most, double *out, const char **bad);
/** A symmetric 3 by 3 matrix as xx yy zz yz xz xy, times factor; what should be equal is averaged. */
void import_voigt(const double matrix[9], double factor, double out[6]);

#endif
