/* SPDX-License-Identifier: BSD-3-Clause */
#include "dftfit/cell.h"

#include <math.h>
#include <string.h>

static double dot(const double a[3], const double b[3]) { return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]; }

static void cross(const double a[3], const double b[3], double c[3]) {
  c[0] = a[1] * b[2] - a[2] * b[1];
  c[1] = a[2] * b[0] - a[0] * b[2];
  c[2] = a[0] * b[1] - a[1] * b[0];
}

static void normalise(double a[3]) {
  double length = sqrt(dot(a, a));
  for (int k = 0; k < 3 && length > 0; k++) a[k] /= length;
}

double dftfit_cell_volume(const double cell[9]) {
  double bc[3];
  cross(cell + 3, cell + 6, bc);
  return dot(cell, bc);
}

void dftfit_cell_frame(const double cell[9], const uint8_t pbc[3], double frame[9]) {
  int periodic[3], open[3], nperiodic = 0, nopen = 0;
  for (int k = 0; k < 3; k++) {
    if (pbc[k])
      periodic[nperiodic++] = k;
    else
      open[nopen++] = k;
  }
  memcpy(frame, cell, 9 * sizeof *frame);
  if (nperiodic == 0) {
    for (int k = 0; k < 9; k++) frame[k] = k % 4 == 0;
  } else if (nperiodic == 1) {
    /* the Cartesian axis that is least along the periodic row gives the first perpendicular */
    const double *a = cell + 3 * periodic[0];
    double axis[3] = {0, 0, 0};
    int least = fabs(a[0]) <= fabs(a[1]) ? 0 : 1;
    if (fabs(a[2]) < fabs(a[least])) least = 2;
    axis[least] = 1;
    cross(a, axis, frame + 3 * open[0]);
    normalise(frame + 3 * open[0]);
    cross(a, frame + 3 * open[0], frame + 3 * open[1]);
    normalise(frame + 3 * open[1]);
  } else if (nperiodic == 2) {
    cross(cell + 3 * periodic[0], cell + 3 * periodic[1], frame + 3 * open[0]);
    normalise(frame + 3 * open[0]);
  }
}

double dftfit_cell_openness(const double frame[9]) {
  double lengths = sqrt(dot(frame, frame)) * sqrt(dot(frame + 3, frame + 3)) * sqrt(dot(frame + 6, frame + 6));
  return lengths > 0 ? fabs(dftfit_cell_volume(frame)) / lengths : 0;
}

void dftfit_cell_inverse(const double frame[9], double inverse[9], double height[3]) {
  double volume = dftfit_cell_volume(frame);
  for (int k = 0; k < 3; k++) {
    double *row = inverse + 3 * k;
    cross(frame + 3 * ((k + 1) % 3), frame + 3 * ((k + 2) % 3), row);
    for (int m = 0; m < 3; m++) row[m] /= volume;
    height[k] = 1 / sqrt(dot(row, row));
  }
}
