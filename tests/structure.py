#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Checks what no compiler checks: includes point one way, the library keeps no state and never ends or prints, files
stay short. Prints every offence; exit code 1 when there is one."""
import argparse
import json
import pathlib
import re
import subprocess
import sys

MAX_LINES = 400
LAYERS = {"potentials": ("potentials",), "trainer": ("trainer", "potentials"), "pair_dftfit": ("pair_dftfit",)}
SOURCE = (".c", ".h", ".cpp", ".def")
# ending the program, printing, hidden state of the C library
FORBIDDEN = re.compile(
    r"^(_?exit|_Exit|quick_exit|abort|__assert_fail|printf|puts|putchar|vprintf|perror|fprintf|vfprintf|fputs|fputc|fwrite"
    r"|__printf_chk|__fprintf_chk|__vfprintf_chk|stdout|stderr|setenv|setlocale|rand|srand|strtok|system|fork)$")


def sources(root, layer):
    return [p for p in sorted((root / layer).rglob("*")) if p.suffix in SOURCE]


def check_includes(root):
    """A quoted include is a file of the own layer or, for the upper layers, a public header of potentials/."""
    for layer, roots in LAYERS.items():
        for path in sources(root, layer):
            for number, line in enumerate(path.read_text().splitlines(), 1):
                found = re.match(r'\s*#\s*include\s+"([^"]+)"', line)
                if not found:
                    continue
                name = found.group(1)
                own = [path.parent / name, root / layer / name, root / "potentials" / "include" / name]
                if layer == "pair_dftfit":  # headers of LAMMPS lie outside of the tree
                    foreign = [root / other / name for other in ("trainer", "potentials")]
                    wrong = not own[2].is_file() and any(f.is_file() for f in foreign)
                else:
                    wrong = not any(o.is_file() for o in own)
                if wrong or ".." in name:
                    yield f"{path.relative_to(root)}:{number}: {layer}/ may not include {name}"


# rooms of potentials/, and the rooms that each may include besides itself and the public headers
ROOMS = {"base": (), "functions": ("base",), "kernels": ("base",), "forms": ("functions", "kernels", "base"),
         "core": ("forms", "functions", "kernels", "base"), "file": ("core", "forms", "functions", "kernels", "base")}


# rooms of trainer/, likewise; problem.h, the link of assemble/ and solve/, is open to all but base/ and data/
ROWS = ("assemble", "config", "data", "check", "base")
TRAINER_ROOMS = {"base": (), "data": ("base",), "config": ("data", "base"), "check": ("data", "base"),
                 "transform": ("data", "base"), "import": ("data", "base"), "solve": ("data", "base"),
                 "assemble": ROWS, "measure": ("solve", *ROWS), "grade": ("solve", *ROWS),
                 "restraint": ("solve", *ROWS), "report": ("grade", "measure", "solve", *ROWS)}


def check_trainer_rooms(root):
    """Inside trainer/ includes point one way too; commands/ is on top and may include everything."""
    for path in sources(root, "trainer"):
        room = path.relative_to(root / "trainer").parts[0]
        for number, line in enumerate(path.read_text().splitlines(), 1):
            found = re.match(r'\s*#\s*include\s+"([^"/]+)/', line)
            name = found.group(1) if found else ""
            known = name in TRAINER_ROOMS or name == "commands"
            if room in TRAINER_ROOMS and known and name != room and name not in TRAINER_ROOMS[room]:
                yield f"{path.relative_to(root)}:{number}: trainer/{room}/ may not include {name}/"


def check_rooms(root):
    """Inside potentials/ includes point one way: include <- base <- functions, kernels <- forms <- core <- file."""
    for path in sources(root, "potentials"):
        room = path.relative_to(root / "potentials").parts[0]
        for number, line in enumerate(path.read_text().splitlines(), 1):
            found = re.match(r'\s*#\s*include\s+"([^"]+)"', line)
            name = found.group(1).split("/")[0] if found else ""
            if room == "include":
                wrong = name != "" and name != "dftfit"
            else:
                wrong = name in ROOMS and name != room and name not in ROOMS[room]
            if wrong:
                yield f"{path.relative_to(root)}:{number}: potentials/{room}/ may not include {found.group(1)}"


# the header of whoever runs a potential stays small, and free of what only trainers and authors of forms need
RUN_HEADERS = {"dftfit/api.h", "dftfit/block.h", "dftfit/status.h"}
MAX_RUN_FUNCTIONS = 20


def check_public_headers(root):
    """Every function of a public header is marked with DFTFIT_API; dftfit.h is small."""
    folder = root / "potentials" / "include" / "dftfit"
    functions = {}
    for path in sorted(folder.glob("*.h")):
        functions[path.name] = 0
        for number, line in enumerate(path.read_text().splitlines(), 1):
            found = re.match(r"(DFTFIT_API )?[a-z][\w *]*\b(dftfit_\w+)\(", line)
            if not found or line.startswith("typedef"):
                continue
            functions[path.name] += 1
            if not found.group(1):
                yield f"{path.relative_to(root)}:{number}: {found.group(2)} is not marked with DFTFIT_API"
    if not 0 < functions["dftfit.h"] <= MAX_RUN_FUNCTIONS:
        yield f"dftfit.h declares {functions['dftfit.h']} functions; at most {MAX_RUN_FUNCTIONS}"
    for name in ["dftfit.h", *[header.split("/")[1] for header in RUN_HEADERS]]:
        for included in re.findall(r'#include "([^"]+)"', (folder / name).read_text()):
            if included not in RUN_HEADERS:
                yield f"{name} may not include {included}: dftfit.h is for those who run a potential"


def check_lengths(root):
    for folder in list(LAYERS) + ["tests"]:
        for path in sources(root, folder):
            lines = len(path.read_text().splitlines())
            if lines > MAX_LINES:
                yield f"{path.relative_to(root)}: {lines} lines; split it (at most {MAX_LINES})"


def check_symbols(nm, library):
    """Undefined symbols that the library may not use, and objects that can change."""
    text = subprocess.run([nm, "-P", "-A", library], check=True, capture_output=True, text=True).stdout
    seen = 0
    for line in text.splitlines():
        words = line.split()
        if len(words) < 3:
            continue
        member, name, kind = words[0].rstrip(":"), words[1].split("@")[0], words[2]
        seen += 1
        if name.startswith(("__asan", "__ubsan", "__odr_asan", "__gcov", "__llvm", "mangled_path")):
            continue  # of sanitizers and coverage
        if kind == "U" and FORBIDDEN.match(name):
            yield f"{member}: uses {name}"
        if kind in "BbCcDdGgSs" and not relocated_constant(nm, library, member, name):
            yield f"{member}: {name} is a global that can change"
    if not seen:
        yield f"{library}: no symbols found"


def check_exports(root, nm, library):
    """A function that no other file of the library and no test calls, and that is not public, is static."""
    text = subprocess.run([nm, "-P", "-A", library], check=True, capture_output=True, text=True).stdout
    defined, used = {}, set()
    for words in map(str.split, text.splitlines()):
        if len(words) > 2 and words[2] == "T":
            defined[words[1]] = words[0].rstrip(":")
        elif len(words) > 2 and words[2] == "U":
            used.add(words[1])
    public = "".join(path.read_text() for path in (root / "potentials" / "include" / "dftfit").glob("*.h"))
    tested = "".join(path.read_text() for path in sources(root, "tests"))
    for name, member in defined.items():
        if name.startswith("dftfit_") and name not in used and not re.search(rf"\b{name}\(", public + tested):
            yield f"{member}: only this file calls {name}; make it static"


# object files of the kernels that ask for fused operations by name (potentials/CMakeLists.txt)
FUSED = ("avx2.c.o", "avx512.c.o", "grade_avx2.c.o", "neighbour_avx2.c.o")


def check_contraction(commands):
    """Every C file of potentials/ is compiled with -ffp-contract=off, but the kernels that ask for fused operations."""
    seen = 0
    for entry in json.loads(pathlib.Path(commands).read_text()):
        path = pathlib.Path(entry["file"])
        if "potentials" not in path.parts or path.suffix != ".c":
            continue
        seen += 1
        flags = re.findall(r"-ffp-contract=(\w+)", entry["command"])
        wanted = "fast" if path.name + ".o" in FUSED[:3] else "off"
        if not flags or flags[-1] != wanted:
            yield f"{path.name}: -ffp-contract={flags[-1] if flags else 'is not given'}, not {wanted}"
    if not seen:
        yield f"{commands}: no source files of potentials/"


def check_fused(nm, library):
    """A product and a sum are one operation only in kernels that ask for it: elsewhere bits would depend on the machine."""
    text = subprocess.run([objdump_of(nm), "-d", library], check=True, capture_output=True, text=True).stdout
    member, fused = "", {}
    for line in text.splitlines():
        head = re.match(r"(\S+):\s+file format", line)
        if head:
            member = head.group(1)
        elif re.search(r"\tvf(n?m)(add|sub)", line):
            fused[member] = fused.get(member, 0) + 1
    for name, count in fused.items():
        if name not in FUSED:
            yield f"{name}: {count} fused multiply-adds, which -ffp-contract=off should prevent"


def objdump_of(nm):
    return str(pathlib.Path(nm).parent / "objdump") if "/" in nm else "objdump"


def relocated_constant(nm, library, member, name):
    """nm gives 'd' to constant tables of pointers too (.data.rel.ro, read-only once loaded); objdump tells the section."""
    text = subprocess.run([objdump_of(nm), "-t", library], check=True, capture_output=True, text=True).stdout
    current = re.search(r"\[(.*)\]", member).group(1)
    inside = False
    for line in text.splitlines():
        head = re.match(r"(\S+):\s+file format", line)
        if head:
            inside = head.group(1) == current
        elif inside and line.split() and line.split()[-1] == name:
            if any(word.startswith(".data.rel.ro") for word in line.split()):
                return True
    return False


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--source", type=pathlib.Path, required=True)
    parser.add_argument("--archive", required=True)
    parser.add_argument("--nm", default="nm")
    parser.add_argument("--commands", required=True, help="compile_commands.json of the build")
    args = parser.parse_args()
    offences = [*check_includes(args.source), *check_rooms(args.source), *check_trainer_rooms(args.source), *check_public_headers(args.source),
                *check_lengths(args.source), *check_symbols(args.nm, args.archive), *check_fused(args.nm, args.archive), *check_contraction(args.commands),
                *check_exports(args.source, args.nm, args.archive)]
    print("\n".join(offences) if offences else "structure: as it should be")
    return 1 if offences else 0


if __name__ == "__main__":
    sys.exit(main())
