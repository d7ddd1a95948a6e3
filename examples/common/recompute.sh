#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Computes one configuration of an example's data.h5 again with Quantum ESPRESSO and compares.
# usage: recompute.sh EXAMPLE GROUP/NAME [folder]     recompute.sh EXAMPLE --list      (EXAMPLE: silicon, aluminium)
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[ $# -ge 2 ] || { sed -n '4s/^# //p' "$0" >&2; exit 2; }
example=$here/../$1
[ -f "$example/dft/settings.json" ] || { echo "recompute.sh: there is no example '$1' with DFT of its own" >&2; exit 1; }
shift
"$here/../../cmake/packages.sh" quantum-espresso abinit-data
exec python3 "$here/dft/recompute.py" "$example" "$@"
