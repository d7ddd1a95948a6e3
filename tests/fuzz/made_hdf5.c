/* SPDX-License-Identifier: BSD-3-Clause */
#include "made_hdf5.h"

#include <hdf5.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_VALUES = 4096, STRING = 16, RANKS = 4 };

typedef struct made {
  hid_t file, type; /* type in memory and in the file; negative: none */
  char kind;        /* f, i, s */
  int rank;
  hsize_t extent[RANKS], count; /* count: their product, or MOST_VALUES + 1 */
} made;

static bool take_type(made *m, const char *word) {
  m->kind = word[0];
  m->type = H5Tcopy(m->kind == 'f' ? H5T_NATIVE_DOUBLE : m->kind == 'i' ? H5T_NATIVE_INT : H5T_C_S1);
  if (m->kind == 's') H5Tset_size(m->type, STRING);
  return strchr("fis", m->kind) && m->kind;
}

/* the extents, up to the colon */
static void take_extents(made *m, char **rest) {
  char *word;
  m->rank = 0;
  m->count = 1;
  while ((word = strtok_r(NULL, " ", rest)) && strcmp(word, ":") && m->rank < RANKS) {
    const hsize_t extent = strtoull(word, NULL, 10) & 0xffffffffffU;
    m->extent[m->rank++] = extent;
    m->count = extent == 0 || m->count * extent <= MOST_VALUES ? m->count * extent : MOST_VALUES + 1;
  }
}

static void write_values(const made *m, hid_t dataset, char **rest) {
  static const size_t size[] = {['f'] = sizeof(double), ['i'] = sizeof(int), ['s'] = STRING};
  char *values = calloc(MOST_VALUES, STRING), *word;
  for (hsize_t i = 0; values && i < m->count && (word = strtok_r(NULL, " ", rest)); i++) {
    const double number = strtod(word, NULL);
    const int whole = (int)strtol(word, NULL, 10);
    if (m->kind == 'f') memcpy(values + i * sizeof number, &number, sizeof number);
    if (m->kind == 'i') memcpy(values + i * sizeof whole, &whole, sizeof whole);
    if (m->kind == 's') memcpy(values + i * STRING, word, strnlen(word, STRING));
  }
  if (values && size[(int)m->kind]) H5Dwrite(dataset, m->type, H5S_ALL, H5S_ALL, H5P_DEFAULT, values);
  free(values);
}

static void make_line(hid_t file, char *line) {
  made m = {.file = file};
  char *rest, *path = strtok_r(line, " ", &rest), *type = path ? strtok_r(NULL, " ", &rest) : NULL;
  if (!type || path[0] != '/') return;
  const bool good = take_type(&m, type);
  take_extents(&m, &rest);
  hid_t space = H5Screate_simple(m.rank, m.extent, NULL), links = H5Pcreate(H5P_LINK_CREATE);
  H5Pset_create_intermediate_group(links, 1);
  hid_t dataset = good ? H5Dcreate2(file, path, m.type, space, links, H5P_DEFAULT, H5P_DEFAULT) : -1;
  if (dataset >= 0 && m.count <= MOST_VALUES && m.count > 0) write_values(&m, dataset, &rest);
  if (dataset >= 0) H5Dclose(dataset);
  H5Pclose(links);
  if (space >= 0) H5Sclose(space);
  H5Tclose(m.type);
}

bool made_hdf5(const char *text, size_t length, const char *path) {
  H5Eset_auto2(H5E_DEFAULT, NULL, NULL);
  hid_t file = H5Fcreate(path, H5F_ACC_TRUNC, H5P_DEFAULT, H5P_DEFAULT);
  char *copy = file >= 0 ? strndup(text, length) : NULL;
  char *rest, *line = copy ? strtok_r(copy, "\n", &rest) : NULL;
  for (; line; line = strtok_r(NULL, "\n", &rest)) make_line(file, line);
  free(copy);
  return file >= 0 && H5Fclose(file) >= 0;
}
