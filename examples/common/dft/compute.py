#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Computes structures with pw.x, one after the other, and writes extended XYZ that `dftfit import` reads.

usage: compute.py EXAMPLE structures.xyz folder

Settings come from EXAMPLE/dft/settings.json. structures.xyz has config_type, name, kpoints and kshift in its comment lines.
folder gets a file of its own for every structure, <config_type>_<name>.xyz. What is there is not computed again: run it
once more after an interruption, or with more structures.
"""
import math
import os
import sys
import tempfile

sys.dont_write_bytecode = True  # no __pycache__ in the repository
import pw  # pylint: disable=wrong-import-position
import xyz  # pylint: disable=wrong-import-position

TWO_PI = 2 * math.pi


def cross(a, b):
    return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]


def kspacing(cell, kpoints):
    """The widest distance of neighbouring k points along a reciprocal vector, 1/A, 2 pi included."""
    rows = [cell[0:3], cell[3:6], cell[6:9]]
    volume = abs(sum(x * y for x, y in zip(rows[0], cross(rows[1], rows[2]))))
    lengths = [TWO_PI * math.dist((0, 0, 0), cross(rows[(i + 1) % 3], rows[(i + 2) % 3])) / volume for i in range(3)]
    return max(length / int(k) for length, k in zip(lengths, kpoints.split()))


def describe(settings, structure, result):
    """The keys by which dftfit import knows a calculation."""
    s = result["stress"]  # xx yy zz yz xz xy
    return {
        "config_type": structure["group"], "name": structure["name"],
        "kpoints": structure["kpoints"], "kshift": structure["kshift"],
        "kspacing": round(kspacing(structure["cell"], structure["kpoints"]), 4),
        "code": "quantum-espresso pw.x v." + result["version"], "functional": settings["functional"],
        "pseudo": os.path.basename(settings["psp8"]), "ecutwfc_Ry": settings["ecutwfc_Ry"],
        "smearing": settings["smearing"], "degauss_Ry": settings["degauss_Ry"],
        "scf_conv_thr_Ry": settings["scf_Ry_per_atom"] * len(structure["position"]),
        "cpu_s": round(result["cpu_s"], 1), "energy": result["energy"],
        "stress": " ".join(repr(s[k]) for k in (0, 5, 4, 5, 1, 3, 4, 3, 2)), "pbc": "T T T",
    }


def main(arguments):
    if len(arguments) != 3:
        raise SystemExit(__doc__.strip())
    settings, structures, folder = pw.read_settings(arguments[0]), xyz.read(arguments[1]), arguments[2]
    os.makedirs(folder, exist_ok=True)
    for structure in structures:
        structure["group"] = structure["config_type"]
        path = os.path.join(folder, f"{structure['group']}_{structure['name']}.xyz")
        if os.path.exists(path):
            continue
        with tempfile.TemporaryDirectory() as scratch:
            result = pw.calculate(settings, structure, scratch)
        xyz.write(path, settings["element"], [(structure, describe(settings, structure, result), result["force"])])
        print(f"{path} {result['cpu_s']:.1f} s", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
