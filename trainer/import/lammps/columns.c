/* SPDX-License-Identifier: BSD-3-Clause */
#include "import/lammps/columns.h"

#include <stddef.h>
#include <string.h>

#include "import/reading/run.h"

enum { KINDS = 4, NAMES = 5 };

static const char *const positions[KINDS][3] = {
    {"x", "y", "z"}, {"xu", "yu", "zu"}, {"xs", "ys", "zs"}, {"xsu", "ysu", "zsu"}};

static void see(int *place, const char *name, const char *word, int column) {
  if (*place < 0 && !strcmp(name, word)) *place = column;
}

static bool take_positions(int place[KINDS][3], lammps_columns *out) {
  for (int kind = 0; kind < KINDS; kind++) {
    if (place[kind][0] < 0 || place[kind][1] < 0 || place[kind][2] < 0) continue;
    memcpy(out->position, place[kind], sizeof out->position);
    out->fractional = kind >= 2;
    return true;
  }
  return false;
}

dftfit_status lammps_columns_parse(const import_stream *stream, char *names, lammps_columns *out, dftfit_error *err) {
  int place[KINDS][3], typelabel = -1, force = -1;
  memset(place, -1, sizeof place);
  *out = (lammps_columns){.id = -1, .type = -1, .label = -1};
  for (const char *word; (word = import_next_word(&names)); out->count++) {
    see(&out->id, "id", word, out->count);
    see(&out->type, "type", word, out->count);
    see(&out->label, "element", word, out->count);
    see(&typelabel, "typelabel", word, out->count);
    for (int kind = 0; kind < KINDS; kind++)
      for (int k = 0; k < 3; k++) see(&place[kind][k], positions[kind][k], word, out->count);
    see(&force, "fx", word, out->count);
    see(&force, "fy", word, out->count);
    see(&force, "fz", word, out->count);
  }
  if (out->label < 0) out->label = typelabel;
  out->forces = force >= 0;
  if (!take_positions(place, out))
    return import_stream_fail(stream, err, DFTFIT_ERR_SYNTAX,
                              "ITEM: ATOMS must name all three of x y z, xu yu zu, xs ys zs or xsu ysu zsu");
  if (out->label < 0 && out->type < 0)
    return import_stream_fail(stream, err, DFTFIT_ERR_SYNTAX,
                              "ITEM: ATOMS must name `element` or `type`; without, no element is known");
  return DFTFIT_OK;
}
