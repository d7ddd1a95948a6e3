#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Makes data files out of FitSNAP's sets of Ta, W, Be and W-Be, mends what dftfit info --check finds in them, fits
# presets to four fifths and judges them on the rest.
# usage: run.sh folder-of-xyz-files [fit ...]     (Ta.xyz, WBe_W.xyz, WBe_Be.xyz, WBe_binary.xyz; default: every *.yaml here)
# DFTFIT: the program (default: build/trainer/dftfit of this source tree); RANKS: MPI ranks (default 2);
# SEED: of the part that is held out (default 1)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
[ $# -ge 1 ] || { sed -n '3,7s/^# //p' "$0" >&2; exit 2; }
data=$(cd "$1" && pwd)
shift
dftfit=${DFTFIT:-$here/../../build/trainer/dftfit}
seed=${SEED:-1}
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
work=${WORK:-$here/work}
mkdir -p "$work"
fits=("$@")
[ ${#fits[@]} -gt 0 ] || for file in "$here"/*.yaml; do fits+=("$(basename "$file" .yaml)"); done
cd "$work"

mended() { # mended NAME: NAME.h5 of NAME.xyz, energies that contradict their forces dropped, stresses freed of Pulay's
  [ ! -f "$1.h5" ] || return 0
  "$dftfit" import --force "$data/$1.xyz" -o "$1.raw.h5" >/dev/null
  "$dftfit" info -f --check "$1.raw.h5" --corrections "$1.fix.yaml" >"$1.check"
  "$dftfit" data correct "$1.raw.h5" -f -o "$1.h5" --corrections "$1.fix.yaml"
}
# Of many a configuration only every so many: displacements of one structure are near-duplicates.
thinned() { # thinned NAME N OUT [criteria]
  local name=$1 every=$2 out=$3
  shift 3
  "$dftfit" data select "$name.h5" -f -o "$out" --no-copies --every "$every" "$@"
}
beryllium() { # beryllium N OUT: without the defects, whose forces reach 185 eV/A, and matter beyond 8 eV/atom
  local groups=()
  for defect in BCrowd BOct BSplit BTetra Crowd Oct Tet Vacancy; do groups+=(--exclude-group "Defect_$defect"); done
  mended WBe_Be
  thinned WBe_Be "$1" "$2" "${groups[@]}" --energy :5
}
alloy() { # alloy N OUT: without the adhesion of Be on W, whose energies are of several calculations
  mended WBe_binary
  thinned WBe_binary "$1" "$2" --exclude-group WSurface_BeAdhesion --energy :10
}
prepare() { # prepare SET: SET.h5
  case $1 in
  Ta)
    "$dftfit" import --force "$data/Ta.xyz" -o Ta.h5
    ;;
  W)
    mended WBe_W
    thinned WBe_W 16 W.h5
    ;;
  Be)
    beryllium 12 Be.h5
    ;;
  WBe)
    mended WBe_W
    thinned WBe_W 90 part_W.h5
    beryllium 75 part_Be.h5
    alloy 30 part_WBe.h5
    "$dftfit" data merge part_W.h5 part_Be.h5 part_WBe.h5 -f -o WBe.h5
    ;;
  esac
}

for fit in "${fits[@]}"; do
  set=${fit%%_*}
  prepare "$set"
  "$dftfit" data split "$set.h5" -f -o "${set}_train.h5" --test "${set}_test.h5" --fraction 0.2 --seed "$seed"
  cp "$here/$fit.yaml" .
  mpirun --oversubscribe -np "${RANKS:-2}" "$dftfit" fit -f "$fit.yaml" | tee "$fit.$seed.log"
  echo "== $fit: data that the fit has not seen"
  "$dftfit" eval "$fit.out.yaml" "${set}_test.h5" | tee "$fit.$seed.test"
  [ "$set" = Ta ] || continue
  echo "== $fit: of these, groups whose mean energy is below 1 eV/atom above the ground state"
  "$dftfit" data select Ta_test.h5 -f -o Ta_near.h5 --exclude-group Volume_A15 --exclude-group Volume_BCC --exclude-group Volume_FCC
  "$dftfit" eval "$fit.out.yaml" Ta_near.h5 | tee "$fit.$seed.near"
done
