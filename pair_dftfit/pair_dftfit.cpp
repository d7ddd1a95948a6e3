/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "pair_dftfit.h"

#include <mpi.h>

#include <algorithm>
#include <climits>
#include <cmath>
#include <cstdio>
#include <cstring>

#include "atom.h"
#include "comm.h"
#include "compat.h"
#include "dftfit/fit.h"
#include "error.h"
#include "force.h"
#include "memory.h"
#include "neigh_list.h"
#include "neighbor.h"
#include "read_whole.h"
#include "update.h"
#include "utils.h"

using namespace LAMMPS_NS;

namespace {

// first element of an array that LAMMPS keeps as rows of one block; a rank that never had an atom may have none
double *first_of(double **rows) { return rows ? rows[0] : nullptr; }

} // namespace

PairDftfit::PairDftfit(LAMMPS *host) : Pair(host) {
  single_enable = 0; // the energy is no sum over pairs
  restartinfo = 0;
  writedata = 0;
  respa_enable = 0;
  one_coeff = 1;
  manybody_flag = 1;
  centroidstressflag = CENTROID_AVAIL;
  unit_convert_flag = utils::METAL2REAL;
  comm_reverse_off = PER_ATOM_MAX; // newton off: see send_home
  workspace = dftfit_workspace_create();
  if (!workspace) error->one(FLERR, std::string("Pair style dftfit: out of memory"));
}

PairDftfit::~PairDftfit() {
  dftfit_potential_destroy(potential);
  dftfit_workspace_destroy(workspace);
  if (allocated) {
    memory->destroy(setflag);
    memory->destroy(cutsq);
    memory->destroy(scale);
  }
}

bool PairDftfit::one_scale() const {
  int first = 0;
  for (int t = 1; t <= atom->ntypes; ++t) {
    if (map[t] < 0) continue;
    if (first && type_factor[t] != type_factor[first]) return false;
    first = t;
  }
  return true;
}

void PairDftfit::compute(int eflag, int vflag) {
  ev_init(eflag, vflag);

  const int nlocal = atom->nlocal, nall = nlocal + atom->nghost;
  const bool newton = force->newton_pair != 0;
  for (int t = 1; t <= atom->ntypes; ++t) type_factor[t] = energy_unit * scale[t][t];

  // newton on: LAMMPS sums the ghosts' shares of f, vatom and cvatom itself. Off: it ignores what stands there
  if (!newton) {
    force_buffer.assign(3 * static_cast<size_t>(nall), 0.0);
    if (vflag_atom)
      std::fill_n(first_of(vatom) + 6 * static_cast<size_t>(nlocal), 6 * static_cast<size_t>(atom->nghost), 0.0);
    if (cvflag_atom)
      std::fill_n(first_of(cvatom) + 9 * static_cast<size_t>(nlocal), 9 * static_cast<size_t>(atom->nghost), 0.0);
  }

  const dftfit_atoms sites = sites_now();

  dftfit_tally tally{};
  tally.force = newton ? first_of(atom->f) : force_buffer.data();
  tally.energy = eflag_global ? &eng_vdwl : nullptr;
  tally.virial = vflag_global ? virial : nullptr;
  tally.eatom = eflag_atom ? eatom : nullptr;
  tally.vatom = vflag_atom ? first_of(vatom) : nullptr;
  tally.cvatom = cvflag_atom ? first_of(cvatom) : nullptr;

  dftfit_error err{};
  if (sites.inum > 0 && dftfit_evaluate(potential, &sites, workspace, &tally, &err)) fail_one(err);
  if (grade.wanted) site_grades();

  if (!newton) {
    send_home(force_buffer.data(), 3);
    double *f = first_of(atom->f);
    for (int k = 0; k < 3 * nlocal; ++k) f[k] += force_buffer[k];
    if (vflag_atom) send_home(first_of(vatom), 6);
    if (cvflag_atom) send_home(first_of(cvatom), 9);
  }
  if (vflag_fdotr) virial_fdotr_compute();
}

/** LAMMPS's arrays of this step, as the library takes them. */
dftfit_atoms PairDftfit::sites_now() const {
  dftfit_atoms sites{};
  sites.inum = list->inum;
  sites.nall = atom->nlocal + atom->nghost;
  sites.ilist = list->ilist;
  sites.numneigh = list->numneigh;
  sites.firstneigh = list->firstneigh;
  sites.neighmask = NEIGHMASK;
  sites.x = first_of(atom->x);
  sites.type = atom->type;
  sites.element_of_type = map;
  sites.scale_of_type = type_factor.data();
  if (atom->tag_enable && !cvflag_atom && one_scale()) {
    sites.tag = atom->tag;
    sites.tag_bytes = sizeof *atom->tag;
  }
  return sites;
}

double *PairDftfit::site_grades() {
  dftfit_error err{};
  if (grade.compute(potential, sites_now(), workspace, &err)) fail_one(err);
  return grade.values();
}

void PairDftfit::need_potential() {
  if (!potential)
    error->all(FLERR, std::string("Pair style dftfit has no potential: give pair_coeff * * file element ..."));
}

void PairDftfit::need_active_sets() {
  grade.needed = true;
  if (grade.loaded()) return;
  need_potential();
  dftfit_grade_record record{};
  dftfit_potential_get_grade(potential, &record);
  if (!record.file[0])
    error->all(FLERR, "The dftfit potential file " + file +
                          " names no active sets, so its extrapolation grade is not known: fit it with grade: on");
  const std::string::size_type slash = file.rfind('/');
  const std::string name = (slash == std::string::npos ? "" : file.substr(0, slash + 1)) + record.file;
  const std::string bytes = read_file(name, "active set");
  dftfit_active_set *sets = nullptr;
  dftfit_error err{};
  agree_on(dftfit_active_set_parse(potential, name.c_str(), bytes.data(), bytes.size(), &sets, &err), err);
  grade.take(sets);
  if (comm->me > 0) return;
  std::string line = "dftfit: active sets of the extrapolation grade from " + name;
  char reliable[32];
  snprintf(reliable, sizeof reliable, "%g", record.reliable);
  if (record.reliable > 0) line += ", errors of the usual size up to grade " + std::string(reliable);
  utils::logmesg(lmp, line + "\n");
}

/** Adds what ghosts gathered in rows [nall][width] to their owners, and zeroes the ghosts' rows: with newton_pair
 *  off and newton_bond on LAMMPS would otherwise add them once more. */
void PairDftfit::send_home(double *rows, int width) {
  reverse_rows = rows;
  reverse_width = width;
  dftfit_compat::reverse_comm(comm, this, width);
  std::fill_n(rows + static_cast<size_t>(width) * atom->nlocal, static_cast<size_t>(width) * atom->nghost, 0.0);
}

int PairDftfit::pack_reverse_comm(int n, int first, double *buf) {
  const int count = n * reverse_width;
  std::copy_n(reverse_rows + static_cast<size_t>(first) * reverse_width, count, buf);
  return count;
}

void PairDftfit::unpack_reverse_comm(int n, int *owners, double *buf) {
  for (int i = 0; i < n; ++i)
    for (int k = 0; k < reverse_width; ++k) reverse_rows[static_cast<size_t>(owners[i]) * reverse_width + k] += *buf++;
}

/** An error of one rank while running. The library knows local indices; users know IDs and distances. */
void PairDftfit::fail_one(const dftfit_error &err) {
  const auto id = [this](int i) {
    return atom->tag_enable ? std::to_string(atom->tag[i]) : std::string("(without ID)");
  };
  std::string text = "Pair style dftfit (" + file + "): ";
  const int i = err.atom;
  if (i >= 0 && i < atom->nlocal) {
    text += "atom " + id(i) + " at step " + std::to_string(update->ntimestep);
    int nearest = -1;
    double shortest = cutforce;
    for (int k = 0; k < list->numneigh[i]; ++k) {
      const int j = list->firstneigh[i][k] & NEIGHMASK;
      const double *a = atom->x[i], *b = atom->x[j];
      const double r = std::hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
      if (r < shortest) {
        shortest = r;
        nearest = j;
      }
    }
    if (nearest >= 0) {
      char distance[32];
      snprintf(distance, sizeof distance, "%g", shortest);
      text += ", whose nearest neighbour is atom " + id(nearest) + " at " + distance + " A";
    }
    text += ": ";
  }
  error->one(FLERR, text + err.message);
}

void PairDftfit::settings(int narg, char **arg) {
  shifted = false;
  for (int i = 0; i < narg; i += 2) {
    if (strcmp(arg[i], "shift") != 0)
      error->all(FLERR, std::string("Illegal pair_style dftfit command: unknown keyword '") + arg[i] +
                            "'; the only one is 'shift'. The potential file is named in pair_coeff");
    if (i + 1 == narg) error->all(FLERR, std::string("Illegal pair_style dftfit command: shift needs a distance"));
    shift = utils::numeric(FLERR, arg[i + 1], false, lmp);
    shifted = true;
  }
}

void PairDftfit::allocate() {
  const int n = atom->ntypes + 1;
  memory->create(setflag, n, n, "pair:setflag");
  memory->create(cutsq, n, n, "pair:cutsq");
  memory->create(scale, n, n, "pair:scale");
  std::fill_n(&setflag[0][0], static_cast<size_t>(n) * n, 0);
  std::fill_n(&cutsq[0][0], static_cast<size_t>(n) * n, 0.0);
  map = new int[n];
  type_factor.assign(n, 0.0);
  allocated = 1;
}

void PairDftfit::coeff(int narg, char **arg) {
  const int ntypes = atom->ntypes;
  if (narg < 3 || strcmp(arg[0], "*") != 0 || strcmp(arg[1], "*") != 0)
    error->all(
        FLERR,
        std::string("Incorrect args for pair coefficients of dftfit: it is pair_coeff * * file element ..., with one "
                    "element or NULL per atom type"));
  if (narg - 3 != ntypes)
    error->all(FLERR, "Incorrect args for pair coefficients of dftfit: " + std::to_string(narg - 3) +
                          " elements are given and there are " + std::to_string(ntypes) +
                          " atom types; give one element or NULL per type");

  const std::string units = update->unit_style;
  if (units == "metal")
    energy_unit = 1.0;
  else if (units == "real")
    energy_unit = utils::get_conversion_factor(utils::ENERGY, utils::METAL2REAL);
  else
    error->all(FLERR, "Pair style dftfit works in units metal or real, not in units " + units);

  if (!allocated) allocate();
  map_element2type(narg - 3, arg + 3);
  std::fill_n(&scale[0][0], static_cast<size_t>(ntypes + 1) * (ntypes + 1), 1.0);
  file = arg[2];
  parse(read_file(file, "potential"));
  dftfit_error err{};
  if (shifted && dftfit_potential_set_shift(potential, shift, &err))
    error->all(FLERR, "Pair style dftfit (" + file + "): " + err.message);
  refuse_unfitted();
  map_types();
  announce();
}

/** The bytes of the file, read by rank 0 and sent to all, so that every rank parses the same. */
std::string PairDftfit::read_file(const std::string &name, const char *what) {
  enum { FOUND, MISSING, UNREADABLE };
  std::string text;
  long head[2] = {MISSING, 0}; // state, size
  if (comm->me == 0) {
    const bool odd = dftfit_read::exists(name) && !dftfit_read::regular(name); // LAMMPS would wait for a FIFO
    const std::string path = odd ? name : utils::get_potential_file_path(name);
    if (!path.empty()) {
      head[0] = dftfit_read::whole(path, text) ? FOUND : UNREADABLE;
      head[1] = static_cast<long>(text.size());
    }
  }
  MPI_Bcast(head, 2, MPI_LONG, 0, world);
  if (head[0] == MISSING)
    error->all(FLERR, std::string("Cannot open the dftfit ") + what + " file " + name +
                          ": it is neither there nor in a folder of the environment variable LAMMPS_POTENTIALS");
  if (head[0] == UNREADABLE) error->all(FLERR, std::string("Cannot read the dftfit ") + what + " file " + name);
  text.resize(static_cast<size_t>(head[1]));
  MPI_Bcast(&text[0], static_cast<int>(head[1]), MPI_CHAR, 0, world);
  return text;
}

void PairDftfit::parse(const std::string &text) {
  dftfit_potential_destroy(potential);
  potential = nullptr;
  grade.take(nullptr);
  dftfit_error err{};
  agree_on(dftfit_potential_parse(file.c_str(), text.data(), text.size(), &potential, &err), err);
}

/** Ends the run where parsing failed on any rank, with one line. */
void PairDftfit::agree_on(dftfit_status status, const dftfit_error &err) {
  const int bad = status != DFTFIT_OK;
  int ranks_bad = 0;
  MPI_Allreduce(&bad, &ranks_bad, 1, MPI_INT, MPI_SUM, world);
  if (ranks_bad == 0) return;
  char line[sizeof err.input + sizeof err.message + 64] = "another rank failed";
  if (bad) dftfit_error_text(&err, line, sizeof line);
  if (ranks_bad == comm->nprocs) error->all(FLERR, std::string("Pair style dftfit: ") + line);
  if (bad) error->one(FLERR, std::string("Pair style dftfit: ") + line); // short of memory on some ranks only
  MPI_Barrier(world);                                                    // rank `bad` ends the run
}

/** A file with the settings of a fit reads as a potential whose parameters are all zero: no forces, no warning. */
void PairDftfit::refuse_unfitted() {
  std::vector<double> theta(dftfit_potential_nparameter(potential));
  if (theta.empty()) return; // tables have no parameters
  dftfit_potential_get(potential, theta.data());
  if (std::all_of(theta.begin(), theta.end(), [](double t) { return t == 0.0; }))
    error->all(FLERR, "All parameters in the dftfit potential file " + file +
                          " are zero: these are settings of a fit; run dftfit fit and name the file that it writes");
}

/** Turns map from indices into `elements` (as pair_coeff names them) to elements of the potential. */
void PairDftfit::map_types() {
  const dftfit_header *header = dftfit_potential_header(potential);
  std::string known;
  for (int e = 0; e < header->nelement; ++e) known += std::string(" ") + header->element[e];
  for (int t = 1; t <= atom->ntypes; ++t) {
    if (map[t] < 0) continue;
    const char *symbol = elements[map[t]];
    map[t] = dftfit_potential_element(potential, symbol);
    if (map[t] < 0)
      error->all(FLERR, std::string("Element ") + symbol + " of atom type " + std::to_string(t) +
                            " is not in the dftfit potential file " + file + ", which knows:" + known);
    // files that tell the masses set them, as LAMMPS's own styles for these files do
    const double mass = dftfit_potential_mass(potential, map[t]);
    if (mass > 0) atom->set_mass(FLERR, t, mass);
  }
}

void PairDftfit::announce() {
  const dftfit_form *form = dftfit_potential_form(potential);
  if (comm->me == 0) {
    std::string types;
    const dftfit_header *header = dftfit_potential_header(potential);
    for (int t = 1; t <= atom->ntypes; ++t) types += std::string(" ") + (map[t] < 0 ? "NULL" : header->element[map[t]]);
    char cutoff[32];
    snprintf(cutoff, sizeof cutoff, "%g", dftfit_potential_cutoff(potential));
    utils::logmesg(lmp, "dftfit " DFTFIT_VERSION ": " + file + ", form " + form->name + ", cutoff " + cutoff +
                            " A, atom types" + types + "\n");
  }
  dftfit_compat::cite(lmp, std::string("pair_style dftfit, form ") + form->name + ": doi:" + form->doi + "\n\n" +
                               form->citation + "\n\n");
}

void PairDftfit::init_style() {
  need_potential();
  dftfit_compat::request_full_list(neighbor, this, instance_me);
  if (grade.needed) need_active_sets(); // of another file, since pair_coeff was given again
}

double PairDftfit::init_one(int i, int j) {
  if (setflag[i][j] == 0) error->all(FLERR, std::string("All pair coeffs are not set"));
  scale[j][i] = scale[i][j];
  return dftfit_potential_pair_cutoff(potential, map[i], map[j]);
}

void *PairDftfit::extract(const char *name, int &dim) {
  if (strcmp(name, "grade_flag") == 0) { // fix pair, on all ranks
    need_active_sets();
    dim = 0;
    return static_cast<void *>(&grade.wanted);
  }
  dim = 2;
  return strcmp(name, "scale") == 0 ? static_cast<void *>(scale) : nullptr;
}

#ifdef DFTFIT_HAVE_FIX_PAIR
void *PairDftfit::extract_peratom(const char *name, int &ncol) {
  if (strcmp(name, "grade") != 0) return nullptr;
  ncol = 0;
  return static_cast<void *>(grade.values());
}
#endif

double PairDftfit::memory_usage() {
  return Pair::memory_usage() + static_cast<double>(dftfit_workspace_bytes(workspace)) +
         static_cast<double>(force_buffer.capacity() * sizeof(double)) + grade.bytes();
}
