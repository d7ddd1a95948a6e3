#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# What a sigma means: the printed ones, written into fit.yaml, give the same potential to the last bit.
. "$(dirname "$0")/common.sh"

"$MAKE_DATA" known.yaml data.h5 60 1 2
# coefficients NAME: the potential without its record
coefficients() { sed '/^fit:/,$d' "$1.out.yaml"; }
# number LINE KIND: the sigma of a kind in a line of the output
number() { sed -E "s/.* $2 ([0-9.e+-]+).*/\1/" <<<"$1"; }

settings estimated "weights: {sigma: {energy: auto, force: auto, stress: auto}}"
"$DFTFIT" fit estimated.yaml >estimated.log
line=$(grep '^Sigma:' estimated.log)
all="{energy: $(number "$line" energy), force: $(number "$line" force), stress: $(number "$line" stress)}"
settings given "weights: {sigma: $all}"
"$DFTFIT" fit given.yaml >given.log
cmp <(coefficients estimated) <(coefficients given) || die "the printed sigmas $all give another potential"
settings groups "weights: {sigma: $all, groups: {crystal: $all, hot: $all, strained: $all}}"
"$DFTFIT" fit groups.yaml >groups.log
cmp <(coefficients estimated) <(coefficients groups) || die "the same sigmas by group give another potential"

# relative to those of all: the effective ones are printed, and mean the same
settings scaled "weights: {groups: {hot: {scale: 1.7}}}"
"$DFTFIT" fit scaled.yaml >scaled.log
line=$(grep '^Sigma:' scaled.log)
all="{energy: $(number "$line" energy), force: $(number "$line" force), stress: $(number "$line" stress)}"
line=$(grep 'in group hot:' scaled.log)
hot="{energy: $(number "$line" energy), force: $(number "$line" force), stress: $(number "$line" stress)}"
settings effective "weights: {sigma: $all, groups: {hot: $hot}}"
"$DFTFIT" fit effective.yaml >effective.log
cmp <(coefficients scaled) <(coefficients effective) || die "the effective sigmas $hot give another potential"
! cmp -s <(coefficients estimated) <(coefficients scaled) || die "the scale has no effect"

# evidence is that of the same data, whoever chose the sigmas
diff <(grep '^Log evidence' estimated.log) <(grep '^Log evidence' given.log) || die "evidence depends on who gave the sigmas"
