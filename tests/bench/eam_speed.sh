#!/usr/bin/env bash
# Time of pair_style dftfit beside those of eam/alloy and its accelerated variants with the same file: 32,000 atoms of copper
# (or of a disordered alloy with ELEMENTS="Cu Ni") at 800 K, skin 1 A, lists rebuilt when an atom moved half of it.
# usage: eam_speed.sh [repetitions]       (default 5; runs interleaved; by hand on an idle machine, not a test)
#   DFTFIT_PLUGIN  dftfitplugin.so (default: of build/)        RANKS     list of numbers of MPI ranks (default "1 2")
#   POTENTIAL      setfl file (default: Cu_mishin1.eam.alloy of LAMMPS)   ELEMENTS  elements of the types (default Cu)
#   STEPS, CELLS   steps (default 100), edge in cells (default 20)
# Prints, for each style, pair, neighbour and loop time in microseconds per atom and step (minimum over the repetitions), and how
# many times faster dftfit is than the fastest of the others.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
repetitions=${1:-5} steps=${STEPS:-100} cells=${CELLS:-20} elements=${ELEMENTS:-Cu}
plugin=${DFTFIT_PLUGIN:-$here/../../build/pair_dftfit/dftfitplugin.so}
lammps=$("$here/../../cmake/get_lammps.sh" | tail -n 1)
potential=${POTENTIAL:-$lammps/source/potentials/Cu_mishin1.eam.alloy}
types=$(wc -w <<<"$elements")
export OMP_NUM_THREADS=1 OMP_PROC_BIND=false OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_btl_vader_single_copy_mechanism=none
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

measure() { # ranks, style -> a line "pair neigh loop" (us/atom/step)
  local options=()
  case $2 in
    */intel) options=(-pk intel 0 mode double omp 1) ;;
    */omp) options=(-pk omp 1) ;;
  esac
  cat >"$work/in" <<LMP
units metal
lattice fcc 3.615
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
  mpirun --oversubscribe -np "$1" "$lammps/build/lmp" -in "$work/in" -log none "${options[@]}" >"$work/out"
  awk -v scale="$(awk "BEGIN {print 1e6 * $1 / ($steps * 4 * $cells ^ 3)}")" '
    /^Loop time/ {loop = $4} /^Pair +\|/ {pair = $5} /^Neigh +\|/ {neigh = $5}
    END {print pair * scale, neigh * scale, loop * scale}' "$work/out"
}

for ranks in ${RANKS:-1 2}; do
  for ((i = 0; i < repetitions; i++)); do
    for style in dftfit eam/alloy eam/alloy/opt eam/alloy/omp eam/alloy/intel; do
      echo "$style $(measure "$ranks" $style)" >>"$work/times.$ranks"
    done
  done
  awk -v ranks="$ranks" '
    {for (k = 2; k <= 4; k++) if (!(($1, k) in best) || $k < best[$1, k]) best[$1, k] = $k; if (!seen[$1]++) order[++n] = $1}
    END {
      printf "%d rank%s, us/atom/step (times ranks)   pair   neigh    loop\n", ranks, (ranks > 1 ? "s" : "")
      for (i = 1; i <= n; i++) {
        s = order[i]
        printf "  %-35s %7.3f %7.3f %7.3f\n", s, best[s, 2], best[s, 3], best[s, 4]
        if (s != "dftfit") for (k = 2; k <= 4; k += 2) if (!(k in other) || best[s, k] < other[k]) other[k] = best[s, k]
      }
      printf "  fastest other / dftfit              %7.2f         %7.2f\n", other[2] / best["dftfit", 2], other[4] / best["dftfit", 4]
    }' "$work/times.$ranks"
done
