/* SPDX-License-Identifier: BSD-3-Clause */
/** Points that fill the unit cube evenly: the sequence of I. M. Sobol', USSR Comput. Math. Math. Phys. 7 (1967) 86,
 *  in the order of Gray's code after I. A. Antonov, V. M. Saleev, ibid. 19 (1980) 252. Dimension 0 is van der
 *  Corput's sequence; dimension j has the j-th primitive polynomial over GF(2). The first direction numbers of each,
 *  which may be any odd ones, and a digital shift of the whole sequence (B. Tuffin, Monte Carlo Methods Appl. 2
 *  (1996) 295) come from the seed. Any 2^m successive points, counted from a multiple of 2^m, have one in each of
 *  2^m equal intervals, in every dimension. */
#ifndef TRAINER_SOLVE_SEARCH_SOBOL_H
#define TRAINER_SOLVE_SEARCH_SOBOL_H

#include <stdint.h>

enum { SOBOL_DIGITS = 32 }; /* binary ones of a coordinate; 2^32 points */

/** One dimension of a sequence. */
typedef struct sobol_dimension {
  uint64_t seed;
  int number, degree;
  uint32_t polynomial; /* coefficients as bits */
  uint32_t direction[SOBOL_DIGITS], shift;
} sobol_dimension;

void sobol_first(uint64_t seed, sobol_dimension *s);
/** s becomes the next dimension. */
void sobol_next(sobol_dimension *s);
/** Coordinate of point n, in (0, 1): the middle of an interval of 2^-32. */
double sobol_coordinate(const sobol_dimension *s, uint32_t n);

#endif
