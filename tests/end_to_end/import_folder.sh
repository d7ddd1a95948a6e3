#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Folders as input of dftfit import: order, groups, sources, compressed files, files of no known format, damaged ones.
. "$(dirname "$0")/common.sh"

same() { [ "$1" = "$2" ] || { cat log; die "'$1' where '$2' is expected"; }; }
frame() { printf '1\nLattice="5 0 0 0 5 0 0 0 5" Properties=species:S:1:pos:R:3 energy=%s %s\nSi 0 0 0\n' "$1" "${2-}"; }
mkdir -p runs/bulk/b runs/bulk/a runs/surface runs/.hidden runs/empty
{ frame -1; frame -2; frame -3; } >runs/bulk/b/x.xyz
frame -4 | gzip >runs/bulk/a/x.xyz.gz
frame -5 config_type=own | xz >runs/surface/x.xyz.xz
frame -6 >runs/right_here.xyz
frame -7 >runs/.hidden/x.xyz
echo notes >runs/README
: >runs/empty/nothing
printf '2\nLattice="5 0 0 0 5 0 0 0 5"\nSi 0 0 0\n' >runs/surface/damaged.xyz
printf '1\n\nSi 0 0 0\n' >runs/surface/trajectory.xyz
head -c 40 runs/surface/x.xyz.xz >runs/surface/cut.xyz.xz

show() { "$PYTHON" -c 'import sys, h5py
print(*[x.decode() if isinstance(x, bytes) else f"{x:g}" for x in h5py.File(sys.argv[1])[sys.argv[2]][:].ravel()])' "$1" "$2"; }

"$DFTFIT" import runs -o all.h5 >log
same "$(show all.h5 /configs/energy)" "-4 -1 -2 -3 -6 -5"
same "$(show all.h5 /sources)" "runs/bulk/a/x.xyz.gz runs/bulk/b/x.xyz runs/right_here.xyz runs/surface/x.xyz.xz"
same "$(show all.h5 /groups/name)" "bulk runs own"
same "$(grep -c 'runs: 6 configurations, 6 atoms from 5 files; 3 files of no known format' log)" 1
same "$(grep -c 'runs/surface/damaged.xyz: line 3: the file ends after 1 of the 2 atoms' log)" 1
same "$(grep -c 'runs/surface/cut.xyz.xz: the compressed data end early' log)" 1
same "$(grep -c '1 configurations found in folders were left out: no energy' log)" 1

# the same data wherever the folder lies, and however it is named
cp -r runs elsewhere_runs && mkdir other && mv elsewhere_runs other/runs
"$DFTFIT" import "$PWD/other/runs/" -o moved.h5 >log
cmp all.h5 moved.h5
(cd runs && "$DFTFIT" import . -o ../inside.h5 >log2 && rm log2)
same "$(show inside.h5 /groups/name)" "bulk default own"
same "$(show inside.h5 /sources)" "bulk/a/x.xyz.gz bulk/b/x.xyz right_here.xyz surface/x.xyz.xz"

# steps and groups as asked for
"$DFTFIT" import runs/bulk --stride 2 --group mine -o some.h5 >log
same "$(show some.h5 /configs/energy)" "-4 -1 -3"
same "$(show some.h5 /groups/name)" "mine"

# a file that the user names must be readable, and a folder must hold something
if "$DFTFIT" import runs/surface/cut.xyz.xz -o none.h5 2>log; then die "a cut file was accepted"; fi
same "$(grep -c '^dftfit: runs/surface/cut.xyz.xz: the compressed data end early' log)" 1
if "$DFTFIT" import runs/empty -o none.h5 2>log; then die "a folder without data was accepted"; fi
same "$(grep -c '^dftfit: runs/empty: no file in this folder is of a known format' log)" 1

# CASTEP: settings of a trajectory from .castep beside it; forces with the thermostat's noise in them are left out
samples=$(cd "$(dirname "$0")/../program_output/samples" && pwd)
mkdir castep && cp "$samples/castep_SiC.md" castep/sic.md
sed '/treating system as/a\ using                                          : Langevin thermostat' "$samples/MgO.castep" >castep/sic.castep
"$DFTFIT" import castep/sic.md -o castep.h5 >log
same "$(show castep.h5 /calculations/functional)" "PBEsol + dispersion"
same "$(show castep.h5 /calculations/ecut)" "300"
same "$(grep -c 'forces were left out: those of this file have the random forces of the Langevin thermostat' log)" 1
same "$(grep -c 'the first energy, -531.024.* eV, is not the free energy of castep/sic.castep, -101.01' log)" 1
same "$(show castep.h5 /atoms/force | head -c 3)" "nan"

# a folder a calculation: groups by what repeats
names() { show "$1" /groups/name; }
for i in $(seq 12); do
  for kind in calc Elastic_ MD-; do mkdir -p "single/$kind$i"; frame "-$i.5" >"single/$kind$i/a.xyz"; done
  mkdir -p "deep/$i/static" "deep/$i/relaxed"
  frame "-$i" >"deep/$i/static/a.xyz"
  frame "-$i.1" >"deep/$i/relaxed/a.xyz"
done
"$DFTFIT" import single -o single.h5 >log
same "$(names single.h5)" "Elastic MD calc"
grep -q "groups are their names without numbers" log || die "nothing said of groups: $(cat log)"
"$DFTFIT" import single -o by1.h5 --group-by 1 >log
same "$(names by1.h5 | wc -w)" 36
"$DFTFIT" import single -o by0.h5 --group-by 0 >log
same "$(names by0.h5)" "single"
"$DFTFIT" import deep -o deep2.h5 --group-by 2 >log
same "$(names deep2.h5)" "relaxed static"
"$DFTFIT" import deep -o deep.h5 >log # two files a folder of the first level: it repeats
same "$(names deep.h5 | wc -w)" 12
rm -r deep/*/relaxed
"$DFTFIT" import deep -f -o deep.h5 >log
same "$(names deep.h5)" "static"
for i in $(seq 40); do mkdir -p "hashes/x${i}y"; frame "-$i" >"hashes/x${i}y/a.xyz"; done
"$DFTFIT" import hashes -o hashes.h5 >log
same "$(names hashes.h5)" "hashes"
"$DFTFIT" import hashes -o bad.h5 --group-by x >log 2>&1 && die "--group-by x is taken"
true
