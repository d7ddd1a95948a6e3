#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# A preset needs elements and data alone; what it prints is a full setting that gives the same potential.
. "$(dirname "$0")/common.sh"

"$MAKE_DATA" known.yaml data.h5 40 1 0
cat >preset.yaml <<'END'
data: data.h5
potential: {form: ace, elements: [Si, C], preset: fast}
folds: {count: 3}
solver: {select: none}
output: preset.out.yaml
END
"$DFTFIT" fit preset.yaml >preset.log
{ sed -e '/^potential:/d' -e 's/preset.out/full.out/' preset.yaml
  echo "weights: {high_energy: 1}"
  echo "potential:"
  sed -n '/^What the preset stands for:/,/^$/p' preset.log | sed -e 1d -e 's/^/  /'; } >full.yaml
"$DFTFIT" fit full.yaml
cmp <(sed '/^fit:/,$d' preset.out.yaml) <(sed '/^fit:/,$d' full.out.yaml) ||
  die "the settings that were printed do not give the potential of the preset"
# what it chose
sed -n 's/^cutoff: //p' preset.log | grep -qE '^[3-7](\.[0-9]+)?$' || die "no sensible cutoff in preset.log"
grep -q 'core: {type: zbl' preset.log || die "no core in preset.log"

# without a word about selection: more functions, from which the fit selects
sed -i '/^solver/d' preset.yaml
"$DFTFIT" fit --dry-run preset.yaml >pool.log
grep -q 'solver: {select: {cost: 0.5}}' pool.log || die "no selection in pool.log"
unknowns() { sed -n 's/^Fit of form ace: \([0-9]*\) unknowns.*/\1/p' "$1"; }
[ "$(unknowns pool.log)" -gt $((2 * $(unknowns preset.log))) ] || die "no more functions to select from"
{ cat preset.yaml; echo "solver: {lambda: evidence}"; } >evidence.yaml
"$DFTFIT" fit --dry-run evidence.yaml >evidence.log
[ "$(unknowns evidence.log)" = "$(unknowns preset.log)" ] || die "a selection where evidence chooses lambda"
