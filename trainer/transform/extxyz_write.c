/* SPDX-License-Identifier: BSD-3-Clause */
#include "transform/extxyz_write.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static void write_number(FILE *to, double value) {
  char text[32];
  for (int digits = 15; digits <= 17; digits++) {
    snprintf(text, sizeof text, "%.*g", digits, value);
    if (strtod(text, NULL) == value) break;
  }
  fputs(text, to);
}

static void write_numbers(FILE *to, const char *key, int n, const double *value) {
  fprintf(to, " %s=\"", key);
  for (int i = 0; i < n; i++) {
    if (i) fputc(' ', to);
    write_number(to, value[i]);
  }
  fputc('"', to);
}

/* in quotes where it is not a plain word; quotes and backslashes within are escaped */
static void write_text(FILE *to, const char *key, const char *text) {
  const bool plain = *text && !text[strcspn(text, " \t\"'\\=,{}[]")];
  fprintf(to, " %s=%s", key, plain ? "" : "\"");
  for (const char *p = text; *p; p++) {
    if (*p == '"' || *p == '\\') fputc('\\', to);
    fputc(*p, to);
  }
  if (!plain) fputc('"', to);
}

static void write_stress(FILE *to, const dataset *set, int64_t c) {
  static const int voigt[9] = {0, 5, 4, 5, 1, 3, 4, 3, 2};
  double stress[9], virial[9];
  const double volume = dataset_volume(set, c);
  if (isnan(set->stress[c][0])) return;
  for (int k = 0; k < 9; k++) {
    stress[k] = set->stress[c][voigt[k]];
    virial[k] = -volume * stress[k];
  }
  write_numbers(to, "stress", 9, stress);
  if (!isnan(volume)) write_numbers(to, "virial", 9, virial);
}

void extxyz_write(FILE *to, const dataset *set, int64_t c) {
  const int64_t first = set->first_atom[c], end = set->first_atom[c + 1];
  const uint8_t *pbc = set->pbc[c];
  const bool forces = !isnan(set->force[first][0]);
  bool cell = false;
  for (int k = 0; k < 9; k++) cell = cell || set->cell[c][k] != 0;
  fprintf(to, "%lld\n", (long long)(end - first));
  fprintf(to, "Properties=species:S:1:pos:R:3%s", forces ? ":forces:R:3" : "");
  if (cell) write_numbers(to, "Lattice", 9, set->cell[c]);
  fprintf(to, " pbc=\"%c %c %c\"", pbc[0] ? 'T' : 'F', pbc[1] ? 'T' : 'F', pbc[2] ? 'T' : 'F');
  if (!isnan(set->energy[c])) {
    fputs(" energy=", to);
    write_number(to, set->energy[c]);
  }
  write_stress(to, set, c);
  write_text(to, "config_type", set->group[set->config_group[c]].name);
  if (set->source[set->config_source[c]][0]) write_text(to, "source", set->source[set->config_source[c]]);
  fputc('\n', to);
  for (int64_t i = first; i < end; i++) {
    fprintf(to, "%-2s", set->species[set->atom_species[i]]);
    for (int k = 0; k < (forces ? 6 : 3); k++) {
      fputc(' ', to);
      write_number(to, k < 3 ? set->position[i][k] : set->force[i][k - 3]);
    }
    fputc('\n', to);
  }
}
