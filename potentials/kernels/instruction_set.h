/* SPDX-License-Identifier: BSD-3-Clause */
/** Instruction sets that kernels are compiled for, and which of them to use. */
#ifndef KERNELS_INSTRUCTION_SET_H
#define KERNELS_INSTRUCTION_SET_H

#include <stdbool.h>

/** From the least to the most capable. */
typedef enum instruction_set {
  INSTRUCTIONS_GENERIC,
  INSTRUCTIONS_AVX2,
  INSTRUCTIONS_AVX512,
  INSTRUCTION_SETS
} instruction_set;

/** Whether the processor and the operating system (which must save the registers) run it and the build has it. */
bool dftfit_instruction_set_runs(instruction_set set);
/** The best one up to `most` that runs. DFTFIT_SIMD=generic, avx2 or avx512 in the environment: none above that. */
instruction_set dftfit_instruction_set_best(instruction_set most);
/** Whether forms compute as the code does whose files they read, instead of faster or more exactly
 *  (DFTFIT_TABLES=reference in the environment): the interpolation of cluster expansions, docs/forms/pace.md; the
 *  rounding and the half list of bond orders, docs/forms/tersoff.md. */
bool dftfit_reference_tables(void);

#endif
