#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# From DFT data to molecular dynamics: installs what is missing, gets LAMMPS, builds, fits silicon, runs it.
# Everything that is made stands in build/; see README.md in this folder.
#   LAMMPS_SOURCE_DIR, LAMMPS_BUILD_DIR   a LAMMPS of your own: its source tree, and the folder of its lmp
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../common/setup.sh"

echo && echo "== the data: dftfit info data.h5"
"$dftfit" info data.h5
echo && echo "== the fit: mpirun -np 2 dftfit fit fit.yaml"
"${mpi[@]}" "$dftfit" fit -f --csv ace.csv fit.yaml | tee fit.out
echo && echo "== ten parameters instead: mpirun -np 2 dftfit fit tersoff.yaml"
cp "$here/tersoff.yaml" .
"${mpi[@]}" "$dftfit" fit -f --csv tersoff.csv tersoff.yaml | tee tersoff.out

echo && echo "== properties of the potential, computed with LAMMPS"
silicon=(-var potential Si.yaml -var element Si -var mass 28.0855 -var crystal diamond)
properties bulk "${silicon[@]}" -var start 5.43
a0=$(result a0 log.bulk) energy=$(result E0 log.bulk)
properties phonon "${silicon[@]}" -var a0 "$a0"
properties phases "${silicon[@]}" -var E0 "$energy"
properties vacancy "${silicon[@]}" -var a0 "$a0" -var E0 "$energy"
properties surfaces "${silicon[@]}" -var a0 "$a0" -var E0 "$energy"
"$common/table.py" "$here/reference.json" log.bulk log.phonon log.phases log.vacancy log.surfaces | tee properties.txt

echo && echo "== molecular dynamics: mpirun -np 2 lmp -in in.lammps"
"${mpi[@]}" "$lmp" -in in.lammps -var plugin "$plugin" -log log.lammps
echo && echo "== the same with the ten parameters"
"${mpi[@]}" "$lmp" -in in.lammps -var plugin "$plugin" -var potential Si_tersoff.yaml -log log.tersoff >tersoff_md.out
tail -n 1 tersoff_md.out

echo && echo "== where the potential extrapolates: lmp -in in.grade"
"$lmp" -in in.grade -var plugin "$plugin" -log log.grade >grade.out || { tail -n 20 grade.out; exit 1; }
grep -E '^Fix halt|errors of the usual size' grade.out
"$dftfit" import -o wanted.h5 wanted.dump stopped.dump
"$dftfit" eval -f --grade wanted.txt Si.yaml wanted.h5 | tail -n 1

"$dftfit" eval -f --parity parity.dat Si.yaml data.h5 >eval.out
"$common/plot.sh" "$work" diamond
echo && echo "== microseconds per atom and step in the pair style; errors and speeds of both: compare.png"
"$here/compare.sh" "$work"
echo && echo "Potential, logs and pictures: $work"
