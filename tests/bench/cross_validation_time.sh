#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# A fit with 5 folds and 30 lambdas takes at most 1.3 times the fit at one lambda without folds: some 800 functions of
# form ace, 13,000 atoms. Time of the processor, the better of two.
. "$(dirname "$0")/../end_to_end/common.sh"

"$MAKE_DATA" known.yaml data.h5 204 2 2
"$MAKE_DATA" known.yaml probe.h5 1 1 2
cat >base.yaml <<'END'
data: data.h5
output: out.yaml
potential: {form: ace, elements: [Si, C], cutoff: 5.0, ace: {orders: {1: {n_max: 8}, 2: {n_max: 6, l_max: 4, degree: 8}, 3: {n_max: 4, l_max: 3, degree: 7}}}}
weights: {sigma: {energy: 0.002, force: 0.02, stress: 0.0002}}
END
{ cat base.yaml; echo "solver: {lambda: 1.0}"; } >without.yaml
{ cat base.yaml; echo "solver: {lambda: cv, lambdas: 30}"; echo "folds: {count: 5, seed: 1}"; } >with.yaml
"$DFTFIT" fit --dry-run with.yaml
for name in without with; do
  best=
  for run in 1 2; do
    "$MEASURE" use "$DFTFIT" fit $name.yaml >/dev/null
    read -r _ seconds <use
    best=$(awk -v a="${best:-1e9}" -v b="$seconds" 'BEGIN {print a < b ? a : b}')
  done
  eval "$name=$best"
done
ratio=$(awk -v a="$with" -v b="$without" 'BEGIN {printf "%.3f", a / b}')
echo "with cross-validation $with s, without $without s: ratio $ratio"
below "$ratio" 1.3
