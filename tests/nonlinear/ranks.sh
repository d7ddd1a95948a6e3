#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Every result of the search on 1, 2, 3 and 7 ranks, five starts each: the same to the last bit. So are those that are resumed
# from checkpoints of another number of ranks.
. "$(dirname "$0")/../scratch.sh"
for n in 3 1 2 7; do
  on_ranks $n "$RESUME" "$folder" >bits.$n
  [ "$(wc -l <bits.$n)" -gt 10 ] || die "too few results on $n ranks"
  cmp bits.3 bits.$n
done
# lines in pairs: a whole run, and the one resumed half-way
awk '{name = $1; $1 = ""}
     NR % 2 {whole = $0} !(NR % 2) {if (name != "resumed" || $0 != whole) {print "line " NR ": resumed run differs"; exit 1}}' \
  bits.3
