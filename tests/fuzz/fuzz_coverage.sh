#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Every reader, or those named, under libFuzzer: fuzz_coverage.sh PROGRAM FOLDER SECONDS [FORMAT...]
#   PROGRAM   fuzz_coverage of a build with clang and -DDFTFIT_FUZZ=ON
#   FOLDER    keeps each reader's corpus, its log and the input of a crash; a second run goes on from there
#   SECONDS   of processor time for each
# SEEDS=FOLDER...: further files to begin with, in folders named like the code (vasp, qe, ...) or not; each is given to
# the reader that knows it. Ends with a line for each reader.
set -euo pipefail
program=$(realpath "$1") folder=$2 seconds=$3
shift 3
here=$(cd "$(dirname "$0")" && pwd)
import_def=$here/../../trainer/import/importers.def
[ $# -gt 0 ] || set -- $(sed -n 's/^IMPORTER(\([a-z_]*\),.*/\1/p' "$import_def")

seed_all() { # copies of all files of at most 300 kB, not compressed, into a folder for the reader that they are for
  local path name format
  find "$here/corpus" "$here/../program_output/samples" ${SEEDS:-} -type f -size -300k 2>/dev/null | while read -r path; do
    name=$(basename "$path")
    format=$("$program" --identify="$path" 2>/dev/null) || continue
    mkdir -p "$folder/seeds/$format"
    case $name in
    *.xz) xz -dc "$path" >"$folder/seeds/$format/${name%.xz}" ;;
    *.gz) gzip -dc "$path" >"$folder/seeds/$format/${name%.gz}" ;;
    *) cp "$path" "$folder/seeds/$format/$name" ;;
    esac
  done
}

mkdir -p "$folder"
[ -d "$folder/seeds" ] || seed_all
export ASAN_OPTIONS=allocator_may_return_null=1
for format; do
  mkdir -p "$folder/$format" "$folder/seeds/$format"
  "$program" --format="$format" --cpu-seconds="$seconds" -timeout=900 -rss_limit_mb=2048 -malloc_limit_mb=100000 -max_len=100000 -reload=0 \
    -artifact_prefix="$folder/$format." "$folder/$format" "$folder/seeds/$format" >"$folder/$format.log" 2>&1 || true
  tail -n 1 "$folder/$format.log"
done
