/* SPDX-License-Identifier: BSD-3-Clause */
#include <stddef.h>

#include "forms/ace/kernels/kernels.h"
#include "kernels/instruction_set.h"

extern const ace_kernels dftfit_ace_kernels_generic;
#ifdef DFTFIT_X86_64
extern const ace_kernels dftfit_ace_kernels_avx2;
extern const ace_kernels dftfit_ace_kernels_avx512;
#endif

const ace_kernels *dftfit_ace_kernels_at(int i) {
  if (i < 0 || i >= INSTRUCTION_SETS || !dftfit_instruction_set_runs((instruction_set)i)) return NULL;
#ifdef DFTFIT_X86_64
  if (i == INSTRUCTIONS_AVX2) return &dftfit_ace_kernels_avx2;
  if (i == INSTRUCTIONS_AVX512) return &dftfit_ace_kernels_avx512;
#endif
  return &dftfit_ace_kernels_generic;
}

const ace_kernels *dftfit_ace_kernels_best(void) {
  return dftfit_ace_kernels_at(dftfit_instruction_set_best(INSTRUCTIONS_AVX512));
}
