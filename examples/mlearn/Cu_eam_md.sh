#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Does the copper potential that run.sh fits (Cu_eam.yaml) hold in a run? Lattice and elastic constants, vacancy, and 4,000 atoms
# that are heated to 3,000 K, melt and are quenched, beside the same with a published eam/alloy file.
# usage: Cu_eam_md.sh LMP PLUGIN Cu_eam.out.yaml Cu_mishin1.eam.alloy [folder]     (some minutes; the second file: LAMMPS's potentials)
set -euo pipefail
[ $# -ge 4 ] || { sed -n '5s/^# //p' "$0" >&2; exit 2; }
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
common=$here/../common
runs=$here/work
lmp=$1 plugin=$(realpath "$2") fitted=$(realpath "$3") published=$(realpath "$4") work=${5:-$runs/Cu_eam_md}
mkdir -p "$work"
cd "$work"
cp "$common"/in.* "$common"/*.lmp .

run() { # run NAME INPUT [-var NAME VALUE]...: log in NAME.INPUT
  local name=$1 input=$2
  shift 2
  "$lmp" -in "in.$input" -log "$name.$input" -screen none -var element Cu -var mass 63.546 -var crystal fcc \
    -var plugin "$plugin" -var style eam/alloy "$@" || { tail -n 20 "$name.$input"; exit 1; }
}
for name in fitted published; do
  model=potential.lmp
  [ $name = fitted ] || model=published.lmp
  settings=(-var model $model -var potential "$fitted" -var file "$published")
  run $name bulk "${settings[@]}" -var start 3.62
  a0=$("$common/table.py" --get a0 $name.bulk) E0=$("$common/table.py" --get E0 $name.bulk)
  settings+=(-var a0 "$a0" -var E0 "$E0")
  run $name vacancy "${settings[@]}" -var cells 5
  run $name melt "${settings[@]}" -var hot 3000
  # closest.dat: bin, distance, g, as many rows as bins after a heading
  awk '!/^#/ && NF == 3 && $3 > 0 {print "result: closest " $2; exit}' closest.dat >$name.closest
done
"$common/table.py" "$here/Cu_properties.json" fitted.{bulk,vacancy,melt,closest} --beside published published.{bulk,vacancy,melt,closest} |
  tee properties.txt
