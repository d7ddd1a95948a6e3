/* SPDX-License-Identifier: BSD-3-Clause */
/** The part of a prior that the training data give: functions that make large forces are held closer to zero.
 *  docs/fit.md, "Prior". */
#ifndef TRAINER_ASSEMBLE_PRIOR_H
#define TRAINER_ASSEMBLE_PRIOR_H

#include "assemble/design.h"

/** Multiplies the prior weight of every parameter by (f/f_mean)^power: f the root mean square of its column over the
 *  rows of forces, f_mean the geometric mean over the parameters, from d->force2, which the caller has filled. The targets are not looked at. Nothing is changed where there are
 *  no forces. To be called once, before anything is solved. */
void prior_by_forces(design *d, double power);

#endif
