/* SPDX-License-Identifier: BSD-3-Clause */
/** Damage to a text, the same for the same state. */
#ifndef TESTS_FUZZ_DAMAGE_H
#define TESTS_FUZZ_DAMAGE_H

#include <stddef.h>
#include <stdint.h>

/** Damages text [*length] in one to several places; room for `capacity` bytes. */
void damage(char *text, size_t *length, size_t capacity, uint64_t *state);

#endif
