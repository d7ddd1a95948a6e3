# SPDX-License-Identifier: BSD-3-Clause
# Sourced by the run.sh of an example, with $here its folder: installs what is missing, gets LAMMPS, builds dftfit, and
# goes to a folder in build/ that has fit.yaml, data.h5 and the input files of LAMMPS.
# Gives $root, $common, $build, $work, $lmp, $dftfit, $plugin, the array mpi and the function properties.
#   LAMMPS_SOURCE_DIR, LAMMPS_BUILD_DIR   a LAMMPS of your own: its source tree, and the folder of its lmp
root=$(cd "$here/../.." && pwd)
common=$root/examples/common

"$root/cmake/packages.sh"
if [ -z "${LAMMPS_SOURCE_DIR:-}" ]; then
  lammps=$("$root/cmake/get_lammps.sh" | tail -n 1)
  LAMMPS_SOURCE_DIR=$lammps/source LAMMPS_BUILD_DIR=$lammps/build
fi
lmp=${LAMMPS_BUILD_DIR:?names the folder of lmp}/lmp

echo "-- building dftfit"
build=$root/build
work=$build/examples/$(basename "$here")
mkdir -p "$work"
logged() { "$@" >"$work/build.log" 2>&1 || { tail -n 40 "$work/build.log" >&2; exit 1; }; }
logged cmake -S "$root" -B "$build" -DLAMMPS_SOURCE_DIR="$LAMMPS_SOURCE_DIR"
logged cmake --build "$build" -j "$(nproc)"
dftfit=$build/trainer/dftfit
plugin=$build/pair_dftfit/dftfitplugin.so

# two ranks, whoever runs this and however few cores there are; one thread each
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
export OMPI_MCA_rmaps_base_oversubscribe=1 OMPI_MCA_btl_vader_single_copy_mechanism=none
mpi=(mpirun -np 2)

cd "$work"
cp "$here"/{fit.yaml,data.h5} "$here"/in.* "$common"/in.* "$common"/*.lmp .

# properties INPUT [-var NAME VALUE]...: runs in.INPUT, its results stand in log.INPUT
properties() {
  local input=$1
  shift
  "$lmp" -in "in.$input" -var plugin "$plugin" "$@" -log "log.$input" >"$input.out" 2>&1 || { tail -n 20 "$input.out"; exit 1; }
}
result() { "$common/table.py" --get "$@"; } # result KEY LOG: the number
