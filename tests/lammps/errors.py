#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""What users get wrong in LAMMPS: each case must end with a non-zero exit code, on one rank and on two, and say, in one
line, what is wrong. The last cases load plugins that were compiled for another LAMMPS."""
import argparse
import os
import pathlib
import re
import subprocess
import sys
import tempfile

BOX = """
atom_style atomic
region box block 0 9 0 9 0 9
create_box {types} box
create_atoms 1 single 1.0 2.0 3.0
create_atoms 1 single {x} 2.0 3.0
mass * 63.5
"""

# name, units, types, x of the second atom, pair_style ..., text expected
CASES = [
    ("units", "lj", 1, 3.5, "pair_style dftfit\npair_coeff * * {p}/Cu_pair.yaml Cu", "works in units metal or real, not in units lj"),
    ("keyword", "metal", 1, 3.5, "pair_style dftfit fast", "unknown keyword 'fast'"),
    ("shift without value", "metal", 1, 3.5, "pair_style dftfit shift", "shift needs a distance"),
    ("shift of a form that has none", "metal", 1, 3.5, "pair_style dftfit shift 0.1\npair_coeff * * {p}/Cu_pair.yaml Cu",
     "potentials of form pair have no shift"),
    ("no file", "metal", 1, 3.5, "pair_style dftfit\npair_coeff * * none.yaml Cu", "Cannot open the dftfit potential file none.yaml"),
    ("a folder", "metal", 1, 3.5, "pair_style dftfit\npair_coeff * * {p} Cu", "Cannot read the dftfit potential file"),
    ("a FIFO", "metal", 1, 3.5, "pair_style dftfit\npair_coeff * * pipe Cu", "Cannot read the dftfit potential file pipe"),
    ("element", "metal", 1, 3.5, "pair_style dftfit\npair_coeff * * {p}/NiCu_pair.yaml Si",
     "Element Si of atom type 1 is not in the dftfit potential file {p}/NiCu_pair.yaml, which knows: Ni Cu"),
    ("too few elements", "metal", 2, 3.5, "pair_style dftfit\npair_coeff * * {p}/NiCu_pair.yaml Ni", "1 elements are given and there are 2 atom types"),
    ("too many elements", "metal", 1, 3.5, "pair_style dftfit\npair_coeff * * {p}/NiCu_pair.yaml Ni Cu", "2 elements are given and there are 1 atom types"),
    ("no elements", "metal", 1, 3.5, "pair_style dftfit\npair_coeff * * {p}/NiCu_pair.yaml", "0 elements are given and there are 1 atom types"),
    ("type pairs", "metal", 2, 3.5, "pair_style dftfit\npair_coeff 1 2 {p}/NiCu_pair.yaml Ni Cu", "pair_coeff"),
    ("no pair_coeff", "metal", 1, 3.5, "pair_style dftfit\nrun 0", "All pair coeffs are not set"),
    ("NULL without hybrid", "metal", 2, 3.5, "pair_style dftfit\npair_coeff * * {p}/Cu_pair.yaml Cu NULL\nrun 0", "All pair coeffs are not set"),
    ("broken file", "metal", 1, 3.5, "pair_style dftfit\npair_coeff * * broken.yaml Cu", "broken.yaml:4:1: not YAML"),
    ("settings only", "metal", 1, 3.5, "pair_style dftfit\npair_coeff * * settings.yaml Cu", "settings.yaml are zero: these are settings of a fit"),
    ("later version", "metal", 1, 3.5, "pair_style dftfit\npair_coeff * * later.yaml Cu", "written by a later dftfit"),
    ("grade without dftfit", "metal", 1, 3.5, "pair_style lj/cut 5.0\npair_coeff * * 0.1 2.0\ncompute g all dftfit/grade/atom\nrun 0",
     "finds no pair_style dftfit"),
    ("grade of which", "metal", 1, 3.5, "pair_style dftfit\npair_coeff * * {p}/Cu_pair.yaml Cu\ncompute g all dftfit/grade/atom 1 2\nrun 0",
     "it is compute ID group dftfit/grade/atom [n]"),
    ("no active sets", "metal", 1, 3.5, "pair_style dftfit\npair_coeff * * no_sets.yaml Cu\ncompute g all dftfit/grade/atom\nrun 0",
     "no_sets.yaml names no active sets"),
    ("no active sets, fix pair", "metal", 1, 3.5, "pair_style dftfit\npair_coeff * * no_sets.yaml Cu\nfix g all pair 10 dftfit grade 1\nrun 0",
     "no_sets.yaml names no active sets"),
    ("active sets are missing", "metal", 1, 3.5, "pair_style dftfit\npair_coeff * * lone.yaml Cu\ncompute g all dftfit/grade/atom\nrun 0",
     "Cannot open the dftfit active set file Cu_pair.grade"),
    ("active sets of another", "metal", 1, 3.5, "pair_style dftfit\npair_coeff * * foreign.yaml Cu\ncompute g all dftfit/grade/atom\nrun 0",
     "Cu_ace.grade: these active sets were made for other functions of Cu"),
    ("active sets are damaged", "metal", 1, 3.5, "pair_style dftfit\npair_coeff * * damaged.yaml Cu\ncompute g all dftfit/grade/atom\nrun 0",
     "damaged.grade: the file is damaged or cut off"),
    ("atoms at one place", "metal", 1, 1.0, "pair_style dftfit\npair_coeff * * {p}/Cu_pair.yaml Cu\nrun 0",
     "at step 0, whose nearest neighbour is atom "),
    ("atoms at one place, distance", "metal", 1, 1.0, "pair_style dftfit\npair_coeff * * {p}/Cu_pair.yaml Cu\nrun 0", " at 0 A: "),
]


def run(args, folder, text, ranks):
    script = folder / "in.case"
    script.write_text(text)
    command = [args.lmp, "-log", "none", "-nocite", "-in", str(script)]
    if ranks > 1:
        command = [args.mpiexec, args.nflag, str(ranks)] + command
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    return done.returncode, done.stdout + done.stderr


def main():
    parser = argparse.ArgumentParser()
    for name in ("lmp", "plugin", "potentials", "mpiexec", "nflag"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--foreign", nargs=2, action="append", default=[], metavar=("PLUGIN", "TEXT"))
    args = parser.parse_args()
    failed = 0
    os.environ.pop("LAMMPS_PLUGIN_PATH", None)
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        os.mkfifo(folder / "pipe")
        (folder / "broken.yaml").write_text("dftfit: 1\nform: pair\nelements: [Cu\n")
        text = pathlib.Path(args.potentials, "Cu_pair.yaml").read_text()
        (folder / "no_sets.yaml").write_text(re.sub(r"^grade: .*\n", "", text, flags=re.M))
        (folder / "lone.yaml").write_text(text)
        sets = pathlib.Path(args.potentials, "Cu_ace.grade").read_bytes()
        (folder / "foreign.yaml").write_text(text.replace("Cu_pair.grade", "Cu_ace.grade"))
        (folder / "Cu_ace.grade").write_bytes(sets)
        (folder / "damaged.yaml").write_text(text.replace("Cu_pair.grade", "damaged.grade"))
        (folder / "damaged.grade").write_bytes(sets[:-9])
        (folder / "later.yaml").write_text(text.replace("dftfit: 1", "dftfit: 99", 1))
        (folder / "settings.yaml").write_text("dftfit: 1\nform: pair\nelements: [Cu]\ncutoff: 5.5\npair: {knots: 10}\n")
        cases = [(n, f"plugin load {args.plugin}\nunits {u}\n" + BOX.format(types=t, x=x) + c.format(p=args.potentials) + "\n",
                  e.format(p=args.potentials)) for n, u, t, x, c, e in CASES]
        cases += [(f"plugin {pathlib.Path(f).name}", f"plugin load {f}\npair_style dftfit\n", e) for f, e in args.foreign]
        for name, script, expected in cases:
            for ranks in (1, 2):
                code, output = run(args, folder, script, ranks)
                lines = [line for line in output.splitlines() if expected in line]
                if code == 0 or not lines:
                    failed += 1
                    print(f"FAILED: {name}, {ranks} ranks: exit code {code}, expected '{expected}' in:\n{output}")
                elif "plugin" in name and "Unrecognized pair style 'dftfit'" not in output:
                    failed += 1
                    print(f"FAILED: {name}, {ranks} ranks: the style is there:\n{output}")
    print(f"errors: {2 * len(cases)} runs, {failed} failures")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
