/* SPDX-License-Identifier: BSD-3-Clause */
#include "harness.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "library.h"

int harness_rank, harness_ranks;
static int checks, failures;

void harness_begin(int *argc, char ***argv) {
  MPI_Init(argc, argv);
  MPI_Comm_rank(MPI_COMM_WORLD, &harness_rank);
  MPI_Comm_size(MPI_COMM_WORLD, &harness_ranks);
}

int harness_end(const char *name) {
  int all = 0, most = 0;
  MPI_Allreduce(&failures, &all, 1, MPI_INT, MPI_SUM, MPI_COMM_WORLD);
  MPI_Allreduce(&checks, &most, 1, MPI_INT, MPI_MAX, MPI_COMM_WORLD);
  if (harness_rank == 0) printf("%s on %d ranks: %d checks, %d failures\n", name, harness_ranks, most, all);
  MPI_Finalize();
  return all > 0 || most == 0;
}

void check(bool ok, const char *format, ...) {
  checks++;
  if (ok) return;
  va_list args;
  va_start(args, format);
  printf("FAILED (rank %d): ", harness_rank);
  vprintf(format, args);
  printf("\n");
  fflush(stdout);
  va_end(args);
  failures++;
}

void check_close(const double *a, const double *b, size_t n, double tolerance, const char *what) {
  double worst = 0;
  size_t where = 0;
  for (size_t i = 0; i < n; i++) {
    double d = fabs(a[i] - b[i]);
    if (!(d <= worst)) {
      worst = d;
      where = i;
    }
  }
  if (n == 0) return check(true, "nothing to compare");
  check(worst <= tolerance, "%s: entry %zu is %.17g and should be %.17g (difference %.3g, allowed %.3g)", what, where,
        a[where], b[where], worst, tolerance);
}

double largest(const double *a, size_t n) {
  double m = 0;
  for (size_t i = 0; i < n; i++) m = fmax(m, fabs(a[i]));
  return m;
}

void *lammps_begin(const char *const *words) {
  char *argv[32] = {"dftfit-test", "-log", "none", "-screen", "none", "-nocite", NULL};
  int argc = 6;
  for (; words && *words && argc < 31; words++) argv[argc++] = (char *)*words;
  void *lmp = lammps_open(argc, argv, MPI_COMM_WORLD, NULL);
  if (!lmp) {
    fprintf(stderr, "LAMMPS does not start\n");
    MPI_Abort(MPI_COMM_WORLD, 1);
  }
  return lmp;
}

void lammps_end(void *lmp) { lammps_close(lmp); }

/* Runs text; true when LAMMPS reports an error, with its message. */
static bool run_text(void *lmp, const char *text, char *message, int size) {
  lammps_commands_string(lmp, text);
  message[0] = 0;
  if (!lammps_has_error(lmp)) return false;
  lammps_get_last_error_message(lmp, message, size);
  return true;
}

void command(void *lmp, const char *format, ...) {
  char text[4096], message[1024];
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof text, format, args);
  va_end(args);
  if (!run_text(lmp, text, message, sizeof message)) return;
  fprintf(stderr, "LAMMPS ended the test: %s\n  after: %s\n", message, text);
  MPI_Abort(MPI_COMM_WORLD, 1);
}

void command_fails(void *lmp, const char *expected, const char *format, ...) {
  char text[4096], message[1024];
  va_list args;
  va_start(args, format);
  vsnprintf(text, sizeof text, format, args);
  va_end(args);
  bool failed = run_text(lmp, text, message, sizeof message);
  check(failed, "'%s' should have failed", text);
  check(strstr(message, expected) != NULL, "'%s' should say '%s' and says: %s", text, expected, message);
}

observation observe(void *lmp) {
  static const char *const name[6] = {"pxx", "pyy", "pzz", "pxy", "pxz", "pyz"};
  observation o = {.natom = (int)lammps_get_natoms(lmp), .energy = lammps_get_thermo(lmp, "pe")};
  double factor = lammps_get_thermo(lmp, "vol") / *(double *)lammps_extract_global(lmp, "nktv2p");
  for (int k = 0; k < 6; k++) o.virial[k] = lammps_get_thermo(lmp, name[k]) * factor;
  o.force = calloc(3 * (size_t)o.natom, sizeof *o.force);
  lammps_gather_atoms(lmp, "f", 1, 3, o.force);
  char message[1024];
  if (lammps_has_error(lmp)) {
    lammps_get_last_error_message(lmp, message, sizeof message);
    check(false, "LAMMPS: %s", message);
  }
  return o;
}

void observation_free(observation *o) {
  free(o->force);
  o->force = NULL;
}

void check_same(const observation *a, const observation *b, scales scale, double tolerance, const char *what) {
  char text[640];
  check(a->natom == b->natom, "%s: %d atoms and not %d", what, a->natom, b->natom);
  if (a->natom != b->natom) return;
  snprintf(text, sizeof text, "%s, energy", what);
  check_close(&a->energy, &b->energy, 1, tolerance * scale.energy, text);
  snprintf(text, sizeof text, "%s, virial", what);
  check_close(a->virial, b->virial, 6, tolerance * scale.virial, text);
  snprintf(text, sizeof text, "%s, forces", what);
  check_close(a->force, b->force, 3 * (size_t)b->natom, tolerance * scale.force, text);
}
