#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Computes one configuration of ../data.h5 again with pw.x and compares energy, forces and stress.

usage: recompute.py [--list] GROUP/NAME [folder for pw.x's files]

configurations.tsv holds what data.h5 has no place for: the name and the k-point mesh of every configuration.
Needs pw.x (Debian: quantum-espresso), Si.psp8 (abinit-data) and h5dump (hdf5-tools); recompute.sh installs them.
"""
import array
import csv
import math
import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree

sys.dont_write_bytecode = True  # no __pycache__ in the repository
import psp8_to_upf  # pylint: disable=wrong-import-position

HERE = os.path.dirname(os.path.abspath(__file__))
DATA = os.path.join(HERE, "..", "data.h5")
PSP8 = "/usr/share/abinit/psp/Pseudodojo_nc_sr_04_pbe_standard_psp8/Si.psp8"
PSEUDO = "Si.pd04-pbe-std.upf"
MASS = 28.0855  # pw.x wants one; a single-point calculation does not use it

CUTOFF_RY, SMEARING_RY, SCF_RY_PER_ATOM = 30.0, 0.01, 1e-9
EV_PER_HARTREE, A_PER_BOHR = 27.211386245988, 0.529177210903  # CODATA 2018
EV_A3_PER_GPA = 1 / 160.2176634

# What the same program may give on another machine: the self-consistency threshold, with room for the summation order.
# The scatter that the choice of mesh and cut-off leaves in the data is some hundred times larger (README).
TOLERANCE = {"energy": (1e-5, "eV/atom"), "force": (5e-4, "eV/A"), "stress": (1e-4, "eV/A^3")}


def read(dataset, folder):
    """The numbers of a dataset of data.h5 as h5dump writes them, bit for bit."""
    header = subprocess.run(["h5dump", "-H", "-d", dataset, DATA], check=True, capture_output=True, text=True).stdout
    kind = next(word for line in header.splitlines() if "DATATYPE" in line for word in line.split() if "_" in word)
    code = {"H5T_IEEE_F64LE": "d", "H5T_STD_I64LE": "q", "H5T_STD_I32LE": "i", "H5T_STD_U8LE": "B"}[kind]
    path = os.path.join(folder, "dump.bin")
    subprocess.run(["h5dump", "-d", dataset, "-b", "LE", "-o", path, DATA], check=True, capture_output=True)
    numbers = array.array(code)
    with open(path, "rb") as file:
        numbers.frombytes(file.read())
    os.remove(path)
    return numbers


def configuration(index, folder):
    first = read("/configs/first_atom", folder)[index]
    natom = read("/configs/natoms", folder)[index]
    rows = range(first, first + natom)
    position, force = read("/atoms/position", folder), read("/atoms/force", folder)
    return {
        "natom": natom,
        "cell": read("/configs/cell", folder)[9 * index : 9 * index + 9],
        "energy": read("/configs/energy", folder)[index],
        "stress": read("/configs/stress", folder)[6 * index : 6 * index + 6],
        "position": [position[3 * i : 3 * i + 3] for i in rows],
        "force": [force[3 * i : 3 * i + 3] for i in rows],
    }


def pw_input(config, mesh, shift, spin):
    n = config["natom"]
    occupied = 2 * n  # 4 valence electrons an atom
    bands = max(occupied + 4, math.ceil(1.2 * occupied))
    lines = ["&control", "  calculation='scf', prefix='si', outdir='.', pseudo_dir='.'",
             "  tprnfor=.true., tstress=.true., disk_io='low'", "/",
             "&system", f"  ibrav=0, nat={n}, ntyp=1, nbnd={bands}, ecutwfc={CUTOFF_RY:g}",
             f"  occupations='smearing', smearing='gauss', degauss={SMEARING_RY:g}"]
    if spin:
        lines.append("  nspin=2, starting_magnetization(1)=0.5")
    # diago_david_ndim=4 crashes pw.x 6.7 on some of the cells; 2 gives the same numbers
    lines += ["/", "&electrons", f"  conv_thr={SCF_RY_PER_ATOM * n:.3e}, electron_maxstep=80, mixing_beta=0.7",
              "  diagonalization='david', diago_david_ndim=2", "/",
              "ATOMIC_SPECIES", f"Si {MASS} {PSEUDO}", "CELL_PARAMETERS angstrom"]
    lines += [" ".join(f"{x:.15g}" for x in config["cell"][3 * k : 3 * k + 3]) for k in range(3)]
    lines += ["ATOMIC_POSITIONS angstrom"] + ["Si " + " ".join(f"{x:.15g}" for x in p) for p in config["position"]]
    return "\n".join(lines + ["K_POINTS automatic", f"{mesh} {shift}", ""])


def run(config, mesh, shift, spin, folder):
    with open(os.path.join(folder, PSEUDO), "w", encoding="ascii") as file:
        file.write(psp8_to_upf.upf(psp8_to_upf.Psp8(PSP8)))
    with open(os.path.join(folder, "pw.in"), "w", encoding="ascii") as file:
        file.write(pw_input(config, mesh, shift, spin))
    with open(os.path.join(folder, "pw.out"), "w", encoding="ascii") as out:
        code = subprocess.run(["pw.x", "-in", "pw.in"], cwd=folder, stdout=out, stderr=out, check=False,
                              env={**os.environ, "OMP_NUM_THREADS": "1"}).returncode
    path = os.path.join(folder, "si.save", "data-file-schema.xml")
    if code or not os.path.exists(path):
        raise SystemExit(f"pw.x ended with code {code}, see {folder}/pw.out")
    output = ElementTree.parse(path).getroot().find("output")
    if output.findtext("convergence_info/scf_conv/convergence_achieved", "true").strip() != "true":
        raise SystemExit(f"pw.x did not converge, see {folder}/pw.out")
    forces = [float(w) for w in output.findtext("forces").split()]
    s = [float(w) for w in output.findtext("stress").split()]
    to_force, to_stress = EV_PER_HARTREE / A_PER_BOHR, -EV_PER_HARTREE / A_PER_BOHR**3  # pw.x: compression positive
    return {
        "energy": float(output.findtext("total_energy/etot")) * EV_PER_HARTREE,  # F = E - TS
        "force": [[to_force * f for f in forces[3 * i : 3 * i + 3]] for i in range(config["natom"])],
        "stress": [to_stress * s[k] for k in (0, 4, 8, 5, 2, 1)],
    }


def compare(config, result):
    n = config["natom"]
    difference = {
        "energy": abs(result["energy"] - config["energy"]) / n,
        "force": max(abs(a - b) for f, g in zip(result["force"], config["force"]) for a, b in zip(f, g)),
        "stress": max(abs(a - b) for a, b in zip(result["stress"], config["stress"])),
    }
    print(f"energy in data.h5 {config['energy']:.9f} eV, computed {result['energy']:.9f} eV")
    good = True
    for key, (tolerance, unit) in TOLERANCE.items():
        passed = difference[key] <= tolerance  # false for NaN
        good = good and passed
        extra = f" = {difference[key] / EV_A3_PER_GPA:.5f} GPa" if key == "stress" else ""
        print(f"{key:7s} largest difference {difference[key]:9.2e} {unit}{extra}"
              f"   {'ok, within' if passed else 'MORE THAN'} {tolerance:g}")
    return good


def main(arguments):
    with open(os.path.join(HERE, "configurations.tsv"), encoding="ascii", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    if arguments == ["--list"]:
        for row in rows:
            print(f"{row['group']}/{row['name']}\t{row['atoms']} atoms\tk mesh {row['kpoints']}")
        return
    if len(arguments) not in (1, 2):
        raise SystemExit(__doc__.strip())
    row = next((r for r in rows if f"{r['group']}/{r['name']}" == arguments[0]), None)
    if row is None:
        raise SystemExit(f"there is no configuration '{arguments[0]}'; --list names them all")
    with tempfile.TemporaryDirectory() as scratch:
        folder = os.path.abspath(arguments[1]) if len(arguments) == 2 else scratch
        os.makedirs(folder, exist_ok=True)
        config = configuration(int(row["index"]), scratch)
        if config["natom"] != int(row["atoms"]):
            raise SystemExit(f"data.h5 has {config['natom']} atoms at index {row['index']}, not {row['atoms']}: "
                             "configurations.tsv belongs to another file")
        print(f"{arguments[0]}: {config['natom']} atoms, k mesh {row['kpoints']} shift {row['kshift']}", flush=True)
        result = run(config, row["kpoints"], row["kshift"], row["group"] == "atom", folder)
        if not compare(config, result):
            raise SystemExit(1)


if __name__ == "__main__":
    main(sys.argv[1:])
