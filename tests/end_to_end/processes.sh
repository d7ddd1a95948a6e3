#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# What happens around the program: full disks, limits, signals, links, files that killed runs have left.
. "$(dirname "$0")/common.sh"

"$MAKE_DATA" known.yaml data.h5 60 1 2
many=$(printf 'data.h5 %.0s' $(seq 100))
left() { find . -name '.*.dftfit.*' | wc -l; }
# fails CODE PATTERN COMMAND...: the exit code, and one line on stderr that says PATTERN
fails() {
  local expected=$1 pattern=$2 code=0
  shift 2
  "$@" 2>err >out || code=$?
  [ $code = "$expected" ] || die "$*: exit code $code: $(cat err)"
  [ "$(wc -l <err)" = 1 ] && grep -q -- "$pattern" err || die "$*: '$(cat err)' is not one line that says '$pattern'"
  [ "$(left)" = 0 ] || die "$*: a temporary file is left"
}

# standard output on a full disk: one line, exit code 1, and the files of the command are there all the same
full() { "$@" >/dev/full; }
settings fit "folds: {count: 3}" "holdout: {fraction: 0.2}" "solver: {lambda: cv}"
sed 's/fit.out/ranks.out/' fit.yaml >ranks.yaml
for command in --help --version "fit --help" "info data.h5" "eval --csv known.yaml data.h5" "fit fit.yaml" \
  "data select data.h5 -o part.h5" "convert known.yaml copy.yaml"; do
  fails 1 'standard output: cannot be written' full "$DFTFIT" $command
done
"$DFTFIT" eval fit.out.yaml part.h5 >/dev/null || die "files were not written beside a full standard output"
"$DFTFIT" info data.h5 >&- || die "a closed standard output"

# a disk that is full, here: a limit on the size of files
limited() { (ulimit -f "$1"; shift; "$@" >/dev/null); }
echo old >old.h5
cp old.h5 new.h5
fails 1 'new.h5.*\(is the disk full\|too large\)' limited 40 "$DFTFIT" data merge $many -f -o new.h5
fails 1 'new.h5: cannot be written: File too large' limited 40 "$DFTFIT" data export data.h5 -f -o new.h5
cmp old.h5 new.h5 || die "a file was replaced by a part of another"
# the potential is there before a table that cannot be written
rm fit.out.yaml
fails 1 'table.csv: cannot be written: File too large' limited 3 "$DFTFIT" fit --csv table.csv fit.yaml
"$DFTFIT" eval fit.out.yaml data.h5 >/dev/null || die "the potential is lost with a table"
fails 1 'ranks.out.yaml: cannot be written' limited 1 "$DFTFIT" fit ranks.yaml

# a link is followed, the rights of a file are kept, and a link to no file yet is a free name
mkdir folder
echo old >folder/file.h5
chmod 640 folder/file.h5
ln -s folder/file.h5 link.h5
ln -s folder/none.h5 free.h5
"$DFTFIT" data select data.h5 -f -o link.h5 >/dev/null
"$DFTFIT" data select data.h5 -o free.h5 >/dev/null
[ -L link.h5 ] && [ -L free.h5 ] || die "a link was replaced by a file"
cmp folder/file.h5 folder/none.h5 || die "a link was not followed"
[ "$(stat -c %a folder/file.h5)" = 640 ] || die "the rights of the file were not kept"
ln -s round.h5 round.h5
fails 1 'round.h5: ' "$DFTFIT" data select data.h5 -f -o round.h5

# ended by a signal while it writes: the temporary file goes; killed: it goes with the next run
for signal in TERM INT HUP KILL; do
  caught=0
  for attempt in 1 2 3 4 5; do
    env --default-signal=INT "$DFTFIT" data merge $many -f -o old.h5 >/dev/null 2>&1 &
    job=$!
    until [ "$(left)" != 0 ] || ! kill -0 $job 2>/dev/null; do :; done
    kill -$signal $job 2>/dev/null || continue
    code=0
    wait $job 2>/dev/null || code=$?
    [ $code -gt 128 ] && caught=1 && break
    echo old >old.h5
  done
  [ $caught = 1 ] || die "SIG$signal came too late every time"
  [ "$(cat old.h5)" = old ] || die "SIG$signal: the old file was changed"
  [ $signal = KILL ] || [ "$(left)" = 0 ] || die "SIG$signal: a temporary file is left"
done
[ "$(left)" = 1 ] || die "there is nothing to clean up after SIGKILL: $(left)"
# one that a run has locked is not touched, nor is one of another file
touch .old.h5.dftfit.abcdef .other.h5.dftfit.abcdef
exec 8<.old.h5.dftfit.abcdef
flock 8
"$DFTFIT" data merge data.h5 data.h5 -f -o old.h5 >/dev/null
[ -e .old.h5.dftfit.abcdef ] && [ "$(left)" = 2 ] || die "what was left by SIGKILL is not what was removed: $(ls -A)"
exec 8<&-
"$DFTFIT" data merge data.h5 data.h5 -f -o old.h5 >/dev/null
rm .other.h5.dftfit.abcdef
[ "$(left)" = 0 ] || die "what nobody locks is not removed"

# a limit on memory: one line, and no waiting
memory() { (ulimit -v "$1"; shift; timeout 60 "$@"); }
if memory 700000 "$DFTFIT" info data.h5 >/dev/null 2>&1; then
  fails 1 'limit on memory' memory 180000 "$DFTFIT" info data.h5
  fails 1 'out of memory' memory 270000 "$DFTFIT" fit -f fit.yaml
  memory 1500000 env OPENBLAS_NUM_THREADS=4 "$DFTFIT" fit -f fit.yaml >/dev/null || die "a fit under a limit on memory"
fi

# time that grows with the square of the atoms in a cell would take minutes here; a line without end is refused
"$MAKE_DATA" known.yaml cell.h5 1 24 2
timeout 100 "$DFTFIT" info cell.h5 >/dev/null || die "info of a cell of 110,592 atoms"
head -c 100000000 /dev/zero | tr '\0' x | gzip -1 >line.xyz.gz
fails 1 'line.xyz.gz:1: this line is longer than 64 MB' "$DFTFIT" import --format extxyz line.xyz.gz -o line.h5
