#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# From DFT data to molecular dynamics, for a metal: installs what is missing, gets LAMMPS, builds, fits aluminium with form
# eam from settings alone, runs it, writes it as .eam.alloy and runs that in a LAMMPS without the plugin.
# Everything that is made stands in build/; see README.md in this folder.
#   LAMMPS_SOURCE_DIR, LAMMPS_BUILD_DIR   a LAMMPS of your own: its source tree, and the folder of its lmp
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/../common/setup.sh"

echo && echo "== the data: dftfit info data.h5"
"$dftfit" info data.h5
echo && echo "== the fit: mpirun -np 2 dftfit fit fit.yaml"
"${mpi[@]}" "$dftfit" fit -f fit.yaml | tee fit.out

echo && echo "== tables for LAMMPS's own eam/alloy: dftfit convert Al.yaml Al.eam.alloy"
"$dftfit" convert -f Al.yaml Al.eam.alloy

# all_properties NAME [-var NAME VALUE]...: logs NAME.bulk ... of one pair style
all_properties() {
  local name=$1
  shift
  local settings=("$@" -var element Al -var mass 26.9815385 -var crystal fcc)
  properties bulk "${settings[@]}" -var start 4.04
  settings+=(-var a0 "$(result a0 log.bulk)" -var E0 "$(result E0 log.bulk)")
  for input in phases vacancy surfaces; do properties "$input" "${settings[@]}"; done
  for input in bulk phases vacancy surfaces; do mv "log.$input" "$name.$input"; done
}
echo && echo "== properties, computed with LAMMPS"
of() { echo "$1.bulk" "$1.phases" "$1.vacancy" "$1.surfaces"; }
published() { all_properties "$1" -var model published.lmp -var style "$2" -var file "$3"; }
all_properties Al -var potential Al.yaml
published tables eam/alloy Al.eam.alloy
published Zhou eam/alloy "$LAMMPS_SOURCE_DIR/potentials/Al_zhou.eam.alloy"
published Mendelev eam/fs "$LAMMPS_SOURCE_DIR/potentials/Al_mm.eam.fs"
"$common/table.py" "$here/reference.json" $(of Al) --beside tables $(of tables) --beside Zhou $(of Zhou) \
  --beside Mendelev $(of Mendelev) | tee properties.txt

echo && echo "== molecular dynamics: mpirun -np 2 lmp -in in.lammps"
"${mpi[@]}" "$lmp" -in in.lammps -var plugin "$plugin" -log log.lammps

"$dftfit" eval -f --parity parity.dat Al.yaml data.h5 >eval.out
"$common/plot.sh" "$work" fcc
"$here/plot_crystals.sh" "$work"
echo && echo "Potential, logs and pictures: $work"
