/* SPDX-License-Identifier: BSD-3-Clause */
#include <stddef.h>

#include "forms/eam/kernels/kernels.h"
#include "kernels/instruction_set.h"

extern const eam_kernels dftfit_eam_kernels_generic;
#ifdef DFTFIT_X86_64
extern const eam_kernels dftfit_eam_kernels_avx2;
#endif

/* The kernels of instruction set i; NULL: they are not compiled in, or this processor cannot run them. */
static const eam_kernels *kernels_at(int i) {
  if (i < 0 || i > INSTRUCTIONS_AVX2 || !dftfit_instruction_set_runs((instruction_set)i)) return NULL;
#ifdef DFTFIT_X86_64
  if (i == INSTRUCTIONS_AVX2) return &dftfit_eam_kernels_avx2;
#endif
  return &dftfit_eam_kernels_generic;
}

const eam_kernels *dftfit_eam_kernels_best(void) { return kernels_at(dftfit_instruction_set_best(INSTRUCTIONS_AVX2)); }
