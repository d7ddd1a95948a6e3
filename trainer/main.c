/* SPDX-License-Identifier: BSD-3-Clause */
/** The program dftfit: finds the subcommand and runs it between MPI_Init and MPI_Finalize. */
#include <fcntl.h>
#include <hdf5.h>
#include <mpi.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/temporary.h"
#include "base/temporary_signals.h"
#include "blas_kernels.h"
#include "commands/command.h"
#include "dftfit/dftfit.h"

typedef struct command {
  const char *name, *summary;
  int (*run)(int argc, char **argv);
} command;

static const command commands[] = {
#define COMMAND(name, summary) {#name, summary, command_##name},
#include "commands/commands.def"
#undef COMMAND
};
enum { NCOMMAND = sizeof commands / sizeof *commands };

static void print_help(void) {
  printf("dftfit %s: interatomic potentials from DFT data, for molecular dynamics in LAMMPS\n\nusage:\n",
         DFTFIT_VERSION);
  for (int i = 0; i < NCOMMAND; i++) printf("  dftfit %-8s %s\n", commands[i].name, commands[i].summary);
  printf("\n  dftfit <command> --help   options of a command\n"
         "  dftfit --version\n\n"
         "With mpirun -np N the answer of a fit is the same as on one rank.\n");
}

/* Where a stream was closed by the caller, the next file that is opened would take its number, and what is printed would
 * go into that file. */
static void open_standard_streams(void) {
  for (int handle = 0; handle <= 2; handle++)
    if (fcntl(handle, F_GETFD) < 0 && open("/dev/null", O_RDWR) < 0) return;
}

/* Below this the libraries of MPI crash before they say why. */
static bool enough_memory(void) {
  enum { LEAST_MB = 256 };
  struct rlimit limit;
  if (getrlimit(RLIMIT_AS, &limit) || limit.rlim_cur == RLIM_INFINITY || limit.rlim_cur >> 20 >= LEAST_MB) return true;
  fprintf(stderr, "dftfit: the limit on memory (ulimit -v) is %lld MB; at least %d MB are needed\n",
          (long long)(limit.rlim_cur >> 20), LEAST_MB);
  return false;
}

static const command *find_command(const char *name) {
  for (int i = 0; i < NCOMMAND; i++)
    if (!strcmp(name, commands[i].name)) return &commands[i];
  return NULL;
}

int main(int argc, char **argv) {
  sigset_t signals;
  open_standard_streams();
  if (argc < 2) {
    fprintf(stderr, "dftfit: no command given (see dftfit --help)\n");
    return EXIT_USAGE;
  }
  if (!strcmp(argv[1], "--help") || !strcmp(argv[1], "-h") || !strcmp(argv[1], "help")) {
    print_help();
    return command_end(EXIT_SUCCESS);
  }
  if (!strcmp(argv[1], "--version")) {
    printf("dftfit %s\n", DFTFIT_VERSION);
    return command_end(EXIT_SUCCESS);
  }
  const command *found = find_command(argv[1]);
  if (!found) {
    fprintf(stderr, "dftfit: unknown command '%s' (see dftfit --help)\n", argv[1]);
    return EXIT_USAGE;
  }
  blas_choose(argv);
  if (!enough_memory()) return EXIT_FAILURE;
  /* Started without mpirun, Open MPI would start a daemon beside the program, for spawning processes, which it never
   * does. Other MPI libraries, and ranks under mpirun, do not look at this. */
  setenv("OMPI_MCA_ess_singleton_isolated", "1", 0);
  /* Its session folder, which such programs have no use for, is one for all of them: one that ends would remove it
   * while another starts. */
  if (!getenv("OMPI_COMM_WORLD_SIZE")) setenv("OMPI_MCA_orte_create_session_dirs", "0", 0);
  /* In a container without /sys hwloc, which Open MPI asks for the topology, would put a line of its own before ours.
   */
  setenv("HWLOC_HIDE_ERRORS", "2", 0);
  temporary_signals_hold(&signals); /* the threads of MPI inherit this: none but the main one handles them */
  MPI_Init(&argc, &argv);
  blas_one_thread();
  H5dont_atexit(); /* closing what could not be written would crash at the end */
  temporary_watch_signals();
  temporary_signals_release(&signals);
  int code = command_end(found->run(argc - 1, argv + 1));
  MPI_Finalize();
  return code;
}
