#!/usr/bin/env bash
# Pair time of pair_style dftfit with fitted potentials beside that of pair_style snap with the published SNAP potential of
# the element (LAMMPS's potentials folder, without its ZBL part), the same atoms at 1,000 K, runs interleaved.
#   Ta   2,000 atoms, Ta06A              Si   1,728 atoms, Si_Zuo_JPCA2020          Cu   2,048 atoms, Cu_Zuo_JPCA2020
# usage: snap_speed.sh Ta=Ta_fast.yaml [Si=Si_fast.yaml ...]      REPETITIONS (default 5), DFTFIT_PLUGIN (default: of build/)
# Prints pair times in microseconds per atom and step (minimum over the repetitions). By hand, not a test.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
[ $# -ge 1 ] || { sed -n '5s/^# //p' "$0" >&2; exit 2; }
. "$here/speed_common.sh"
potentials=$lammps/source/potentials

input() { # element, file (empty: SNAP) -> commands; atoms and steps in the variables of these names
  local lattice edge mass snap
  steps=20
  case $1 in
    Ta) atoms=2000 lattice="bcc 3.316" edge=10 mass=180.95 snap=Ta06A ;;
    Si) atoms=1728 lattice="diamond 5.47" edge=6 mass=28.0855 snap=Si_Zuo_JPCA2020 ;;
    Cu) atoms=2048 lattice="fcc 3.64" edge=8 mass=63.546 snap=Cu_Zuo_JPCA2020 ;;
    *) echo "no SNAP potential is known here for '$1'" >&2; return 1 ;;
  esac
  printf '%s\n' "units metal" "lattice $lattice" "region box block 0 $edge 0 $edge 0 $edge" "create_box 1 box" \
    "create_atoms 1 box" "mass 1 $mass"
  if [ -n "$2" ]; then
    printf '%s\n' "plugin load $plugin" "pair_style dftfit" "pair_coeff * * $2 $1"
  else
    printf '%s\n' "pair_style snap" "pair_coeff * * $potentials/$snap.snapcoeff $potentials/$snap.snapparam $1"
  fi
  printf '%s\n' "neighbor 1.0 bin" "velocity all create 1000 4711" "fix nve all nve" "timestep 0.001" "run 2" "run $steps"
}

for ((i = 0; i < ${REPETITIONS:-5}; i++)); do
  for case in "$@"; do
    for file in "" "$(realpath "${case#*=}")"; do
      input "${case%%=*}" "$file" >"$work/in"
      run_lammps 1 snap "$work/in" "$work/out"
      name=snap
      [ -z "$file" ] || name=$(basename "$file" .yaml)
      echo "${case%%=*} $name $(times_of "$work/out" 1 $((atoms * steps)))" >>"$work/times"
    done
  done
done
awk '
  {k = $1 " " $2; if (!(k in best) || $3 < best[k]) best[k] = $3; if (!seen[k]++) {order[++n] = k; element[n] = $1}}
  END {
    print "element  potential              us/atom/step   snap / this"
    for (i = 1; i <= n; i++) {
      split(order[i], part, " ")
      printf "%-8s %-22s %12.2f %13.2f\n", part[1], part[2], best[order[i]], best[part[1] " snap"] / best[order[i]]
    }
  }' "$work/times"
