#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Sets the lines "result: <key> <value>" of LAMMPS logs beside the DFT values of reference.json.

usage: table.py reference.json log... [--beside NAME log...]      NAME: heads a column of another potential's results
       table.py --get KEY log...
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


def cell(value, digits, sign=""):
    return f"{'-':>10s}" if value is None else f"{value:{sign}10.{digits}f}"


def table(reference, found, others):
    """others: (heading, results) of each further column, which may lack properties."""
    headings = ["potential", "DFT", "difference"] + [name for name, _ in others]
    print(f"{'property':38s} " + " ".join(f"{name:>10s}" for name in headings) + "  unit")
    for row in reference:
        if row["key"] not in found:
            raise SystemExit(f"the logs hold no result '{row['key']}'")
        value, dft, digits = found[row["key"]], row["dft"], row["digits"]
        cells = [cell(value, digits), cell(dft, digits), cell(None if dft is None else value - dft, digits, "+")]
        cells += [cell(column.get(row["key"]), digits) for _, column in others]
        print(f"{row['label']:38s} {' '.join(cells)}  {row['unit']}")


def main(arguments):
    if len(arguments) < 2:
        raise SystemExit(__doc__.strip())
    if arguments[0] == "--get":
        found = results(arguments[2:])
        if arguments[1] not in found:
            raise SystemExit(f"the logs hold no result '{arguments[1]}'")
        print(repr(found[arguments[1]]))
        return
    parts = " ".join(arguments[1:]).split(" --beside ")
    with open(arguments[0], encoding="utf-8") as file:
        others = [(words[0], results(words[1:])) for words in (part.split() for part in parts[1:])]
        table(json.load(file), results(parts[0].split()), others)


if __name__ == "__main__":
    main(sys.argv[1:])
