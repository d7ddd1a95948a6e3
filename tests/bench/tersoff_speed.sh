#!/usr/bin/env bash
# Time of pair_style dftfit beside LAMMPS's own style and its /omp with the same file: 32,768 atoms of diamond-structure
# silicon at 1,000 K (Si.tersoff), of zincblende silicon carbide (SiC.tersoff), and of liquid silicon at 3,000 K; the solid with
# Si.tersoff.mod and Si.tersoff.modc and with a shift, the carbide with SiC.tersoff.zbl; skin 1 A.
# usage: tersoff_speed.sh [repetitions]       (default 5; runs interleaved; by hand on an idle machine, not a test)
#   CASES          of "solid carbide liquid mod modc zbl shift" (default: all)    and those of speed_common.sh
#   RANKS          number of MPI ranks (default 1)             STEPS     steps that are timed (default 100)
#   CELLS          edge in cells (default 16)                  MELT      steps before the liquid is timed (default 2000)
# Prints, for each style, pair, neighbour and loop time in microseconds per atom and step (minimum over the repetitions), and how
# many times faster dftfit is than the faster of the others.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
. "$here/speed_common.sh"
repetitions=${1:-5} steps=${STEPS:-100} cells=${CELLS:-16} ranks=${RANKS:-1} melt=${MELT:-2000}

stock_style() { # case
  case $1 in mod) echo tersoff/mod ;; modc) echo tersoff/mod/c ;; zbl) echo tersoff/zbl ;; *) echo tersoff ;; esac
}

style_lines() { # style, case
  local file=Si.tersoff elements=Si keyword=
  case $2 in
    carbide) file=SiC.tersoff elements="Si C" ;;
    zbl) file=SiC.tersoff.zbl elements="Si C" ;;
    mod | modc) file=Si.tersoff.$2 ;;
    shift) keyword="shift -0.01" ;;
  esac
  [ "$1" = dftfit ] && echo "plugin load $plugin"
  echo "pair_style $1 $keyword"
  echo "pair_coeff * * $lammps/source/potentials/$file $elements"
}

crystal() { # case
  echo "units metal"
  if [ "$1" = carbide ] || [ "$1" = zbl ]; then
    printf '%s\n' "lattice diamond 4.36" "region box block 0 $cells 0 $cells 0 $cells" "create_box 2 box" \
      "create_atoms 1 box basis 5 2 basis 6 2 basis 7 2 basis 8 2" "mass 1 28.0855" "mass 2 12.011"
  else
    printf '%s\n' "lattice diamond 5.431" "region box block 0 $cells 0 $cells 0 $cells" "create_box 1 box" \
      "create_atoms 1 box" "mass 1 28.0855"
  fi
}

make_liquid() { # the liquid is made once, so that every style starts from the same atoms
  { crystal liquid; style_lines dftfit liquid; } >"$work/in"
  cat >>"$work/in" <<LMP
velocity all create 6000 4711
fix nvt all nvt temp 6000 3000 0.1
timestep 0.001
thermo 1000
run $melt
write_data $work/liquid.data
LMP
  run_lammps "$ranks" dftfit "$work/in" "$work/out"
}

measure() { # style, case -> a line "pair neigh loop" (us/atom/step)
  if [ "$2" = liquid ]; then
    echo "units metal"
    echo "read_data $work/liquid.data"
  else
    crystal "$2"
    echo "velocity all create 2000 4711"
  fi >"$work/in"
  style_lines "$1" "$2" >>"$work/in"
  cat >>"$work/in" <<LMP
neighbor 1.0 bin
fix nve all nve
timestep 0.001
thermo 1000
run 10
run $steps
LMP
  run_lammps "$ranks" "$1" "$work/in" "$work/out"
  times_of "$work/out" "$ranks" "$steps * 8 * $cells ^ 3"
}

for case in ${CASES:-solid carbide liquid mod modc zbl shift}; do
  [ "$case" = liquid ] && make_liquid
  stock=$(stock_style "$case")
  for ((i = 0; i < repetitions; i++)); do
    for style in dftfit "$stock" "$stock/omp"; do
      echo "$style $(measure $style "$case")" >>"$work/times.$case"
    done
  done
  speed_table "$case: us/atom/step" "$work/times.$case"
done
