#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Data and settings of the worked examples: the list of configurations belongs to the data, and the fit predicts what it has
# not seen about as well as the example's README says.
. "$(dirname "$0")/common.sh"
examples=$(realpath "$(dirname "$0")/../../examples")

# example NAME ENERGY FORCE STRESS: largest mean errors of cross-validation, meV/atom, eV/A, GPa
example() {
  local name=$1 energy=$2 force=$3 stress=$4 here=$examples/$1 listed target
  mkdir "$name"
  cp "$here"/{fit.yaml,data.h5} "$name"
  # by group: configurations and atoms in the data and in the list
  "$DFTFIT" info "$name/data.h5" | awk '$1 == "group" && $2 == "kind" {table = 1; next} $1 == "all" {table = 0} table {gsub(",", ""); print $1, $3, $4}' | sort >"$name/data"
  awk -F '\t' 'NR > 1 {n[$2]++; atoms[$2] += $4} END {for (g in n) print g, n[g], atoms[g]}' "$here/dft/configurations.tsv" |
    sort >"$name/listed"
  [ -s "$name/data" ] || die "$name: dftfit info tells no groups"
  diff "$name/data" "$name/listed" || die "$name: configurations.tsv (right) is not the list of data.h5 (left)"
  # a supercell repeats its cell: energies are compared for each atom
  ! "$DFTFIT" info --full "$name/data.h5" | grep -E 'energies differ by -?[0-9]{3,}' || die "$name: copies with other energies"
  listed=$(sed 1d "$here/dft/configurations.tsv" | wc -l)
  "$DFTFIT" fit --csv "$name/errors.csv" "$name/fit.yaml" >"$name/fit.out" || die "$name: $(tail -n 1 "$name/fit.out")"
  for target in energy force stress; do
    below "$(figure "$name/errors.csv" cross-validation $target)" "${!target}"
    echo "$name: $listed configurations, cross-validation $target $(figure "$name/errors.csv" cross-validation $target)"
  done
}
example silicon 16 0.115 0.74
example aluminium 18.5 0.123 0.56
