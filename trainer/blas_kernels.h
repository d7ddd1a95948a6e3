/* SPDX-License-Identifier: BSD-3-Clause */
/** OpenBLAS, where it is the BLAS: one thread, and kernels that suit the processor. */
#ifndef TRAINER_BLAS_KERNELS_H
#define TRAINER_BLAS_KERNELS_H

/** A version of OpenBLAS that is older than the processor may not know it and fall back to kernels for SSE, which
 *  are
 *  some times slower and whose sums depend on where arrays lie. Then starts the program anew with OPENBLAS_CORETYPE
 *  in
 *  the environment, which the library reads when it is loaded; a value that is there already is left alone. To be
 *  called first, with argv of main. */
void blas_choose_kernels(char **argv);

/** One thread per rank: the ranks are the parallelism, and the sums of a threaded BLAS depend on the number of threads.
 */
void blas_one_thread(void);

#endif
