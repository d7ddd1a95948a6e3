#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Whatever goes wrong, on one rank or several: one line, exit code 1, and the old potential file stays as it was.
. "$(dirname "$0")/common.sh"

"$MAKE_DATA" known.yaml data.h5 30 1 2
# refused NAME PATTERN: fit NAME.yaml fails as it should
refused() {
  local name=$1 pattern=$2 n code
  for n in 1 3; do
    echo "old content" >"$name.out.yaml"
    code=0
    if [ $n = 1 ]; then "$DFTFIT" fit -f "$name.yaml" >out 2>err || code=$?; else on_ranks $n "$DFTFIT" fit -f "$name.yaml" >out 2>err || code=$?; fi
    [ $code = 1 ] || die "$name on $n ranks: exit code $code: $(cat err)"
    [ "$(grep -c '^dftfit: ' err)" = 1 ] || die "$name on $n ranks: not one line: $(cat err)"
    grep -q -- "$pattern" err || die "$name: '$(cat err)' does not say '$pattern'"
    [ "$(cat "$name.out.yaml")" = "old content" ] || die "$name: the old file was overwritten"
    [ -z "$(find . -name '.*.dftfit.*')" ] || die "$name: a temporary file was left"
  done
}
settings unknown_key "solvr: {lambda: cv}"
refused unknown_key "unknown_key.yaml:4.*solver"
settings unknown_group "exclude: [liquid]"
refused unknown_group "unknown_group.yaml:4.*liquid.*crystal"
settings folds "folds: {count: 90}"
refused folds "fold"
settings singular "weights: {sigma: {energy: off, force: off, stress: off}}"
refused singular "no target"
settings missing
sed -i 's/data.h5/absent.h5/' missing.yaml
refused missing "absent.h5"
settings element
sed -i 's/\[Si, C\]/[Si]/' element.yaml
refused element "data.h5:/configs\[[0-9]*\].*C"
settings undetermined "solver: {lambda: 0}" "weights: {sigma: {energy: 1, force: 1, stress: 1}}"
sed -i 's/knots: 11, inner: 1.2/knots: 300, inner: 0.4/' undetermined.yaml
refused undetermined "lambda"
settings folder
sed -i 's|output: .*|output: nowhere/out.yaml|' folder.yaml
refused folder "nowhere/out.yaml"

# a configuration that only one rank sees, and late: atoms on top of each other
cat >bad.xyz <<'END'
2
Lattice="6 0 0 0 6 0 0 0 6" Properties=species:S:1:pos:R:3:forces:R:3 energy=-3 config_type=bad pbc="T T T"
Si 0 0 0 0 0 0
Si 0 0 0 0 0 0
END
"$DFTFIT" import bad.xyz -o bad.h5 >import.log 2>&1 || die "import: $(cat import.log)"
settings coincident
sed -i 's/data: data.h5/data: [data.h5, bad.h5]/; s/pair: {/core: {type: zbl, inner: 0.5, outer: 1.0}, pair: {/' coincident.yaml
refused coincident "configs\[30\]"
code=0
"$DFTFIT" fit >/dev/null 2>err || code=$?
[ $code = 2 ] || die "no argument: exit code $code"
"$DFTFIT" fit --dry-run element.yaml >/dev/null 2>&1 && die "a dry run does not look at the data"
settings dry
"$DFTFIT" fit --dry-run dry.yaml | grep -q Forecast || die "no forecast"
[ ! -e dry.out.yaml ] || die "a dry run wrote the potential"
