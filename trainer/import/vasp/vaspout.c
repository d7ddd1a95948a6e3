/* SPDX-License-Identifier: BSD-3-Clause */
/** vaspout.h5 of VASP 6. The energy is the column "free energy TOTEN" of /intermediate/ion_dynamics/energies; stress in
 *  kB, positive in compression; positions as fractions of the rows of the cell. A stress of zeros was not computed. */
#include <limits.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/elements.h"
#include "base/label.h"
#include "base/numbers.h"
#include "dftfit/units.h"
#include "import/reading/atoms.h"
#include "import/vasp/vaspout_settings.h"

#define DYNAMICS "/intermediate/ion_dynamics"

typedef struct vaspout {
  hdf5_file file;
  import_atoms atoms;
  int natom;
  hsize_t nstep, nenergy; /* ionic steps; columns of the energies, of which the one of TOTEN */
  int toten;
  bool has_force, has_stress, has_converged;
  double scale, *energies; /* [nenergy] of one step */
} vaspout;

/* a dataset [nstep][...] whose first dimension must be that of the energies */
static dftfit_status check_steps(const vaspout *v, const char *name, int rank, dftfit_error *err) {
  hsize_t extent[3];
  DFTFIT_TRY(hdf5_extent(&v->file, name, rank, extent, err));
  if (extent[0] == v->nstep) return DFTFIT_OK;
  return hdf5_fail(v->file.path, name, -1, err, DFTFIT_ERR_VALUE, "has %llu steps; there are %llu energies",
                   (unsigned long long)extent[0], (unsigned long long)v->nstep);
}

static dftfit_status read_energies_head(vaspout *v, dftfit_error *err) {
  hsize_t extent[2], ntag;
  DFTFIT_TRY(hdf5_extent(&v->file, DYNAMICS "/energies", 2, extent, err));
  DFTFIT_TRY(hdf5_extent(&v->file, DYNAMICS "/energies_tags", 1, &ntag, err));
  v->nstep = extent[0];
  v->nenergy = extent[1];
  if (ntag != v->nenergy || ntag == 0)
    return hdf5_fail(v->file.path, DYNAMICS "/energies_tags", -1, err, DFTFIT_ERR_VALUE,
                     "names %llu columns; the energies have %llu", (unsigned long long)ntag,
                     (unsigned long long)v->nenergy);
  char(*tag)[HDF5_TEXT] = malloc(ntag * sizeof *tag);
  v->energies = malloc(ntag * sizeof *v->energies);
  dftfit_status status = tag && v->energies ? hdf5_read_texts(&v->file, DYNAMICS "/energies_tags", ntag, tag, err)
                                            : dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory");
  v->toten = -1;
  for (int k = 0; k < (int)ntag && !status; k++)
    if (strstr(tag[k], "TOTEN")) v->toten = k;
  free(tag);
  DFTFIT_TRY(status);
  if (v->toten >= 0) return DFTFIT_OK;
  return hdf5_fail(v->file.path, DYNAMICS "/energies_tags", -1, err, DFTFIT_ERR_VALUE, "no column is the energy TOTEN");
}

/* the elements of the types, each as often as there are ions of it */
static dftfit_status read_symbols(vaspout *v, dftfit_error *err) {
  static const char types[] = "/results/positions/ion_types", numbers[] = "/results/positions/number_ion_types";
  hsize_t ntype, positions[3];
  DFTFIT_TRY(hdf5_extent(&v->file, types, 1, &ntype, err));
  DFTFIT_TRY(hdf5_extent(&v->file, DYNAMICS "/position_ions", 3, positions, err));
  char(*label)[HDF5_TEXT] = malloc((ntype ? ntype : 1) * sizeof *label);
  int *count = malloc((ntype ? ntype : 1) * sizeof *count);
  dftfit_status status = label && count ? hdf5_read_texts(&v->file, types, ntype, label, err)
                                        : dftfit_fail(err, DFTFIT_ERR_MEMORY, "out of memory");
  if (!status) status = hdf5_read(&v->file, numbers, H5T_NATIVE_INT, 1, &ntype, count, err);
  for (hsize_t t = 0; t < ntype && !status; t++) {
    const int element = import_label_element(label[t]);
    if (!element)
      status = hdf5_fail(v->file.path, types, (long long)t, err, DFTFIT_ERR_ELEMENT,
                         "'%.20s' does not begin with the symbol of an element", label[t]);
    else if (count[t] < 0 || count[t] > INT_MAX / 2 - v->natom || (hsize_t)(v->natom + count[t]) > positions[1])
      status = hdf5_fail(v->file.path, numbers, (long long)t, err, DFTFIT_ERR_VALUE,
                         "is %d ions, but " DYNAMICS "/position_ions has %llu in all", count[t],
                         (unsigned long long)positions[1]);
    else
      status = import_atoms_reserve(&v->atoms, v->natom + count[t], err);
    for (int i = 0; !status && i < count[t]; i++) strcpy(v->atoms.symbol[v->natom++], element_symbol(element));
  }
  free(label);
  free(count);
  return status;
}

static dftfit_status read_head(vaspout *v, dftfit_error *err) {
  if (!hdf5_has(&v->file, DYNAMICS "/energies"))
    return hdf5_fail(v->file.path, DYNAMICS, -1, err, DFTFIT_ERR_KEY, "there are no ionic steps in this file");
  DFTFIT_TRY(read_energies_head(v, err));
  DFTFIT_TRY(read_symbols(v, err));
  DFTFIT_TRY(check_steps(v, DYNAMICS "/position_ions", 3, err));
  DFTFIT_TRY(check_steps(v, DYNAMICS "/lattice_vectors", 3, err));
  v->has_force = hdf5_has(&v->file, DYNAMICS "/forces");
  v->has_stress = hdf5_has(&v->file, DYNAMICS "/stress");
  v->has_converged = hdf5_has(&v->file, DYNAMICS "/electronic_step_converged");
  if (v->has_force) DFTFIT_TRY(check_steps(v, DYNAMICS "/forces", 3, err));
  if (v->has_stress) DFTFIT_TRY(check_steps(v, DYNAMICS "/stress", 3, err));
  if (v->has_converged) DFTFIT_TRY(check_steps(v, DYNAMICS "/electronic_step_converged", 2, err));
  v->scale = 1;
  if (!hdf5_has(&v->file, DYNAMICS "/scale")) return DFTFIT_OK;
  return hdf5_read(&v->file, DYNAMICS "/scale", H5T_NATIVE_DOUBLE, 0, NULL, &v->scale, err);
}

/* VASP writes 0 for a step whose electrons converged (py4vasp, electronic_minimization) */
static dftfit_status read_converged(const vaspout *v, hsize_t step, bool *converged, dftfit_error *err) {
  double code = 0;
  const hsize_t extent[2] = {v->nstep, 1};
  if (v->has_converged)
    DFTFIT_TRY(
        hdf5_read_row(&v->file, DYNAMICS "/electronic_step_converged", H5T_NATIVE_DOUBLE, 2, extent, step, &code, err));
  *converged = code == 0;
  return DFTFIT_OK;
}

static dftfit_status read_step(vaspout *v, hsize_t step, dataset_config *config, dftfit_error *err) {
  const hsize_t energies[2] = {v->nstep, v->nenergy}, by33[3] = {v->nstep, 3, 3},
                byatom[3] = {v->nstep, (hsize_t)v->natom, 3};
  double stress[9], largest = 0;
  DFTFIT_TRY(hdf5_read_row(&v->file, DYNAMICS "/energies", H5T_NATIVE_DOUBLE, 2, energies, step, v->energies, err));
  DFTFIT_TRY(hdf5_read_row(&v->file, DYNAMICS "/lattice_vectors", H5T_NATIVE_DOUBLE, 3, by33, step, config->cell, err));
  DFTFIT_TRY(
      hdf5_read_row(&v->file, DYNAMICS "/position_ions", H5T_NATIVE_DOUBLE, 3, byatom, step, v->atoms.position, err));
  if (v->has_force)
    DFTFIT_TRY(hdf5_read_row(&v->file, DYNAMICS "/forces", H5T_NATIVE_DOUBLE, 3, byatom, step, v->atoms.force, err));
  for (int k = 0; k < 9; k++) config->cell[k] *= v->scale;
  config->energy = isfinite(v->energies[v->toten]) ? v->energies[v->toten] : HUGE_VAL;
  import_atoms_cartesian(&v->atoms, v->natom, config->cell);
  import_atoms_lend(&v->atoms, v->natom, v->has_force, config);
  if (v->has_stress)
    DFTFIT_TRY(hdf5_read_row(&v->file, DYNAMICS "/stress", H5T_NATIVE_DOUBLE, 3, by33, step, stress, err));
  for (int k = 0; k < 9 && v->has_stress; k++) largest = fmax(largest, fabs(stress[k]));
  for (int k = 0; k < 6; k++) config->stress[k] = NAN;
  if (largest > 0) import_voigt(stress, -1e3 / DFTFIT_BAR_PER_EV_A3, config->stress);
  for (int k = 0; k < 6 && largest > 0; k++)
    if (!isfinite(config->stress[k])) config->stress[k] = HUGE_VAL;
  return DFTFIT_OK;
}

/* why the step cannot be taken; NULL: it can. Energy and forces are judged with those of other formats. */
static const char *find_fault(const vaspout *v, const dataset_config *config) {
  for (int k = 0; k < 9; k++)
    if (!isfinite(config->cell[k])) return "a vector of the cell is no number";
  for (int i = 0; i < v->natom; i++)
    for (int k = 0; k < 3; k++)
      if (!isfinite(v->atoms.position[i][k])) return "a position is no number";
  return NULL;
}

static dftfit_status read_all(vaspout *v, importing *to, dftfit_error *err) {
  dataset_calculation calculation;
  DFTFIT_TRY(read_head(v, err));
  for (hsize_t step = 0; step < v->nstep; step++) {
    bool converged;
    dataset_config config = {.pbc = {true, true, true}};
    DFTFIT_TRY(read_step(v, step, &config, err));
    const char *fault = find_fault(v, &config);
    DFTFIT_TRY(read_converged(v, step, &converged, err));
    if (step == 0) DFTFIT_TRY(vaspout_settings(&v->file, config.cell, &calculation, err));
    config.calculation = calculation;
    if (fault) DFTFIT_TRY(import_leave_out(to, fault, err));
    if (!fault) DFTFIT_TRY(import_add(to, &config, converged, v->file.path, 0, err));
  }
  return DFTFIT_OK;
}

bool import_vaspout_recognise(const import_head *file) {
  static const char signature[] = "\x89HDF\r\n\x1a\n"; /* of HDF5 */
  return file->length >= sizeof signature - 1 && !memcmp(file->text, signature, sizeof signature - 1) &&
         strstr(file->name, "vaspout");
}

dftfit_status import_vaspout_read(import_stream *stream, importing *to, dftfit_error *err) {
  vaspout v = {0};
  char *bytes = NULL;
  size_t length;
  if (!stream->compressed) {
    DFTFIT_TRY(hdf5_open(stream->path, &v.file, err));
  } else {
    DFTFIT_TRY(import_stream_rest(stream, &bytes, &length, err));
    dftfit_status opened = hdf5_open_bytes(stream->path, bytes, length, &v.file, err);
    free(bytes);
    DFTFIT_TRY(opened);
  }
  dftfit_status status = read_all(&v, to, err);
  hdf5_close(&v.file, NULL);
  import_atoms_clear(&v.atoms);
  free(v.energies);
  return status;
}
