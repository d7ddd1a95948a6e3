#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Properties of aluminium by DFT, from the configurations that were computed: writes reference.json.

usage: reference.py data.xyz reference.json          (data.xyz: from ../../common/dft/collect.py)

Volumes, bulk modulus and energies of crystals are those of the third-order equation of state of F. Birch (Phys. Rev. 71,
809 (1947)), in which E is a cubic polynomial of V^(-2/3), fitted to the volumes of each crystal near the lowest energy.
Elastic constants are differences of stresses at strains of 0.01.
"""
import json
import math
import os
import sys

sys.dont_write_bytecode = True  # no __pycache__ in the repository
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "common", "dft"))
import collect  # pylint: disable=wrong-import-position
import xyz  # pylint: disable=wrong-import-position

GPA = 160.2176634  # of eV/A^3
J_M2 = 16.02176634  # of eV/A^2
NEAR = 0.2  # volumes within this fraction of that of lowest energy enter its equation of state, and at least the nearest
FEWEST = 4
STRAIN = 0.01  # of the group reference (generate.py)
LABELS = {"hcp": "hcp", "bcc": "bcc", "sc": "simple cubic", "diamond": "diamond"}


def solve(matrix, right):
    """Gauss with pivots, for the four normal equations of a cubic polynomial."""
    rows = [row + [x] for row, x in zip(matrix, right)]
    for i in range(len(rows)):
        pivot = max(range(i, len(rows)), key=lambda k: abs(rows[k][i]))
        rows[i], rows[pivot] = rows[pivot], rows[i]
        for k in range(len(rows)):
            if k != i:
                factor = rows[k][i] / rows[i][i]
                rows[k] = [x - factor * y for x, y in zip(rows[k], rows[i])]
    return [row[-1] / row[i] for i, row in enumerate(rows)]


def equation_of_state(points):
    """points: (volume, energy) per atom; returns volume and energy of the minimum and the bulk modulus, eV/A^3."""
    lowest = min(points, key=lambda p: p[1])[0]
    if len(points) < FEWEST:
        raise SystemExit(f"{len(points)} volumes: an equation of state needs {FEWEST}")
    points = sorted(points, key=lambda p: abs(p[0] / lowest - 1))
    near = points[:FEWEST] + [p for p in points[FEWEST:] if abs(p[0] / lowest - 1) < NEAR]
    x = [(v / lowest) ** (-2 / 3) - 1 for v, _ in near]
    sums = [sum(t**k for t in x) for k in range(7)]
    c = solve([[sums[i + j] for j in range(4)] for i in range(4)],
              [sum(e * t**i for t, (_, e) in zip(x, near)) for i in range(4)])
    # dE/dx = 0, the root that is a minimum
    root = (-c[2] + math.sqrt(c[2] ** 2 - 3 * c[1] * c[3])) / (3 * c[3]) if c[3] else -c[1] / (2 * c[2])
    volume = lowest * (root + 1) ** -1.5
    slope = -2 / 3 * (root + 1) / volume  # dx/dV
    return volume, sum(ck * root**k for k, ck in enumerate(c)), volume * (2 * c[2] + 6 * c[3] * root) * slope**2


class Data:
    def __init__(self, path):
        self.all = {(s["config_type"], s["name"]): s for s in xyz.read(path)}
        for s in self.all.values():
            s["volume"] = collect.volume(s["cell"])
            s["sigma"] = [GPA * float(x) for x in s["stress"].split()]  # nine

    def get(self, group, name):
        return self.all[group, name]

    def energy(self, group, name):
        return float(self.get(group, name)["energy"]) / len(self.get(group, name)["position"])

    def curve(self, group):
        found = [(s["volume"], float(s["energy"]), len(s["position"])) for (g, _), s in self.all.items() if g == group]
        return sorted((v / n, e / n) for v, e, n in found)


def elastic(data):
    """Bulk modulus, C11, C12 and C44 in GPa from stresses: strains of generate.py, tetragonal() and shear()."""
    pressure = [sum(data.get("reference", f"volume{sign}{STRAIN:.2f}")["sigma"][k] for k in (0, 4, 8)) / 3 for sign in "-+"]
    bulk = (pressure[1] - pressure[0]) / (2 * STRAIN)
    shear = [data.get("reference", f"tetragonal{sign}{STRAIN:.2f}")["sigma"] for sign in "-+"]
    # s_zz - s_xx = (C11 - C12)(e_zz - e_xx), with e_xx = (1 + e)^(-1/2) - 1
    spread = [STRAIN * s - ((1 + STRAIN * s) ** -0.5 - 1) for s in (-1, 1)]
    difference = ((shear[1][8] - shear[1][0]) - (shear[0][8] - shear[0][0])) / (spread[1] - spread[0])
    return bulk, bulk + 2 / 3 * difference, bulk - difference / 3, data.get("reference", f"shear+{STRAIN:.2f}")["sigma"][1] / (2 * STRAIN)


def surface(data, face):
    """J/m^2, unrelaxed: slab against as many atoms of the crystal."""
    slab = data.get("surface", face)
    a, b = slab["cell"][0:2], slab["cell"][3:5]
    area = abs(a[0] * b[1] - a[1] * b[0])
    return J_M2 * len(slab["position"]) * (data.energy("surface", face) - data.energy("reference", "fcc")) / (2 * area)


def main(arguments):
    if len(arguments) != 2:
        raise SystemExit(__doc__.strip())
    data = Data(arguments[0])
    volume, energy, bulk = equation_of_state(data.curve("eos_fcc"))
    moduli = elastic(data)
    print(f"bulk modulus from energies {GPA * bulk:.1f} GPa, from stresses {moduli[0]:.1f} GPa")
    rows = [("a0", "lattice constant", "A", 4, (4 * volume) ** (1 / 3))]
    rows += [(k, label, "GPa", 1, x) for k, label, x in zip(("B0", "C11", "C12", "C44"), ("bulk modulus", "C11", "C12", "C44"), moduli)]
    phases = {kind: equation_of_state(data.curve("phase_" + kind)) for kind in LABELS}
    rows += [("dE_" + k, "energy over fcc: " + name, "eV/atom", 3, phases[k][1] - energy) for k, name in LABELS.items()]
    rows += [("volume_" + k, "volume: " + name, "A^3/atom", 2, phases[k][0]) for k, name in LABELS.items()]
    rows.append(("vacancy_unrelaxed", "vacancy, 32 sites, unrelaxed", "eV", 2,
                 31 * (data.energy("vacancy", "31_a4.04") - data.energy("vacancy", "none_a4.04"))))
    rows.append(("vacancy_relaxed", "vacancy, 32 sites, relaxed", "eV", 2, None))
    rows += [("gamma_" + f, f"surface ({f}), unrelaxed", "J/m^2", 2, surface(data, f)) for f in ("111", "100", "110")]
    keys = ("key", "label", "unit", "digits", "dft")
    with open(arguments[1] + ".part", "w", encoding="ascii") as file:
        file.write("[\n " + ",\n ".join(json.dumps(dict(zip(keys, row))) for row in rows) + "\n]\n")
    os.replace(arguments[1] + ".part", arguments[1])


if __name__ == "__main__":
    main(sys.argv[1:])
