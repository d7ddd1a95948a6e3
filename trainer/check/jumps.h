/* SPDX-License-Identifier: BSD-3-Clause */
/** Energies of one source, or of one code and functional, that are all off from those of the others: another zero of
 *  energy, as another code, other pseudopotentials or another reference make it. */
#ifndef TRAINER_CHECK_JUMPS_H
#define TRAINER_CHECK_JUMPS_H

#include "check/composition.h"

typedef struct jump {
  int calculation; /* the first of the code and functional; -1: a source */
  int source;      /* -1: a code and functional */
  int64_t nconfig; /* that it has */
  bool jumps;      /* otherwise only the settings differ (calculations) */
  double above;    /* eV/atom over the others, median; NaN: nothing to compare with */
  double spread;   /* robust standard deviation of the differences, eV/atom */
} jump;

/** Energies jump when they differ by so many eV/atom, in the median over up to JUMP_SAMPLE configurations, from those
 *  of the same composition and nearly the same volume (JUMP_VOLUME), and by JUMP_DEVIATIONS of the scatter of these
 *  differences. No other phase is so far off; expanded and compressed matter is compared with its like. */
#define JUMP_LEAST 2.0
#define JUMP_DEVIATIONS 10.0
#define JUMP_VOLUME 0.1
/** No physics explains a jump of so many eV/atom. */
#define JUMP_CERTAIN 20.0
enum { JUMP_SAMPLE = 50, JUMP_OTHERS = 15, JUMP_LEAST_OTHERS = 3, JUMP_LEAST_SOURCE = 3 };

/** *out [*n] freed by the caller: every code and functional but the one with most configurations, then the sources that
 *  jump. zero [nconfig], NULL: not asked: 0, or 1 + the index of the entry that a configuration is of. */
dftfit_status jumps_find(const dataset *set, jump **out, int *n, int32_t *zero, dftfit_error *err);
/** "VASP, PBE" or the name of the source. */
void jump_name(const dataset *set, const jump *j, char *text, size_t size);

#endif
