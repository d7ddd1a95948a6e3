/* SPDX-License-Identifier: BSD-3-Clause */
#include "solve/search/sobol.h"

#include <stdbool.h>

#include "base/random.h"

/* each dimension has streams of random numbers of its own */
enum { STREAM_DIRECTIONS = 0, STREAM_SHIFT = 1, STREAMS = 2, FIRST_STREAM = 1 << 20 };

/** x^degree + ... + 1, as bits, is primitive: powers of x modulo it are all 2^degree - 1 others before they are 1. */
static bool primitive(uint32_t polynomial, int degree) {
  uint32_t power = 1, period = 0;
  do {
    power <<= 1;
    if (power >> degree & 1) power ^= polynomial;
    period++;
  } while (power != 1 && period < (1u << degree));
  return period == (1u << degree) - 1;
}

static void next_polynomial(sobol_dimension *s) {
  do {
    s->polynomial += 2;
    if (s->polynomial >> (s->degree + 1)) s->polynomial = (2u << s->degree++) + 1;
  } while (!primitive(s->polynomial, s->degree));
}

static uint64_t random_of(const sobol_dimension *s, int which, int k) {
  return random_bits(s->seed, FIRST_STREAM + (uint64_t)(s->number * STREAMS + which), (uint64_t)k);
}

/** An odd number below 2^(i+1), moved to the first digits. */
static uint32_t free_direction(const sobol_dimension *s, int i) {
  uint32_t odd = ((uint32_t)(random_of(s, STREAM_DIRECTIONS, i) >> 32) & ((2u << i) - 1)) | 1;
  return odd << (SOBOL_DIGITS - 1 - i);
}

static uint32_t recurrence(const sobol_dimension *s, int i) {
  const uint32_t *v = s->direction + i - s->degree;
  uint32_t out = v[0] ^ (v[0] >> s->degree);
  for (int k = 1; k < s->degree; k++)
    if (s->polynomial >> k & 1) out ^= v[k];
  return out;
}

void sobol_first(uint64_t seed, sobol_dimension *s) {
  *s = (sobol_dimension){.seed = seed, .degree = 1, .polynomial = 1};
  s->shift = (uint32_t)random_of(s, STREAM_SHIFT, 0);
  for (int i = 0; i < SOBOL_DIGITS; i++) s->direction[i] = 1u << (SOBOL_DIGITS - 1 - i);
}

void sobol_next(sobol_dimension *s) {
  next_polynomial(s);
  s->number++;
  s->shift = (uint32_t)random_of(s, STREAM_SHIFT, 0);
  for (int i = 0; i < SOBOL_DIGITS; i++) s->direction[i] = i < s->degree ? free_direction(s, i) : recurrence(s, i);
}

double sobol_coordinate(const sobol_dimension *s, uint32_t n) {
  uint32_t gray = n ^ (n >> 1), x = s->shift;
  for (int i = 0; i < SOBOL_DIGITS; i++)
    if (gray >> i & 1) x ^= s->direction[i];
  return ((double)x + 0.5) * 0x1p-32;
}
