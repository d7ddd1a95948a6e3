#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Draws compare.png from a finished run.sh: errors of cross-validation by group, and time per atom and step, of both potentials.
# usage: compare.sh <folder of the run> [<folder for the image>]      (docs/images holds a copy)
#   needs ace.csv, tersoff.csv (dftfit fit --csv), log.lammps, log.tersoff
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$1 images=${2:-$1}

# "group" energy force: MAE of cross-validation, meV/atom and eV/A; a crystal at rest has no forces to err in
errors() { awk -F, '
  NR == 1 {for (i = 1; i <= NF; i++) at[$i] = i; next}
  $1 == "cross-validation" {if (!($2 in n)) {order[++groups] = $2; n[$2] = 1} mae[$2, $3] = $(at["mae"])}
  END {for (k = groups; k > 0; k--) {g = order[k]; print g, mae[g, "energy"], (mae[g, "force"] > 1e-6 ? mae[g, "force"] : "NaN")}}' "$1"; }
# microseconds per atom and step in the pair style, from the first run of a log, on all of its ranks together
pair_time() { awk '/^Loop time/ && !n {ranks = $6; steps = $9; n = $12} /^Pair / && !t {t = $5}
  END {printf "%.4g\n", t * ranks / steps / n * 1e6}' "$1"; }
for name in ace tersoff; do errors "$work/$name.csv" >"$work/$name.errors"; done
printf 'ace %s\ntersoff %s\n' "$(pair_time "$work/log.lammps")" "$(pair_time "$work/log.tersoff")" >"$work/speed.dat"
for file in ace.errors tersoff.errors speed.dat; do
  awk 'NF < 2 {bad = 1} END {exit bad || NR < 2}' "$work/$file" || { echo "compare.sh: $work/$file came out incomplete" >&2; exit 1; }
done
LC_ALL=C.UTF-8 gnuplot -e "work='$work'; images='$images'" "$here/compare.gp"
cat "$work/speed.dat"
