#!/usr/bin/env bash
# Fits the potentials of this folder to the mlearn training sets and judges them on the test sets.
# usage: run.sh folder-of-xyz-files [element ...]     (Si_train.xyz, Si_test.xyz, ...; default elements: every *.yaml here)
# DFTFIT: the program (default: build/trainer/dftfit of this source tree); RANKS: MPI ranks (default 2)
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
[ $# -ge 1 ] || { sed -n '2,4s/^# //p' "$0" >&2; exit 2; }
data=$(cd "$1" && pwd)
shift
dftfit=${DFTFIT:-$here/../../build/trainer/dftfit}
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
work=${WORK:-$here/work}
mkdir -p "$work"
elements=("$@")
[ ${#elements[@]} -gt 0 ] || for file in "$here"/*.yaml; do elements+=("$(basename "$file" .yaml)"); done
for element in "${elements[@]}"; do
  for set in train test; do
    "$dftfit" import --force "$data/${element%%_*}_$set.xyz" -o "$work/${element%%_*}_$set.h5"
  done
  cp "$here/$element.yaml" "$work/"
  mpirun --oversubscribe -np "${RANKS:-2}" "$dftfit" fit -f "$work/$element.yaml" | tee "$work/$element.log"
  echo "== $element: data that the fit has not seen"
  potential=$(sed -n "s/^output: *//p" "$work/$element.yaml")
  "$dftfit" eval "$work/$potential" "$work/${element%%_*}_test.h5" | tee "$work/$element.test.log"
done
