/* SPDX-License-Identifier: GPL-2.0-or-later */
/** pair_style dftfit: runs every potential that dftfit reads. It lends LAMMPS's own arrays to dftfit_evaluate and
 *  passes the results on; all physics is in potentials/. docs/lammps.md says what is supported. */
#ifndef LMP_PAIR_DFTFIT_H
#define LMP_PAIR_DFTFIT_H

#include <string>
#include <vector>

#include "compat.h"
#include "dftfit/dftfit.h"
#include "pair.h"
#include "site_grade.h"

namespace LAMMPS_NS {

class PairDftfit : public Pair {
public:
  explicit PairDftfit(class LAMMPS *);
  ~PairDftfit() override;
  PairDftfit(const PairDftfit &) = delete;
  PairDftfit &operator=(const PairDftfit &) = delete;

  void compute(int eflag, int vflag) override;
  void settings(int narg, char **arg) override;
  void coeff(int narg, char **arg) override;
  void init_style() override;
  double init_one(int i, int j) override;
  void *extract(const char *name, int &dim) override;
#ifdef DFTFIT_HAVE_FIX_PAIR
  void *extract_peratom(const char *name, int &ncol) override;
#endif
  int pack_reverse_comm(int n, int first, double *buf) override;
  void unpack_reverse_comm(int n, int *list, double *buf) override;
  double memory_usage() override;

  /** Reads the active sets of the potential, unless they are there; an error of all ranks where it has none. */
  void need_active_sets();
  /** Extrapolation grades [nlocal] of the atoms where they are now; valid until the next call. */
  double *site_grades();

private:
  enum { PER_ATOM_MAX = 9 }; // values per atom of the widest array that ghosts send back: cvatom

  dftfit_potential *potential = nullptr;
  dftfit_workspace *workspace = nullptr;
  std::string file;                 // as named in pair_coeff
  bool shifted = false;             // by the keyword shift of pair_style
  double shift = 0.0;               // A
  double energy_unit = 1.0;         // of LAMMPS per eV
  double **scale = nullptr;         // [ntypes+1][ntypes+1] fix adapt; the diagonal multiplies the site energies
  std::vector<double> type_factor;  // [ntypes+1] energy_unit * scale[t][t], of this step
  std::vector<double> force_buffer; // [nall][3] newton off: forces, before those of ghosts have gone home
  double *reverse_rows = nullptr;   // array being sent from ghosts to owners
  int reverse_width = 0;            // its values per atom
  SiteGrade grade;

  void allocate();
  dftfit_atoms sites_now() const;
  std::string read_file(const std::string &name, const char *what);
  void parse(const std::string &text);
  void agree_on(dftfit_status status, const dftfit_error &err);
  void need_potential();
  void refuse_unfitted();
  void map_types();
  void announce();
  bool one_scale() const; // of all types of ours
  void send_home(double *rows, int width);
  [[noreturn]] void fail_one(const dftfit_error &err);
};

} // namespace LAMMPS_NS

#endif
