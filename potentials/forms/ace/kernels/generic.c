/* SPDX-License-Identifier: BSD-3-Clause */
/* Portable: two doubles side by side, which every 64-bit processor has. The reference of the other instruction sets. */
#define SIMD_WIDTH 2
#define ACE_KERNELS dftfit_ace_kernels_generic
#define ACE_KERNELS_NAME "generic"
#include "forms/ace/kernels/body.h"
