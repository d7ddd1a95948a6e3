#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Draws parity.png and energy_along_run.png from a finished run.sh.
# usage: plot.sh <folder of the run> <crystal> [<folder for the images>]      (docs/images holds copies of silicon's)
#   crystal: what the lowest energy of the data is called; needs fit.yaml, parity.dat (dftfit eval --parity) and log.lammps
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$1 crystal=$2
images=${3:-$work}
mkdir -p "$images"

# the configurations that were fitted; energies from the lowest of them
excluded=$(sed -n 's/^exclude: *\[\([^]]*\)\].*/\1/p' "$work/fit.yaml")
[ -n "$excluded" ] || { echo "plot.sh: $work/fit.yaml has no list 'exclude'" >&2; exit 1; }
awk -v excluded="$excluded" -v energies="$work/energy.dat" -v forces="$work/force.dat" '
  BEGIN {count = split(excluded, names, /, */); for (i = 1; i <= count; i++) left_out["\"" names[i] "\""]}
  $2 in left_out {next}
  $1 == "energy" {n++; x[n] = $3; y[n] = $4; if (n == 1 || $3 < zero) zero = $3}
  $1 == "force" {print $3, $4 >forces}
  END {for (i = 1; i <= n; i++) print x[i] - zero, y[i] - zero >energies}' "$work/parity.dat"
# the first of the two tables of the log, which is the NVE run: time, temperature, total and potential energy per atom
awk '/^Loop time/ {exit} /^ *Step / {on = 1; next} on && NF == 7 {print $2, $3, $5, $4}' "$work/log.lammps" >"$work/nve.dat"
for file in energy.dat force.dat nve.dat; do
  [ -s "$work/$file" ] || { echo "plot.sh: $work/$file came out empty" >&2; exit 1; }
done
LC_ALL=C.UTF-8 gnuplot -e "work='$work'; images='$images'; crystal='$crystal'" "$here/plot.gp"
