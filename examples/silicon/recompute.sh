#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Computes one configuration of data.h5 again with Quantum ESPRESSO and compares (2 atoms: 10 seconds; 63: 4 minutes).
# usage: recompute.sh GROUP/NAME [folder]     recompute.sh --list
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
"$here/../../cmake/packages.sh" quantum-espresso abinit-data
exec python3 "$here/dft/recompute.py" "$@"
