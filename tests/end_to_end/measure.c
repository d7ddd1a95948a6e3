/* SPDX-License-Identifier: BSD-3-Clause */
/* measure file command...: runs the command and writes its peak memory in kB and its CPU time in seconds to file. */
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  pid_t child = fork();
  if (child < 0) return 1;
  if (child == 0) {
    execvp(argv[2], argv + 2);
    _exit(127);
  }
  int status;
  struct rusage use;
  if (wait4(child, &status, 0, &use) != child) return 1;
  FILE *out = fopen(argv[1], "w");
  if (!out) return 1;
  double seconds = (double)(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
                   1e-6 * (double)(use.ru_utime.tv_usec + use.ru_stime.tv_usec);
  fprintf(out, "%ld %.3f\n", use.ru_maxrss, seconds);
  fclose(out);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
