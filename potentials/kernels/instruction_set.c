/* SPDX-License-Identifier: BSD-3-Clause */
/* The only place of this library that looks at the processor and at the environment. */
#include "kernels/instruction_set.h"

#include <stdlib.h>
#include <string.h>

bool dftfit_instruction_set_runs(instruction_set set) {
  if (set == INSTRUCTIONS_GENERIC) return true;
#ifdef DFTFIT_X86_64
  /* the compiler's own test: cpuid, and xgetbv for what the operating system saves */
  bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (set == INSTRUCTIONS_AVX2) return avx2;
  if (set == INSTRUCTIONS_AVX512)
    return avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vl");
#endif
  return false;
}

bool dftfit_reference_tables(void) {
  const char *wanted = getenv("DFTFIT_TABLES");
  return wanted && strcmp(wanted, "reference") == 0;
}

instruction_set dftfit_instruction_set_best(instruction_set most) {
  static const char *const name[INSTRUCTION_SETS] = {"generic", "avx2", "avx512"};
  const char *wanted = getenv("DFTFIT_SIMD");
  instruction_set best = INSTRUCTIONS_GENERIC;
  for (int set = best; wanted && set < (int)most; set++)
    if (strcmp(wanted, name[set]) == 0) most = (instruction_set)set;
  for (int set = best; set <= (int)most; set++)
    if (dftfit_instruction_set_runs((instruction_set)set)) best = (instruction_set)set;
  return best;
}
