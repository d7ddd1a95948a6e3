#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Ten times the data: memory grows by at most 100 bytes for each atom more.
. "$(dirname "$0")/common.sh"

settings fit
"$MAKE_DATA" known.yaml data.h5 120 3 2
"$MEASURE" small "$DFTFIT" fit -f fit.yaml >/dev/null
"$MAKE_DATA" known.yaml data.h5 120 3 2 10
"$MEASURE" large "$DFTFIT" fit -f fit.yaml >log
read -r small _ <small
read -r large _ <large
atoms=$((120 * 8 * 27 * 9))
echo "memory: $small kB, $large kB with $atoms atoms more: $(((large - small) * 1024 / atoms)) bytes an atom"
below $(((large - small) * 1024)) $((100 * atoms + 1))
