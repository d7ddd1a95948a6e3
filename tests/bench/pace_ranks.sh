#!/usr/bin/env bash
# Parallel efficiency of pair_style dftfit on two MPI ranks beside that of stock tersoff: time of one rank over twice the time of two,
# whole steps (loop) and pair time alone; runs interleaved, minimum of the repetitions. Needs two cores that nothing else uses.
#   tersoff  32,768 silicon atoms at 2,000 K      Ta  32,500 atoms near their sites (displaced, moved at 300 K with steps of 0.01 fs: its
#   coefficients are not fitted)                  InP 32,768 atoms at 300 K
# usage: pace_ranks.sh folder-with-Ta_pot.yace-and-InP_pot.yace [repetitions (3)]
#   DFTFIT_PLUGIN  dftfitplugin.so (default: of build/)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/speed_common.sh"
folder=$(realpath "$1") repetitions=${2:-3}

input() { # case -> commands; atoms and steps in the variables of these names
  local lattice box types=1 masses style temperature=300 step=0.001 basis=
  case $1 in
    tersoff)
      atoms=32768 steps=40 lattice="diamond 5.431" box="0 16 0 16 0 16" masses="mass 1 28.0855" temperature=2000
      style=$(printf '%s\n' "pair_style tersoff" "pair_coeff * * $lammps/source/potentials/Si.tersoff Si")
      ;;
    Ta)
      atoms=32500 steps=60 lattice="bcc 3.316" box="0 25 0 25 0 26" masses="mass 1 180.95" step=0.00001
      style=$(printf '%s\n' "plugin load $plugin" "pair_style dftfit" "pair_coeff * * $folder/Ta_pot.yace Ta")
      ;;
    InP)
      atoms=32768 steps=40 lattice="diamond 5.869" box="0 16 0 16 0 16" types=2 basis="basis 1 1 basis 2 1 basis 3 1 basis 4 1"
      masses=$(printf '%s\n' "mass 1 114.818" "mass 2 30.974")
      style=$(printf '%s\n' "plugin load $plugin" "pair_style dftfit" "pair_coeff * * $folder/InP_pot.yace In P")
      ;;
  esac
  printf '%s\n' "units metal" "lattice $lattice" "region box block $box" "create_box $types box" "create_atoms $types box $basis" "$masses" \
    "displace_atoms all random 0.02 0.02 0.02 4711" "$style" "neighbor 1.0 bin" "velocity all create $temperature 4711" "fix nve all nve" \
    "timestep $step" "run 2" "run $steps"
}

for ((i = 0; i < repetitions; i++)); do
  for case in tersoff Ta InP; do
    for ranks in 1 2; do
      input "$case" >"$work/in"
      run_lammps "$ranks" "$case" "$work/in" "$work/out"
      echo "$case $ranks $(times_of "$work/out" 1 $((atoms * steps)))" >>"$work/times"
    done
  done
done
awk '
  {for (k = 3; k <= 5; k++) if (!(($1, $2, k) in best) || $k < best[$1, $2, k]) best[$1, $2, k] = $k; if (!seen[$1]++) order[++n] = $1}
  END {
    print "us/atom/step  pair: 1 rank  2 ranks  efficiency   loop: 1 rank  2 ranks  efficiency"
    for (i = 1; i <= n; i++) {
      c = order[i]
      printf "%-13s %12.3f %8.3f %10.1f%% %14.3f %8.3f %10.1f%%\n", c, best[c, 1, 3], best[c, 2, 3], 50 * best[c, 1, 3] / best[c, 2, 3],
        best[c, 1, 5], best[c, 2, 5], 50 * best[c, 1, 5] / best[c, 2, 5]
    }
  }' "$work/times"
