/* SPDX-License-Identifier: BSD-3-Clause */
#include <stddef.h>

#include "forms/tersoff/kernels/kernels.h"
#include "kernels/instruction_set.h"

extern const tersoff_kernels dftfit_tersoff_kernels_generic;
#ifdef DFTFIT_X86_64
extern const tersoff_kernels dftfit_tersoff_kernels_avx2;
#endif

static const tersoff_kernels *const tables[] = {
    [INSTRUCTIONS_GENERIC] = &dftfit_tersoff_kernels_generic,
#ifdef DFTFIT_X86_64
    [INSTRUCTIONS_AVX2] = &dftfit_tersoff_kernels_avx2,
#endif
};

const tersoff_kernels *dftfit_tersoff_kernels_at(int i) {
  bool exists = i >= 0 && i < (int)(sizeof tables / sizeof *tables);
  return exists && dftfit_instruction_set_runs((instruction_set)i) ? tables[i] : NULL;
}

const tersoff_kernels *dftfit_tersoff_kernels_best(void) {
  return dftfit_tersoff_kernels_at((int)dftfit_instruction_set_best(INSTRUCTIONS_AVX2));
}
