/* SPDX-License-Identifier: BSD-3-Clause */
/* The kernels, written once. The including file defines SIMD_WIDTH, ACE_KERNELS (name of the table) and
 * ACE_KERNELS_NAME. */
#include <math.h>
#include <stdbool.h>

#include "forms/ace/kernels/kernels.h"
#include "kernels/simd.h"

#define UNROLL _Pragma("GCC unroll 16")

/* each part uses those before it */
#include "forms/ace/kernels/products.h"

#include "forms/ace/kernels/radial.h"

#include "forms/ace/kernels/harmonics.h"

#include "forms/ace/kernels/base.h"

#include "forms/ace/kernels/gradient.h"

const ace_kernels ACE_KERNELS = {
    .name = ACE_KERNELS_NAME,
    .width = SITES,
    .radial = radial,
    .harmonics = harmonics,
    .base = base,
    .products = products,
    .densities = densities,
    .adjoint = adjoint,
    .gradient = gradient,
    .factor_gradient = factor_gradient,
};
