#!/usr/bin/env bash
# Time of pair_style dftfit beside those of eam/alloy and its accelerated variants with the same file: 32,000 atoms of copper
# (or of a disordered alloy with ELEMENTS="Cu Ni") at 800 K, skin 1 A, lists rebuilt when an atom moved half of it.
# usage: eam_speed.sh [repetitions]       (default 5; runs interleaved; by hand on an idle machine, not a test)
#   POTENTIAL      setfl file (default: Cu_mishin1.eam.alloy of LAMMPS)   ELEMENTS  elements of the types (default Cu)
#   LATTICE        fcc lattice constant, A (default 3.615)     RANKS     list of numbers of MPI ranks (default "1 2")
#   STEPS, CELLS   steps (default 100), edge in cells (default 20)         and those of speed_common.sh
# Prints, for each style, pair, neighbour and loop time in microseconds per atom and step (minimum over the repetitions), and how
# many times faster dftfit is than the fastest of the others.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/speed_common.sh"
repetitions=${1:-5} steps=${STEPS:-100} cells=${CELLS:-20} elements=${ELEMENTS:-Cu} lattice=${LATTICE:-3.615}
potential=${POTENTIAL:-$lammps/source/potentials/Cu_mishin1.eam.alloy}
types=$(wc -w <<<"$elements")

measure() { # ranks, style -> a line "pair neigh loop" (us/atom/step)
  cat >"$work/in" <<LMP
units metal
lattice fcc $lattice
region box block 0 $cells 0 $cells 0 $cells
create_box $types box
create_atoms 1 box
$(for ((t = 2; t <= types; t++)); do echo "set group all type/fraction $t $(awk "BEGIN {print 1 / $t}") 4711"; done)
$([ "$2" = dftfit ] && echo "plugin load $plugin")
pair_style $2
pair_coeff * * $potential $elements
velocity all create 1600 4711
neighbor 1.0 bin
fix nve all nve
timestep 0.001
thermo 1000
run 10
run $steps
LMP
  run_lammps "$1" "$2" "$work/in" "$work/out"
  times_of "$work/out" "$1" "$steps * 4 * $cells ^ 3"
}

for ranks in ${RANKS:-1 2}; do
  for ((i = 0; i < repetitions; i++)); do
    for style in dftfit eam/alloy eam/alloy/opt eam/alloy/omp eam/alloy/intel; do
      echo "$style $(measure "$ranks" $style)" >>"$work/times.$ranks"
    done
  done
  speed_table "ranks: $ranks; us/atom/step x ranks" "$work/times.$ranks"
done
