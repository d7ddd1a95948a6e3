#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Draws crystals.png from a finished run.sh: energies of crystals over their volumes, DFT beside the potential.
# usage: plot_crystals.sh <folder of the run>      needs parity.dat (dftfit eval --parity) and Al.phases (in.phases)
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$1

# energies stand in parity.dat in the order of configurations.tsv; zero is the lowest energy of fcc by DFT
awk -v work="$work" -v n=0 '
  FNR == NR {if (FNR > 1) {group[FNR - 2] = $2; volume[FNR - 2] = $5}; next}
  $1 == "energy" {g = group[n]; if ($2 != "\"" g "\"") {print "configurations.tsv belongs to other data" >"/dev/stderr"; exit 1}
    energy[n++] = $3; if (g == "eos_fcc" && (!found++ || $3 < zero)) zero = $3}
  END {for (i = 0; i < n; i++) if (group[i] ~ /^(eos_fcc|phase_)/) {
    sub(/^(eos|phase)_/, "", group[i]); print volume[i], energy[i] - zero >(work "/dft_" group[i] ".dat")}}
' "$here/dft/configurations.tsv" "$work/parity.dat"
for crystal in fcc hcp bcc sc diamond; do
  sed -n "s/^curve: $crystal //p" "$work/Al.phases" >"$work/curve_$crystal.dat"
  for file in dft_$crystal.dat curve_$crystal.dat; do
    [ -s "$work/$file" ] || { echo "plot_crystals.sh: $work/$file came out empty" >&2; exit 1; }
  done
done
LC_ALL=C.UTF-8 gnuplot -e "work='$work'" "$here/plot_crystals.gp"
