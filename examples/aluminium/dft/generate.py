#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Makes the structures of this example: writes the extended XYZ file that ../../common/dft/compute.py computes.

usage: generate.py lmp Al_mm.eam.fs structures.xyz

Thermal and liquid cells are snapshots of molecular dynamics with a published potential (M. I. Mendelev et al., Philos.
Mag. 88, 1723 (2008); LAMMPS's folder of potentials). It lends positions alone: energies, forces and stresses are those of
the DFT. Snapshots and cells at random are of the kind of those in ../data.h5, which keeps the ones that were computed.
"""
import math
import os
import random
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.dont_write_bytecode = True  # no __pycache__ in the repository
sys.path.insert(0, os.path.join(HERE, "..", "..", "common", "dft"))
import xyz  # pylint: disable=wrong-import-position

A0 = 4.04  # A, near the lattice constant of this DFT; everything is built around it
V0 = A0**3 / 4  # A^3 per atom
# A^-1 between k points; cells of 1 or 2 atoms are cheap by their symmetry
SPACING, SPACING_LIQUID, SPACING_SLAB, SPACING_CRYSTAL = 0.26, 0.32, 0.22, 0.17
HCP = math.sqrt(8 / 3)

FCC = [[0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0]]
BCC = [[-0.5, 0.5, 0.5], [0.5, -0.5, 0.5], [0.5, 0.5, -0.5]]
CUBE = [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
HEXAGON = [[1, 0, 0], [-0.5, math.sqrt(0.75), 0], [0, 0, HCP]]
FCC_SITES = [[0, 0, 0], [0, 0.5, 0.5], [0.5, 0, 0.5], [0.5, 0.5, 0]]
DIAMOND_SITES = [[0, 0, 0], [0.25, 0.25, 0.25]]
HCP_SITES = [[0, 0, 0], [1 / 3, 2 / 3, 0.5]]
CRYSTALS = {"fcc": (FCC, [[0, 0, 0]]), "bcc": (BCC, [[0, 0, 0]]), "sc": (CUBE, [[0, 0, 0]]),
            "hcp": (HEXAGON, HCP_SITES), "diamond": (FCC, DIAMOND_SITES)}


def determinant(m):
    return (m[0][0] * (m[1][1] * m[2][2] - m[1][2] * m[2][1]) - m[0][1] * (m[1][0] * m[2][2] - m[1][2] * m[2][0])
            + m[0][2] * (m[1][0] * m[2][1] - m[1][1] * m[2][0]))


def product(a, b):
    return [[sum(x * b[k][j] for k, x in enumerate(row)) for j in range(3)] for row in a]


def mesh(cell, spacing):
    """k points along each reciprocal vector so that none are further apart than spacing."""
    volume = abs(determinant(cell))
    points = []
    for i in range(3):
        u, v = cell[(i + 1) % 3], cell[(i + 2) % 3]
        area = [u[1] * v[2] - u[2] * v[1], u[2] * v[0] - u[0] * v[2], u[0] * v[1] - u[1] * v[0]]
        points.append(max(1, math.ceil(2 * math.pi * math.hypot(*area) / volume / spacing - 1e-6)))
    return points


def structure(group, name, cell, position, kpoints=None):
    kpoints = kpoints or mesh(cell, SPACING_CRYSTAL if len(position) <= 2 else SPACING)
    flat = {"cell": [x for row in cell for x in row], "position": [list(p) for p in position]}
    return flat, {"config_type": group, "name": name, "kpoints": " ".join(map(str, kpoints)), "kshift": "0 0 0"}, None


def crystal(group, name, kind, volume, strain=None, kpoints=None):
    """kind at volume (A^3 per atom), its vectors multiplied by the matrix strain."""
    vectors, sites = CRYSTALS[kind]
    scale = (volume * len(sites) / abs(determinant(vectors))) ** (1 / 3)
    cell = [[scale * x for x in row] for row in vectors]
    cell = product(cell, strain) if strain else cell
    return structure(group, name, cell, product(sites, cell), kpoints)


def tetragonal(e):
    return [[(1 + e) ** -0.5, 0, 0], [0, (1 + e) ** -0.5, 0], [0, 0, 1 + e]]


def shear(e):
    """C44: xy by 2 e, volume kept."""
    f = (1 - e * e) ** (-1 / 3)
    return [[f, e * f, 0], [e * f, f, 0], [0, 0, f]]


def equations_of_state():
    for kind, group, scales in (("fcc", "eos_fcc", (0.68, 0.75, 0.82, 0.88, 0.93, 0.97, 1, 1.03, 1.08, 1.15, 1.25, 1.4, 1.7)),
                                ("bcc", "phase_bcc", (0.75, 0.87, 0.96, 1.02, 1.1, 1.25)),
                                ("hcp", "phase_hcp", (0.75, 0.88, 0.96, 1.01, 1.06, 1.2)),
                                ("sc", "phase_sc", (0.85, 1.02, 1.2, 1.5)),
                                ("diamond", "phase_diamond", (1.1, 1.4, 1.65, 2))):
        for scale in scales:
            yield crystal(group, f"v{round(100 * scale):03d}", kind, scale * V0)


def strained():
    for e in (-0.12, -0.06, -0.03, 0.03, 0.06, 0.15):
        yield crystal("strain_tetragonal", f"{e:+.2f}", "fcc", V0, tetragonal(e))
    for e in (0.02, 0.05, 0.1):
        yield crystal("strain_shear", f"{e:+.2f}", "fcc", V0, shear(e))


def references():
    """For elastic constants, with a dense mesh; not fitted."""
    dense = [20, 20, 20]
    yield crystal("reference", "fcc", "fcc", V0, None, dense)
    for e in (-0.01, 0.01):
        yield crystal("reference", f"volume{e:+.2f}", "fcc", V0 * (1 + e), None, dense)
    for e in (-0.01, 0.01):
        yield crystal("reference", f"tetragonal{e:+.2f}", "fcc", V0, tetragonal(e), dense)
    yield crystal("reference", "shear+0.01", "fcc", V0, shear(0.01), dense)


def supercell(repeats):
    cell = [[A0 * n * (i == j) for j in range(3)] for i, n in enumerate(repeats)]
    shifts = [[i, j, k] for i in range(repeats[0]) for j in range(repeats[1]) for k in range(repeats[2])]
    return cell, [[A0 * (x + y) for x, y in zip(site, shift)] for shift in shifts for site in FCC_SITES]


def defects(rng):
    # the crystal on the same k points as the cells with a vacancy, whose energies are compared with it
    yield structure("vacancy", f"none_a{A0:.2f}", *supercell((1, 1, 1)))
    for repeats in ((2, 2, 2), (2, 1, 1), (2, 2, 1)):
        cell, position = supercell(repeats)
        yield structure("vacancy", f"{len(position) - 1}_a{A0:.2f}", cell, position[1:])
    # two neighbours pushed together: what collisions at high temperature look like
    for distance in (2.3, 2.0, 1.75):
        cell, position = supercell((2, 1, 1))
        moved = [[x + rng.gauss(0, 0.03) for x in p] for p in position]
        step = (A0 / math.sqrt(2) - distance) / math.sqrt(8)  # half of the way, along 0 1 1
        for atom, sign in ((0, 1), (1, -1)):  # sites 0 0 0 and 0 1/2 1/2
            moved[atom] = [position[atom][0], position[atom][1] + sign * step, position[atom][2] + sign * step]
        yield structure("close_pair", f"{distance:.2f}", cell, moved, mesh(cell, SPACING_LIQUID))


def slab(name, plane, layers, vacuum, shifts, spacing):
    """One atom a layer: plane (two vectors), layers a distance of spacing apart, each moved by shifts of the one below."""
    cell = [plane[0] + [0.0], plane[1] + [0.0], [0.0, 0.0, (layers - 1) * spacing + vacuum]]
    position = [[k * shifts[0], k * shifts[1], k * spacing] for k in range(layers)]
    kpoints = mesh(cell, SPACING_SLAB)[:2] + [1]
    return structure("surface", name, cell, position, kpoints)


def surfaces():
    b = A0 / math.sqrt(2)  # nearest neighbours
    square, hexagon = [[b, 0.0], [0.0, b]], [[b, 0.0], [-b / 2, b * math.sqrt(0.75)]]
    faces = {"111": (hexagon, 6, 9.0, (0.0, b / math.sqrt(3)), A0 / math.sqrt(3)),
             "100": (square, 6, 9.0, (b / 2, b / 2), A0 / 2),
             "110": ([[A0, 0.0], [0.0, b]], 8, 9.0, (A0 / 2, b / 2), b / 2)}
    for name, face in faces.items():
        yield slab(name, *face)


def cells_at_random(rng):
    """Four atoms anywhere, but for a shortest distance, in a skewed cell."""
    for i, (scale, closest) in enumerate(((0.85, 2.1), (1.0, 2.3), (1.2, 2.3))):
        while True:
            side = (4 * scale * V0) ** (1 / 3)
            cell = [[side * ((j == k) + rng.uniform(-0.2, 0.2)) for k in range(3)] for j in range(3)]
            factor = (4 * scale * V0 / abs(determinant(cell))) ** (1 / 3)
            cell = [[factor * x for x in row] for row in cell]
            position = product([[rng.random() for _ in range(3)] for _ in range(4)], cell)
            if shortest(cell, position) > closest:
                break
        yield structure("random4", f"{i}_v{round(100 * scale):03d}", cell, position)


def shortest(cell, position):
    best = math.inf
    for i, p in enumerate(position):
        for q in position[i:]:
            for n in range(27):
                shift = product([[n % 3 - 1, n // 3 % 3 - 1, n // 9 - 1]], cell)[0]
                length = math.dist(p, [x + y for x, y in zip(q, shift)])
                best = length if 0 < length < best else best
    return best


def snapshot(tools, group, name, lengths, repeats, atoms, temperature, seed):
    lmp, potential = tools
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "out.dump")
        values = {"potential": potential, "lx": lengths[0], "ly": lengths[1], "lz": lengths[2], "nx": repeats[0], "ny": repeats[1],
                  "nz": repeats[2], "atoms": atoms, "temperature": temperature, "seed": seed, "out": out, "steps": 2500}
        words = [word for key, value in values.items() for word in ("-var", key, str(value))]
        subprocess.run([lmp, "-in", os.path.join(HERE, "in.snapshot"), "-log", "none", "-screen", "none"] + words, check=True)
        with open(out, encoding="ascii") as file:
            rows = file.read().split("ITEM: ATOMS")[1].splitlines()[1:]
    cell = [[lengths[i] * (i == j) for j in range(3)] for i in range(3)]
    spacing = SPACING if atoms == 0 else SPACING_LIQUID
    return structure(group, name, cell, [[float(x) for x in row.split()[1:4]] for row in rows], mesh(cell, spacing))


def snapshots(tools):
    seed = 1
    for repeats, cases in (((1, 1, 1), ((300, 1.0, 0), (600, 1.03, 0.02), (900, 0.94, -0.02))),
                           ((2, 1, 1), ((600, 1.02, 0), (1200, 1.08, 0)))):
        for temperature, scale, e in cases:
            a = A0 * scale ** (1 / 3)
            lengths = [repeats[0] * a * (1 + e), repeats[1] * a, repeats[2] * a / (1 + e)]
            name = f"{4 * math.prod(repeats)}_T{temperature}_v{round(100 * scale):03d}"
            yield snapshot(tools, "thermal", name, lengths, repeats, 0, temperature, seed)
            seed += 1
    for atoms, cases in ((8, ((1200, 1.1), (1800, 0.95), (3000, 1.1))),
                         (16, ((4000, 1.2),))):
        for temperature, scale in cases:
            side = (atoms * scale * V0) ** (1 / 3)
            name = f"{atoms}_T{temperature}_v{round(100 * scale):03d}"
            yield snapshot(tools, "liquid", name, [side] * 3, (1, 1, 1), atoms, temperature, seed)
            seed += 1


def interleaved(groups):
    """The first of each group, the second of each, and so on, so that a computation cut short has some of all."""
    longest = max(len(group) for group in groups)
    return [group[i] for i in range(longest) for group in groups if i < len(group)]


def main(arguments):
    if len(arguments) != 3:
        raise SystemExit(__doc__.strip())
    rng = random.Random(1)
    groups = [list(equations_of_state()) + list(references()), list(strained()), list(defects(rng)), list(surfaces()),
              list(cells_at_random(rng)), list(snapshots(arguments[:2]))]
    entries = interleaved(groups)
    xyz.write(arguments[2], "Al", entries)
    print(f"{len(entries)} structures, {sum(len(e[0]['position']) for e in entries)} atoms")


if __name__ == "__main__":
    main(sys.argv[1:])
