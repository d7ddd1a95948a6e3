#!/usr/bin/env bash
# Fails when a source file is not as .clang-format has it, and names the places. `tests/format.sh --fix` formats them.
# usage: format.sh [clang-format program] [--fix]
# Versions of clang-format differ in details, so that only the one of Debian 12 is asked; exit code 77: it is not there.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
version=14 program=clang-format-14 fix=no
for word in "$@"; do
  case "$word" in
    --fix) fix=yes ;;
    *) program=$word ;;
  esac
done
have=$("$program" --version 2>/dev/null | sed -n 's/.*version \([0-9]*\).*/\1/p' || true)
[ "$have" = $version ] || { echo "skipped: clang-format $version is needed, ${have:-none} is here"; exit 77; }
mapfile -t files < <(find potentials trainer pair_dftfit tests examples -name '*.[ch]' -o -name '*.cpp' | sort)
[ ${#files[@]} -gt 100 ] || { echo "only ${#files[@]} source files found"; exit 1; }
if [ $fix = yes ]; then
  "$program" -i "${files[@]}"
else
  "$program" --dry-run -Werror "${files[@]}" || { echo "run tests/format.sh --fix"; exit 1; }
  echo "${#files[@]} files are formatted"
fi
