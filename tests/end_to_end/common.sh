# SPDX-License-Identifier: BSD-3-Clause
# Sourced by the tests: a scratch folder, a known potential, helpers. DFTFIT, MAKE_DATA, MEASURE, PYTHON come from CTest.
. "$(dirname "${BASH_SOURCE[0]}")/../scratch.sh"

# the potential that makes the data: splines that a fit with the same knots can reproduce exactly
cat >known.yaml <<'END'
dftfit: 1
form: pair
elements: [Si, C]
cutoff: 4.0
reference_energy: {Si: -5.1, C: -7.3}
pair:
  knots: 11
  inner: 1.2
  coefficients:
    Si-Si: [4.0, 1.5, 0.4, -0.3, -0.6, -0.4, -0.25, -0.1, -0.05, -0.01]
    Si-C: [3.0, 1.0, 0.1, -0.5, -0.7, -0.5, -0.2, -0.15, -0.02, 0.01]
    C-C: [5.0, 2.0, 0.8, 0.1, -0.2, -0.3, -0.2, -0.05, -0.03, 0.0]
END

# settings NAME [lines...]: writes NAME.yaml for a pair fit of data.h5
settings() {
  local name=$1
  shift
  { echo "data: data.h5"
    echo "output: $name.out.yaml"
    echo "potential: {form: pair, elements: [Si, C], cutoff: 4.0, pair: {knots: 11, inner: 1.2}}"
    for line in "$@"; do echo "$line"; done; } >"$name.yaml"
}
