/* SPDX-License-Identifier: BSD-3-Clause */
/* Part of forms/tersoff/kernels/body.h: the ZBL core, docs/forms/tersoff.md, equations (9) and (10). */
#ifndef FORMS_TERSOFF_KERNELS_CORE_H
#define FORMS_TERSOFF_KERNELS_CORE_H

/* Energy of the core and its slope; fc and its slope become the window F fc. */
static vec add_core(tersoff_switch fade, const tersoff_entry *p, vec r, vec *fc, vec *fc_slope, vec *slope) {
  const double scale = p->v[TERSOFF_ZBL_SCALE], outer = p->v[TERSOFF_R] + p->v[TERSOFF_WIDTH];
  vec share = 1.0 / (1.0 + vexp(-scale * (r - p->v[TERSOFF_ZBL_CUT]))), rest = 1.0 - share;
  vec share_slope = scale * share * rest, screening = vset(0), screening_slope = vset(0), inverse = 1.0 / r;
  for (int k = 0; k < DFTFIT_ZBL_TERMS; k++) {
    vec term = p->zbl.amplitude[k] * vexp(-p->zbl.decay[k] * r);
    screening += term;
    screening_slope -= p->zbl.decay[k] * term;
  }
  vec coulomb = p->zbl.prefactor * inverse, zbl = coulomb * screening;
  vec zbl_slope = coulomb * (screening_slope - screening * inverse);
  vec tail = *fc, tail_slope = *fc_slope;
  if (fade == TERSOFF_SINE) { /* as in LAMMPS, not faded */
    tail = vselect(r < vset(outer), vset(1), vset(0));
    tail_slope = vset(0);
  }
  *slope = rest * (tail_slope * zbl + tail * zbl_slope) - share_slope * tail * zbl;
  *fc_slope = share_slope * *fc + share * *fc_slope;
  *fc = share * *fc;
  return rest * tail * zbl;
}

#endif
