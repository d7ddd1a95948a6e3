#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# grade: on. The active sets are the same on any number of ranks, training sites are within them, other matter is not, and
# what lies beside a potential must be its own.
. "$(dirname "$0")/common.sh"

"$MAKE_DATA" known.yaml data.h5 90 1 1
cat >ace.yaml <<'END'
data: data.h5
output: ace.out.yaml
potential: {form: ace, elements: [Si, C], cutoff: 4.0, ace: {orders: {1: {n_max: 5}, 2: {n_max: 4, l_max: 2, degree: 6}}}}
grade: on
END
for n in 1 2 3; do
  on_ranks $n "$DFTFIT" fit -f ace.yaml >log.$n || die "$n ranks"
  for file in ace.out.yaml ace.out.grade; do
    if [ "$n" = 1 ]; then cp $file first.$file; fi
    cmp $file first.$file || die "$file: $n ranks and 1 differ"
  done
  diff <(grep -A 12 '^Active sets' log.1 | grep -v Took) <(grep -A 12 '^Active sets' log.$n | grep -v Took) || die "calibration on $n ranks"
done
hash=$(sha256sum ace.out.grade | cut -c1-64)
grep -q "^grade: {file: ace.out.grade, sha256: \"\?$hash" ace.out.yaml || die "the potential does not name its active sets"
grep -q 'Calibration, groups left out in 3 parts' log.1 || die "no calibration"
# errors grow with the grade: the last line of the table against the first
awk '/^  (above )?[0-9.]+ (to [0-9.]+ )? *[0-9]+ +[0-9.]+$/ {n++; if (n == 1) first = $NF; last = $NF} END {exit !(n > 2 && last > 2 * first)}' log.1 ||
  die "the errors do not grow with the grade"

largest() { awk '!/^#/ && $4 > m {m = $4} END {print m}' "$1"; }
"$DFTFIT" eval -f --grade train.txt ace.out.yaml data.h5 >/dev/null
[ "$(grep -vc '^#' train.txt)" = 90 ] || die "not a line per configuration"
below "$(largest train.txt)" 1.051 # the threshold of exchanges
"$MAKE_DATA" known.yaml other.h5 20 random 0
"$DFTFIT" eval -f --grade other.txt ace.out.yaml other.h5 | grep -q 'of 20 configurations above' || die "no summary of grades"
below 2 "$(largest other.txt)"

# without calibration, and of one group, which cannot be left out
sed 's/grade: on/grade: {calibrate: no}/' ace.yaml >bare.yaml
"$DFTFIT" fit -f bare.yaml | grep -q Calibration && die "calibrated though told not to"
cmp ace.out.grade first.ace.out.grade || die "calibration changes the active sets"
grep -q reliable ace.out.yaml && die "a bound is named that nobody looked for"

cp ace.out.grade kept
rm ace.out.grade
"$DFTFIT" eval -f --grade t.txt ace.out.yaml data.h5 2>err >/dev/null && die "a missing file is not seen"
grep -q 'ace.out.grade: .*No such file' err || die "the missing file is not named: $(cat err)"
{ cat kept; echo; } >ace.out.grade
"$DFTFIT" eval -f --grade t.txt ace.out.yaml data.h5 2>err >/dev/null && die "a changed file is not seen"
grep -q 'ace.out.grade: not the file that was written with the potential' err || die "$(cat err)"
"$DFTFIT" eval -f --grade t.txt known.yaml data.h5 2>err >/dev/null && die "a potential without active sets has grades"
grep -q "known.yaml: names no active sets" err || die "$(cat err)"
