/* SPDX-License-Identifier: BSD-3-Clause */
#include "import/cp2k/trajectory.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/fortran_number.h"
#include "dftfit/units.h"

/* The comment has ten decimals of the energy in Hartree. */
static const double SAME_ENERGY = 1e-9 * DFTFIT_EV_PER_HARTREE;

/* PROJECT-name beside the output */
static void beside(const cp2k_trajectory *t, const char *name, char *path, size_t size) {
  const char *slash = strrchr(t->output, '/');
  snprintf(path, size, "%.*s%s-%s", slash ? (int)(slash - t->output) + 1 : 0, t->output, t->project, name);
}

static void name_files(cp2k_trajectory *t) {
  beside(t, "pos-1.xyz", t->path, sizeof t->path);
  beside(t, "1.cell", t->cell_path, sizeof t->cell_path);
  snprintf(t->no_positions, sizeof t->no_positions, "positions are not printed, nor in %s", t->path);
  snprintf(t->no_cell, sizeof t->no_cell, "the cell, which moves, is not printed, nor in %s", t->cell_path);
}

void cp2k_trajectory_begin(cp2k_trajectory *t, const char *output) {
  *t = (cp2k_trajectory){.output = output, .project = "PROJECT", .step = NAN, .placed_step = NAN};
}

void cp2k_trajectory_end(cp2k_trajectory *t) {
  if (t->open) import_stream_close(&t->stream);
  if (t->cell_open) import_stream_close(&t->cells);
}

/* number of atoms and comment of the next frame; a frame that is damaged or cut off ends the trajectory */
static dftfit_status next_frame(cp2k_trajectory *t, dftfit_error *err) {
  double count;
  bool more;
  t->more = false;
  DFTFIT_TRY(import_stream_line(&t->stream, &more, err));
  if (!more || fortran_numbers(t->stream.text, 1, &count) < 1 || count < 1 || count > 1e9) return DFTFIT_OK;
  DFTFIT_TRY(import_stream_line(&t->stream, &more, err));
  const char *energy = more ? strstr(t->stream.text, "E =") : NULL;
  if (!energy || !t->stream.whole || !fortran_number(energy + 3, &t->energy)) return DFTFIT_OK;
  t->energy *= DFTFIT_EV_PER_HARTREE;
  const char *number = strstr(t->stream.text, "i =");
  if (!number || !fortran_number(number + 3, &t->step)) t->step = NAN;
  t->natom = (int)count;
  t->more = true;
  return DFTFIT_OK;
}

static dftfit_status open_trajectory(cp2k_trajectory *t, dftfit_error *err) {
  name_files(t);
  t->tried = true;
  if (access(t->path, R_OK)) return DFTFIT_OK;
  DFTFIT_TRY(import_stream_open(t->path, &t->stream, err));
  t->open = true;
  return next_frame(t, err);
}

static dftfit_status take_frame(cp2k_trajectory *t, import_run *run, bool *found, dftfit_error *err) {
  *found = false;
  run->nsymbol = run->nposition = 0;
  t->placed_step = t->step;
  for (int i = 0; i < t->natom; i++) {
    bool more;
    char *word[4];
    double position[3];
    DFTFIT_TRY(import_stream_line(&t->stream, &more, err));
    if (!more || !t->stream.whole) {
      run->nsymbol = run->nposition = 0;
      t->more = false;
      return DFTFIT_OK;
    }
    if (import_words(t->stream.text, word, 4) < 4)
      return import_stream_fail(&t->stream, err, DFTFIT_ERR_SYNTAX, "an element and three coordinates are due");
    for (int k = 0; k < 3; k++)
      if (!fortran_number(word[1 + k], &position[k]))
        return import_stream_fail(&t->stream, err, DFTFIT_ERR_SYNTAX, "'%.20s' is not a coordinate", word[1 + k]);
    DFTFIT_TRY(import_run_symbol(run, word[0], err));
    DFTFIT_TRY(import_run_position(run, position, err));
  }
  *found = true;
  return next_frame(t, err);
}

dftfit_status cp2k_trajectory_place(cp2k_trajectory *t, import_run *run, bool *found, dftfit_error *err) {
  *found = false;
  if (!t->tried) DFTFIT_TRY(open_trajectory(t, err));
  if (!t->more || fabs(t->energy - run->energy) > SAME_ENERGY) return DFTFIT_OK;
  return take_frame(t, run, found, err);
}

/* rows "#  Step  Time [fs]  Ax Ay Az Bx By Bz Cx Cy Cz  Volume", in A, up to that of the step */
static dftfit_status find_cell(cp2k_trajectory *t, double cell[9], bool *found, dftfit_error *err) {
  for (bool more = true; more && !*found;) {
    double value[11];
    DFTFIT_TRY(import_stream_line(&t->cells, &more, err));
    if (!more || fortran_numbers(t->cells.text, 11, value) < 11) continue;
    if (value[0] > t->placed_step) { /* comes again for a later step */
      import_stream_unread(&t->cells);
      return DFTFIT_OK;
    }
    *found = value[0] == t->placed_step;
    if (*found) memcpy(cell, value + 2, 9 * sizeof *cell);
  }
  return DFTFIT_OK;
}

dftfit_status cp2k_trajectory_cell(cp2k_trajectory *t, double cell[9], bool *found, dftfit_error *err) {
  *found = false;
  if (!t->cell_tried && access(t->cell_path, R_OK) == 0) {
    DFTFIT_TRY(import_stream_open(t->cell_path, &t->cells, err));
    t->cell_open = true;
  }
  t->cell_tried = true;
  return t->cell_open && !isnan(t->placed_step) ? find_cell(t, cell, found, err) : DFTFIT_OK;
}
