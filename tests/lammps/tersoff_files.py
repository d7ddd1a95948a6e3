#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""pair_style dftfit beside LAMMPS's pair styles tersoff, tersoff/mod, tersoff/mod/c and tersoff/zbl with LAMMPS's own files on random,
strongly distorted alloys: energy, stress, forces; with and without a shift. Then the files that dftfit convert writes from them,
over its own format: read by LAMMPS they agree with dftfit reading the original; and a potential that LAMMPS's styles cannot give is
refused."""
import argparse
import pathlib
import subprocess
import sys

TOLERANCE = 1e-11  # of the largest value: sums in another order
# file, elements, lattice constant in A; whether A is the same for both ends of unlike bonds, of which LAMMPS takes either
CASES = [("Si.tersoff", "Si", 5.0, True), ("Si.tersoff.mod", "Si", 5.0, True), ("Si.tersoff.modc", "Si", 5.0, True),
         ("SiC.tersoff.zbl", "C Si", 4.0, True), ("Ge.tersoff", "Ge", 5.2, True), ("SiC.tersoff", "C Si", 4.2, True),
         ("SiC_Erhart-Albe.tersoff", "Si C", 4.2, True), ("SiO.tersoff", "Si O", 4.2, True), ("GaN.tersoff", "Ga N", 4.3, True),
         ("BNC.tersoff", "B N C", 3.5, True), ("SiC_1989.tersoff", "Si C", 4.2, False)]
STYLES = {".tersoff": "tersoff", ".mod": "tersoff/mod", ".modc": "tersoff/mod/c", ".zbl": "tersoff/zbl"}
SHIFTED = {"SiC.tersoff": 0.07, "Si.tersoff.mod": 0.03, "Si.tersoff.modc": 0.05, "SiC.tersoff.zbl": 0.04}  # A
UNLIKE = "SiC_1994.tersoff"  # D is rounded differently in the entries of the two ends of a bond


def lammps(args, style, potential, elements, lattice):
    """Energy, six stresses, then three forces of every atom."""
    types = len(elements.split())
    fractions = "".join(f"set group all type/fraction {t} {1 / t} {4711 + t}\n" for t in range(2, types + 1))
    script = f"""units metal
atom_modify map array
lattice diamond {lattice}
region box prism 0 3 0 3 0 3 0.3 -0.2 0.4
create_box {types} box
create_atoms 1 box
{fractions}mass * 1.0
displace_atoms all random 0.35 0.35 0.35 77
plugin load {args.plugin}
pair_style {style}
pair_coeff * * {potential} {elements}
thermo_style custom pe pxx pyy pzz pxy pxz pyz
thermo_modify format float %.17g
dump d all custom 1 out id fx fy fz
dump_modify d sort id format float %.17g
run 0
"""
    (args.work / "in").write_text(script)
    run = subprocess.run([args.lmp, "-in", "in", "-log", "none"], cwd=args.work, text=True, capture_output=True)
    if run.returncode:
        sys.exit(f"{style}, {potential}:\n{run.stdout[-800:]}{run.stderr[-400:]}")
    thermo = run.stdout.split("\n")
    head = next(i for i, line in enumerate(thermo) if line.split()[:1] == ["PotEng"])
    lines = (args.work / "out").read_text().split("\n")
    first = next(i for i, line in enumerate(lines) if line.startswith("ITEM: ATOMS")) + 1
    totals = [float(word) for word in thermo[head + 1].split()]
    return totals[:1], totals[1:], [float(word) for line in lines[first:] if line for word in line.split()[1:]]


def difference(a, b):
    """Largest difference of a kind of number over the largest of that kind."""
    assert len(a[2]) == len(b[2]) > 300
    worst = 0.0
    for x, y in zip(a, b):
        scale = max(abs(v) for v in x)
        assert scale > 0
        worst = max(worst, max(abs(v - w) for v, w in zip(x, y)) / scale)
    return worst


def convert(args, source, target, *options):
    run = subprocess.run([str(args.dftfit), "convert", "-f", *options, str(source), str(target)], text=True, capture_output=True)
    if run.returncode:
        sys.exit(f"convert {source} {target}: {run.stderr}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("lmp", "plugin", "dftfit", "potentials", "work"):
        parser.add_argument(f"--{name}", required=True, type=pathlib.Path)
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    bad = 0
    for name, elements, lattice, same in CASES:
        original, yaml = args.potentials / name, args.work / "converted.yaml"
        style, written = STYLES[original.suffix], args.work / ("written" + name[name.index(".tersoff"):])
        for shift in [0.0] + ([SHIFTED[name]] if name in SHIFTED else []):
            keyword = f" shift {shift}" if shift else ""
            ours = lammps(args, "dftfit" + keyword, original, elements, lattice)
            convert(args, original, yaml, "--shift", str(shift))
            others = {"converted": lammps(args, "dftfit", yaml, elements, lattice)}
            convert(args, yaml, written, "--shift", "0")
            others["written"] = lammps(args, style + keyword, written, elements, lattice)
            if same:
                others["original"] = lammps(args, style + keyword, original, elements, lattice)
            for what, other in others.items():
                value = difference(ours, other)
                print(f"{name}{keyword}, {what}: {value:.2e} (at most {TOLERANCE:.0e})")
                bad += not value <= TOLERANCE
    yaml = args.work / "unlike.yaml"
    convert(args, args.potentials / UNLIKE, yaml)
    target = args.work / "unlike.tersoff"
    target.unlink(missing_ok=True)
    run = subprocess.run([str(args.dftfit), "convert", "-f", str(yaml), str(target)], text=True, capture_output=True)
    print(f"{UNLIKE}: {run.stderr}")
    bad += run.returncode != 1 or "D of C-Si and D of Si-C differ" not in run.stderr or target.exists()
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
