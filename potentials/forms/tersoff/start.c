/* SPDX-License-Identifier: BSD-3-Clause */
/* Where a fit begins: silicon's parameters of the literature for every triple, with lengths scaled to the bond length
 * that the covalent radii give. docs/forms/tersoff.md */
#include <math.h>

#include "base/chemical_element.h"
#include "base/pair_values.h"
#include "forms/tersoff/form.h"

/* Settings of a start, per pair of elements. */
typedef struct start_settings {
  int m;
  double width[DFTFIT_MAX_ELEMENTS * DFTFIT_MAX_ELEMENTS];   /* D, A */
  double zbl_cut[DFTFIT_MAX_ELEMENTS * DFTFIT_MAX_ELEMENTS]; /* A    */
  double zbl_scale;                                          /* 1/A  */
} start_settings;

/* Tersoff's (Phys. Rev. B 39, 5566 (1989), doi:10.1103/PhysRevB.39.5566); n is 1 in place of 0.78734, where zeta^n is
 * smoother, and beta such that b in diamond is the same. */
static const tersoff_entry silicon_tersoff = {.v = {[TERSOFF_GAMMA] = 1,
                                                    [TERSOFF_C] = 1.0039e5,
                                                    [TERSOFF_D] = 16.217,
                                                    [TERSOFF_H] = -0.59825,
                                                    [TERSOFF_N] = 1,
                                                    [TERSOFF_BETA] = 2.92e-6,
                                                    [TERSOFF_LAMBDA2] = 1.73222,
                                                    [TERSOFF_B] = 471.18,
                                                    [TERSOFF_LAMBDA1] = 2.4799,
                                                    [TERSOFF_A] = 1830.8}};

/* Those of T. Kumagai et al., Comput. Mater. Sci. 39, 457 (2007), doi:10.1016/j.commatsci.2006.07.013. */
static const tersoff_entry silicon_mod = {.v = {[TERSOFF_M] = 1,
                                                [TERSOFF_LAMBDA3] = 2.3890327,
                                                [TERSOFF_H] = -0.365,
                                                [TERSOFF_N] = 0.93810551,
                                                [TERSOFF_BETA] = 1,
                                                [TERSOFF_LAMBDA2] = 1.345797,
                                                [TERSOFF_B] = 121.00047,
                                                [TERSOFF_LAMBDA1] = 3.2300135,
                                                [TERSOFF_A] = 3281.5905,
                                                [TERSOFF_ETA] = 1,
                                                [TERSOFF_C1] = 0.20173476,
                                                [TERSOFF_C2] = 730418.72,
                                                [TERSOFF_C3] = 1e6,
                                                [TERSOFF_C4] = 1,
                                                [TERSOFF_C5] = 26}};

static void start_entry(const dftfit_header *header, const start_settings *s, const tersoff_model *model, int i, int j,
                        int k, tersoff_entry *p) {
  const int n = header->nelement, zi = dftfit_atomic_number(header->element[i]);
  const int zj = dftfit_atomic_number(header->element[j]);
  double bond = dftfit_covalent_radius(zi) + dftfit_covalent_radius(zj);
  double scale = 2 * dftfit_covalent_radius(dftfit_atomic_number("Si")) / bond;
  *p = model->angular == TERSOFF_ANGULAR_MOD ? silicon_mod : silicon_tersoff;
  p->v[TERSOFF_LAMBDA3] *= p->v[TERSOFF_M] == s->m ? scale : 0; /* the published one goes with the published m */
  p->v[TERSOFF_M] = s->m;
  if (model->angular == TERSOFF_ANGULAR_SPLINE) dftfit_tersoff_angular_to_spline(TERSOFF_ANGULAR_TERSOFF, model, p);
  p->v[TERSOFF_LAMBDA1] *= scale;
  p->v[TERSOFF_LAMBDA2] *= scale;
  p->v[TERSOFF_WIDTH] = s->width[i * n + k];
  p->v[TERSOFF_R] = header->cutoff[i * n + k] + model->shift - p->v[TERSOFF_WIDTH];
  if (!model->core) return;
  p->v[TERSOFF_Z_I] = zi;
  p->v[TERSOFF_Z_J] = zj;
  p->v[TERSOFF_ZBL_CUT] = s->zbl_cut[i * n + j];
  p->v[TERSOFF_ZBL_SCALE] = s->zbl_scale;
}

static dftfit_status read_core(dftfit_node block, const dftfit_header *header, start_settings *s, dftfit_error *err) {
  dftfit_node cut = dftfit_node_get(block, "ZBLcut"), scale = dftfit_node_get(block, "ZBLexpscale");
  if (dftfit_node_type(cut) == DFTFIT_NODE_ABSENT || dftfit_node_type(scale) == DFTFIT_NODE_ABSENT)
    return dftfit_node_fail(block, err, DFTFIT_ERR_KEY,
                            "core: zbl needs ZBLcut, where the core gives way to bonds, in A, and ZBLexpscale, how "
                            "sharply, in 1/A");
  DFTFIT_TRY(dftfit_pair_read(cut, header, "ZBLcut", header->cutoff, "the cutoff of that pair", s->zbl_cut, err));
  DFTFIT_TRY(dftfit_node_double(scale, &s->zbl_scale, err));
  return s->zbl_scale > 0 ? DFTFIT_OK
                          : dftfit_node_fail(scale, err, DFTFIT_ERR_VALUE, "ZBLexpscale must be above zero, in 1/A");
}

dftfit_status dftfit_tersoff_start(dftfit_node block, const dftfit_header *header, tersoff_form *f, dftfit_error *err) {
  const int n = header->nelement;
  double half[DFTFIT_MAX_ELEMENTS * DFTFIT_MAX_ELEMENTS];
  start_settings s = {.m = 3};
  dftfit_node node = dftfit_node_get(block, "D");
  if (dftfit_node_type(node) == DFTFIT_NODE_ABSENT)
    return dftfit_node_fail(block, err, DFTFIT_ERR_KEY,
                            "either 'entries' or 'D' must be given: D is half the width in A over which bonds fade out "
                            "before the cutoff");
  for (int p = 0; p < n * n; p++) half[p] = 0.5 * (header->cutoff[p] + f->model.shift);
  DFTFIT_TRY(dftfit_pair_read(node, header, "D", half, "half the cutoff of that pair", s.width, err));
  DFTFIT_TRY(dftfit_node_get_int(block, "m", 1, 3, &s.m, err));
  if (s.m == 2) return dftfit_node_fail(dftfit_node_get(block, "m"), err, DFTFIT_ERR_VALUE, "m must be 1 or 3, not 2");
  if (f->model.core) DFTFIT_TRY(read_core(block, header, &s, err));
  for (int t = 0; t < n * n * n; t++) start_entry(header, &s, &f->model, t / n / n, t / n % n, t % n, &f->entry[t]);
  return DFTFIT_OK;
}
