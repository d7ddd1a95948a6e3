#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Data made by an ace potential of few functions, fitted with many: those few are found; the potential has no others; the
# same on any number of ranks, and again from the potential that was written.
. "$(dirname "$0")/common.sh"

# a potential of six of the functions that the fit has
cat >settings.yaml <<'END'
form: ace
elements: [Si, C]
cutoff: 4.0
ace: {orders: {1: {n_max: 4}, 2: {n_max: 3, l_max: 2, degree: 5}}, radial: {shortest: 1.5}}
END
"$MAKE_DATA" known.yaml any.h5 20 1 1
sed -e 's/^/  /' settings.yaml | { echo "data: any.h5"; echo "output: any.yaml"; echo "potential:"; cat; } >any.fit.yaml
"$DFTFIT" fit -f any.fit.yaml >/dev/null
awk '/^    - {mu:/ {n++; if (n % 9 != 4) next; sub(/c: [^}]*/, "c: " (n % 2 ? "" : "-") 0.1 + n % 5 * 0.07)} /^fit:/ {exit} {print}' any.yaml >few.yaml
planted=$(grep -c 'mu:' few.yaml)
[ "$planted" -ge 4 ] || die "few.yaml has $planted functions"
"$MAKE_DATA" few.yaml data.h5 150 1 2

fit() { # name, lines...
  local name=$1
  shift
  { echo "data: data.h5"; echo "output: $name.out.yaml"; printf '%s\n' "$@"; echo "potential:"; sed 's/^/  /' settings.yaml; } >"$name.yaml"
}
functions() { sed -n 's/^ *- {mu: \(.*\), c: .*/\1/p' "$1" | sort; }
fit auto "weights: {stress_offset: fit}" "solver: {select: auto}"
fit keep "solver: {select: {keep: 20, order: price}, lambda: 0.01}" \
  "weights: {sigma: {energy: 0.002, force: 0.02, stress: 0.0002}, groups: {hot: {energy: off}}}" "reference: offset"
for name in auto keep; do
  for n in 1 2 3; do
    on_ranks $n "$DFTFIT" fit -f --front front.csv --csv table.csv $name.yaml >$name.log || die "$name on $n ranks"
    if [ $n = 1 ]; then
      cp $name.out.yaml first.yaml
      cp front.csv first.front
      cp table.csv first.csv
    fi
    cmp $name.out.yaml first.yaml || die "$name: $n ranks and 1 differ"
    cmp front.csv first.front || die "$name: the stages of $n ranks and 1 differ"
    cmp table.csv first.csv || die "$name: the tables of $n ranks and 1 differ"
  done
done

# every planted function is kept, few others are
missing=$(comm -23 <(functions few.yaml) <(functions auto.out.yaml) | wc -l)
kept=$(functions auto.out.yaml | wc -l)
[ "$missing" = 0 ] || die "$missing of the $planted functions that made the data are not in auto.out.yaml"
[ "$kept" -le $((3 * planted)) ] || die "$kept functions are kept, $planted made the data"
[ "$(functions keep.out.yaml | wc -l)" = 20 ] || die "keep.out.yaml does not have 20 functions"
grep -q 'selected: {kept: 20, of: ' keep.out.yaml || die "keep.out.yaml does not say what was selected"
# cost and number fall from stage to stage, one is taken
awk -F, 'NR == 2 && $2 != 1 {exit 1} NR > 2 && ($1 >= n || $2 >= c) {exit 1} NR > 1 {n = $1; c = $2; taken += $NF} END {exit taken != 1}' first.front ||
  die "first.front is no path of stages"

# the same fit of the functions that were kept
{ echo "data: data.h5"; echo "output: again.out.yaml"; echo "reference: offset"; echo "solver: {lambda: 0.01}"
  grep '^weights' keep.yaml; echo "folds: {count: 5}"; echo "potential:"
  sed -n '/^form:/,/^fit:/{/^fit:/d;/^reference_energy/d;p}' keep.out.yaml | sed 's/^/  /'; } >again.yaml
"$DFTFIT" fit -f again.yaml >/dev/null
paste <(grep -o 'c: [-0-9.e]*' keep.out.yaml) <(grep -o 'c: [-0-9.e]*' again.out.yaml) |
  awk '{d = $2 - $4; if (d < 0) d = -d; if (d > w) w = d} END {print "largest difference of a coefficient", w; exit !(NR == 20 && w < 1e-8)}' ||
  die "fitting the functions that were kept again gives others"
