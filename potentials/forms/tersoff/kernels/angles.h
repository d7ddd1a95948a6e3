/* SPDX-License-Identifier: BSD-3-Clause */
/* Part of forms/tersoff/kernels/body.h: every angle j-i-k once for both of its bonds, where the entries allow it. */
#ifndef FORMS_TERSOFF_KERNELS_ANGLES_H
#define FORMS_TERSOFF_KERNELS_ANGLES_H

/* Whether g and the distance factor are the same in all entries of the host, and fc one of host and third atom: then
 * the terms of (j, k) and of (k, j) have all but fc in common. So it is for one element, and in most files of more. */
static bool symmetric(const tersoff_model *model, const tersoff_entry *entry, int n) {
  const int *shared, count = dftfit_tersoff_angular_values(model, &shared);
  for (int t = 1; t < n * n; t++) {
    const double *v = entry[t].v, *first = entry[0].v;
    if (v[TERSOFF_M] != first[TERSOFF_M] || v[TERSOFF_LAMBDA3] != first[TERSOFF_LAMBDA3]) return false;
    for (int i = 0; i < count; i++)
      if (v[shared[i]] != first[shared[i]]) return false;
    if (!same_cutoff(&entry[t], &entry[t % n])) return false;
  }
  return true;
}

/* Rows that the path of pairs takes; its arrays stand on the stack. */
enum { PAIR_ROWS = 16 };

typedef struct angle {
  int j, k;
  vec cosine, g, g_slope, forth, back, rate; /* exp(+-x), dx/d(r_ij - r_ik) */
} angle;

/* zeta of all bonds; returns how many angles count. */
SPECIALISED int all_angles(tersoff_angular_kind kind, const leg_constants *c, const tersoff_rows *rows, angle *angles,
                           vec *zeta) {
  const vec largest = vset(TERSOFF_LARGEST), zero = vset(0), one = vset(1);
  const int nrow = rows->first[rows->nelement];
  int count = 0;
  for (int j = 0; j < nrow; j++) zeta[j] = zero;
  for (int j = 1; j < nrow; j++) {
    const vec xj = vload(AT(rows->x, j)), yj = vload(AT(rows->y, j)), zj = vload(AT(rows->z, j));
    const vec rj = vload(AT(rows->r, j)), fj = vload(AT(rows->fc, j));
    for (int k = 0; k < j; k++) {
      vec fk = vload(AT(rows->fc, k));
      if (!vany((fj > zero) & (fk > zero))) continue;
      angle *a = &angles[count++];
      vec cosine = xj * vload(AT(rows->x, k)) + yj * vload(AT(rows->y, k)) + zj * vload(AT(rows->z, k));
      vec g_slope, g = angular(kind, &c->g, cosine, &g_slope), forth = one, back = one, rate = zero;
      if (c->lambda3 != 0) {
        vec t = c->lambda3 * (rj - vload(AT(rows->r, k)));
        rate = vset(c->lambda3);
        if (c->cubic) rate = 3 * rate * t * t, t = t * t * t;
        forth = vexp_sum(vmin(vmax(t, -largest), largest), zero);
        back = vselect(t > largest, zero, vselect(t < -largest, vset(1e30), 1.0 / forth));
        forth = vselect(t > largest, vset(1e30), vselect(t < -largest, zero, forth));
      }
      zeta[j] += fk * g * forth;
      zeta[k] += fj * g * back;
      *a = (angle){j, k, cosine, g, g_slope, forth, back, rate};
    }
  }
  return count;
}

/* Gradients of all angles; along [rows]: what there is of the unit vectors. */
static inline void angle_gradients(const tersoff_rows *rows, int count, const angle *angles, const vec *by_zeta,
                                   vec *along) {
  for (int i = 0; i < count; i++) {
    const angle *a = &angles[i];
    const int j = a->j, k = a->k;
    vec forth = by_zeta[j] * a->forth, back = by_zeta[k] * a->back;
    vec fj = vload(AT(rows->fc, j)), fk = vload(AT(rows->fc, k)), inverse_j = vload(AT(rows->inverse, j));
    vec inverse_k = vload(AT(rows->inverse, k)), forth_k = forth * fk, back_j = back * fj;
    vec turn = a->g_slope * (forth_k + back_j), apart = a->g * a->rate * (forth_k - back_j);
    vec turn_j = turn * inverse_j, turn_k = turn * inverse_k;
    along[j] += apart + a->g * back * vload(AT(rows->slope, j)) - turn_j * a->cosine;
    along[k] += a->g * forth * vload(AT(rows->slope, k)) - apart - turn_k * a->cosine;
    vstore(AT(rows->gx, j), vload(AT(rows->gx, j)) + turn_j * vload(AT(rows->x, k)));
    vstore(AT(rows->gy, j), vload(AT(rows->gy, j)) + turn_j * vload(AT(rows->y, k)));
    vstore(AT(rows->gz, j), vload(AT(rows->gz, j)) + turn_j * vload(AT(rows->z, k)));
    vstore(AT(rows->gx, k), vload(AT(rows->gx, k)) + turn_k * vload(AT(rows->x, j)));
    vstore(AT(rows->gy, k), vload(AT(rows->gy, k)) + turn_k * vload(AT(rows->y, j)));
    vstore(AT(rows->gz, k), vload(AT(rows->gz, k)) + turn_k * vload(AT(rows->z, j)));
  }
}

SPECIALISED vec evaluate_angles(tersoff_angular_kind kind, const tersoff_model *model, const tersoff_entry *entry,
                                const tersoff_rows *rows) {
  const int n = rows->nelement;
  const leg_constants c = constants_of(kind, model, &entry[0]);
  const vec nothing[3] = {{0}};
  angle angles[PAIR_ROWS * (PAIR_ROWS - 1) / 2];
  vec zeta[PAIR_ROWS], along[PAIR_ROWS], by_zeta[PAIR_ROWS], sum = vset(0);
  for (int e = 0; e < n; e++) cutoff(model->fade, &entry[e], rows, rows->first[e], rows->first[e + 1]);
  int count = all_angles(kind, &c, rows, angles, zeta);
  for (int e = 0; e < n; e++)
    for (int j = rows->first[e]; j < rows->first[e + 1]; j++) {
      along[j] = by_zeta[j] = vset(0);
      if (vany(vload(AT(rows->fc, j)) > vset(0)))
        sum += bond_energy(model, &entry[e * n + e], rows, j, zeta[j], &along[j], &by_zeta[j]);
    }
  angle_gradients(rows, count, angles, by_zeta, along);
  for (int j = 0; j < rows->first[n]; j++) add_to_row(rows, j, along[j], nothing);
  return sum;
}

#endif
