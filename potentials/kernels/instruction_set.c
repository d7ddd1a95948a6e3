/* SPDX-License-Identifier: BSD-3-Clause */
/* The only place of this library that looks at the processor and at the environment. */
#include "kernels/instruction_set.h"

#include <stdlib.h>
#include <string.h>

bool instruction_set_runs(instruction_set set) {
  if (set == INSTRUCTIONS_GENERIC) return true;
#ifdef DFTFIT_X86_64
  if (set == INSTRUCTIONS_AVX2) return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
#endif
  return false;
}

bool reference_tables(void) {
  const char *wanted = getenv("DFTFIT_TABLES");
  return wanted && strcmp(wanted, "reference") == 0;
}

instruction_set instruction_set_best(void) {
  const char *wanted = getenv("DFTFIT_SIMD");
  if (wanted && strcmp(wanted, "generic") == 0) return INSTRUCTIONS_GENERIC;
  instruction_set best = INSTRUCTIONS_GENERIC;
  for (int set = best; set < INSTRUCTION_SETS; set++)
    if (instruction_set_runs((instruction_set)set)) best = (instruction_set)set;
  return best;
}
