#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# From DFT data to molecular dynamics: installs what is missing, gets LAMMPS, builds, fits silicon, runs it.
# Everything that is made stands in build/; see README.md in this folder.
#   DFTFIT_LAMMPS=<folder>   a LAMMPS of your own: <folder>/source (its source tree) and <folder>/build (lmp, shared)
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)

"$root/cmake/packages.sh"
lammps=${DFTFIT_LAMMPS:-$("$root/cmake/get_lammps.sh" | tail -n 1)}

echo "-- building dftfit"
cmake -S "$root" -B "$root/build" -DLAMMPS_SOURCE_DIR="$lammps/source" >"$root/build.tmp" 2>&1 || { cat "$root/build.tmp"; exit 1; }
cmake --build "$root/build" -j "$(nproc)" >"$root/build.tmp" 2>&1 || { cat "$root/build.tmp"; exit 1; }
rm -f "$root/build.tmp"
dftfit=$root/build/trainer/dftfit
plugin=$root/build/pair_dftfit/dftfitplugin.so
lmp=$lammps/build/lmp

# two ranks, whoever runs this and however few cores there are; one thread each
export OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
export OMPI_MCA_rmaps_base_oversubscribe=1 OMPI_MCA_btl_vader_single_copy_mechanism=none
mpi=(mpirun -np 2)

work=$root/build/examples/silicon
mkdir -p "$work"
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
"$here/plot.sh" "$work"
