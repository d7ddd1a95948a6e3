/* SPDX-License-Identifier: GPL-2.0-or-later */
/** What `plugin load` calls. LAMMPS checks nothing: a plugin compiled for another version, other integer sizes or
 *  another MPI loads, and then gives wrong numbers. So the host is asked here through its C interface, whose layout
 *  does not depend on any of these, and on a mismatch nothing is registered. */
#include <mpi.h>

#include <cstdio>

#include "compat.h"
#include "compute_dftfit_grade_atom.h"
#include "force.h"
#include "lmptype.h"
#include "modify.h"
#include "pair_dftfit.h"

// lammpsplugin.h and version.h are not installed by LAMMPS; the C interface is the same in all versions
extern "C" {
typedef void *(lammpsplugin_factory1)(void *);
typedef void *(lammpsplugin_factory2)(void *, int, char **);
typedef struct {
  const char *version, *style, *name, *info, *author;
  union {
    lammpsplugin_factory1 *v1;
    lammpsplugin_factory2 *v2;
  } creator;
  void *handle;
} lammpsplugin_t;
typedef void (*lammpsplugin_regfunc)(lammpsplugin_t *, void *);

int lammps_version(void *handle);
int lammps_extract_setting(void *handle, const char *keyword);
int lammps_config_has_mpi_support();

__attribute__((visibility("default"))) void lammpsplugin_init(void *lmp, void *handle, void *regfunc);
}

namespace {

void *create_pair(void *lmp) { return new LAMMPS_NS::PairDftfit(static_cast<LAMMPS_NS::LAMMPS *>(lmp)); }

void *create_grade(void *lmp, int narg, char **arg) {
  return new LAMMPS_NS::ComputeDftfitGradeAtom(static_cast<LAMMPS_NS::LAMMPS *>(lmp), narg, arg);
}

struct Property {
  const char *what;
  int host, plugin;
};

/** Compares the host with what this file was compiled for; on a difference rank 0 says which, in one line. */
bool host_fits(void *lmp) {
  using namespace LAMMPS_NS;
#ifdef MPI_STUBS
  const int mpi = 0;
#else
  const int mpi = sizeof(MPI_Comm); // 8: Open MPI, 4: MPICH and its kin
#endif
  const Property properties[] = {
      {"LAMMPS version", lammps_version(lmp), LAMMPS_VERSION_NUMBER},
      {"size of tagint (LAMMPS_SIZES)", lammps_extract_setting(lmp, "tagint"), sizeof(tagint)},
      {"size of imageint (LAMMPS_SIZES)", lammps_extract_setting(lmp, "imageint"), sizeof(imageint)},
      {"size of bigint (LAMMPS_SIZES)", lammps_extract_setting(lmp, "bigint"), sizeof(bigint)},
      {"MPI library (size of MPI_Comm, 0: none)", lammps_config_has_mpi_support(), mpi},
  };
  for (const Property &p : properties) {
    if (p.host == p.plugin) continue;
    if (lammps_extract_setting(lmp, "world_rank") == 0)
      fprintf(stderr,
              "ERROR: dftfitplugin.so is not for this LAMMPS: %s is %d here, the plugin was compiled for %d; build it "
              "against "
              "this LAMMPS (pair_style dftfit is not available)\n",
              p.what, p.host, p.plugin);
    return false;
  }
  return true;
}

/** LAMMPS keeps one list of plugins for all its instances in a process, and passes over one that is in the list: a second
 *  instance would not find the styles. They are then put where it looks for them. */
void register_here(void *lmp, const lammpsplugin_t &pair, const lammpsplugin_t &compute) {
  using namespace LAMMPS_NS;
  const LAMMPS *host = static_cast<LAMMPS *>(lmp);
  if (host->force->pair_map->count(pair.name) == 0)
    (*host->force->pair_map)[pair.name] = reinterpret_cast<Force::PairCreator>(pair.creator.v1);
  if (host->modify->compute_map->count(compute.name) == 0)
    (*host->modify->compute_map)[compute.name] = reinterpret_cast<Modify::ComputeCreator>(compute.creator.v2);
}

} // namespace

void lammpsplugin_init(void *lmp, void *handle, void *regfunc) {
  if (!host_fits(lmp)) return;
  const lammpsplugin_regfunc add = reinterpret_cast<lammpsplugin_regfunc>(regfunc);
  lammpsplugin_t plugin{};
  plugin.version = LAMMPS_VERSION_STRING; // LAMMPS keeps these pointers, so they have to be literals
  plugin.author = "The dftfit authors";
  plugin.handle = handle;

  plugin.style = "pair";
  plugin.name = "dftfit";
  plugin.info = "dftfit " DFTFIT_VERSION ": interatomic potentials fitted to DFT";
  plugin.creator.v1 = &create_pair;
  add(&plugin, lmp);
  const lammpsplugin_t pair = plugin;

  plugin.style = "compute";
  plugin.name = "dftfit/grade/atom";
  plugin.info = "dftfit " DFTFIT_VERSION ": extrapolation grade of atoms";
  plugin.creator.v2 = &create_grade;
  add(&plugin, lmp);
  register_here(lmp, pair, plugin);
}
