/* SPDX-License-Identifier: BSD-3-Clause */
/** What is said of copies among configurations, and of a hold-out. */
#ifndef TRAINER_REPORT_SPLIT_NOTE_H
#define TRAINER_REPORT_SPLIT_NOTE_H

#include <stdio.h>

#include "assemble/split.h"
#include "data/kin.h"

/** count [KIN_DEGREES] of n configurations; prints nothing where all are different. consequence: the end of the
 *  sentence. */
void kin_note_print(FILE *to, const int64_t *count, int64_t n, const char *consequence);
/** How representative the configurations held out are; prints nothing where none is held out. random: single ones, by
 *  lot. */
dftfit_status hold_out_note_print(FILE *to, const dataset *set, const int *fold_of, bool random, dftfit_error *err);
/** Both for a fit, and how many copies of held-out configurations do not train. */
dftfit_status split_note_print(FILE *to, const fit_config *config, const dataset *set, const int64_t *count,
                               const int *fold_of, dftfit_error *err);

#endif
