#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# What two continuous derivatives at the cutoff are worth: energy along NVE runs of silicon at 1,500 K with Tersoff's
# parameters, time step 1 fs, for the sine of the original and for the quintic between the same radii. nve_drift.sh makes
# and judges every run; its verdict is printed, not returned, since the sine is expected to fail.
# usage: cutoff_drift.sh LMP PLUGIN DFTFIT SI.TERSOFF [RANKS [STEPS [SEEDS]]]
#   e.g. tests/bench/cutoff_drift.sh ".../build/lmp" build/pair_dftfit/dftfitplugin.so build/trainer/dftfit \
#     ".../potentials/Si.tersoff" 2 50000 5
set -euo pipefail
[ $# -ge 4 ] || { sed -n '3,8s/^# //p' "$0"; exit 2; }
lmp=$1 plugin=$2 dftfit=$3 file=$4 ranks=${5:-2} steps=${6:-50000} seeds=${7:-5}
here=$(dirname "$0")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$dftfit" convert "$file" "$folder/sine.yaml" >/dev/null
sed 's/^\( *switch:\) sine/\1 quintic/' "$folder/sine.yaml" >"$folder/quintic.yaml"
for seed in $(seq "$seeds"); do
  for switch in sine quintic; do
    echo "== $switch, seed $seed"
    "$here/nve_drift.sh" "$lmp" "$plugin" "$folder/$switch.yaml" "$ranks" "$steps" "$seed" 1500 >"$folder/out" && verdict=passed || verdict=failed
    tail -n 3 "$folder/out"
    echo "$verdict"
  done
done
