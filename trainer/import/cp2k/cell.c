/* SPDX-License-Identifier: BSD-3-Clause */
#include "import/cp2k/cell.h"

#include <math.h>
#include <string.h>

#include "dftfit/cell.h"

/* up to which the printed numbers are the same cell: half of the third decimal, and room */
static const double PRINTED = 2e-3; /* A */

dftfit_status cp2k_cell_vector(cp2k_cell *cell, const import_run *run, const char *at, dftfit_error *err) {
  const char *bracket = strchr(at, ']'), *equals = strchr(at, '=');
  int row = *at - 'a';
  if (row < 0 || row > 2 || !bracket || !equals)
    return import_stream_fail(run->stream, err, DFTFIT_ERR_SYNTAX, "'%.40s' stands where a cell vector is due", at);
  bracket += 1 + (bracket[1] == ':');
  DFTFIT_TRY(import_run_numbers(run, bracket, 3, cell->vector + 3 * row, "a cell vector", err));
  return import_run_numbers(run, equals + 1, 1, &cell->length[row], "the length of a cell vector", err);
}

dftfit_status cp2k_cell_angle(cp2k_cell *cell, const import_run *run, const char *at, dftfit_error *err) {
  const char *colon = strchr(at, ':');
  int k = strstr(at, "alpha") ? 0 : strstr(at, "beta") ? 1 : 2;
  return import_run_numbers(run, colon ? colon + 1 : at, 1, &cell->angle[k], "an angle of the cell", err);
}

/* a along x, b in the plane of x and y */
static void triangular(const cp2k_cell *cell, double rows[9]) {
  const double degree = M_PI / 180, *length = cell->length;
  double alpha = cos(cell->angle[0] * degree), beta = cos(cell->angle[1] * degree);
  double gamma = cos(cell->angle[2] * degree), sine = sin(cell->angle[2] * degree), y = (alpha - beta * gamma) / sine;
  double row[9] = {length[0], 0, 0, length[1] * gamma, length[1] * sine, 0, length[2] * beta, length[2] * y, 0};
  row[8] = length[2] * sqrt(fmax(0, 1 - beta * beta - y * y));
  memcpy(rows, row, sizeof row);
}

static void multiply(const double a[9], const double b[9], double c[9]) {
  for (int i = 0; i < 3; i++)
    for (int j = 0; j < 3; j++) c[3 * i + j] = a[3 * i] * b[j] + a[3 * i + 1] * b[3 + j] + a[3 * i + 2] * b[6 + j];
}

/* The rotation nearest to q by Newton's iteration q <- (q + q^-T)/2 (N. J. Higham, SIAM J. Sci. Stat. Comput. 7 (1986)
 * 1160, doi:10.1137/0907079); rows of cell_inverse are those of q^-T. */
static void nearest_rotation(double q[9]) {
  for (int pass = 0; pass < 20; pass++) {
    double inverse[9], height[3];
    dftfit_cell_inverse(q, inverse, height);
    for (int k = 0; k < 9; k++) q[k] = (q[k] + inverse[k]) / 2;
  }
}

void cp2k_cell_rows(const cp2k_cell *cell, double rows[9]) {
  double standard[9], inverse[9], transposed[9], q[9], height[3];
  const double *v = cell->vector;
  memcpy(rows, v, sizeof cell->vector);
  triangular(cell, standard);
  if (!(dftfit_cell_openness(standard) > DFTFIT_CELL_FLAT) || !(dftfit_cell_openness(v) > DFTFIT_CELL_FLAT)) return;
  if (v[1] == 0 && v[2] == 0 && v[5] == 0 && v[0] > 0 && v[4] > 0) {
    if (dftfit_cell_volume(v) > 0) memcpy(rows, standard, sizeof standard);
    return;
  }
  dftfit_cell_inverse(standard, inverse, height);
  for (int i = 0; i < 9; i++) transposed[i] = inverse[3 * (i % 3) + i / 3];
  multiply(transposed, v, q);
  nearest_rotation(q);
  double turned[9];
  multiply(standard, q, turned);
  for (int k = 0; k < 9; k++)
    if (!(fabs(turned[k] - v[k]) <= PRINTED)) return; /* lengths and angles of another cell */
  memcpy(rows, turned, sizeof turned);
}
