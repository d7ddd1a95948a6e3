#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Data from two codes, whose energies are counted from different zeros: refused without a word about it, fitted with
# reference energies for each when asked to.
. "$(dirname "$0")/common.sh"

sed 's/Si: -5.1, C: -7.3/Si: -65.1, C: -97.3/' known.yaml >other.yaml
"$MAKE_DATA" known.yaml data.h5 60 1 0
"$MAKE_DATA" other.yaml other.h5 20 2 0
settings apart
sed -i 's/data: data.h5/data: [data.h5, other.h5]/' apart.yaml
"$DFTFIT" fit apart.yaml >log 2>&1 && die "two zeros of energy are taken for one"
grep -q "another zero of energy; say .reference: settings." log || die "the error: $(cat log)"
"$DFTFIT" data merge data.h5 other.h5 -o both.h5 >/dev/null
"$DFTFIT" info both.h5 >log
grep -q "jump: -[67]" log || die "info names no jump: $(cat log)"

settings together "reference: settings"
sed -i 's/data: data.h5/data: [data.h5, other.h5]/' together.yaml
"$DFTFIT" fit --csv together.csv together.yaml >log
below "$(figure together.csv train energy)" 1e-3 # meV/atom
below "$(figure together.csv train force)" 1e-5
# the energies of the potential are those of the first code
"$MAKE_DATA" known.yaml fresh.h5 20 3 0
"$DFTFIT" eval --csv together.out.yaml fresh.h5 >fresh.csv
below "$(figure fresh.csv data energy)" 0.1
awk '/reference_energy_of_other_settings/ {getline; gsub(/[{},-]/, " "); print; exit !($2 - 60 < 1e-3 && 60 - $2 < 1e-3 && $4 - 90 < 1e-3 && 90 - $4 < 1e-3)}' \
  together.out.yaml || die "the zeros are not 60 and 90 eV apart"
