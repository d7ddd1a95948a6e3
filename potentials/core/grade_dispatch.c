/* SPDX-License-Identifier: BSD-3-Clause */
#include <stddef.h>

#include "core/grade_kernels.h"
#include "kernels/instruction_set.h"

extern const grade_kernels dftfit_grade_kernels_generic;
#ifdef DFTFIT_X86_64
extern const grade_kernels dftfit_grade_kernels_avx2;
#endif

const grade_kernels *dftfit_grade_kernels_at(int i) {
  if (i < 0 || i > INSTRUCTIONS_AVX2 || !dftfit_instruction_set_runs((instruction_set)i)) return NULL;
#ifdef DFTFIT_X86_64
  if (i == INSTRUCTIONS_AVX2) return &dftfit_grade_kernels_avx2;
#endif
  return &dftfit_grade_kernels_generic;
}

const grade_kernels *dftfit_grade_kernels_best(void) {
  return dftfit_grade_kernels_at(dftfit_instruction_set_best(INSTRUCTIONS_AVX2));
}
