#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# Data made by embedded-atom potentials on splines: a fit on the same knots finds them from its own start, both kinds of
# densities, one and two elements. With the freedoms of gauge removed the functions agree too, not the energies alone.
. "$(dirname "$0")/common.sh"

# known NAME ELEMENTS EAM-SETTINGS: writes NAME.yaml, coefficients from standard input, and NAME.fit.yaml without them
known() {
  local name=$1 head="form: eam, elements: [$2], cutoff: 5"
  { echo "dftfit: 1"
    echo "form: eam"
    echo "elements: [$2]"
    echo "cutoff: 5"
    echo "eam:"
    echo "  {$3, coefficients: {"
    cat
    echo "  }}"; } >"$name.yaml"
  { echo "data: $name.h5"
    echo "output: $name.out.yaml"
    echo "potential: {$head, eam: {$3}}"
    echo "weights: {sigma: {energy: 0.001, force: 0.01, stress: 0.001}, balance: no}"
    echo "solver: {lambda: 1e-12, max_steps: 300}"; } >"$name.fit.yaml"
}

# phi FILE PAIR: its numbers, one a line
phi() { tr '\n' ' ' <"$1" | sed "s/.*$2: *\[\([^]]*\)\].*/\1/" | tr ',' '\n'; }

recovers() { # recovers NAME CONFIGURATIONS PAIR
  local name=$1
  "$MAKE_DATA" "$name.yaml" "$name.h5" "$2" 1 0
  "$DFTFIT" fit -f --csv "$name.csv" "$name.fit.yaml" >"$name.log" || die "$name: $(cat "$name.log")"
  grep -E '^(Search|Decided)' "$name.log"
  below "$(rmse "$name.csv" train force)" 1e-6 # eV/A
  below "$(rmse "$name.csv" train energy)" 1e-3 # meV/atom
  below "$(rmse "$name.csv" train stress)" 1e-4 # GPa
  paste <(phi "$name.yaml" "$3") <(phi "$name.out.yaml" "$3") |
    awk '{d = $1 - $2; if (d < 0) d = -d; if (d > 1e-4) bad = 1; n++} END {exit bad || n != 10}' ||
    die "$name: phi of $3 is not the one that made the data"
}

known one "Cu" "densities: alloy, knots: 11, inner: 1.9, bond: 3, embedding: {knots: 7, max: 1.5}" <<'END'
    phi: {Cu-Cu: [18, 9, 4, 1.6, 0.2, -0.6, -0.3, 0.15, 0.2, 0.1]},
    rho: {Cu: [6, 3.5, 1.8, 1, 0.45, 0.2, 0.12, 0.05, 0.02, 0.01]},
    F: {Cu: [3.5, 2.2, 1.5, 0.9, 0.5, 0.4, 0.3]}
END
known alloy "Ni, Al" "densities: alloy, knots: 11, inner: 1.9, bond: 3, embedding: {knots: 6, max: 1.5}" <<'END'
    phi: {Ni-Ni: [18, 9, 4, 1.6, 0.2, -0.6, -0.3, 0.15, 0.2, 0.1],
          Ni-Al: [20, 11, 5, 2.0, 0.5, -0.5, -0.4, 0.1, 0.25, 0.05],
          Al-Al: [14, 8, 4, 1.8, 0.6, -0.2, -0.3, -0.1, 0.1, 0.05]},
    rho: {Ni: [6, 3.5, 1.8, 1, 0.45, 0.2, 0.12, 0.05, 0.02, 0.01],
          Al: [4, 2.6, 1.7, 1.2, 0.7, 0.4, 0.18, 0.08, 0.03, 0.01]},
    F: {Ni: [3.5, 2.2, 1.2, 0.7, 0.4, 0.3], Al: [2.5, 1.8, 1.0, 0.5, 0.35, 0.2]}
END
known fs "Ni, Al" "densities: finnis-sinclair, knots: 11, inner: 1.9, bond: 3, embedding: {knots: 6, max: 1.5}" <<'END'
    phi: {Ni-Ni: [18, 9, 4, 1.6, 0.2, -0.6, -0.3, 0.15, 0.2, 0.1],
          Ni-Al: [20, 11, 5, 2.0, 0.5, -0.5, -0.4, 0.1, 0.25, 0.05],
          Al-Al: [14, 8, 4, 1.8, 0.6, -0.2, -0.3, -0.1, 0.1, 0.05]},
    rho: {Ni: {Ni: [6, 3.5, 1.8, 1, 0.45, 0.2, 0.12, 0.05, 0.02, 0.01],
               Al: [5, 3.0, 1.9, 1.1, 0.60, 0.3, 0.10, 0.06, 0.03, 0.02]},
          Al: {Ni: [3, 2.2, 1.5, 0.9, 0.55, 0.3, 0.15, 0.04, 0.02, 0.01],
               Al: [4, 2.6, 1.7, 1.2, 0.7, 0.4, 0.18, 0.08, 0.03, 0.01]}},
    F: {Ni: [3.5, 2.2, 1.2, 0.7, 0.4, 0.3], Al: [2.5, 1.8, 1.0, 0.5, 0.35, 0.2]}
END
recovers one 60 Cu-Cu
recovers alloy 120 Ni-Al
recovers fs 120 Ni-Al

# As tables for a program without this form: the energies of the tables approach those of the splines with more points.
exports() { # exports NAME FORMAT
  local name=$1 format=$2 points last=1
  for points in 500 2000 8000; do
    "$DFTFIT" convert -f --points $points "$name.yaml" "$name.eam.$format" | grep -q 'phi [0-9.e-]* eV' ||
      die "$name: no error of the interpolation"
    "$DFTFIT" eval --csv "$name.eam.$format" "$name.h5" >"$name.tables.csv"
    awk -F, '$2 == "\"all\"" && $3 == "force" {print $10}' "$name.tables.csv" >"$name.error"
    below "$(cat "$name.error")" "$last"
    last=$(awk '{print $1 / 16}' "$name.error") # four times the points: at least second order
  done
  below "$(cat "$name.error")" 1e-6
}
sed -i 's/^eam:/mass: {Ni: 58.693, Al: 26.982}\neam:/' alloy.yaml fs.yaml
exports alloy alloy
exports fs fs
# a core is a pair energy and goes into the tables of phi
sed 's/^eam:/core: {type: zbl, inner: 1, outer: 3.2}\neam:/' alloy.yaml >core.yaml
"$MAKE_DATA" core.yaml core.h5 60 1 0
exports core alloy
! "$DFTFIT" convert fs.yaml fs.eam.alloy 2>refusal || die "densities per host were written without the host"
grep -q 'densities that depend on the host' refusal || die "$(cat refusal)"
