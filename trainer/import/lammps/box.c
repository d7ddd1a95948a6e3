/* SPDX-License-Identifier: BSD-3-Clause */
#include "import/lammps/box.h"

#include <math.h>
#include <string.h>

enum { MOST_WORDS = 8 }; /* "xy xz yz pp pp pp", and room to see that there are more */

/* "pp", "ff", "ss", "fs", ...: how the box ends at the lower and the upper side. Only p is periodic, and then both are.
 */
static dftfit_status read_boundary(import_run *run, char *const *word, int n, dftfit_error *err) {
  for (int k = 0; k < 3; k++) run->open[k] = false;
  if (n == 0) {
    import_tell(run->to, run->stream, "`ITEM: BOX BOUNDS` does not tell the boundaries; they are taken for periodic");
    return DFTFIT_OK;
  }
  for (int k = 0; k < 3 && n == 3; k++) {
    const char *b = word[k];
    run->open[k] = b[0] != 'p';
    if (strlen(b) != 2 || strspn(b, "pfsm") != 2 || (b[0] == 'p') != (b[1] == 'p')) n = 0;
  }
  if (n == 3) return DFTFIT_OK;
  return import_stream_fail(run->stream, err, DFTFIT_ERR_SYNTAX,
                            "ITEM: BOX BOUNDS must end with three boundaries such as pp, ff or fs, or none");
}

static dftfit_status read_rows(import_run *run, int n, const char *what, double row[3][4], dftfit_error *err) {
  for (int k = 0; k < 3; k++) {
    DFTFIT_TRY(import_run_line(run, err));
    DFTFIT_TRY(import_run_numbers(run, run->stream->text, n, row[k], what, err));
  }
  return DFTFIT_OK;
}

/* The box has the vectors (lx 0 0), (xy ly 0), (xz yz lz). What is printed of a tilted one are the bounds of the
 * parallelepiped's corners (manual of LAMMPS, "Triclinic simulation boxes"):
 *    xlo_bound = xlo + min(0, xy, xz, xy+xz)    ylo_bound = ylo + min(0, yz)    zlo_bound = zlo
 *    xhi_bound = xhi + max(0, xy, xz, xy+xz)    yhi_bound = yhi + max(0, yz)    zhi_bound = zhi */
static dftfit_status read_bounds(import_run *run, bool tilted, double origin[3], dftfit_error *err) {
  double row[3][4] = {{0}};
  DFTFIT_TRY(
      read_rows(run, tilted ? 3 : 2, tilted ? "a row of the box: lo hi tilt" : "a row of the box: lo hi", row, err));
  const double xy = row[0][2], xz = row[1][2], yz = row[2][2];
  row[0][0] -= fmin(fmin(0, xy), fmin(xz, xy + xz));
  row[0][1] -= fmax(fmax(0, xy), fmax(xz, xy + xz));
  row[1][0] -= fmin(0, yz);
  row[1][1] -= fmax(0, yz);
  const double cell[9] = {row[0][1] - row[0][0], 0, 0, xy, row[1][1] - row[1][0], 0, xz, yz, row[2][1] - row[2][0]};
  for (int k = 0; k < 3; k++) {
    origin[k] = row[k][0];
    if (cell[4 * k] < 0)
      return import_stream_fail(run->stream, err, DFTFIT_ERR_VALUE,
                                "the box that ends here has an upper bound in %c of %g, below the lower one of %g%s",
                                'x' + k, row[k][1], row[k][0], tilted ? " (tilt taken off)" : "");
  }
  memcpy(run->cell, cell, sizeof cell);
  return DFTFIT_OK;
}

static dftfit_status read_vectors(import_run *run, double origin[3], dftfit_error *err) {
  double row[3][4];
  DFTFIT_TRY(read_rows(run, 4, "a vector of the box and a number of its origin", row, err));
  for (int k = 0; k < 3; k++) {
    memcpy(run->cell + 3 * k, row[k], 3 * sizeof **row);
    origin[k] = row[k][3];
  }
  return DFTFIT_OK;
}

static bool begins(char *const *word, int n, const char *const *expected, int m) {
  for (int i = 0; i < m; i++)
    if (i >= n || strcmp(word[i], expected[i])) return false;
  return true;
}

dftfit_status lammps_box_read(import_run *run, char *headline, double origin[3], dftfit_error *err) {
  static const char *const tilts[] = {"xy", "xz", "yz"}, *const vectors[] = {"abc", "origin"};
  char *word[MOST_WORDS];
  const int n = import_words(headline, word, MOST_WORDS);
  const bool tilted = begins(word, n, tilts, 3), general = begins(word, n, vectors, 2);
  const int skip = tilted ? 3 : general ? 2 : 0;
  DFTFIT_TRY(read_boundary(run, word + skip, n - skip, err));
  return general ? read_vectors(run, origin, err) : read_bounds(run, tilted, origin, err);
}
