#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""pair_style dftfit beside LAMMPS's own styles with the same table files on random alloys: energies, forces and virials per
atom. Then files that dftfit convert writes: read by the own style they agree with dftfit reading the original, exactly on
the same points and within an error that falls with the number of points."""
import argparse
import pathlib
import re
import subprocess
import sys

TOLERANCE = 1e-11  # of the largest value: sums in another order
CASES = [("eam/fs", "NiAlH_jea.eam.fs", "Ni Al H"), ("eam/alloy", "NiAlH_jea.eam.alloy", "H Al Ni"),
         ("eam/alloy", "CuNi.eam.alloy", "Cu Ni"), ("eam/fs", "AlFe_mm.eam.fs", "Fe Al"), ("eam", "Cu_u3.eam", "Cu")]


def lammps(args, style, potential, elements, seed):
    """Rows id, energy, 3 forces, 6 virials of a distorted fcc alloy."""
    types = len(elements.split())
    coefficients = f"* * {potential}" + ("" if style == "eam" else f" {elements}")
    fractions = "".join(f"set group all type/fraction {t} {1 / t} {seed + t}\n" for t in range(2, types + 1))
    script = f"""units metal
atom_modify map array
lattice fcc 3.8
region box prism 0 4 0 3 0 3 0.3 -0.2 0.4
create_box {types} box
create_atoms 1 box
{fractions}{"mass * 1.0" if style == "eam" else ""}
displace_atoms all random 0.4 0.4 0.4 {seed}
plugin load {args.plugin}
pair_style {style}
pair_coeff {coefficients}
compute e all pe/atom
compute s all stress/atom NULL virial
dump d all custom 1 out id type mass fx fy fz c_e c_s[*]
dump_modify d sort id format float %.17g
run 0
"""
    (args.work / "in").write_text(script)
    run = subprocess.run([args.lmp, "-in", "in", "-log", "none"], cwd=args.work, text=True, capture_output=True)
    if run.returncode:
        sys.exit(f"{style}, {potential}:\n{run.stdout[-800:]}{run.stderr[-400:]}")
    lines = (args.work / "out").read_text().split("\n")
    first = next(i for i, line in enumerate(lines) if line.startswith("ITEM: ATOMS")) + 1
    return [[float(word) for word in line.split()[1:]] for line in lines[first:] if line]


def difference(a, b):
    """Largest difference of a column, over the largest value of that column's kind."""
    assert len(a) == len(b) > 50
    worst = 0.0
    for kind in (range(0, 1), range(1, 2), range(2, 5), range(5, 6), range(6, 12)):
        scale = max(abs(row[k]) for row in a for k in kind)
        assert scale > 0
        worst = max(worst, max(abs(x[k] - y[k]) for x, y in zip(a, b) for k in kind) / scale)
    return worst


def convert(args, source, target, points=None):
    command = [str(args.dftfit), "convert", "-f", str(source), str(target)] + (["--points", str(points)] if points else [])
    run = subprocess.run(command, text=True, capture_output=True)
    if run.returncode:
        sys.exit(f"{' '.join(command)}: {run.stderr}")
    return [float(x) for x in re.findall(r"(?:phi|rho|F) ([0-9.e+-]+)", run.stdout)]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("lmp", "plugin", "dftfit", "potentials", "work"):
        parser.add_argument(f"--{name}", required=True, type=pathlib.Path)
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    bad = 0

    def check(value, limit, what):
        nonlocal bad
        print(f"{what}: {value:.2e} (at most {limit:.0e})")
        bad += not value <= limit

    for style, name, elements in CASES:
        for seed in (11, 12):
            path = args.potentials / name
            own, ours = lammps(args, style, path, elements, seed), lammps(args, "dftfit", path, elements, seed)
            if style == "eam":  # its masses were given by hand
                own = [[row[0], 1.0, *row[2:]] for row in own]
                ours = [[row[0], 1.0, *row[2:]] for row in ours]
            check(difference(own, ours), TOLERANCE, f"{name}, alloy {seed}")
    original = args.potentials / "NiAlH_jea.eam.fs"
    reference = lammps(args, "dftfit", original, "Ni Al H", 11)
    for suffix, style in ((".eam.fs", "eam/fs"), (".yaml", "dftfit")):
        copy = args.work / f"copy{suffix}"
        assert not any(convert(args, original, copy))
        check(difference(reference, lammps(args, style, copy, "Ni Al H", 11)), TOLERANCE, f"written as {copy.name}")
    errors = []
    for points in (3000, 30000):
        copy = args.work / f"points{points}.eam.fs"
        told = convert(args, original, copy, points)
        assert all(x > 0 for x in told)
        errors.append((difference(reference, lammps(args, "eam/fs", copy, "Ni Al H", 11)), max(told)))
    print(f"3000 points: {errors[0][0]:.1e} (told {errors[0][1]:.1e}), 30000: {errors[1][0]:.1e} (told {errors[1][1]:.1e})")
    check(errors[1][0] / errors[0][0], 0.2, "error at ten times the points, over that before")
    check(errors[1][1] / errors[0][1], 0.2, "the same of the error that convert prints")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
