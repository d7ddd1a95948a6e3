/* SPDX-License-Identifier: BSD-3-Clause */
/* AVX2 with fused multiply-add; compiled with -mavx2 -mfma (CMakeLists.txt). */
#if defined(__AVX2__) && defined(__FMA__)
#define SIMD_WIDTH 4
#define ACE_KERNELS dftfit_ace_kernels_avx2
#define ACE_KERNELS_NAME "avx2"
#include "forms/ace/kernels/body.h"
#else
typedef int ace_avx2_not_built; /* a translation unit must not be empty */
#endif
