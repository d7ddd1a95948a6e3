#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Runs LAMMPS's own test of a pair style on pair_style dftfit: takes the reference file from LAMMPS's source, changes its
prerequisites and style (numbers, epsilon and potential file stay), and runs the unmodified test_pair_style on it."""
import argparse
import os
import pathlib
import re
import subprocess
import sys


def renamed(text, style):
    """The reference file with `style` (and keywords that are named with it) replaced by dftfit in prerequisites and pair_style;
    further keywords of the style stay."""
    text, n = re.subn(rf"^(prerequisites: ! \|\n  pair ){re.escape(style.split()[0])}$", r"\1dftfit", text, flags=re.M)
    text, m = re.subn(rf"^pair_style: {re.escape(style)}( .*)?$", r"pair_style: dftfit\1", text, flags=re.M)
    if (n, m) != (1, 1):
        sys.exit(f"the reference file is not one of pair style {style}")
    return text


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("program", "reference", "style", "inputs", "potentials", "plugin", "work"):
        parser.add_argument(f"--{name}", required=True)
    args = parser.parse_args()
    reference = pathlib.Path(args.reference)
    work = pathlib.Path(args.work)
    work.mkdir(parents=True, exist_ok=True)
    copy = work / reference.name.replace(".yaml", "-dftfit.yaml")
    copy.write_text(renamed(reference.read_text(), args.style))
    environment = dict(os.environ, LAMMPS_PLUGIN_PATH=str(pathlib.Path(args.plugin).parent), LAMMPS_POTENTIALS=args.potentials)
    run = subprocess.run([args.program, str(copy), "-d", args.inputs], cwd=work, env=environment, text=True,
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    print(run.stdout)
    passed = re.search(r"\[  PASSED  \] (\d+) test", run.stdout)
    # a style that is not found skips every test with exit code 0
    if run.returncode or not passed or int(passed.group(1)) < 2 or "[       OK ] PairStyle.plain" not in run.stdout:
        print(f"exit code {run.returncode}, {passed.group(1) if passed else 'no'} tests passed; two and 'plain' are wanted")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
