/* SPDX-License-Identifier: BSD-3-Clause */
/* The only place of this library that looks at the processor and at the environment. */
#include <stdlib.h>
#include <string.h>

#include "kernels/ace_kernels.h"

extern const ace_kernels ace_kernels_generic;
#ifdef DFTFIT_X86_64
extern const ace_kernels ace_kernels_avx2;
#endif

const ace_kernels *ace_kernels_at(int i) {
  if (i == 0) return &ace_kernels_generic;
#ifdef DFTFIT_X86_64
  if (i == 1 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return &ace_kernels_avx2;
#endif
  return NULL;
}

const ace_kernels *ace_kernels_best(void) {
  const char *wanted = getenv("DFTFIT_SIMD");
  const ace_kernels *best = ace_kernels_at(0);
  if (wanted && strcmp(wanted, best->name) == 0) return best;
  for (int i = 1; ace_kernels_at(i); i++) best = ace_kernels_at(i);
  return best;
}
