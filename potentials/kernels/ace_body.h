/* SPDX-License-Identifier: BSD-3-Clause */
/* The kernels, written once. The including file defines SIMD_WIDTH, ACE_KERNELS (name of the table) and
 * ACE_KERNELS_NAME. */
#include <math.h>

#include "kernels/ace_kernels.h"
#include "kernels/simd.h"

/* each part uses those before it */
#include "kernels/ace_products.h"

#include "kernels/ace_radial.h"

#include "kernels/ace_neighbours.h"

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
