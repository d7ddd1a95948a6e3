/* SPDX-License-Identifier: BSD-3-Clause */
/** What md.c does, in C++: a potential and a calculation are owned by smart pointers, a failure becomes an exception.
 *  usage: md_cpp Si.yaml */
#include <dftfit/dftfit.h>

#include <cmath>
#include <cstdio>
#include <memory>
#include <stdexcept>
#include <vector>

namespace {

constexpr int cells = 2, natom = 8 * cells * cells * cells;
constexpr double lattice = 5.432;        // A
constexpr double to_a_ps2 = 9648.533212; // 1 eV/A of force on 1 g/mol, in A/ps^2
constexpr double dt = 0.001;             // ps

template <auto destroy> struct Destroy {
  template <class T> void operator()(T *p) const { destroy(p); }
};
using Potential = std::unique_ptr<dftfit_potential, Destroy<dftfit_potential_destroy>>;
using Calculation = std::unique_ptr<dftfit_calculation, Destroy<dftfit_calculation_destroy>>;

void check(dftfit_status status, const dftfit_error &err) {
  char text[1024];
  if (status) throw std::runtime_error(dftfit_error_text(&err, text, sizeof text));
}

Potential read(const char *path) {
  dftfit_potential *pot;
  dftfit_error err;
  check(dftfit_potential_read(path, &pot, &err), err);
  return Potential(pot);
}

Calculation calculate_with(const Potential &pot, double skin) {
  dftfit_calculation *calculation;
  dftfit_error err;
  check(dftfit_calculation_create(pot.get(), skin, &calculation, &err), err);
  return Calculation(calculation);
}

// diamond, and velocities (A/ps) that are the same in every language
void start(std::vector<double> &x, std::vector<double> &v) {
  constexpr double fcc[4][3] = {{0, 0, 0}, {0, 0.5, 0.5}, {0.5, 0, 0.5}, {0.5, 0.5, 0}};
  for (int i = 0; i < natom; ++i) {
    const int cell[3] = {i / 8 % cells, i / 8 / cells % cells, i / 8 / cells / cells};
    for (int k = 0; k < 3; ++k) {
      x[3 * i + k] = lattice * (cell[k] + fcc[i % 4][k] + (i % 8 < 4 ? 0 : 0.25));
      v[3 * i + k] = 6 * std::sin(1 + 3 * i + k);
    }
  }
}

void run(const char *path) {
  const Potential pot = read(path);
  const Calculation calculation = calculate_with(pot, 1.0); // neighbour lists with a skin of 1 A
  const int si = dftfit_potential_element(pot.get(), "Si");
  const double mass = dftfit_potential_mass(pot.get(), si), a = cells * lattice;
  const double cell[9] = {a, 0, 0, 0, a, 0, 0, 0, a};
  const std::vector<int> element(natom, si);
  std::vector<double> x(3 * natom), v(3 * natom), f(3 * natom);
  start(x, v);

  const dftfit_system system{natom, element.data(), x.data(), cell, nullptr};
  dftfit_result result{};
  dftfit_error err;
  result.force = f.data();
  auto compute = [&] { check(dftfit_calculation_compute(calculation.get(), &system, &result, &err), err); };
  auto kick = [&] { // half a step
    for (int i = 0; i < 3 * natom; ++i) v[i] += 0.5 * dt * f[i] / mass * to_a_ps2;
  };
  compute();
  std::printf("%5s %16s %16s %16s\n", "step", "potential/eV", "kinetic/eV", "total/eV");
  for (int step = 0; step <= 100; ++step) {
    if (step > 0) {
      kick();
      for (int i = 0; i < 3 * natom; ++i) x[i] += dt * v[i];
      compute();
      kick();
    }
    double kinetic = 0;
    for (double component : v) kinetic += 0.5 * mass * component * component / to_a_ps2;
    if (step % 10 == 0)
      std::printf("%5d %16.8f %16.8f %16.8f\n", step, result.energy, kinetic, result.energy + kinetic);
  }
}

} // namespace

int main(int argc, char **argv) try { run(argc > 1 ? argv[1] : "Si.yaml"); } catch (const std::exception &failure) {
  std::fprintf(stderr, "%s\n", failure.what());
  return 1;
}
