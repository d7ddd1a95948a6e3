/* SPDX-License-Identifier: BSD-3-Clause */
/** Pairs and triples of elements that no training configuration shows. */
#ifndef TRAINER_REPORT_SEEN_NOTE_H
#define TRAINER_REPORT_SEEN_NOTE_H

#include <stdio.h>

#include "assemble/seen.h"

/** Prints nothing when all are there. */
void seen_note_print(FILE *to, const seen *s, const dftfit_header *header);
/** `not_in_data: [Si-C, C-Si-Si]`, nothing when all are there. */
void seen_note_write(dftfit_writer *w, const seen *s, const dftfit_header *header);

#endif
