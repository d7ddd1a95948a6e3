/* SPDX-License-Identifier: BSD-3-Clause */
/** OpenBLAS, where it is the BLAS: one thread, and kernels that suit the processor. */
#ifndef TRAINER_BLAS_KERNELS_H
#define TRAINER_BLAS_KERNELS_H

#include "dftfit/status.h"

/** Starts the program anew, with argv of main, where what OpenBLAS read when it was loaded does not suit. To be called
 *  first.
 *  - Its threads are not used, and each takes memory that a limit may not leave: OPENBLAS_NUM_THREADS becomes 1, but not
 *    for programs that this one runs.
 *  - A version that is older than the processor may not know it and fall back to kernels for SSE, which are some times
 *    slower and whose sums depend on where arrays lie: OPENBLAS_CORETYPE is set, unless it is there already. */
void blas_choose(char **argv);

/** One thread per rank: the ranks are the parallelism, and the sums of a threaded BLAS depend on the number of threads.
 */
void blas_one_thread(void);

/** Lets OpenBLAS take its buffer, which it keeps. Where it cannot have one later it tries again for ever; here it is an
 *  error. To be called before data are read. */
dftfit_status blas_reserve(dftfit_error *err);

#endif
