#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# 1, 2, 3 and 7 ranks: the same potential file and the same table, to the last bit. Forms pair and ace, sigmas estimated
# and given, with and without folds, with a restraint, a selection and forces in the prior.
. "$(dirname "$0")/common.sh"

"$MAKE_DATA" known.yaml data.h5 150 2 2
settings estimated "holdout: {fraction: 0.1, seed: 1}"
settings given "weights: {sigma: {energy: 0.002, force: 0.02, stress: off}, groups: {hot: {energy: off, force: 0.05}}}" \
  "solver: {lambda: evidence}"
settings mixed "weights: {groups: {hot: {energy: 0.01, force: 0.05}}}" "folds: {count: 3, seed: 9}"
cat >ace.yaml <<'END'
data: data.h5
output: ace.out.yaml
potential: {form: ace, elements: [Si, C], cutoff: 4.0, ace: {orders: {1: {n_max: 4}, 2: {n_max: 3, l_max: 2, degree: 5}}}}
END
cat >restrained.yaml <<'END'
data: data.h5
output: restrained.out.yaml
potential: {form: ace, elements: [Si, C], cutoff: 4.0, ace: {size: {order: 3, functions: 60}}}
restraint: {structures: 300}
solver: {select: {keep: 50}, prior_force: 0.5}
END
for name in estimated given mixed ace restrained; do
  for n in 1 2 3 7; do
    on_ranks $n "$DFTFIT" fit --csv table.csv $name.yaml >log.$n || die "$name on $n ranks"
    if [ "$n" = 1 ]; then
      cp $name.out.yaml first.yaml
      cp table.csv first.csv
    fi
    cmp $name.out.yaml first.yaml || die "$name: $n ranks and 1 differ"
    cmp table.csv first.csv || die "$name: the tables of $n ranks and 1 differ"
    rm $name.out.yaml table.csv
  done
done
# two leaves or more, or the test would show nothing
grep -q '^Restraint: energies of [0-9]* of 300 random structures' log.1 || die "no restraint"
grep -q 'at most [0-9]\{5,\} rows' log.1 || die "too few rows for several leaves"
