/* SPDX-License-Identifier: BSD-3-Clause */
/** Between two steps that differ little, the energy changes by the work of forces and stress:
 *    E_b - E_a = sum over a, b of 1/2 (-F . du + V sigma : de) + O(d^3)
 *  (trapezoidal rule), where du is the change of the fractional coordinates in the cell of the step and de = h^-1 dh
 *  the strain. So units, signs and the order of the components of what was read are right, and the energy is the one
 *  of which forces and stress are derivatives. */
#include <stdio.h>
#include <string.h>

#include "cmocka_all.h"
#include "dftfit/cell.h"
#include "samples.h"

static void fractions(const double *cell, const double position[3], double out[3]) {
  double inverse[9], height[3];
  dftfit_cell_inverse(cell, inverse, height);
  for (int k = 0; k < 3; k++)
    out[k] = position[0] * inverse[3 * k] + position[1] * inverse[3 * k + 1] + position[2] * inverse[3 * k + 2];
}

/* work of the forces and the stress of step c along the change from a to b; parts [2] */
static void work_of(const dataset *set, int64_t c, int64_t a, int64_t b, double part[2]) {
  static const int voigt[9] = {0, 5, 4, 5, 1, 3, 4, 3, 2};
  const double *h = set->cell[c];
  double inverse[9], height[3], dh[9];
  part[0] = part[1] = 0;
  const int64_t n = set->first_atom[a + 1] - set->first_atom[a];
  for (int64_t i = 0; i < n; i++) {
    double sa[3], sb[3];
    fractions(set->cell[a], set->position[set->first_atom[a] + i], sa);
    fractions(set->cell[b], set->position[set->first_atom[b] + i], sb);
    for (int k = 0; k < 3; k++) {
      double ds = sb[k] - sa[k] - round(sb[k] - sa[k]);
      for (int x = 0; x < 3; x++) part[0] -= set->force[set->first_atom[c] + i][x] * ds * h[3 * k + x];
    }
  }
  if (isnan(set->stress[c][0])) return;
  for (int k = 0; k < 9; k++) dh[k] = set->cell[b][k] - set->cell[a][k];
  dftfit_cell_inverse(h, inverse, height);
  /* fraction k of r is r . inverse[3k..], so the strain that takes rows h to h + dh is e_xy = sum_k inverse_kx dh_ky */
  for (int x = 0; x < 3; x++)
    for (int y = 0; y < 3; y++)
      for (int k = 0; k < 3; k++)
        part[1] += fabs(dftfit_cell_volume(h)) * set->stress[c][voigt[3 * x + y]] * inverse[3 * k + x] * dh[3 * k + y];
}

/* the first `path` configurations of the set are one path */
static void check_path(const char *name, const dataset *set, int64_t path, double tolerance) {
  for (int64_t c = 0; c + 1 < path; c++) {
    double first[2], second[2];
    work_of(set, c, c, c + 1, first);
    work_of(set, c + 1, c, c + 1, second);
    double forces = (first[0] + second[0]) / 2, stress = (first[1] + second[1]) / 2;
    double change = set->energy[c + 1] - set->energy[c];
    print_message("%s %d-%d: dE %.6f eV, work of forces %.6f, of stress %.6f\n", name, (int)c, (int)c + 1, change,
                  forces, stress);
    assert_close(change, forces + stress, tolerance * (fabs(forces) + fabs(stress)));
  }
}

static void check_sample_work(const sample *s) {
  importing to;
  dftfit_error err = {0};
  if (sample_read(s, -1, &to, &err)) fail_msg("%s: %s", s->file, err.message);
  check_path(s->file, to.set, s->path ? s->path : to.set->nconfig, s->work);
  dataset_destroy(to.set);
  import_end(&to);
}

void check_work(void **unused) {
  (void)unused;
  for (int i = 0; sample_at(i); i++)
    if (sample_at(i)->work > 0) check_sample_work(sample_at(i));
}

/* Single calculations of pw.x 6.7 at a crystal that is strained more and more (volume and shear). What is left is the
 * trapezoidal rule and, for aluminium, the number of plane waves, which changes with the cell. */
void check_work_of_runs(void **unused) {
  (void)unused;
  static const struct {
    const char *crystal;
    double tolerance;
  } sets[] = {{"si", 0.002}, {"al", 0.04}};
  static const import_options options = {.stride = 1};
  for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
    importing to = {.options = &options, .set = dataset_create(), .source = "strained"};
    for (int run = 0; run < 4; run++) {
      dftfit_error err = {0};
      char file[64];
      snprintf(file, sizeof file, "pwscf_strained/%s_strain%d.xml.xz", sets[i].crystal, run);
      if (sample_add(file, &to, &err)) fail_msg("%s: %s", file, err.message);
    }
    assert_int_equal(to.set->nconfig, 4);
    check_path(sets[i].crystal, to.set, 4, sets[i].tolerance);
    dataset_destroy(to.set);
    import_end(&to);
  }
}
