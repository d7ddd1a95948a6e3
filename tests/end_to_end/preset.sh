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
grep -q '^and beside it solver: {prior_force: 0.5}' preset.log || die "nothing of prior_force in preset.log"
{ sed -e '/^potential:/d' -e 's/preset.out/full.out/' -e 's/select: none/select: none, prior_force: 0.5/' preset.yaml
  echo "weights: {high_energy: 1}"
  echo "restraint: on"
  echo "potential:"
  sed -n '/^What the preset stands for:/,/^$/p' preset.log | sed -e 1d -e 's/^/  /'; } >full.yaml
"$DFTFIT" fit full.yaml
cmp <(sed '/^fit:/,$d' preset.out.yaml) <(sed '/^fit:/,$d' full.out.yaml) ||
  die "the settings that were printed do not give the potential of the preset"
grep -q '^restraint: {structures: 5000, sigma: 0.2, seed: 1}' <(sed -n '/^fit:/,$ s/^  //p' preset.out.yaml) ||
  die "no restraint in preset.out.yaml"
# what it chose
sed -n 's/^cutoff: //p' preset.log | grep -qE '^[3-7](\.[0-9]+)?$' || die "no sensible cutoff in preset.log"
grep -q 'core: {type: zbl' preset.log || die "no core in preset.log"

# without a word about selection: none for two elements; for one more functions, from which the fit selects
sed -i '/^solver/d' preset.yaml
unknowns() { sed -n 's/^Fit of form ace: \([0-9]*\) unknowns.*/\1/p' "$1"; }
"$DFTFIT" fit --dry-run preset.yaml >two.log
[ "$(unknowns two.log)" = "$(unknowns preset.log)" ] || die "a selection for two elements"
sed -e 's/elements: .*/elements: [Si]/' -e 's/reference_energy: .*/reference_energy: {Si: -5.1}/' -e '/Si-C\|C-C/d' known.yaml >one.yaml
"$MAKE_DATA" one.yaml data.h5 20 1 0
sed -i 's/elements: \[Si, C\]/elements: [Si]/' preset.yaml
"$DFTFIT" fit --dry-run preset.yaml >pool.log
grep -q 'solver: {select: {cost: 0.55}}' pool.log || die "no selection in pool.log"
for line in "solver: {select: none}" "solver: {lambda: evidence}"; do
  { cat preset.yaml; echo "$line"; } >plain.yaml
  "$DFTFIT" fit --dry-run plain.yaml >plain.log
  [ $((2 * $(unknowns plain.log))) -lt "$(unknowns pool.log)" ] || die "$line: not fewer functions than with a selection"
done
