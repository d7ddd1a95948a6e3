#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Draws parity.png and energy_along_run.png from a finished run.sh.
# usage: plot.sh <folder of the run> [<folder for the images>]      (docs/images holds a copy)
#   needs parity.dat (dftfit eval --parity) and log.lammps
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$1
images=${2:-$work}
mkdir -p "$images"

# the configurations that were fitted; energies from the lowest of them, which is diamond at its best volume
fitted='$2 != "\"atom\"" && $2 != "\"ref64\"" && $2 != "\"elastic\""'
awk "\$1 == \"energy\" && $fitted {n++; x[n] = \$3; y[n] = \$4; if (n == 1 || \$3 < zero) zero = \$3}
  END {for (i = 1; i <= n; i++) print x[i] - zero, y[i] - zero}" "$work/parity.dat" >"$work/energy.dat"
awk "\$1 == \"force\" && $fitted {print \$3, \$4}" "$work/parity.dat" >"$work/force.dat"
# the first of the two tables of the log, which is the NVE run: time, temperature, total and potential energy per atom
awk '/^Loop time/ {exit} /^ *Step / {on = 1; next} on && NF == 7 {print $2, $3, $5, $4}' "$work/log.lammps" >"$work/nve.dat"
for file in energy.dat force.dat nve.dat; do
  [ -s "$work/$file" ] || { echo "plot.sh: $work/$file came out empty" >&2; exit 1; }
done
LC_ALL=C.UTF-8 gnuplot -e "work='$work'; images='$images'" "$here/plot.gp"
