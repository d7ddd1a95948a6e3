/* SPDX-License-Identifier: BSD-3-Clause */
/* AVX-512; compiled with -mavx512f -mavx512dq -mavx512vl -mfma (CMakeLists.txt). */
#if defined(__AVX512F__) && defined(__AVX512DQ__) && defined(__AVX512VL__) && defined(__FMA__)
#define SIMD_WIDTH 8
#define ACE_KERNELS dftfit_ace_kernels_avx512
#define ACE_KERNELS_NAME "avx512"
#include "forms/ace/kernels/body.h"
#else
typedef int ace_avx512_not_built; /* a translation unit must not be empty */
#endif
