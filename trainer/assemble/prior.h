/* SPDX-License-Identifier: BSD-3-Clause */
/** The part of a prior that the training data give: functions that make large forces are held closer to zero.
 *  docs/fit.md, "Prior". */
#ifndef TRAINER_ASSEMBLE_PRIOR_H
#define TRAINER_ASSEMBLE_PRIOR_H

#include "assemble/design.h"
#include "solve/linear/accumulate.h"

/** Multiplies the prior weight of every parameter by (f/f_mean)^power: f the root mean square of its column over the
 *  rows of forces in t, f_mean the geometric mean over the parameters. The targets are not looked at. Nothing is
 *  changed where there are no forces. To be called once, before anything is solved. */
void prior_by_forces(design *d, const triangles *t, double power);

#endif
