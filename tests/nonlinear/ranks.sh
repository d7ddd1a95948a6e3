#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Every result of the search on 1, 2 and 3 ranks: the same to the last bit. Resumed ones too.
set -euo pipefail
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_btl_vader_single_copy_mechanism=none
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
for n in 1 2 3; do
  "$MPIEXEC" --oversubscribe -np $n "$RESUME" bits >"$folder/$n"
  [ "$(wc -l <"$folder/$n")" -gt 10 ] || { echo "too few results on $n ranks" >&2; exit 1; }
  cmp "$folder/1" "$folder/$n"
done
# lines in pairs: a whole run, and the one resumed half-way
awk '{name = $1; $1 = ""}
     NR % 2 {whole = $0} !(NR % 2) {if (name != "resumed" || $0 != whole) {print "line " NR ": resumed run differs"; exit 1}}' \
  "$folder/3"
