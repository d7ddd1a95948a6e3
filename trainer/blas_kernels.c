/* SPDX-License-Identifier: BSD-3-Clause */
#include "blas_kernels.h"

#include <cblas.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Other libraries do not have these symbols. What OpenBLAS takes from the environment it reads when it is loaded, before
 * main: to change it, the program has to be started again. */
extern void openblas_set_num_threads(int n) __attribute__((weak));
extern int openblas_get_num_threads(void) __attribute__((weak));
extern char *openblas_get_corename(void) __attribute__((weak));

/** The kernels that OpenBLAS falls back to. */
static bool is_fallback(const char *core) {
  static const char *const fallback[] = {"Prescott", "Core2", "Generic", "generic"};
  for (size_t i = 0; i < sizeof fallback / sizeof *fallback; i++)
    if (!strcmp(core, fallback[i])) return true;
  return false;
}

static const char *better(void) {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq") &&
      __builtin_cpu_supports("avx512bw"))
    return "SkylakeX";
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return "Haswell";
#endif
  return NULL;
}

static const char threads[] = "OPENBLAS_NUM_THREADS", threads_before[] = "DFTFIT_OPENBLAS_NUM_THREADS";

static void start_again(char **argv) {
  setenv("DFTFIT_STARTED", "again", 1);
  execv("/proc/self/exe", argv); /* where it fails, the program goes on as it is */
  unsetenv("DFTFIT_STARTED");
}

/* Programs that this one runs find the environment of the caller. */
static void restore_threads(void) {
  const char *before = getenv(threads_before);
  if (!before) return;
  if (before[0])
    setenv(threads, before, 1);
  else
    unsetenv(threads);
  unsetenv(threads_before);
}

void blas_choose(char **argv) {
  const char *core = openblas_get_corename ? openblas_get_corename() : NULL, *name = better(), *given = getenv(threads);
  const bool kernels = core && name && is_fallback(core) && !getenv("OPENBLAS_CORETYPE"),
             threaded = openblas_get_num_threads && openblas_get_num_threads() > 1;
  if ((kernels || threaded) && !getenv("DFTFIT_STARTED")) {
    if (kernels) setenv("OPENBLAS_CORETYPE", name, 1);
    setenv(threads_before, given ? given : "", 1);
    setenv(threads, "1", 1);
    start_again(argv);
    if (kernels) unsetenv("OPENBLAS_CORETYPE");
  }
  unsetenv("DFTFIT_STARTED");
  restore_threads();
}

void blas_one_thread(void) {
  if (openblas_set_num_threads) openblas_set_num_threads(1);
}

/* The buffer is 32 to 128 MB, by version and processor. A product of this size is not done without it. */
enum { BUFFER_BYTES = 160 << 20, PRODUCT_SIZE = 160 };

dftfit_status blas_reserve(dftfit_error *err) {
  const size_t size = (size_t)PRODUCT_SIZE * PRODUCT_SIZE;
  if (!openblas_set_num_threads) return DFTFIT_OK;
  void *room = malloc(BUFFER_BYTES);
  free(room);
  double *matrix = room ? calloc(2 * size, sizeof *matrix) : NULL;
  DFTFIT_FAIL_IF(!matrix, err, DFTFIT_ERR_MEMORY, "out of memory: linear algebra needs %d MB before anything else",
                 BUFFER_BYTES >> 20);
  cblas_dgemm(CblasColMajor, CblasNoTrans, CblasNoTrans, PRODUCT_SIZE, PRODUCT_SIZE, PRODUCT_SIZE, 1, matrix,
              PRODUCT_SIZE, matrix, PRODUCT_SIZE, 0, matrix + size, PRODUCT_SIZE);
  free(matrix);
  return DFTFIT_OK;
}
