#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# The work test on published data: mistakes that are known to be in them, and mistakes made here on purpose.
data=${DFTFIT_SHARED_DATA:?}
for file in mlearn/Cu_train.xyz mlearn/Si_train.xyz fitsnap/Ta.xyz fitsnap/WBe_W.xyz fitsnap/WBe_Be.xyz; do
  [ -e "$data/$file" ] || { echo "skipped: no $data/$file"; exit 77; }
done
. "$(dirname "$0")/common.sh"
# line GROUP TEST FILE: slope, offset and verdict of a line of the table (the columns between are value +- error)
line() { awk -v g="$1" -v t="$2" '$1 == g && $3 == t {offset = $9 == "-" ? "-" : $9; print $6, offset, $NF; exit}' "$3"; }
# between LOW VALUE HIGH
between() { awk -v a="$1" -v v="$2" -v b="$3" 'BEGIN {exit !(v == v+0 && a < v && v < b)}' || die "$2 is not between $1 and $3 ($4)"; }
check() { "$DFTFIT" info -f --check "$1.h5" --corrections "$1.yaml" >"$1.log"; }
import() { local name=$1; shift; "$DFTFIT" import "$@" -o "$name.h5" >/dev/null; }

# copper: stress 2.4 GPa too tensile against its own energies; the corrections put it right
import cu "$data/mlearn/Cu_train.xyz"
check cu
read -r slope offset verdict <<<"$(line Elastic stress cu.log)"
between 0.95 "$slope" 1.1 "slope of copper"
between -2.6 "$offset" -2.2 "offset of copper"
[ "$verdict" = offset ] || die "copper: $verdict"
"$DFTFIT" data correct cu.h5 -o cu_right.h5 --corrections cu.yaml >/dev/null
check cu_right
[ "$(line Elastic stress cu_right.log | cut -d' ' -f3)" = good ] || die "copper is not good after the correction"

# silicon is right; with shear components in the order of VASP, of LAMMPS, and turned, the order is found again
import si "$data/mlearn/Si_train.xyz"
check si
read -r slope offset verdict <<<"$(line Elastic stress si.log)"
between 0.98 "$slope" 1.02 "slope of silicon"
[ "$verdict" = good ] || die "silicon: $verdict"
for order in xy,yz,xz xy,xz,yz xz,yz,xy; do
  echo "- {group: Elastic, stress_order: [xx, yy, zz, $order]}" >wrong.yaml
  "$DFTFIT" data correct si.h5 -f -o turned.h5 --corrections wrong.yaml >/dev/null
  check turned
  grep -q "shear components stand in another order" turned.log || die "order $order is not seen"
  "$DFTFIT" data correct turned.h5 -f -o back.h5 --corrections turned.yaml >/dev/null
  h5diff si.h5 back.h5 /configs/stress >/dev/null || die "order $order: $(cat turned.yaml) does not turn it back"
done

# runs at a fixed cell: no energy tells about their stress, but forces do, for all orders of their own
for name in si cu; do
  grep -q "SHEAR\|SIGN\|SIZE" $name.log && die "$name: the virial test accuses what is right"
  for order in yz,xy,xz xy,yz,xz; do
    for group in AIMD-NVT Vacancy; do echo "- {group: $group, stress_order: [xx, yy, zz, $order]}"; done >wrong.yaml
    "$DFTFIT" data correct $name.h5 -f -o turned.h5 --corrections wrong.yaml >/dev/null
    check turned
    [ "$(grep -c SHEAR turned.log)" = 2 ] || die "$name, order $order: $(sed -n '/^virial/,/^$/p' turned.log)"
    sed -i '/stress_offset/d' turned.yaml
    "$DFTFIT" data correct turned.h5 -f -o back.h5 --corrections turned.yaml >/dev/null
    h5diff $name.h5 back.h5 /configs/stress >/dev/null || die "$name: $(cat turned.yaml) does not turn it back"
  done
done

# a slope that is surely not 1, though no mistake of a unit
grep -q "the slope, 1.07[0-9] +- 0.008[0-9]*, is not 1" cu.log || die "copper: nothing said of its slope"
# forces of a run at a fixed cell with the other sign: they are blamed, and not the stress
echo "- {group: AIMD-NVT, force_factor: -1}" >wrong.yaml
"$DFTFIT" data correct si.h5 -f -o turned.h5 --corrections wrong.yaml >/dev/null
check turned
grep -q "AIMD-NVT.*SIGN of the forces" turned.log || die "the sign of forces: $(sed -n '/^virial/,/^$/p' turned.log)"
"$DFTFIT" data correct turned.h5 -f -o back.h5 --corrections turned.yaml >/dev/null
h5diff si.h5 back.h5 /atoms/force >/dev/null || die "$(cat turned.yaml) does not turn the forces back"
# a stress of one group that is ten times too large, or half as large
for factor in 10 0.5; do
  echo "- {group: AIMD-NVT, stress_factor: $factor}" >wrong.yaml
  for name in si cu; do
    "$DFTFIT" data correct $name.h5 -f -o turned.h5 --corrections wrong.yaml >/dev/null
    check turned
    grep -q "AIMD-NVT.*SIZE" turned.log || die "$name: a stress that is $factor times too large is not seen"
  done
done

# tantalum: Pulay stress of the two Elastic groups, none in the equations of state
import ta "$data/fitsnap/Ta.xyz"
check ta
between -1.2 "$(line Elastic_BCC stress ta.log | cut -d' ' -f2)" -1.0 "offset of Elastic_BCC"
between -0.9 "$(line Elastic_FCC stress ta.log | cut -d' ' -f2)" -0.7 "offset of Elastic_FCC"
[ "$(line Volume_A15 stress ta.log | cut -d' ' -f3)" = good ] || die "Volume_A15 is not good"

# W-Be as its own label (bar) has it: all but slice_sample a factor 1000 too small; and energies that are not usable
import wbe "$data/fitsnap/WBe_W.xyz" "$data/fitsnap/WBe_Be.xyz"
for group in BCC_ForceLib_W110 EOS_Data EOS_HCP Elast_FCC_Vol Elast_HCP_Vol Elast_FCC_Shear; do
  echo "- {group: $group, stress_factor: 0.001}"
done >label.yaml
"$DFTFIT" data correct wbe.h5 -o bar.h5 --corrections label.yaml >/dev/null
check bar
for group in EOS_Data EOS_HCP Elast_FCC_Vol Elast_HCP_Vol; do
  grep -A2 "^  $group " bar.log | grep -q "kbar read as bar" || die "$group: the unit is not found: $(grep -A2 "^  $group " bar.log)"
done
grep -A1 "^  slice_sample" bar.log | grep -q "read as" && die "slice_sample is in the right unit"
check wbe
for group in Defect_BOct Defect_Crowd Defect_Oct Defect_Tet Defect_Vacancy; do
  [ "$(line $group forces wbe.log | cut -d' ' -f3)" = SCATTER ] || die "$group: energies should be unusable"
done
for group in DFTMD_300K DFTMD_1000K Liquids gamma_surface gamma_surface_vacancy md_bulk surface vacancy; do
  [ "$(line $group forces wbe.log | cut -d' ' -f3)" = good ] || die "$group should be good"
done
for group in EOS_HCP Elast_FCC_Vol Elast_HCP_Vol; do
  between -9 "$(line $group stress wbe.log | cut -d' ' -f2)" -5 "offset of $group"
done
grep -q "Elast_BCC_Shear" wbe.yaml || die "the noise of Elast_BCC_Shear is not found"
