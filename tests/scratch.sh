# SPDX-License-Identifier: BSD-3-Clause
# Sourced by tests: a scratch folder to work in, MPI as any user, helpers. MPIEXEC comes from CTest.
set -euo pipefail
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_btl_vader_single_copy_mechanism=none
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

die() { echo "FAILED: $*" >&2; exit 1; }
on_ranks() { local n=$1; shift; "$MPIEXEC" --oversubscribe -np "$n" "$@"; }
# below VALUE BOUND: a number that is one, and below
below() { awk -v v="$1" -v b="$2" 'BEGIN {exit !(v == v+0 && v+0 < b+0)}' || die "$1 is not below $2"; }
# figure FILE SET TARGET: MAE of all groups in a table of comma-separated values
figure() { awk -F, -v set="$2" -v target="$3" '$1 == set && $2 == "\"all\"" && $3 == target {print $7}' "$1"; }
# rmse FILE SET TARGET: likewise
rmse() { awk -F, -v set="$2" -v target="$3" 'NR == 1 {for (i = 1; i <= NF; i++) if ($i == "rmse") c = i}
  $1 == set && $2 == "\"all\"" && $3 == target {print $c}' "$1"; }
