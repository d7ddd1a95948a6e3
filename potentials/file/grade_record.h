/* SPDX-License-Identifier: BSD-3-Clause */
/** `grade:` of a potential file: which file holds its active sets. */
#ifndef FILE_GRADE_RECORD_H
#define FILE_GRADE_RECORD_H

#include "dftfit/fit.h"
#include "dftfit/grade.h"

/** node may be absent: then the record is empty. */
dftfit_status dftfit_grade_record_read(dftfit_node node, dftfit_grade_record *record, dftfit_error *err);
/** Writes key and mapping; nothing where the record is empty. */
void dftfit_grade_record_write(const dftfit_grade_record *record, dftfit_writer *w);

#endif
