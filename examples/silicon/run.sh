#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# From DFT data to molecular dynamics: installs what is missing, gets LAMMPS, builds, fits silicon, runs it.
# Everything that is made stands in build/; see README.md in this folder.
#   LAMMPS_SOURCE_DIR, LAMMPS_BUILD_DIR   a LAMMPS of your own: its source tree, and the folder of its lmp
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)

"$root/cmake/packages.sh"
if [ -z "${LAMMPS_SOURCE_DIR:-}" ]; then
  lammps=$("$root/cmake/get_lammps.sh" | tail -n 1)
  LAMMPS_SOURCE_DIR=$lammps/source LAMMPS_BUILD_DIR=$lammps/build
fi
lmp=${LAMMPS_BUILD_DIR:?names the folder of lmp}/lmp

echo "-- building dftfit"
build=$root/build
work=$build/examples/silicon
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
cp "$here"/{fit.yaml,data.h5,potential.lmp} "$here"/in.* .

echo && echo "== the data: dftfit info data.h5"
"$dftfit" info data.h5
echo && echo "== the fit: mpirun -np 2 dftfit fit fit.yaml"
"${mpi[@]}" "$dftfit" fit fit.yaml | tee fit.out

echo && echo "== properties of the potential, computed with LAMMPS"
properties() { # properties <input> [variables...]
  local input=$1
  shift
  "$lmp" -in "in.$input" -var plugin "$plugin" -var potential Si.yaml "$@" -log "log.$input" >"$input.out" 2>&1 ||
    { tail -n 20 "$input.out"; exit 1; }
}
properties bulk
energy=$("$here/table.py" --get E0 log.bulk)
properties phases -var E0 "$energy"
properties defects -var E0 "$energy" -var a0 "$("$here/table.py" --get a0 log.bulk)"
"$here/table.py" "$here/reference.json" log.bulk log.phases log.defects | tee properties.txt

echo && echo "== molecular dynamics: mpirun -np 2 lmp -in in.lammps"
"${mpi[@]}" "$lmp" -in in.lammps -var plugin "$plugin" -var potential Si.yaml -log log.lammps

"$dftfit" eval --parity parity.dat Si.yaml data.h5 >eval.out
"$here/plot.sh" "$work"
echo && echo "Potential, logs and pictures: $work"
