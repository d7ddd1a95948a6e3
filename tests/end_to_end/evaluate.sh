#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# dftfit eval: the same figures as the fit printed, groups, shift, dump and parity files.
. "$(dirname "$0")/common.sh"

"$MAKE_DATA" known.yaml data.h5 40 1 2
settings fit "weights: {sigma: {energy: 0.002, force: 0.02, stress: 0.0002}}" "solver: {lambda: 0.1}"
"$DFTFIT" fit --csv fit.csv fit.yaml >/dev/null
"$DFTFIT" eval --csv --dump dump.txt --parity parity.txt fit.out.yaml data.h5 >eval.csv
sed 's/^train,/data,/' fit.csv | cmp - eval.csv || die "fit and eval print different errors"
on_ranks 3 "$DFTFIT" eval --csv fit.out.yaml data.h5 | cmp - eval.csv || die "eval on 3 ranks differs"
[ "$(grep -c '^config' dump.txt)" = 40 ] && [ "$(grep -c '^force' dump.txt)" = 320 ] || die "dump.txt is not complete"
# the mean error of the parity file is the MAE of the table
mae=$(awk '$1 == "energy" {d = $4 - $3; s += d < 0 ? -d : d; n++} END {printf "%.6f", 1000 * s / n}' parity.txt)
table=$(figure eval.csv data energy)
awk -v a="$mae" -v b="$table" 'BEGIN {exit !(a - b < 1e-4 && b - a < 1e-4)}' || die "parity file: $mae, table: $table"
"$DFTFIT" eval --csv --group hot fit.out.yaml data.h5 | grep -q crystal && die "--group lets other groups through"
"$DFTFIT" eval --group nowhere fit.out.yaml data.h5 2>err && die "an unknown group is accepted"
grep -q nowhere err || die "the unknown group is not named"

# a potential with other reference energies: far off, but for a shift where there is one element ratio
sed 's/reference_energy: .*/reference_energy: {Si: -4.1, C: -6.3}/' known.yaml >shifted.yaml
"$MAKE_DATA" known.yaml exact.h5 20 1 0
below "$("$DFTFIT" eval --csv known.yaml exact.h5 | figure /dev/stdin data energy)" 1e-9
[ "$("$DFTFIT" eval --csv shifted.yaml exact.h5 | figure /dev/stdin data energy | cut -c1-4)" = 1000 ] || die "1 eV/atom off is not seen"
below "$("$DFTFIT" eval --csv --shift shifted.yaml exact.h5 | figure /dev/stdin data energy)" 1e-6
