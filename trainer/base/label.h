/* SPDX-License-Identifier: BSD-3-Clause */
/** Texts as files hold them: labels of atoms, padded words, lists of names. */
#ifndef TRAINER_BASE_LABEL_H
#define TRAINER_BASE_LABEL_H

#include <stddef.h>

/** Atomic number of the element with whose symbol a label begins ("Fe", "fe2", "Fe_pv"); what comes after the symbol is
 *  no letter. 0: there is none. */
int import_label_element(const char *label);
/** Copies the text without the blanks before and after it into out [size]. */
void import_text(char *out, size_t size, const char *text);
/** Appends a name, with a comma before it where there is something already, unless it is there. */
void import_list(char *list, size_t size, const char *name);

#endif
