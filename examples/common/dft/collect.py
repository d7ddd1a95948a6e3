#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Puts what compute.py has computed into one extended XYZ file, for `dftfit import`, and lists it.

usage: collect.py folder data.xyz configurations.tsv

Configurations are sorted by group and name. recompute.py needs the list.
"""
import glob
import os
import sys

sys.dont_write_bytecode = True  # no __pycache__ in the repository
import xyz  # pylint: disable=wrong-import-position


def volume(cell):
    a, b, c = cell[0:3], cell[3:6], cell[6:9]
    return abs(a[0] * (b[1] * c[2] - b[2] * c[1]) + a[1] * (b[2] * c[0] - b[0] * c[2]) + a[2] * (b[0] * c[1] - b[1] * c[0]))


def main(arguments):
    if len(arguments) != 3:
        raise SystemExit(__doc__.strip())
    folder, data, table = arguments
    paths = glob.glob(os.path.join(folder, "*.xyz"))
    if not paths:
        raise SystemExit(f"{folder} has no file *.xyz: compute.py writes them")
    found = sorted(((xyz.read(path)[0], path) for path in paths), key=lambda entry: (entry[0]["config_type"], entry[0]["name"]))
    with open(data + ".part", "w", encoding="ascii") as out:
        for _, path in found:
            with open(path, encoding="ascii") as file:
                out.write(file.read())
    os.replace(data + ".part", data)
    with open(table + ".part", "w", encoding="ascii") as out:
        out.write("index\tgroup\tname\tatoms\tvolume\tkpoints\tkshift\n")
        for index, (keys, _) in enumerate(found):
            natom = len(keys["position"])
            out.write(f"{index}\t{keys['config_type']}\t{keys['name']}\t{natom}\t{volume(keys['cell']) / natom:.4f}"
                      f"\t{keys['kpoints']}\t{keys['kshift']}\n")
    os.replace(table + ".part", table)
    print(f"{len(found)} configurations, {sum(len(keys['position']) for keys, _ in found)} atoms, "
          f"{sum(float(keys['cpu_s']) for keys, _ in found):.0f} CPU seconds")


if __name__ == "__main__":
    main(sys.argv[1:])
