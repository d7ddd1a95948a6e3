#!/usr/bin/env bash
# Gets the source of a LAMMPS release from Debian's source packages and builds it with the PLUGIN package.
#
# usage: get_lammps.sh [--source-only] [20250204|20210929]
#   20250204  4 Feb 2025,  the source package of Debian 13 (default)
#   20210929  29 Sep 2021, the source package of Debian 12
# The last line printed is the folder that holds
#   source/   the source tree            build/   lmp, liblammps.so (not with --source-only)
#
# Everything is kept in ${DFTFIT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/dftfit}, keyed by version and build options, and never built twice.
# The mirror is the one that the machine's own apt configuration names.
set -euo pipefail

build=yes version=20250204
for word in "$@"; do
  case "$word" in
    --source-only) build=no ;;
    20250204 | 20210929) version=$word ;;
    *) echo "get_lammps.sh: unknown argument '$word'; usage: get_lammps.sh [--source-only] [20250204|20210929]" >&2; exit 2 ;;
  esac
done
case $version in
  20250204) suite=trixie ;;
  20210929) suite=bookworm ;;
esac

cache=${DFTFIT_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/dftfit}
folder=$cache/lammps-$version
mkdir -p "$cache"
exec 9>"$cache/lammps-$version.lock"
flock 9 # two runs at once would write over each other

log() { echo "-- $*" >&2; }

fetch_source() {
  local mirror # `work` is global: the trap below needs it
  mirror=$(apt-get indextargets --format '$(REPO_URI) $(COMPONENT) $(CODENAME)' | awk '$2 == "main" && $3 !~ /-/ {print $1; exit}')
  [ -n "$mirror" ] || { log "apt names no mirror: run apt-get update, or name a LAMMPS of your own (-DLAMMPS_SOURCE_DIR)"; return 1; }
  work=$(mktemp -d "$cache/fetch.XXXXXX")
  trap 'rm -rf "$work"' EXIT # also when the download fails
  mkdir -p "$work/lists/partial"
  echo "deb-src $mirror $suite main" >"$work/sources.list"
  local options=(-q=2 -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts=/dev/null -o Dir::State::Lists="$work/lists"
    -o APT::Sandbox::User=root)
  log "getting the source of LAMMPS $version"
  apt-get "${options[@]}" update >&2
  (cd "$work" && apt-get "${options[@]}" source --only-source --download-only --tar-only lammps >&2)
  mkdir "$work/source"
  tar -xf "$work"/lammps_*.orig.tar.* -C "$work/source" --strip-components=1
  # the release must be the one asked for: plugins are bound to it
  local have
  have=$(LC_ALL=C date -d "$(sed -n 's/^#define LAMMPS_VERSION "\(.*\)"/\1/p' "$work/source/src/version.h")" +%Y%m%d)
  [ "$have" = "$version" ] || { log "the source package is LAMMPS $have, not $version"; return 1; }
  rm -rf "$folder/source"
  mkdir -p "$folder"
  mv "$work/source" "$folder/source"
  rm -rf "$work"
}

[ -e "$folder/source/src/version.h" ] || fetch_source
if [ $build = no ]; then
  echo "$folder"
  exit 0
fi

packages=(PLUGIN MANYBODY MOLECULE REPLICA EXTRA-FIX EXTRA-COMPUTE EXTRA-PAIR ML-SNAP OPENMP OPT INTEL)
flags="-O3 -march=native"
options=(-DCMAKE_BUILD_TYPE=Release "-DCMAKE_CXX_FLAGS_RELEASE=$flags -DNDEBUG" -DCMAKE_CXX_STANDARD=17 -DBUILD_SHARED_LIBS=on -DBUILD_MPI=on
  -DBUILD_OMP=on -DLAMMPS_SIZES=smallbig -DPKG_KSPACE=off -DBUILD_TOOLS=off -DBUILD_LAMMPS_GUI=off -DDOWNLOAD_POTENTIALS=off
  -DWITH_JPEG=off -DWITH_PNG=off -DWITH_FFMPEG=off -DWITH_GZIP=off)
for package in "${packages[@]}"; do options+=("-DPKG_$package=on"); done
# what -march=native means here belongs to the key: a home folder may be shared by machines of several kinds
native=$(g++ -march=native -E -v - </dev/null 2>&1 | sed -n 's/.*cc1plus\|.*cc1 //p' | sed 's/-auxbase.*//; s/-dumpbase.*//')
key=$(printf '%s\n' "$version" "${options[@]}" "$native" "$(g++ -dumpfullversion)" "$(mpicxx --showme:version 2>/dev/null || true)" | sha256sum | cut -c1-12)
out=$folder/$key
if [ ! -e "$out/complete" ]; then
  log "building LAMMPS $version with ${packages[*]} (about 10 minutes on two cores, once)"
  rm -rf "$out"
  mkdir -p "$out"
  cmake -S "$folder/source/cmake" -B "$out/build" "${options[@]}" >"$out/configure.log" 2>&1 ||
    { tail -n 20 "$out/configure.log" >&2; log "see $out/configure.log"; exit 1; }
  cmake --build "$out/build" -j "$(nproc)" >"$out/build.log" 2>&1 || { tail -n 20 "$out/build.log" >&2; log "see $out/build.log"; exit 1; }
  find "$out/build" -name '*.o' -delete
  ln -s ../source "$out/source"
  touch "$out/complete"
fi
echo "$out"
