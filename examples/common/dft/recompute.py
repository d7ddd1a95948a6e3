#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Computes one configuration of an example's data.h5 again with pw.x and compares energy, forces and stress.

usage: recompute.py EXAMPLE --list
       recompute.py EXAMPLE GROUP/NAME [folder for pw.x's files]

EXAMPLE is the folder of data.h5. dft/settings.json holds what all configurations share, dft/configurations.tsv what
data.h5 has no place for: the name and the k-point mesh of every configuration. Needs pw.x (Debian: quantum-espresso),
the pseudopotential (abinit-data) and h5dump (hdf5-tools); recompute.sh installs them.
"""
import array
import csv
import os
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True  # no __pycache__ in the repository
import pw  # pylint: disable=wrong-import-position

EV_A3_PER_GPA = 1 / 160.2176634

# What the same program may give on another machine: the self-consistency threshold, with room for the summation order.
# The scatter that the choice of mesh and cut-off leaves in the data is some hundred times larger (README).
TOLERANCE = {"energy": (1e-5, "eV/atom"), "force": (5e-4, "eV/A"), "stress": (1e-4, "eV/A^3")}


def read(data, dataset, folder):
    """The numbers of a dataset of the file as h5dump writes them, bit for bit."""
    header = subprocess.run(["h5dump", "-H", "-d", dataset, data], check=True, capture_output=True, text=True).stdout
    kind = next(word for line in header.splitlines() if "DATATYPE" in line for word in line.split() if "_" in word)
    code = {"H5T_IEEE_F64LE": "d", "H5T_STD_I64LE": "q", "H5T_STD_I32LE": "i", "H5T_STD_U8LE": "B"}[kind]
    path = os.path.join(folder, "dump.bin")
    subprocess.run(["h5dump", "-d", dataset, "-b", "LE", "-o", path, data], check=True, capture_output=True)
    numbers = array.array(code)
    with open(path, "rb") as file:
        numbers.frombytes(file.read())
    os.remove(path)
    return numbers


def configuration(data, row, folder):
    """A structure as pw.py has it, with the results that data.h5 holds."""
    index = int(row["index"])
    first = read(data, "/configs/first_atom", folder)[index]
    natom = read(data, "/configs/natoms", folder)[index]
    if natom != int(row["atoms"]):
        raise SystemExit(f"data.h5 has {natom} atoms at index {index}, not {row['atoms']}: "
                         "configurations.tsv belongs to another file")
    position, force = read(data, "/atoms/position", folder), read(data, "/atoms/force", folder)
    return {
        "group": row["group"], "kpoints": row["kpoints"], "kshift": row["kshift"],
        "cell": read(data, "/configs/cell", folder)[9 * index : 9 * index + 9],
        "energy": read(data, "/configs/energy", folder)[index],
        "stress": read(data, "/configs/stress", folder)[6 * index : 6 * index + 6],
        "position": [position[3 * i : 3 * i + 3] for i in range(first, first + natom)],
        "force": [force[3 * i : 3 * i + 3] for i in range(first, first + natom)],
    }


def compare(config, result):
    difference = {
        "energy": abs(result["energy"] - config["energy"]) / len(config["position"]),
        "force": max(abs(a - b) for f, g in zip(result["force"], config["force"]) for a, b in zip(f, g)),
        "stress": max(abs(a - b) for a, b in zip(result["stress"], config["stress"])),
    }
    print(f"energy in data.h5 {config['energy']:.9f} eV, computed {result['energy']:.9f} eV")
    good = True
    for key, (tolerance, unit) in TOLERANCE.items():
        passed = difference[key] <= tolerance  # false for NaN
        good = good and passed
        extra = f" = {difference[key] / EV_A3_PER_GPA:.5f} GPa" if key == "stress" else ""
        print(f"{key:7s} largest difference {difference[key]:9.2e} {unit}{extra}"
              f"   {'ok, within' if passed else 'MORE THAN'} {tolerance:g}")
    return good


def main(arguments):
    if len(arguments) not in (2, 3):
        raise SystemExit(__doc__.strip())
    example, wanted = arguments[:2]
    with open(os.path.join(example, "dft", "configurations.tsv"), encoding="ascii", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    if wanted == "--list":
        for row in rows:
            print(f"{row['group']}/{row['name']}\t{row['atoms']} atoms\tk mesh {row['kpoints']}")
        return
    row = next((r for r in rows if f"{r['group']}/{r['name']}" == wanted), None)
    if row is None:
        raise SystemExit(f"there is no configuration '{wanted}'; --list names them all")
    with tempfile.TemporaryDirectory() as scratch:
        folder = os.path.abspath(arguments[2]) if len(arguments) == 3 else scratch
        os.makedirs(folder, exist_ok=True)
        config = configuration(os.path.join(example, "data.h5"), row, scratch)
        print(f"{wanted}: {row['atoms']} atoms, k mesh {row['kpoints']} shift {row['kshift']}", flush=True)
        if not compare(config, pw.calculate(pw.read_settings(example), config, folder)):
            raise SystemExit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
