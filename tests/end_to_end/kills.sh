#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Runs of import, merge, fit and eval are killed at random times: the old output is there or the whole new one, inputs
# are as they were, and the next run leaves nothing behind. KILLS: how many of each (default 3; by hand: 25).
. "$(dirname "$0")/common.sh"

kills=${KILLS:-3}
"$MAKE_DATA" known.yaml data.h5 40 1 2
"$DFTFIT" data export data.h5 -o one.xyz >/dev/null
for copy in $(seq 40); do cat one.xyz; done >data.xyz
many=$(printf 'data.h5 %.0s' $(seq 40))
settings pair "folds: {count: 3}" "solver: {lambda: cv}"
{ echo "data: data.h5"; echo "output: eam.out.yaml"; echo "solver: {lambda: 1e-4, starts: 2, max_steps: 6}"
  echo "weights: {sigma: {energy: 0.002, force: 0.02, stress: 0.0002}}"
  echo "potential: {form: eam, elements: [Si, C], cutoff: 4, eam: {densities: alloy, knots: 8, embedding: {knots: 5}}}"
} >eam.yaml
now() { date +%s%N; }
# run NAME COMMAND...: the command once undisturbed, then killed, again and again
killed=0 runs=0 ended=0
run() {
  local output=$1 start length code
  shift
  start=$(now)
  "$@" -f >/dev/null 2>err || die "$*: $(cat err)"
  length=$((($(now) - start) / 1000))
  cp "$output" whole
  sha256sum data.h5 data.xyz known.yaml pair.yaml eam.yaml >inputs
  for attempt in $(seq $kills); do
    for signal in TERM INT KILL; do
      [ $signal = KILL ] || find . -name '.*.dftfit.*' -delete # of the killed run before
      echo old >"$output"
      env --default-signal=INT "$@" -f >/dev/null 2>&1 &
      local job=$! wait=$((RANDOM * length / 32768))
      sleep $((wait / 1000000)).$(printf %06d $((wait % 1000000)))
      kill -$signal $job 2>/dev/null || true
      code=0
      wait $job 2>/dev/null || code=$?
      runs=$((runs + 1))
      [ $code = 0 ] && ended=$((ended + 1)) || killed=$((killed + 1))
      [ "$(cat "$output" | head -c 4)" = "old" ] || cmp -s "$output" whole || die "$*: $output is neither old nor whole"
      sha256sum --quiet -c inputs || die "$*: an input was changed"
      [ $signal = KILL ] || [ -z "$(find . -name '.*.dftfit.*')" ] || die "$*: SIG$signal left $(find . -name '.*.dftfit.*')"
    done
  done
  "$@" -f >/dev/null 2>err || die "$*, after kills: $(cat err)"
  cmp "$output" whole || die "$*: another result after kills"
  [ -z "$(find . -name '.*.dftfit.*')" ] || die "$*: left behind: $(find . -name '.*.dftfit.*')"
  rm -f ./*.checkpoint
}
run all.h5 "$DFTFIT" import data.xyz -o all.h5
run merged.h5 "$DFTFIT" data merge $many -o merged.h5
run pair.out.yaml "$DFTFIT" fit pair.yaml
run eam.out.yaml "$DFTFIT" fit eam.yaml
run dump "$DFTFIT" eval known.yaml data.h5 --dump dump
echo "$runs runs, $killed killed in time, $ended had ended: nothing lost, nothing left"
[ $((2 * killed)) -ge $runs ] || die "most kills came too late"
