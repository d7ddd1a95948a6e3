/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/elements.h"
#include "base/sha256.h"
#include "data/dataset.h"
#include "data/dataset_block.h"
#include "data/dataset_store.h"
#include "data/hdf5_file.h"
#include "data/schema.h"

static dftfit_status read_head(const hdf5_file *f, dftfit_error *err) {
  char schema[64];
  int version;
  DFTFIT_TRY(hdf5_read_text_attribute(f, "schema", schema, sizeof schema, err));
  if (strcmp(schema, SCHEMA_NAME))
    return dftfit_fail_at(err, DFTFIT_ERR_VERSION, f->path, 0, 0, "schema is '%s'; a data file has '%s'", schema,
                          SCHEMA_NAME);
  DFTFIT_TRY(hdf5_read_int_attribute(f, "version", &version, err));
  if (version < 1 || version > SCHEMA_VERSION)
    return dftfit_fail_at(err, DFTFIT_ERR_VERSION, f->path, 0, 0,
                          "schema version is %d; this program reads 1 to %d: it needs a newer dftfit", version,
                          SCHEMA_VERSION);
  return DFTFIT_OK;
}

/* reads the strings of one dataset; the caller frees *text */
static dftfit_status read_texts(const hdf5_file *f, const char *name, hsize_t *n, char (**text)[HDF5_TEXT],
                                dftfit_error *err) {
  DFTFIT_TRY(hdf5_extent(f, name, 1, n, err));
  if (*n < 1 || *n > INT32_MAX)
    return hdf5_fail(f->path, name, -1, err, DFTFIT_ERR_VALUE, "has %llu entries; at least 1 is needed",
                     (unsigned long long)*n);
  *text = malloc(*n * sizeof **text);
  DFTFIT_FAIL_IF(!*text, err, DFTFIT_ERR_MEMORY, "out of memory for %s", name);
  dftfit_status status = hdf5_read_texts(f, name, *n, *text, err);
  if (status) free(*text);
  return status;
}

static dftfit_status read_species(const hdf5_file *f, dataset *set, dftfit_error *err) {
  hsize_t n;
  char(*text)[HDF5_TEXT];
  dftfit_status status = DFTFIT_OK;
  DFTFIT_TRY(read_texts(f, "/species", &n, &text, err));
  for (hsize_t i = 0; i < n && !status; i++) {
    int index;
    if (!element_number(text[i]))
      status = hdf5_fail(f->path, "/species", (long long)i, err, DFTFIT_ERR_ELEMENT,
                         "'%.32s' is not the symbol of an element", text[i]);
    else if (!(status = dataset_species(set, text[i], &index, err)) && (hsize_t)index != i)
      status = hdf5_fail(f->path, "/species", (long long)i, err, DFTFIT_ERR_VALUE, "'%s' stands here twice", text[i]);
  }
  free(text);
  return status;
}

static dftfit_status read_sources(const hdf5_file *f, dataset *set, dftfit_error *err) {
  hsize_t n;
  char(*text)[HDF5_TEXT];
  dftfit_status status = DFTFIT_OK;
  DFTFIT_TRY(read_texts(f, "/sources", &n, &text, err));
  for (hsize_t i = 0; i < n && !status; i++) {
    int index;
    status = dataset_add_source(set, text[i], &index, err);
    if (!status && (hsize_t)index != i)
      status =
          hdf5_fail(f->path, "/sources", (long long)i, err, DFTFIT_ERR_VALUE, "'%.100s' stands here twice", text[i]);
  }
  free(text);
  return status;
}

static dftfit_status add_groups(const hdf5_file *f, dataset *set, int n, char (*text)[HDF5_TEXT], const int *kind,
                                dftfit_error *err) {
  for (int g = 0; g < n; g++) {
    int index;
    if (kind[g] < 0 || kind[g] >= KIND_COUNT)
      return hdf5_fail(f->path, "/groups/kind", g, err, DFTFIT_ERR_VALUE,
                       "is none of the %d kinds of docs/data-format.md", KIND_COUNT);
    if (!text[g][0] || strlen(text[g]) >= sizeof set->group->name)
      return hdf5_fail(f->path, "/groups/name", g, err, DFTFIT_ERR_VALUE, "'%.80s' has %zu bytes; 1 to %zu are allowed",
                       text[g], strlen(text[g]), sizeof set->group->name - 1);
    DFTFIT_TRY(dataset_add_group(set, text[g], (dataset_kind)kind[g], &index, err));
    if (index != g)
      return hdf5_fail(f->path, "/groups/name", g, err, DFTFIT_ERR_VALUE, "'%s' stands here twice", text[g]);
  }
  return DFTFIT_OK;
}

static dftfit_status read_groups(const hdf5_file *f, dataset *set, dftfit_error *err) {
  hsize_t n;
  char(*text)[HDF5_TEXT];
  DFTFIT_TRY(read_texts(f, "/groups/name", &n, &text, err));
  int *kind = malloc(n * sizeof *kind);
  hid_t type = schema_kind_type(H5T_NATIVE_INT);
  dftfit_status status =
      kind ? hdf5_read(f, "/groups/kind", type, 1, &n, kind, err) : dftfit_no_memory(err, "the groups");
  H5Tclose(type);
  if (!status) status = add_groups(f, set, (int)n, text, kind, err);
  free(kind);
  free(text);
  return status;
}

/* one column of strings of the table of calculations, into the `size` bytes at `offset` of each row */
static dftfit_status read_text_column(const hdf5_file *f, const char *name, hsize_t n, dataset_calculation *row,
                                      size_t offset, size_t size, dftfit_error *err) {
  char(*text)[HDF5_TEXT] = malloc(n * sizeof *text);
  DFTFIT_FAIL_IF(!text, err, DFTFIT_ERR_MEMORY, "out of memory for %s", name);
  dftfit_status status = hdf5_read_texts(f, name, n, text, err);
  for (hsize_t i = 0; i < n && !status; i++) {
    if (strlen(text[i]) >= size)
      status = hdf5_fail(f->path, name, (long long)i, err, DFTFIT_ERR_VALUE, "has %zu bytes; at most %zu are allowed",
                         strlen(text[i]), size - 1);
    else
      strcpy((char *)(row + i) + offset, text[i]);
  }
  free(text);
  return status;
}

static dftfit_status read_number_column(const hdf5_file *f, const char *name, hsize_t n, dataset_calculation *row,
                                        size_t offset, dftfit_error *err) {
  double *value = malloc(n * sizeof *value);
  DFTFIT_FAIL_IF(!value, err, DFTFIT_ERR_MEMORY, "out of memory for %s", name);
  dftfit_status status = hdf5_read(f, name, H5T_NATIVE_DOUBLE, 1, &n, value, err);
  for (hsize_t i = 0; i < n && !status; i++) memcpy((char *)(row + i) + offset, &value[i], sizeof *value);
  free(value);
  return status;
}

#define TEXT_COLUMN(member) \
  read_text_column(f, "/calculations/" #member, n, row, offsetof(dataset_calculation, member), sizeof row->member, err)
#define NUMBER_COLUMN(member) \
  read_number_column(f, "/calculations/" #member, n, row, offsetof(dataset_calculation, member), err)

static dftfit_status read_calculation_rows(const hdf5_file *f, hsize_t n, dataset_calculation *row, dataset *set,
                                           dftfit_error *err) {
  DFTFIT_TRY(TEXT_COLUMN(code));
  DFTFIT_TRY(TEXT_COLUMN(version));
  DFTFIT_TRY(TEXT_COLUMN(functional));
  DFTFIT_TRY(TEXT_COLUMN(pseudopotentials));
  DFTFIT_TRY(TEXT_COLUMN(smearing));
  /* files written before these columns were there lack them */
  if (hdf5_has(f, "/calculations/kmesh")) DFTFIT_TRY(TEXT_COLUMN(kmesh));
  if (hdf5_has(f, "/calculations/remarks")) DFTFIT_TRY(TEXT_COLUMN(remarks));
  DFTFIT_TRY(NUMBER_COLUMN(ecut));
  DFTFIT_TRY(NUMBER_COLUMN(kspacing));
  DFTFIT_TRY(NUMBER_COLUMN(scf_tolerance));
  for (hsize_t i = 0; i < n; i++) {
    int index;
    DFTFIT_TRY(dataset_add_calculation(set, &row[i], &index, err));
    if ((hsize_t)index != i)
      return hdf5_fail(f->path, "/calculations", (long long)i, err, DFTFIT_ERR_VALUE, "is the same as entry %d", index);
  }
  return DFTFIT_OK;
}

static dftfit_status read_calculations(const hdf5_file *f, dataset *set, dftfit_error *err) {
  hsize_t n;
  DFTFIT_TRY(hdf5_extent(f, "/calculations/code", 1, &n, err));
  if (n < 1 || n > INT32_MAX)
    return hdf5_fail(f->path, "/calculations/code", -1, err, DFTFIT_ERR_VALUE, "has %llu entries; 1 or more are needed",
                     (unsigned long long)n);
  dataset_calculation *row = calloc(n, sizeof *row);
  DFTFIT_FAIL_IF(!row, err, DFTFIT_ERR_MEMORY, "out of memory for the calculations");
  dftfit_status status = read_calculation_rows(f, n, row, set, err);
  free(row);
  return status;
}

dftfit_status dataset_read_tables(const hdf5_file *f, dataset *set, dftfit_error *err) {
  DFTFIT_TRY(read_head(f, err));
  DFTFIT_TRY(read_species(f, set, err));
  DFTFIT_TRY(read_sources(f, set, err));
  DFTFIT_TRY(read_groups(f, set, err));
  return read_calculations(f, set, err);
}

static dftfit_status read_all(const hdf5_file *f, dataset *set, dftfit_error *err) {
  dataset_index index = {0};
  DFTFIT_TRY(dataset_read_tables(f, set, err));
  DFTFIT_TRY(dataset_index_read(f, &index, err));
  dftfit_status status = dataset_read_block(f, &index, 0, index.nconfig, set, err);
  dataset_index_clear(&index);
  return status;
}

dftfit_status dataset_read(const char *path, dataset **out, dftfit_error *err) {
  hdf5_file file;
  *out = NULL;
  DFTFIT_TRY(hdf5_open(path, &file, err));
  dataset *set = dataset_create();
  dftfit_status status = set ? DFTFIT_OK : dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory");
  if (!status) {
    snprintf(set->path, sizeof set->path, "%s", path);
    status = read_all(&file, set, err);
  }
  dftfit_status closed = hdf5_close(&file, status ? NULL : err);
  if (!status) status = closed;
  if (!status) status = sha256_file(path, set->sha256, err);
  if (status)
    dataset_destroy(set);
  else
    *out = set;
  return status;
}
