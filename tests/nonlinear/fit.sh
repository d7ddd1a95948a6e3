#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# dftfit fit for a form that is not linear: recovery from the automatic start, ranks, interruption and resuming, starts,
# bounds, and what is refused. The form is Morse's pair potential, known to this build of the program alone.
. "$(dirname "$0")/../scratch.sh"
known() { # known A: the potential that makes the data, with the exponent A for C-C
  cat <<END
dftfit: 1
form: morse
elements: [Si, C]
cutoff: 4.5
reference_energy: {Si: -5.1, C: -7.3}
morse: {parameters: {Si-Si: [0.8, 1.4, 2.7], Si-C: [1.1, 1.7, 2.4], C-C: [0.6, $1, 2.2]}}
END
}
settings() { # settings NAME [lines...]
  local name=$1
  shift
  { echo "data: data.h5"
    echo "output: $name.out.yaml"
    echo "potential: {form: morse, elements: [Si, C], cutoff: 4.5, morse: {}}"
    for line in "$@"; do echo "$line"; done; } >"$name.yaml"
}
refused() { # refused PATTERN ARGUMENTS...: one line that says PATTERN, exit code 1
  local pattern=$1 code=0
  shift
  "$DFTFIT" fit -f "$@" >out 2>err || code=$?
  [ $code = 1 ] || die "fit $*: exit code $code: $(cat err)"
  [ "$(grep -c '^dftfit: ' err)" = 1 ] || die "fit $*: not one line: $(cat err)"
  grep -q -- "$pattern" err || die "fit $*: '$(cat err)' does not say '$pattern'"
}
given="weights: {sigma: {energy: 0.001, force: 0.01, stress: 0.001}}"

# data without noise, no prior: the potential that made them, from the automatic start
known 2.0 >known.yaml
"$MAKE_DATA" known.yaml data.h5 40 1 0
settings exact "$given" "solver: {lambda: 0}" "holdout: {fraction: 0.2, seed: 2}"
"$DFTFIT" fit -f --csv exact.csv --parameters exact.txt exact.yaml >exact.log
for set in train holdout; do below "$(figure exact.csv $set force)" 1e-8; done
for value in 'Si-Si.a 1.4' 'Si-C.r0 2.4' 'C-C.D 0.6' 'C-C.a 2.0'; do
  awk -v name="${value% *}" -v want="${value#* }" '$1 == name {d = $2 - want; ok = d < 1e-7 && d > -1e-7} END {exit !ok}' \
    exact.txt || die "$value: $(grep "^${value% *} " exact.txt)"
done
grep -q 'searched parameter' exact.log || die "no table of the searched parameters"
grep -q 'search: {starts: 1' exact.out.yaml || die "the search is not in the potential file"
[ ! -e exact.out.yaml.checkpoint ] || die "a checkpoint is left after the end"

# noise, everything estimated and chosen: the same file on any number of ranks
"$MAKE_DATA" known.yaml data.h5 60 2 2
settings chosen "solver: {starts: 2, seed: 5}"
for n in 1 2 3; do
  on_ranks $n "$DFTFIT" fit -f chosen.yaml >log.$n 2>err.$n || die "on $n ranks: $(cat log.$n err.$n)"
  [ $n = 1 ] && cp chosen.out.yaml first.yaml
  cmp chosen.out.yaml first.yaml || die "$n ranks and 1 differ"
  rm chosen.out.yaml
done
awk '/^  sigma:/ {gsub(/[{},:]/, " "); split($0, w, " ");
  exit !(w[3] > 0.0016 && w[3] < 0.0024 && w[5] > 0.019 && w[5] < 0.021 && w[7] > 0.00018 && w[7] < 0.00022)}' first.yaml ||
  die "estimated sigmas are not the noise: $(grep sigma: first.yaml)"
grep -q 'weights chosen: [1-9]' log.1 || die "no weights were chosen"
grep -q '(kept)' log.1 || die "no table of starts"
[ "$(grep -c '^start [12] of 2: ' err.3)" = 2 ] || die "no line for each start: $(cat err.3)"

# ended by a signal as soon as there is a checkpoint, as often as there is time: the same answer in the end
for signal in TERM INT; do
  interruptions=0
  resume=
  for attempt in 1 2 3 4 5 6; do
    touch before
    # a background job of a shell without job control ignores SIGINT, unless it is told not to
    env --default-signal=INT "$DFTFIT" fit -f $resume chosen.yaml >log 2>err &
    job=$!
    for wait in $(seq 600); do
      [ chosen.out.yaml.checkpoint -nt before ] && break
      kill -0 $job 2>/dev/null || break
      sleep 0.02
    done
    kill -$signal $job 2>/dev/null || true
    code=0
    wait $job || code=$?
    [ $code = 0 ] && break
    [ $code = 1 ] || die "exit code $code after SIG$signal: $(cat err)"
    grep -q '^dftfit: interrupted after step .*chosen.out.yaml.checkpoint.*--resume' err || die "SIG$signal: $(cat err)"
    [ -e chosen.out.yaml.checkpoint ] || die "no checkpoint after SIG$signal"
    [ ! -e chosen.out.yaml ] || die "an interrupted fit wrote a potential"
    cp chosen.out.yaml.checkpoint last.checkpoint
    interruptions=$((interruptions + 1))
    resume=--resume
  done
  [ $interruptions -ge 1 ] || die "SIG$signal came too late every time"
  [ -e chosen.out.yaml ] || on_ranks 2 "$DFTFIT" fit -f --resume chosen.yaml >log
  cmp chosen.out.yaml first.yaml || die "resumed after SIG$signal, $interruptions times, and uninterrupted differ"
  [ ! -e chosen.out.yaml.checkpoint ] || die "a checkpoint is left after resuming"
  rm chosen.out.yaml
done

# a checkpoint that is not there, damaged, of other settings, of other data; more steps are allowed
refused "no interrupted fit" --resume chosen.yaml
head -c 300 last.checkpoint >chosen.out.yaml.checkpoint
refused "not a whole checkpoint" --resume chosen.yaml
sed 's/^best_phi .*/best_phi x/' last.checkpoint >chosen.out.yaml.checkpoint
refused "checkpoint:[0-9]*:.*best_phi" --resume chosen.yaml
cp last.checkpoint chosen.out.yaml.checkpoint
code=0
"$DFTFIT" fit chosen.yaml >out 2>err || code=$?
[ $code = 1 ] && grep -q 'checkpoint: was left by an interrupted fit; --resume goes on' err ||
  die "a checkpoint is overwritten without -f: $code, $(cat err)"
cmp last.checkpoint chosen.out.yaml.checkpoint || die "a checkpoint was changed without -f"
sed -i 's/seed: 5/seed: 6/' chosen.yaml
refused "another fit" --resume chosen.yaml
sed -i 's/seed: 6/seed: 5, max_steps: 300/' chosen.yaml
"$DFTFIT" fit -f --resume chosen.yaml >log
cmp chosen.out.yaml first.yaml || die "with more steps allowed the answer differs"
cp last.checkpoint chosen.out.yaml.checkpoint
known 2.1 >known.yaml
"$MAKE_DATA" known.yaml data.h5 60 2 2
refused "another fit" --resume chosen.yaml

# an end at a bound is said, and the other parameters are at their best there
known 8.0 >known.yaml
"$MAKE_DATA" known.yaml data.h5 40 1 0
settings bounded "$given" "solver: {lambda: 0}"
"$DFTFIT" fit -f bounded.yaml >log || die "bounded: $(cat log)"
grep -q '^At a bound, 1: C-C.a' log || die "no word of the bound: $(cat log)"
# too few steps: said, and a potential is there
settings short "$given" "solver: {lambda: 0, max_steps: 2}"
"$DFTFIT" fit -f short.yaml >log
grep -q 'Note: not at the minimum' log || die "no word of the steps"

settings typo "solver: {start: 3}"
refused "typo.yaml:4:.*starts" typo.yaml
settings none "solver: {max_steps: 0}"
refused "none.yaml:4:.*max_steps" none.yaml
settings off "weights: {sigma: {energy: off, force: off, stress: off}}"
refused "no target" off.yaml
{ echo "data: data.h5"; echo "output: linear.out.yaml"; echo "solver: {starts: 3}"
  echo "potential: {form: pair, elements: [Si, C], cutoff: 4.5, pair: {knots: 9}}"; } >linear.yaml
refused "linear.yaml:3:.*pair.*one pass" linear.yaml
sed -i '/solver/d' linear.yaml
refused "nothing to resume" --resume linear.yaml
