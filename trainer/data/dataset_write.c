/* SPDX-License-Identifier: BSD-3-Clause */
#include <stdlib.h>
#include <string.h>

#include "data/dataset.h"
#include "data/dataset_block.h"
#include "data/dataset_sink.h"
#include "data/hdf5_file.h"
#include "data/schema.h"
#include "dftfit/dftfit.h"

static const char *species_text(const void *set, hsize_t i) { return ((const dataset *)set)->species[i]; }
static const char *group_text(const void *set, hsize_t i) { return ((const dataset *)set)->group[i].name; }
static const char *source_text(const void *set, hsize_t i) { return ((const dataset *)set)->source[i]; }

/* column of the table of calculations whose strings lie `offset` bytes into each row */
typedef struct text_column {
  const dataset_calculation *row;
  size_t offset;
} text_column;

static const char *column_text(const void *self, hsize_t i) {
  const text_column *column = self;
  return (const char *)(column->row + i) + column->offset;
}

dftfit_status dataset_write_head(const hdf5_file *f, dftfit_error *err) {
  DFTFIT_TRY(hdf5_write_text_attribute(f, "/", "schema", SCHEMA_NAME, err));
  DFTFIT_TRY(hdf5_write_int_attribute(f, "/", "version", SCHEMA_VERSION, err));
  return hdf5_write_text_attribute(f, "/", "program", "dftfit " DFTFIT_VERSION, err);
}

static dftfit_status write_groups(const hdf5_file *f, const dataset *set, dftfit_error *err) {
  hsize_t n = (hsize_t)set->ngroup;
  DFTFIT_TRY(hdf5_write_group(f, "/groups", err));
  DFTFIT_TRY(hdf5_write_texts(f, "/groups/name", n, group_text, set, err));
  int *kind = malloc((n ? n : 1) * sizeof *kind);
  DFTFIT_FAIL_IF(!kind, err, DFTFIT_ERR_MEMORY, "out of memory");
  for (hsize_t g = 0; g < n; g++) kind[g] = (int)set->group[g].kind;
  hid_t file_type = schema_kind_type(H5T_STD_I8LE), memory_type = schema_kind_type(H5T_NATIVE_INT);
  dftfit_status status = hdf5_write(f, "/groups/kind", file_type, memory_type, 1, &n, kind, NULL, err);
  H5Tclose(file_type);
  H5Tclose(memory_type);
  free(kind);
  return status;
}

static dftfit_status write_number_column(const hdf5_file *f, const dataset *set, const char *name, size_t offset,
                                         const char *unit, dftfit_error *err) {
  hsize_t n = (hsize_t)set->ncalculation;
  double *value = malloc((n ? n : 1) * sizeof *value);
  DFTFIT_FAIL_IF(!value, err, DFTFIT_ERR_MEMORY, "out of memory");
  for (hsize_t i = 0; i < n; i++) memcpy(&value[i], (const char *)(set->calculation + i) + offset, sizeof value[i]);
  dftfit_status status = hdf5_write(f, name, H5T_IEEE_F64LE, H5T_NATIVE_DOUBLE, 1, &n, value, unit, err);
  free(value);
  return status;
}

static dftfit_status write_calculations(const hdf5_file *f, const dataset *set, dftfit_error *err) {
  static const struct {
    const char *name;
    size_t offset;
  } texts[] = {{"/calculations/code", offsetof(dataset_calculation, code)},
               {"/calculations/version", offsetof(dataset_calculation, version)},
               {"/calculations/functional", offsetof(dataset_calculation, functional)},
               {"/calculations/pseudopotentials", offsetof(dataset_calculation, pseudopotentials)},
               {"/calculations/smearing", offsetof(dataset_calculation, smearing)},
               {"/calculations/kmesh", offsetof(dataset_calculation, kmesh)},
               {"/calculations/remarks", offsetof(dataset_calculation, remarks)}};
  DFTFIT_TRY(hdf5_write_group(f, "/calculations", err));
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    text_column column = {set->calculation, texts[i].offset};
    DFTFIT_TRY(hdf5_write_texts(f, texts[i].name, (hsize_t)set->ncalculation, column_text, &column, err));
  }
  DFTFIT_TRY(write_number_column(f, set, "/calculations/ecut", offsetof(dataset_calculation, ecut), "eV", err));
  DFTFIT_TRY(
      write_number_column(f, set, "/calculations/kspacing", offsetof(dataset_calculation, kspacing), "1/A", err));
  return write_number_column(f, set, "/calculations/scf_tolerance", offsetof(dataset_calculation, scf_tolerance), "eV",
                             err);
}

dftfit_status dataset_write_tables(const hdf5_file *f, const dataset *set, dftfit_error *err) {
  DFTFIT_TRY(hdf5_write_texts(f, "/species", (hsize_t)set->nspecies, species_text, set, err));
  DFTFIT_TRY(hdf5_write_texts(f, "/sources", (hsize_t)set->nsource, source_text, set, err));
  DFTFIT_TRY(write_groups(f, set, err));
  return write_calculations(f, set, err);
}

dftfit_status dataset_write(const dataset *set, const char *path, dftfit_error *err) {
  dataset_sink *sink;
  DFTFIT_TRY(dataset_sink_open(path, set->nconfig, set->natom, &sink, err));
  dftfit_status status = dataset_sink_put(sink, set, err);
  if (status) {
    dataset_sink_abandon(sink);
    return status;
  }
  return dataset_sink_close(sink, set, err);
}
