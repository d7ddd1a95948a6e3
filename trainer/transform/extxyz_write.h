/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TRAINER_TRANSFORM_EXTXYZ_WRITE_H
#define TRAINER_TRANSFORM_EXTXYZ_WRITE_H

#include <stdio.h>

#include "data/dataset.h"

/** Writes configuration c as extended XYZ that ASE and QUIP read: energy (eV), forces (eV/A), stress (9 numbers,
 *  eV/A^3, tension positive: ASE's) and virial (eV, -V stress: QUIP's), config_type, source. Numbers have as many
 *  digits as give the same bits again, up to 17; what is absent is left out. Failures show in ferror(to). */
void extxyz_write(FILE *to, const dataset *set, int64_t c);

#endif
