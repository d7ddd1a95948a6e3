#!/usr/bin/env bash
# Pair time of pair_style dftfit beside that of stock tersoff on silicon: same box, same steps, runs interleaved.
# usage: pair_speed.sh potential.yaml [repetitions]
#   DFTFIT_PLUGIN: dftfitplugin.so (default: of build/); RANKS: MPI ranks (default 1); CELLS: box edge in cells (default 10: 8,000 atoms)
# Prints microseconds per atom and step (minimum, median) and the ratio of the medians. By hand on an idle machine, not a test.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
[ $# -ge 1 ] || { sed -n '2,5s/^# //p' "$0" >&2; exit 2; }
potential=$(realpath "$1") repetitions=${2:-5} ranks=${RANKS:-1} cells=${CELLS:-10} steps=50
plugin=${DFTFIT_PLUGIN:-$here/../../build/pair_dftfit/dftfitplugin.so}
lammps=$("$here/../../cmake/get_lammps.sh" | tail -n 1)
export OMP_NUM_THREADS=1 OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

pair_time() { # style, coefficients -> seconds in pair
  cat >"$work/in" <<LMP
units metal
lattice diamond 5.45
region box block 0 $cells 0 $cells 0 $cells
create_box 1 box
create_atoms 1 box
mass 1 28.0855
velocity all create 600 4711
plugin load $plugin
pair_style $1
pair_coeff * * $2 Si
neighbor 1.0 bin
fix nve all nve
timestep 0.001
run 5
run $steps
LMP
  mpirun --oversubscribe -np "$ranks" "$lammps/build/lmp" -in "$work/in" -log none | awk '/^Pair /{time = $5} END {print time}'
}

for ((i = 0; i < repetitions; i++)); do
  pair_time dftfit "$potential" >>"$work/dftfit"
  pair_time tersoff "$lammps/source/potentials/Si.tersoff" >>"$work/tersoff"
done
for style in dftfit tersoff; do
  sort -g "$work/$style" | awk -v style=$style -v scale="$(awk "BEGIN {print 1e6 * $ranks / ($steps * 8 * $cells ^ 3)}")" '
    {t[NR] = $1 * scale} END {printf "%-8s us/atom/step (x ranks): minimum %.3f median %.3f\n", style, t[1], t[int((NR + 1) / 2)]}'
done | tee "$work/table"
awk '{m[NR] = $NF} END {printf "dftfit / tersoff: %.2f\n", m[1] / m[2]}' "$work/table"
