#!/usr/bin/env bash
# Installs what is missing, builds everything with warnings as errors, and runs all tests.
# usage: tests/run.sh [more arguments for ctest...]       e.g. tests/run.sh -R lammps
#   DFTFIT_BUILD         build folder (default: build)
#   LAMMPS_SOURCE_DIR    a LAMMPS of your own instead of the one that cmake/get_lammps.sh makes, with
#   LAMMPS_BUILD_DIR     its build folder (lmp and liblammps.so, PLUGIN package)
#   CI                   when set: also compiles the plugin against the headers of LAMMPS 29 Sep 2021, and runs the
#                        quick tests without LAMMPS under the address, leak and undefined-behaviour sanitizers
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=${DFTFIT_BUILD:-$root/build}

"$root/cmake/packages.sh"
options=(-DDFTFIT_WERROR=ON -DDFTFIT_TESTS=ON)
if [ -n "${LAMMPS_SOURCE_DIR:-}" ]; then
  options+=("-DLAMMPS_SOURCE_DIR=$LAMMPS_SOURCE_DIR" "-DLAMMPS_BUILD_DIR=${LAMMPS_BUILD_DIR:-}")
else
  lammps=$("$root/cmake/get_lammps.sh" | tail -n 1)
  options+=("-DLAMMPS_SOURCE_DIR=$lammps/source" "-DLAMMPS_BUILD_DIR=$lammps/build")
fi
if [ -n "${CI:-}" ]; then
  old=$("$root/cmake/get_lammps.sh" --source-only 20210929 | tail -n 1)
  options+=("-DDFTFIT_LAMMPS_2021=$old/source")
fi

# Open MPI in containers: root, more ranks than cores, no ptrace between ranks
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
export OMPI_MCA_rmaps_base_oversubscribe=1 OMPI_MCA_btl_vader_single_copy_mechanism=none OMPI_MCA_mpi_yield_when_idle=1
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1

# Unit tests, conformance of every form and damaged files with sanitizers. Leaks of libraries: tests/lsan.supp.
check_memory() {
  local folder=$build-asan
  (cd "$root" && cmake --preset asan-ubsan -B "$folder" -DDFTFIT_PLUGIN=OFF)
  cmake --build "$folder" -j "$(nproc)"
  ASAN_OPTIONS=detect_leaks=1:fast_unwind_on_malloc=0 LSAN_OPTIONS=suppressions=$root/tests/lsan.supp:print_suppressions=0 \
    ctest --test-dir "$folder" --output-on-failure --no-tests=error -j "$(nproc)" -R '^(unit_|conformance_|fuzz_|nonlinear_solve)'
}
if [ -n "${CI:-}" ]; then check_memory; fi

cmake -S "$root" -B "$build" "${options[@]}"
cmake --build "$build" -j "$(nproc)"
cd "$build"
ctest --output-on-failure --no-tests=error -j "$(nproc)" "$@"
