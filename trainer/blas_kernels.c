/* SPDX-License-Identifier: BSD-3-Clause */
#include "blas_kernels.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Other libraries do not have these symbols. OPENBLAS_NUM_THREADS would be too late here: it is read when the library
 * is loaded. */
extern void openblas_set_num_threads(int n) __attribute__((weak));
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

void blas_choose_kernels(char **argv) {
  const char *core = openblas_get_corename ? openblas_get_corename() : NULL, *name = better();
  if (!core || !name || !is_fallback(core) || getenv("OPENBLAS_CORETYPE")) return;
  setenv("OPENBLAS_CORETYPE", name, 1);
  execv("/proc/self/exe", argv); /* where it fails, the program goes on as it is */
  unsetenv("OPENBLAS_CORETYPE");
}

void blas_one_thread(void) {
  if (openblas_set_num_threads) openblas_set_num_threads(1);
}
