#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Data made by a known pair potential: the fit finds it, without noise to many digits, with noise as well as noise allows.
. "$(dirname "$0")/common.sh"

"$MAKE_DATA" known.yaml data.h5 60 1 0
# with seeds 2 to 5 the only pair at the shortest distance is held out, which no fit of the others can know
settings exact "holdout: {fraction: 0.2, seed: 1}"
"$DFTFIT" fit --csv exact.csv exact.yaml
for set in train holdout; do
  below "$(figure exact.csv $set energy)" 1e-3 # meV/atom
  below "$(figure exact.csv $set force)" 1e-5
  below "$(figure exact.csv $set stress)" 1e-4
done
# a fold may hold the only pairs at its shortest distance, which the other folds cannot know
below "$(figure exact.csv cross-validation energy)" 0.1
below "$(figure exact.csv cross-validation force)" 1e-3
grep -q 'sha256: "\?[0-9a-f]\{64\}' exact.out.yaml || die "no SHA-256 of the data in the potential file"

# reference: offset keeps the difference of the given reference energies, here -2.2 eV, and finds the rest
settings offset "reference: offset"
sed -i 's/cutoff: 4.0,/cutoff: 4.0, reference_energy: {Si: 0, C: -2.2},/' offset.yaml
"$DFTFIT" fit --csv offset.csv offset.yaml
below "$(figure offset.csv train energy)" 1e-3
awk '/^reference_energy:/ {gsub(/[{},]/, " "); exit !($3 + 5.1 < 1e-5 && $3 + 5.1 > -1e-5 && $5 - $3 + 2.2 < 1e-9 && $5 - $3 + 2.2 > -1e-9)}' offset.out.yaml ||
  die "the offset is not -5.1 eV for both elements"

# sigma is what the noise was: 2 meV/atom, 0.02 eV/A, 0.0002 eV/A^3
"$MAKE_DATA" known.yaml data.h5 300 1 2
settings noisy
"$DFTFIT" fit --csv noisy.csv --parameters noisy.txt noisy.yaml
awk '/^  sigma:/ {gsub(/[{},:]/, " "); split($0, w, " ");
  ok = w[3] > 0.0017 && w[3] < 0.0023 && w[5] > 0.019 && w[5] < 0.021 && w[7] > 0.00018 && w[7] < 0.00022; print; exit !ok}' noisy.out.yaml ||
  die "estimated sigmas are not the noise"
# against data without noise the errors are far below it
"$MAKE_DATA" known.yaml data.h5 40 1 0
"$DFTFIT" eval --csv noisy.out.yaml data.h5 >clean.csv
below "$(figure clean.csv data force)" 0.004
below "$(figure clean.csv data energy)" 0.8
[ "$(grep -vc '^#' noisy.txt)" = 30 ] || die "noisy.txt does not list 30 parameters"
