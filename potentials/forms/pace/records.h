/* SPDX-License-Identifier: BSD-3-Clause */
/** The records of .yace files, which the mapping `pace:` of dftfit's own files holds too: what stands under embeddings,
 *  bonds and functions. Elements are named by their symbols or by their numbers. docs/forms/pace.md */
#ifndef FORMS_PACE_RECORDS_H
#define FORMS_PACE_RECORDS_H

#include "forms/pace/model.h"

/** Reads spline width, embeddings, bonds and functions of `root` into file, whose elements are set. strict: unknown
 *  keys of records are errors (in .yace files they mean nothing). */
dftfit_status dftfit_pace_records_read(dftfit_node root, bool strict, pace_model *file, dftfit_error *err);
/** Writes the keys and values of the same (inside a mapping that the caller has begun). own: element symbols as
 *  keys, as in dftfit's files; otherwise numbers, as in .yace files. */
void dftfit_pace_records_write(const pace_model *file, bool own, dftfit_writer *w);

#endif
