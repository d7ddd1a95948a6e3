#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# dftfit data: export, selection, split, merge and corrections, looked at by h5py and ASE.
. "$(dirname "$0")/common.sh"
check() { "$PYTHON" "$here/check_data.py" "$@" || die "check_data.py $*"; }
here=$(cd "$(dirname "$0")" && pwd)
"$PYTHON" -c 'import ase, h5py' || die "$PYTHON has no ASE or no h5py (cmake/packages.sh installs both)"

"$MAKE_DATA" known.yaml data.h5 120 1 3

# export: the numbers that ASE reads are those of the file, and an import brings the same file back
"$DFTFIT" data export data.h5 -o data.xyz >log
grep -q "120 of 120 configurations" log || die "export: $(cat log)"
check ase data.h5 data.xyz
"$DFTFIT" import data.xyz -o again.h5 >/dev/null
for part in /configs/cell /configs/energy /configs/stress /configs/natoms /atoms/position /atoms/force /atoms/species; do
  h5diff data.h5 again.h5 "$part" >/dev/null || die "export and import change $part"
done

# split: a partition by contiguous windows of runs, at most five of each, the same for the same seed; merge puts it
# together
"$DFTFIT" data split data.h5 -o train.h5 --test test.h5 --fraction 0.2 >/dev/null
[ "$(check parts data.h5 train.h5 test.h5)" = "96 24" ] || die "split: not 96 and 24"
"$DFTFIT" data split data.h5 -o train2.h5 --test test2.h5 --fraction 0.2 --seed 1 >/dev/null
cmp train.h5 train2.h5 && cmp test.h5 test2.h5 || die "the same seed gives another split"
"$DFTFIT" data split data.h5 -f -o train2.h5 --test test2.h5 --fraction 0.2 --seed 2 >/dev/null
cmp -s test.h5 test2.h5 && die "another seed gives the same split"
"$DFTFIT" data merge train.h5 test.h5 -o merged.h5 >/dev/null
"$DFTFIT" info merged.h5 >log
grep -q "6 source files" log || die "runs of two files became one"
"$DFTFIT" data merge data.h5 data.h5 -o twice.h5 >log
grep -q "Copies: 120 of 240 configurations repeat an earlier one (120 bit for bit)" log || die "merge says nothing of copies"
# copies are on one side, whatever their file, and a split says how many there are
"$DFTFIT" data split twice.h5 -f -o train2.h5 --test test2.h5 --fraction 0.2 >log
grep -q "Copies: 120 of 240" log || die "split says nothing of copies"
[ "$("$PYTHON" -c 'import sys, h5py
sides = [{p.tobytes() for p in h5py.File(f)["atoms/position"][:]} for f in sys.argv[1:]]
print(len(sides[0] & sides[1]))' train2.h5 test2.h5)" = 0 ] || die "split: copies are on both sides"
# of one configuration in each of 10 files a fraction is held out, too, by `data split` as by `holdout`
mkdir one
for i in $(seq 10); do
  mkdir "one/calc_$i"
  "$DFTFIT" data export data.h5 -o "one/calc_$i/a.xyz" --configs "$i" >/dev/null
done
"$DFTFIT" import one --group all -o one.h5 >/dev/null
"$DFTFIT" data split one.h5 -f -o train2.h5 --test test2.h5 --fraction 0.2 >log
grep -q "test2.h5: 2 configurations" log || die "single configurations: $(cat log)"
settings single "holdout: {fraction: 0.2, seed: 1}"
sed -i 's/data.h5/one.h5/' single.yaml
"$DFTFIT" fit single.yaml >log
grep -q "Hold-out: 2 of 10" log || die "single configurations in a hold-out: $(cat log)"
# the errors of data that repeat training data, and without these
"$DFTFIT" eval single.out.yaml one.h5 --train one.h5 >log
grep -q "10 of 10 configurations repeat one of the training data" log || die "eval --train: $(cat log)"
"$DFTFIT" eval single.out.yaml data.h5 --train one.h5 --group hot >log
grep -q "^unseen  *hot" log || die "eval --train: $(cat log)"
"$DFTFIT" data merge data.h5 data.h5 data.h5 -o thrice.h5 >/dev/null
"$DFTFIT" info thrice.h5 >log
grep -q "9 source files" log || die "runs of copies of one file became one"
"$DFTFIT" data select twice.h5 --no-copies -f -o once.h5 >log
grep -q "120 of 240 configurations" log || die "copies: $(cat log)"
check parts data.h5 once.h5 >/dev/null

# every criterion alone, then some together
selected() { local expression=$1; shift; "$DFTFIT" data select data.h5 -f -o part.h5 "$@" >/dev/null; check subset data.h5 part.h5 "$expression"; }
selected 'group in ("hot", "crystal")' --group hot --group crystal
selected 'group != "hot"' --exclude-group hot
selected 'kind == "bulk"' --kind bulk
selected '-7.2 <= energy / natoms <= -6.8' --energy -7.2:-6.8
selected 'energy / natoms <= -7' --energy :-7
selected 'isnan(stress[0]) or abs(stress).max() * 160.2176634 <= 15' --max-stress 15
selected 'norm(force, axis=1).max() <= 0.6' --max-force 0.6
selected 'not isnan(stress[0])' --has stress,forces
selected 'not all(pbc) or 16 <= det(cell) / natoms <= 18' --volume 16:18
selected 'c in (0, 1, 2, 17) or c >= 100' --configs 0-2,17,100-
selected 'c not in (5, 6)' --drop 5-6
selected 'turn % 7 == 0' --every 7
selected 'group == "hot" and turn % 3 == 0' --group hot --every 3
selected 'group == "hot" and c > 50 and energy / natoms < -5' --group hot --configs 51- --energy :-5

# elements: of a set of two kinds of atoms and another of one
sed 's/C/Ge/g' known.yaml >other.yaml
"$MAKE_DATA" other.yaml other.h5 10 1 0
"$DFTFIT" data merge data.h5 other.h5 -o both.h5 >/dev/null
"$DFTFIT" data select both.h5 -o part.h5 -f --elements Ge,Si >/dev/null
check subset both.h5 part.h5 'set(species) <= {"Ge", "Si"}'

# an output that is the input, and one that exists
cp data.h5 copy.h5
"$DFTFIT" data select copy.h5 -o copy.h5 --group hot >/dev/null 2>err && die "an existing file was replaced"
cmp data.h5 copy.h5 || die "a refused output was changed"
"$DFTFIT" data select copy.h5 -f -o copy.h5 --group hot >/dev/null 2>err && die "the input was replaced"
cmp data.h5 copy.h5 || die "an input was changed"

# corrections
cat >corrections.yaml <<'END'
- {group: hot, stress_order: [xx, yy, zz, xy, yz, xz], stress_factor: -10, stress_offset: 0.01}
- {group: strained, drop: [energy], force_factor: 2}
- {configs: [3-5, 9], drop: [stress, forces]}
END
"$DFTFIT" data correct data.h5 -o corrected.h5 --corrections corrections.yaml >log
grep -q "correction 3: 4 configurations" log || die "correct: $(cat log)"
check corrected data.h5 corrected.h5

# the picture: an XML file with what it should name, small whatever the data
"$DFTFIT" info twice.h5 --picture data.svg >info.log
grep -q "for a potential that transfers" info.log || die "no table of kinds: $(cat info.log)"
"$PYTHON" - data.svg <<'END' || die "the picture is not what it should be"
import os, sys, xml.etree.ElementTree as tree
text = " ".join(t.text for t in tree.parse(sys.argv[1]).iter() if t.tag.endswith("text"))
words = ("volume, A^3/atom", "force on an atom", "Si-Si", "Si-C", "C-C", "strained", "thermal", "bulk", "cluster")
missing = [word for word in words if word not in text]
sys.exit(f"missing: {missing}" if missing or os.path.getsize(sys.argv[1]) > 60000 else 0)
END

# ten times the data: memory does not grow with the atoms, only with the tables of the configurations
"$MAKE_DATA" known.yaml large.h5 200 3 2 10
"$DFTFIT" data select large.h5 -o small.h5 --configs 0-599 >/dev/null
for size in small large; do
  "$MEASURE" $size.select "$DFTFIT" data select $size.h5 -f -o part.h5 --has energy >/dev/null
  "$MEASURE" $size.export "$DFTFIT" data export $size.h5 -f -o part.xyz >/dev/null
done
for action in select export; do
  read -r small _ <small.$action
  read -r large _ <large.$action
  bytes=$(((large - small) * 1024)) configs=1400
  echo "memory of $action: $small kB, $large kB with $configs configurations of 216 atoms more"
  below $bytes $((200 * configs + 4000000))
done
