/* SPDX-License-Identifier: BSD-3-Clause */
#include "import/vasp/vaspout_settings.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/label.h"
#include "import/reading/kmesh.h"
#include "import/reading/remarks.h"
#include "import/vasp/names.h"

/* An optional number: *out stays as it is where there is none, or none of this kind, in the file. */
static void optional_number(const hdf5_file *f, const char *name, double *out) {
  int whole;
  dftfit_error ignored;
  double value;
  if (!hdf5_has(f, name)) return;
  if (!hdf5_read(f, name, H5T_NATIVE_DOUBLE, 0, NULL, &value, &ignored))
    *out = value;
  else if (!hdf5_read(f, name, H5T_NATIVE_INT, 0, NULL, &whole, &ignored))
    *out = whole;
}

static void optional_text(const hdf5_file *f, const char *name, char *out, size_t size) {
  char text[HDF5_TEXT];
  dftfit_error ignored;
  if (hdf5_has(f, name) && !hdf5_read_text(f, name, text, &ignored)) import_text(out, size, text);
}

static void read_version(const hdf5_file *f, dataset_calculation *c) {
  double part[3] = {NAN, NAN, NAN};
  optional_number(f, "/version/major", &part[0]);
  optional_number(f, "/version/minor", &part[1]);
  optional_number(f, "/version/patch", &part[2]);
  if (!isnan(part[0]) && !isnan(part[1]) && !isnan(part[2]))
    snprintf(c->version, sizeof c->version, "%.0f.%.0f.%.0f", part[0], part[1], part[2]);
}

/* Tags of INCAR; those that the user did not give are not in this file, and VASP's defaults are not guessed. */
static void read_incar(const hdf5_file *f, dataset_calculation *c) {
  char gga[16] = "", metagga[16] = "", potcar[16] = "";
  double hybrid = 0, ivdw = 0, ismear = NAN, sigma = NAN, spin = 1;
  optional_number(f, "/input/incar/ENCUT", &c->ecut);
  optional_number(f, "/input/incar/EDIFF", &c->scf_tolerance);
  optional_number(f, "/input/incar/KSPACING", &c->kspacing);
  optional_number(f, "/input/incar/LHFCALC", &hybrid);
  optional_number(f, "/input/incar/IVDW", &ivdw);
  optional_number(f, "/input/incar/ISMEAR", &ismear);
  optional_number(f, "/input/incar/SIGMA", &sigma);
  optional_number(f, "/input/incar/ISPIN", &spin);
  optional_text(f, "/input/incar/GGA", gga, sizeof gga);
  optional_text(f, "/input/incar/METAGGA", metagga, sizeof metagga);
  optional_text(f, "/input/potcar/potentialtyp", potcar, sizeof potcar);
  vasp_functional(c, gga, potcar, metagga, hybrid != 0, (int)ivdw);
  if (!isnan(ismear) && !isnan(sigma)) vasp_smearing(c, (int)ismear, sigma);
  import_remarks(c, spin == 2, 0);
}

static dftfit_status read_potcars(const hdf5_file *f, dataset_calculation *c, dftfit_error *err) {
  static const char name[] = "/results/positions/ion_types";
  enum { MOST = 32 };
  char label[MOST][HDF5_TEXT];
  hsize_t n;
  DFTFIT_TRY(hdf5_extent(f, name, 1, &n, err));
  if (n > MOST) return DFTFIT_OK;
  DFTFIT_TRY(hdf5_read_texts(f, name, n, label, err));
  for (hsize_t i = 0; i < n; i++) import_list(c->pseudopotentials, sizeof c->pseudopotentials, label[i]);
  return DFTFIT_OK;
}

dftfit_status vaspout_settings(const hdf5_file *f, const double cell[9], dataset_calculation *out, dftfit_error *err) {
  double mesh[3] = {NAN, NAN, NAN};
  memset(out, 0, sizeof *out);
  out->ecut = out->kspacing = out->scf_tolerance = NAN;
  strcpy(out->code, "VASP");
  read_version(f, out);
  read_incar(f, out);
  DFTFIT_TRY(read_potcars(f, out, err));
  optional_number(f, "/input/kpoints/nkpx", &mesh[0]);
  optional_number(f, "/input/kpoints/nkpy", &mesh[1]);
  optional_number(f, "/input/kpoints/nkpz", &mesh[2]);
  import_kmesh(out, cell, mesh);
  return DFTFIT_OK;
}
