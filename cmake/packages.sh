#!/usr/bin/env bash
# Installs the Debian packages that building, testing and the examples need, and only those that are missing.
# usage: packages.sh [more packages...]       (silent when nothing is missing; uses sudo when not root)
set -euo pipefail

packages=(cmake make g++ pkg-config python3
  libopenmpi-dev openmpi-bin liblapacke-dev libopenblas-dev libopenblas0-serial libhdf5-dev libssl-dev libyaml-dev
  libxml2-dev libjansson-dev zlib1g-dev liblzma-dev
  libcmocka-dev libgmock-dev libgtest-dev gnuplot-nox hdf5-tools python3-ase python3-h5py xz-utils "$@")

# the version that tests/format.sh asks for
[ "$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release)" != bookworm ] || packages+=(clang-format-14)

missing=()
for package in "${packages[@]}"; do
  state=$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null || true)
  [ "$state" = installed ] || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
  command -v sudo >/dev/null || { echo "packages.sh: run as root, or install sudo: ${missing[*]} are missing" >&2; exit 1; }
  as_root=(sudo)
fi
echo "-- installing: ${missing[*]}"
"${as_root[@]}" apt-get update -q=2
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -q=2 -y --no-install-recommends "${missing[@]}" >/dev/null
