/* SPDX-License-Identifier: BSD-3-Clause */
/** Counter-based random numbers: the n-th number of a stream is a function of (seed, stream, n), the same on every
 *  platform and whoever asks first. The mixing function is that of SplitMix64: G. L. Steele, D. Lea, C. H. Flood,
 *  Fast splittable pseudorandom number generators, OOPSLA 2014, doi:10.1145/2660193.2660195. */
#ifndef TRAINER_BASE_RANDOM_H
#define TRAINER_BASE_RANDOM_H

#include <stdint.h>

static inline uint64_t random_mix(uint64_t z) {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

/** 64 random bits. */
static inline uint64_t random_bits(uint64_t seed, uint64_t stream, uint64_t n) {
  const uint64_t golden = 0x9e3779b97f4a7c15u; /* 2^64 divided by the golden ratio, the step of SplitMix64 */
  return random_mix(random_mix(random_mix(seed + golden) + (stream + 1) * golden) + (n + 1) * golden);
}

/** Uniform in [0, 1). */
static inline double random_uniform(uint64_t seed, uint64_t stream, uint64_t n) {
  return (double)(random_bits(seed, stream, n) >> 11) * 0x1p-53;
}

/** Uniform in 0 .. bound-1; bound > 0. The bias is below bound / 2^53. */
static inline int64_t random_below(uint64_t seed, uint64_t stream, uint64_t n, int64_t bound) {
  return (int64_t)(random_uniform(seed, stream, n) * (double)bound);
}

#endif
