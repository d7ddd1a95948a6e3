#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Sets the lines "result: <key> <value>" of LAMMPS logs beside the DFT values of reference.json.

usage: table.py reference.json log...       table.py --get KEY log...
"""
import json
import sys


def results(paths):
    found = {}
    for path in paths:
        with open(path, encoding="utf-8") as file:
            for line in file:
                if line.startswith("result: "):
                    key, value = line.split()[1:]
                    found[key] = float(value)
    return found


def table(reference, found):
    print(f"{'property':38s} {'potential':>10s} {'DFT':>10s} {'difference':>11s}  unit")
    for row in reference:
        if row["key"] not in found:
            raise SystemExit(f"the logs hold no result '{row['key']}'")
        value, dft, digits = found[row["key"]], row["dft"], row["digits"]
        right = f"{'-':>10s} {'-':>11s}" if dft is None else f"{dft:10.{digits}f} {value - dft:+11.{digits}f}"
        print(f"{row['label']:38s} {value:10.{digits}f} {right}  {row['unit']}")


def main(arguments):
    if len(arguments) < 2:
        raise SystemExit(__doc__.strip())
    if arguments[0] == "--get":
        found = results(arguments[2:])
        if arguments[1] not in found:
            raise SystemExit(f"the logs hold no result '{arguments[1]}'")
        print(repr(found[arguments[1]]))
        return
    with open(arguments[0], encoding="utf-8") as file:
        table(json.load(file), results(arguments[1:]))


if __name__ == "__main__":
    main(sys.argv[1:])
