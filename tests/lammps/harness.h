/* SPDX-License-Identifier: BSD-3-Clause */
/** Frame of the tests that drive LAMMPS through its library, on any number of ranks. A failed check is printed and
 *  counted and the test goes on, so that ranks stay together; the exit code is that of the worst rank. */
#ifndef TESTS_LAMMPS_HARNESS_H
#define TESTS_LAMMPS_HARNESS_H

#include <mpi.h>
#include <stdbool.h>
#include <stddef.h>

extern int harness_rank, harness_ranks;

void harness_begin(int *argc, char ***argv);
/** Prints the count of checks and failures; returns the exit code. */
int harness_end(const char *name);

/** Counts a check; prints the message when it does not hold. */
void check(bool ok, const char *format, ...) __attribute__((format(printf, 2, 3)));
/** Largest |a - b| over n numbers must be at most tolerance (a NaN fails). */
void check_close(const double *a, const double *b, size_t n, double tolerance, const char *what);
double largest(const double *a, size_t n);

/** A LAMMPS on all ranks without screen and log file. words: further command line words, NULL-terminated, or NULL. */
void *lammps_begin(const char *const *words);
void lammps_end(void *lmp);
/** Runs one command or several lines; an error of LAMMPS ends the test. */
void command(void *lmp, const char *format, ...) __attribute__((format(printf, 2, 3)));
/** Runs a command that has to fail in all ranks with text in the message. */
void command_fails(void *lmp, const char *text, const char *format, ...) __attribute__((format(printf, 3, 4)));

/** What a run shows of the present step. */
typedef struct observation {
  int natom;
  double energy;    /* pe                                              */
  double virial[6]; /* W: xx yy zz xy xz yz, energy units (kinetic part left out: atoms at rest) */
  double *force;    /* [natom][3] by atom ID                           */
} observation;

observation observe(void *lmp);
void observation_free(observation *o);
typedef struct scales {
  double energy, virial, force;
} scales;

/** Energy, virial and forces agree within tolerance times their scales. */
void check_same(const observation *a, const observation *b, scales scale, double tolerance, const char *what);

#endif
