#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Stresses with a constant pressure that the energies do not have: without `stress_offset` the fit suffers, with it the
# constant is found and the potential is exact.
. "$(dirname "$0")/common.sh"

"$MAKE_DATA" known.yaml data.h5 60 1 0
"$PYTHON" - <<'END'
import h5py
with h5py.File("data.h5", "r+") as f:
    stress = f["/configs/stress"]
    stress[:, :3] = stress[:, :3] + 0.0125
END
settings plain "weights: {sigma: {energy: 0.001, force: 0.02, stress: 0.001}, stress_offset: none}"
settings offset "weights: {sigma: {energy: 0.001, force: 0.02, stress: 0.001}, stress_offset: fit}"
"$DFTFIT" fit --csv plain.csv plain.yaml
"$DFTFIT" fit --csv offset.csv offset.yaml >offset.log
below 1e-2 "$(figure plain.csv train stress)" # GPa: the contradiction shows
below "$(figure offset.csv train stress)" 1e-4
below "$(figure offset.csv train energy)" 1e-3
grep -q 'contain a constant +20.03 kbar' offset.log || die "the log does not say 0.0125 eV/A^3 = 20.03 kbar"
awk '/stress_offset:/ {found = $2 > 0.0124999 && $2 < 0.0125001} END {exit !found}' offset.out.yaml ||
  die "the potential file does not hold the offset"
# it is no part of the potential: against data without offset the potential is exact
"$MAKE_DATA" known.yaml data.h5 60 1 0
"$DFTFIT" eval --csv offset.out.yaml data.h5 >clean.csv
below "$(figure clean.csv data stress)" 1e-4
