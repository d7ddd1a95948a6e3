/* SPDX-License-Identifier: BSD-3-Clause */
#include <stddef.h>

#include "kernels/instruction_set.h"
#include "kernels/neighbour_kernels.h"

extern const neighbour_kernels dftfit_neighbour_kernels_generic;
#ifdef DFTFIT_X86_64
extern const neighbour_kernels dftfit_neighbour_kernels_avx2;
#endif

/* The kernels of instruction set i; NULL: they are not compiled in, or this processor cannot run them. */
static const neighbour_kernels *kernels_at(int i) {
  if (i < 0 || i > INSTRUCTIONS_AVX2 || !dftfit_instruction_set_runs((instruction_set)i)) return NULL;
#ifdef DFTFIT_X86_64
  if (i == INSTRUCTIONS_AVX2) return &dftfit_neighbour_kernels_avx2;
#endif
  return &dftfit_neighbour_kernels_generic;
}

const neighbour_kernels *dftfit_neighbour_kernels_best(void) {
  return kernels_at(dftfit_instruction_set_best(INSTRUCTIONS_AVX2));
}
