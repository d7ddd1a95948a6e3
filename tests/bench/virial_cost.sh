#!/usr/bin/env bash
# What virials cost pair_style dftfit: 32,000 atoms of copper at 800 K (Cu_mishin1.eam.alloy), with virials asked for by nobody, at
# the last step only (a compute that stands by), and at every step: the pressure, the stress per atom, the centroid stress.
# usage: virial_cost.sh [repetitions]     (default 5; runs interleaved; by hand on an idle machine, not a test)
#   STEPS, CELLS   steps (default 100), edge in cells (default 20)         and those of speed_common.sh
# Prints pair, neighbour and loop time in microseconds per atom and step (minimum over the repetitions).
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/speed_common.sh"
repetitions=${1:-5} steps=${STEPS:-100} cells=${CELLS:-20}

asked() { # case
  case $1 in
    none) ;;
    last-step) printf '%s\n' "compute s all stress/atom NULL" "compute t all reduce sum c_s[1]" "thermo_style custom step c_t" ;;
    pressure) printf '%s\n' "fix t all ave/time 1 1 1 c_thermo_press" ;;
    atom) printf '%s\n' "compute s all stress/atom NULL virial" "compute t all reduce sum c_s[1]" "fix t all ave/time 1 1 1 c_t" ;;
    centroid)
      printf '%s\n' "compute s all centroid/stress/atom NULL virial" "compute t all reduce sum c_s[1]" "fix t all ave/time 1 1 1 c_t"
      ;;
  esac
}

measure() { # case -> a line "pair neigh loop" (us/atom/step)
  cat >"$work/in" <<LMP
units metal
lattice fcc 3.615
region box block 0 $cells 0 $cells 0 $cells
create_box 1 box
create_atoms 1 box
plugin load $plugin
pair_style dftfit
pair_coeff * * $lammps/source/potentials/Cu_mishin1.eam.alloy Cu
velocity all create 1600 4711
neighbor 1.0 bin
fix nve all nve
timestep 0.001
$(asked "$1")
thermo 1000
run 10
run $steps
LMP
  run_lammps 1 dftfit "$work/in" "$work/out"
  times_of "$work/out" 1 "$steps * 4 * $cells ^ 3"
}

for ((i = 0; i < repetitions; i++)); do
  for case in none last-step pressure atom centroid; do
    echo "$case $(measure $case)" >>"$work/times"
  done
done
speed_table "virials asked for; us/atom/step" "$work/times"
