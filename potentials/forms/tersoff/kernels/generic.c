/* SPDX-License-Identifier: BSD-3-Clause */
/* Portable: two doubles side by side, which every 64-bit processor has. The reference of the other instruction sets. */
#define SIMD_WIDTH 2
#define TERSOFF_KERNELS dftfit_tersoff_kernels_generic
#define TERSOFF_KERNELS_NAME "generic"
#include "forms/tersoff/kernels/body.h"
