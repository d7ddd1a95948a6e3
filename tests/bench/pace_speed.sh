#!/usr/bin/env bash
# Pair time of pair_style dftfit with files of ML-PACE beside that of stock tersoff on 32,768 silicon atoms, runs interleaved.
#   Ta   2,000 atoms, displaced by up to 0.05 A and not moved (the coefficients of Ta_pot.yace are not fitted)
#   InP  2,000 atoms at 300 K, constant energy
#   Cu   864 atoms at 600 K, constant energy, Cu-PBE-core-rep.ace of LAMMPS
# usage: pace_speed.sh [folder with Ta_pot.yace and InP_pot.yace] [repetitions]     (default 5; without a folder: Cu only)
#   DFTFIT_PLUGIN  dftfitplugin.so (default: of build/)        CASES  of "Ta InP Cu" (default: all that have files)
#   SILICON        potential files of silicon, which run on 4,096 atoms at 300 K      DFTFIT_SIMD  generic, avx2, avx512
#   ACE_WORK       the program ace_work (default: of build/)
# Prints pair times in microseconds per atom and step (minimum over the repetitions), their ratio to tersoff's, the time per neighbour, per
# function and per both, and the floating-point operations that count (ace_work.c) per second beside those of a loop of multiply-adds in the
# same run. By hand, not a test.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/speed_common.sh"
folder=${1:-} repetitions=${2:-5}
[ -n "$folder" ] && folder=$(realpath "$folder")
cases=${CASES-${folder:+Ta InP} Cu}
for file in ${SILICON:-}; do cases+=" $(realpath "$file")"; done
ace_work=${ACE_WORK:-$here/../../build/tests/bench/ace_work}

work_of() { # case -> what ace_work prints
  case $1 in
    Ta) "$ace_work" "$folder/Ta_pot.yace" bcc 3.316 ;;
    InP) "$ace_work" "$folder/InP_pot.yace" diamond 5.869 ;;
    Cu) "$ace_work" "$lammps/source/potentials/Cu-PBE-core-rep.ace" fcc 3.615 ;;
    tersoff) ;;
    *) "$ace_work" "$1" diamond 5.431 ;;
  esac
}

crystal() { # lattice, edges, types, more words of create_atoms
  printf '%s\n' "units metal" "lattice $1" "region box block $2" "create_box $3 box" "create_atoms $3 box ${4:-}"
}
moved() { # temperature
  printf '%s\n' "velocity all create $1 4711" "fix nve all nve" "timestep 0.001"
}
dftfit() { # file, elements
  printf '%s\n' "plugin load $plugin" "pair_style dftfit" "pair_coeff * * $1 $2"
}

input() { # case -> commands; atoms and steps in the variables of these names
  case $1 in
    tersoff)
      atoms=32768 steps=10
      crystal "diamond 5.431" "0 16 0 16 0 16" 1
      printf '%s\n' "mass 1 28.0855" "pair_style tersoff" "pair_coeff * * $lammps/source/potentials/Si.tersoff Si"
      moved 2000
      ;;
    Ta)
      atoms=2000 steps=100
      crystal "bcc 3.316" "0 10 0 10 0 10" 1
      printf '%s\n' "mass 1 180.95" "displace_atoms all random 0.05 0.05 0.05 4711"
      dftfit "$folder/Ta_pot.yace" Ta
      ;;
    InP)
      atoms=2000 steps=60
      crystal "diamond 5.869" "0 5 0 5 0 10" 2 "basis 1 1 basis 2 1 basis 3 1 basis 4 1"
      printf '%s\n' "mass 1 114.818" "mass 2 30.974"
      dftfit "$folder/InP_pot.yace" "In P"
      moved 300
      ;;
    Cu)
      atoms=864 steps=10
      crystal "fcc 3.615" "0 6 0 6 0 6" 1
      printf '%s\n' "mass 1 63.546"
      dftfit "$lammps/source/potentials/Cu-PBE-core-rep.ace" Cu
      moved 600
      ;;
    /*)
      atoms=4096 steps=20
      crystal "diamond 5.431" "0 8 0 8 0 8" 1
      printf '%s\n' "mass 1 28.0855"
      dftfit "$1" Si
      moved 600
      ;;
    *) echo "unknown case $1" >&2; return 1 ;;
  esac
  printf '%s\n' "neighbor 1.0 bin" "run 2" "run $steps"
}

peak=0
for ((i = 0; i < repetitions; i++)); do
  peak=$( ("$ace_work" peak; echo "$peak") | sort -n | tail -n 1)
  for case in tersoff $cases; do
    input "$case" >"$work/in"
    run_lammps 1 "$case" "$work/in" "$work/out"
    echo "$case $(times_of "$work/out" 1 $((atoms * steps))) $(work_of "$case")" >>"$work/times"
  done
done
awk -v peak="$peak" '
  {if (!($1 in best) || $2 < best[$1]) best[$1] = $2; functions[$1] = $6; near[$1] = $8; flop[$1] = $12
   if (!seen[$1]++) order[++n] = $1}
  END {
    printf "multiply-adds in registers: %.1f GFlop/s\n", peak
    print "case             us/atom/step  times tersoff  neighbours  ns/neighbour  ns/function  ps/both  GFlop/s  of peak"
    for (i = 1; i <= n; i++) {
      c = order[i]; t = best[c]; name = c; sub(/.*\//, "", name)
      printf "%-16s %12.3f %14.2f", substr(name, 1, 16), t, t / best["tersoff"]
      if (flop[c]) printf " %11.1f %13.2f %12.2f %8.1f %8.1f %8.2f", near[c], 1e3 * t / near[c], 1e3 * t / functions[c],
        1e6 * t / near[c] / functions[c], 1e-3 * flop[c] / t, 1e-3 * flop[c] / t / peak
      print ""
    }
  }' "$work/times"
