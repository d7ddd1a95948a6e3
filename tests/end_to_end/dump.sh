#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# From a dump of LAMMPS to a calculation and back: configurations without any target go through import, info, export, merge,
# split and eval, each of which says so.
. "$(dirname "$0")/common.sh"

has() { grep -qF -- "$2" "$1" || { cat "$1"; die "'$2' is missing"; }; }
mkdir -p runs/md
cat >runs/md/unsure.dump <<'END'
ITEM: UNITS
metal
ITEM: TIMESTEP
100
ITEM: NUMBER OF ATOMS
2
ITEM: BOX BOUNDS xy xz yz pp pp pp
-1.0 4.5 0.5
2.0 6.0 0.0
0.0 5.0 0.0
ITEM: ATOMS id type element x y z fx fy fz c_grade
9 2 C 1.0 3.0 2.5 0.1 0.2 0.3 11.5
4 1 Si -1.0 2.0 0.0 -0.1 -0.2 -0.3 nan
ITEM: TIMESTEP
200
ITEM: NUMBER OF ATOMS
2
ITEM: BOX BOUNDS xy xz yz pp pp pp
-1.0 4.5 0.5
2.0 6.0 0.0
0.0 5.0 0.0
ITEM: ATOMS id type element x y z fx fy fz c_grade
4 1 Si -1.0 2.0 0.0 -0.1 -0.2 -0.3 2.0
9 2 C 1.1 3.0 2.5 0.1 0.2 0.3 12.5
END

# a file that is named, and the same as numbered types and without the second snapshot
"$DFTFIT" import runs/md/unsure.dump -o new.h5 --group unsure >log
has log "2 configurations have no energy"
has log "columns fx fy fz were left out: these forces are the potential's, not those of DFT"
"$DFTFIT" import runs/md/unsure.dump -o other.h5 --elements C,Si --stride 2 >log
has log "wrote other.h5: 1 configurations, 2 atoms, elements C Si"

# in a folder of calculations a dump is no calculation, unless it is asked for
if "$DFTFIT" import runs -o none.h5 2>log; then die "configurations without targets were taken from a folder"; fi
has log "2, found in folders, have neither energy nor forces nor stress (--format NAME, or naming the files, takes them)"
"$DFTFIT" import runs --format lammps_dump -o folder.h5 >log
has log "wrote folder.h5: 2 configurations, 4 atoms"

# LAMMPS writes C for elements that were not named
sed 's/ Si / C /' runs/md/unsure.dump >carbon.dump
"$DFTFIT" import carbon.dump -o carbon.h5 >log
has log "all atoms of a snapshot are C, though their types differ"

# what is in the file, and what is not
"$DFTFIT" info --check new.h5 >log
has log "no configuration has a target: there is nothing to fit before DFT has been done for them"
has log "2 other (neither energy nor forces to judge by)"
"$DFTFIT" eval known.yaml new.h5 >log
has log "No configuration has a target: there is nothing to compare"
settings bare
sed -i 's/data.h5/new.h5/' bare.yaml
if "$DFTFIT" fit bare.yaml 2>log; then die "a fit to nothing was accepted"; fi
has log "bare.yaml: there is nothing to fit: no configuration has an energy, forces or a stress"

# to the calculation: atoms by their id, the corner of the box at the origin
"$DFTFIT" data export new.h5 -o new.xyz >log
has new.xyz 'Lattice="5 0 0 0.5 4 0 0 0 5" pbc="T T T" config_type=unsure source=unsure.dump'
[ "$(grep -c '^Si 0 0 0$' new.xyz)" = 2 ] || die "positions of silicon"
[ "$(tail -n 1 new.xyz)" = "C  2.1 1 2.5" ] || die "positions of carbon"
"$DFTFIT" import new.xyz -o back.h5 >log

# and with results for one of them, as ASE writes them, beside the others
sed '2s/$/ energy=-12.5/' new.xyz >done.xyz
"$DFTFIT" import done.xyz -o done.h5 >log
"$DFTFIT" data merge done.h5 other.h5 -o all.h5 >log
"$DFTFIT" info all.h5 >log
has log "2 of these have no target at all and take no part in a fit"
"$DFTFIT" data split all.h5 -o train.h5 --test test.h5 --fraction 0.4 >log
