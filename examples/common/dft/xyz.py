# SPDX-License-Identifier: BSD-3-Clause
"""Extended XYZ of one element: structures in, structures with forces out."""
import os
import shlex


def read(path):
    """Structures as pw.py has them; keys of the comment line stay strings."""
    found = []
    with open(path, encoding="ascii") as file:
        while line := file.readline():
            natom = int(line)
            keys = dict(word.split("=", 1) for word in shlex.split(file.readline()) if "=" in word)
            rows = [file.readline().split() for _ in range(natom)]
            keys["cell"] = [float(x) for x in keys.pop("Lattice").split()]
            keys["position"] = [[float(x) for x in row[1:4]] for row in rows]
            found.append(keys)
    return found


def quoted(value):
    text = value if isinstance(value, str) else repr(value)
    return f'"{text}"' if " " in text else text


def write(path, element, entries):
    """entries: (structure with cell and position, keys of the comment line, forces or None). Written beside and renamed."""
    with open(path + ".part", "w", encoding="ascii") as file:
        for structure, keys, force in entries:
            position = structure["position"]
            columns = "species:S:1:pos:R:3" + (":forces:R:3" if force else "")
            lattice = " ".join(repr(float(x)) for x in structure["cell"])
            words = [f'Lattice="{lattice}"', f"Properties={columns}"] + [f"{k}={quoted(v)}" for k, v in keys.items()]
            file.write(f"{len(position)}\n{' '.join(words)}\n")
            for i, x in enumerate(position):
                file.write(" ".join([element] + [repr(float(v)) for v in x + (list(force[i]) if force else [])]) + "\n")
    os.replace(path + ".part", path)
