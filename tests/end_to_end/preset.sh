#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# A preset needs elements and data alone; what it prints is a full setting that gives the same potential.
. "$(dirname "$0")/common.sh"

"$MAKE_DATA" known.yaml data.h5 40 1 0
cat >preset.yaml <<'END'
data: data.h5
potential: {form: ace, elements: [Si, C], preset: fast}
folds: {count: 3}
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
