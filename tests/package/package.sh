#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Installs the library without trainer and plugin, once static and once shared, and uses it as other programs do: headers
# alone, exported symbols, and the programs of examples/library through find_package(dftfit) and through pkg-config.
source "$(dirname "${BASH_SOURCE[0]}")/../scratch.sh"
example=$SOURCE/examples/library
fortran=$(command -v "${FC:-gfortran}" || true)
[ -n "$fortran" ] || echo "no Fortran compiler: md.f90 is not tested"

# install KIND ON|OFF: both libraries from one compilation
install() {
  "$CMAKE" -S "$SOURCE" -B build -DDFTFIT_TRAINER=OFF -DDFTFIT_PLUGIN=OFF -DDFTFIT_TESTS=OFF -DBUILD_SHARED_LIBS="$2" \
    -DCMAKE_BUILD_TYPE=Debug -DCMAKE_INSTALL_PREFIX="$folder/$1" -DCMAKE_INSTALL_LIBDIR=lib >"$1.log" 2>&1 &&
    "$CMAKE" --build build --parallel 2 >>"$1.log" 2>&1 && "$CMAKE" --install build >>"$1.log" 2>&1 ||
    { tail -n 20 "$1.log" >&2; die "the $1 library does not install"; }
  [ "$(ls "$1")" = $'include\nlib' ] || die "$1: installed are $(ls "$1")"
}

# every header is complete in itself
check_headers() {
  local header
  for header in shared/include/dftfit/*.h; do
    printf "#include <dftfit/%s>\nextern int something;\n" "${header##*/}" >one.c
    "$CC" -std=c11 -Wall -Wextra -Wpedantic -Werror -Ishared/include -fsyntax-only one.c || die "${header##*/} alone, in C11"
    "$CXX" -std=c++17 -Wall -Wextra -Wpedantic -Werror -Ishared/include -fsyntax-only -x c++ one.c ||
      die "${header##*/} alone, in C++17"
  done
}

# exported is what headers mark with DFTFIT_API, all of it, and nothing else
check_symbols() {
  "$NM" -D --defined-only --format=posix shared/lib/libdftfit.so | cut -d ' ' -f 1 | sort >exported
  sed -n 's/^DFTFIT_API [^(]*\b\(dftfit_[a-z0-9_]*\)(.*/\1/p' shared/include/dftfit/*.h | sort >declared
  [ "$(wc -l <declared)" -gt 50 ] || die "the headers declare $(wc -l <declared) functions"
  diff declared exported || die "declared in headers (<) and exported (>) differ"
  [ "$("$NM" -D --undefined-only shared/lib/libdftfit.so | grep -c yaml_parser)" -gt 0 ] || die "libyaml is not used"
}

# check_run PROGRAM: 4.63 eV per atom (Tersoff 1989) at the start, energy goes from motion into bonds, the sum stays
check_run() {
  "$@" "$example/Si.yaml" >output || die "$* failed"
  awk 'NR == 2 {e = $2; k = $3; t = $4}
    NR > 1 && ($4 - t > 0.0064 || t - $4 > 0.0064) {print "energy is not conserved: " $0; bad = 1}
    END {exit !(NR == 12 && !bad && e / 64 > -4.635 && e / 64 < -4.625 && k - $3 > 1)}' output ||
    { cat output >&2; die "$*: wrong numbers"; }
  [ -f first ] || cp output first
  diff first output || die "$*: other numbers than the first program"
}

run_all() {
  local program
  for program in "$1"/md_*; do
    [ -x "$program" ] && [ -f "$program" ] && check_run "./$program"
  done
  ! "./$1/md_c" none.yaml 2>message || die "a missing file is not an error"
  grep -q "^none.yaml: cannot be opened" message || die "message: $(cat message)"
}

with_cmake() {
  "$CMAKE" -S "$example" -B "cmake_$1" -DCMAKE_PREFIX_PATH="$folder/$1" -DCMAKE_Fortran_COMPILER="$fortran" >log 2>&1 &&
    "$CMAKE" --build "cmake_$1" >>log 2>&1 || { tail -n 20 log >&2; die "find_package(dftfit), $1"; }
  run_all "cmake_$1"
}

with_pkg_config() {
  local flags out=pkg_$1
  mkdir "$out"
  export PKG_CONFIG_PATH=$folder/$1/lib/pkgconfig LD_LIBRARY_PATH=$folder/$1/lib
  flags=$(pkg-config --cflags --libs dftfit) || die "pkg-config does not find dftfit"
  # shellcheck disable=SC2086
  {
    "$CC" "$example/md.c" -o "$out/md_c" $flags -lm
    "$CXX" -std=c++17 "$example/md.cpp" -o "$out/md_cpp" $flags
    [ -z "$fortran" ] || "$fortran" -J "$out" "$example/md.f90" -o "$out/md_f" $flags
  }
  run_all "$out"
  unset PKG_CONFIG_PATH LD_LIBRARY_PATH
}

install static OFF
install shared ON
mv build gone # what is installed needs nothing of it
check_headers
check_symbols
for kind in static shared; do
  with_cmake $kind
  with_pkg_config $kind
done
expected=$([ -n "$fortran" ] && echo 12 || echo 8)
[ "$(ls -d cmake_*/md_c cmake_*/md_cpp cmake_*/md_f pkg_*/md_* 2>/dev/null | wc -l)" -eq "$expected" ] || die "not all programs were built"
