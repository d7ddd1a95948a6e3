#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Potentials of ML-PACE files against energies, forces and stresses that ML-PACE itself gave: with its own interpolation of the
radial functions to rounding, with the default tables within their error. Skipped (77) where the data are not at hand."""
import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile

# eV/atom, eV/A, eV/A^3
LIMITS = {"reference": (1e-10, 1e-9, 1e-7), "fast": (1e-6, 1e-5, 1e-7)}
CASES = [("Ta_pot.yace", "Ta_pace.xyz"), ("InP_pot.yace", "InP_pace.xyz")]


def read_xyz(path):
    """Energy, stress (xx yy zz yz xz xy), forces of every configuration."""
    lines = path.read_text().split("\n")
    at, out = 0, []
    while at < len(lines) and lines[at].strip():
        n, comment = int(lines[at]), lines[at + 1]
        stress = [float(v) for v in re.search(r'stress="([^"]*)"', comment)[1].split()]
        forces = [float(v) for line in lines[at + 2:at + 2 + n] for v in line.split()[4:7]]
        out.append((float(re.search(r"energy=(\S+)", comment)[1]), [stress[k] for k in (0, 4, 8, 5, 2, 1)], forces))
        at += n + 2
    return out


def read_dump(path):
    out = []
    for line in path.read_text().splitlines():
        key, *words = line.split()
        if key == "config":
            out.append([None, None, []])
        elif key == "energy":
            out[-1][0] = float(words[0])
        elif key == "stress":
            out[-1][1] = [float(v) for v in words]
        elif key == "force":
            out[-1][2] += [float(v) for v in words[2:]]
    return out


def run(command, tables=None):
    environment = dict(os.environ, **({"DFTFIT_TABLES": tables} if tables else {}))
    done = subprocess.run([str(word) for word in command], text=True, capture_output=True, env=environment)
    if done.returncode:
        sys.exit(f"{command}: {done.stderr}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dftfit", required=True)
    parser.add_argument("--data", required=True, type=pathlib.Path)
    args = parser.parse_args()
    if not all((args.data / name).exists() for case in CASES for name in case):
        print(f"skipped: no potentials and references in {args.data}")
        return 77
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        work = pathlib.Path(folder)
        for potential, structures in CASES:
            expected = read_xyz(args.data / structures)
            run([args.dftfit, "import", args.data / structures, "-o", work / "data.h5"])
            for tables, limits in LIMITS.items():
                run([args.dftfit, "eval", "-f", "--dump", work / "dump", args.data / potential, work / "data.h5"], tables)
                found = read_dump(work / "dump")
                assert len(found) == len(expected) > 0
                worst = [0.0, 0.0, 0.0]
                for (e, s, f), (energy, stress, forces) in zip(expected, found):
                    assert len(f) == len(forces) and len(stress) == 6
                    worst[0] = max(worst[0], abs(e - energy) / (len(f) / 3))
                    worst[1] = max([worst[1]] + [abs(a - b) for a, b in zip(f, forces)])
                    worst[2] = max([worst[2]] + [abs(a - b) for a, b in zip(s, stress)])
                print(f"{potential}, {tables}: " + ", ".join(f"{w:.1e} (at most {l:.0e})" for w, l in zip(worst, limits)))
                bad += not all(w <= l for w, l in zip(worst, limits))
            os.remove(work / "data.h5")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
