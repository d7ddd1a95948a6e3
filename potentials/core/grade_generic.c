/* SPDX-License-Identifier: BSD-3-Clause */
/* Portable: two doubles side by side, which every 64-bit processor has. The reference of the other instruction sets. */
#define SIMD_WIDTH 2
#define GRADE_KERNELS dftfit_grade_kernels_generic
#define GRADE_KERNELS_NAME "generic"
#include "core/grade_body.h"
