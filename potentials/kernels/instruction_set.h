/* SPDX-License-Identifier: BSD-3-Clause */
/** Instruction sets that kernels are compiled for, and which of them to use. */
#ifndef KERNELS_INSTRUCTION_SET_H
#define KERNELS_INSTRUCTION_SET_H

#include <stdbool.h>

typedef enum instruction_set { INSTRUCTIONS_GENERIC, INSTRUCTIONS_AVX2, INSTRUCTION_SETS } instruction_set;

/** Whether this processor runs it and the build has it. */
bool instruction_set_runs(instruction_set set);
/** The best one that runs; with DFTFIT_SIMD=generic in the environment the portable one. */
instruction_set instruction_set_best(void);
/** Whether forms compute as the code does whose files they read, instead of faster or more exactly
 *  (DFTFIT_TABLES=reference in the environment): the interpolation of cluster expansions, docs/forms/pace.md; the
 *  rounding and the half list of bond orders, docs/forms/tersoff.md. */
bool reference_tables(void);

#endif
