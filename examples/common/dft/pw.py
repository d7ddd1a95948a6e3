# SPDX-License-Identifier: BSD-3-Clause
"""One self-consistent calculation with pw.x of Quantum ESPRESSO 6.7, as Debian 12 has it: input, run, results.

A structure is a dictionary: cell (9 numbers, A, rows are the vectors), position (a list of 3 numbers, A) of one element,
kpoints and kshift ("6 6 6", "0 0 0"), group. Settings are those of <example>/dft/settings.json. Results are energy
(eV per cell; the free energy F = E - TS, of which forces and stress are the derivatives), force (eV/A) and stress
(eV/A^3, tension positive, order xx yy zz yz xz xy), cpu_s and the version of pw.x.
"""
import json
import math
import os
import subprocess
import xml.etree.ElementTree as ElementTree

import psp8_to_upf

EV_PER_HARTREE, A_PER_BOHR = 27.211386245988, 0.529177210903  # CODATA 2018


def read_settings(example):
    with open(os.path.join(example, "dft", "settings.json"), encoding="ascii") as file:
        return json.load(file)


def pw_input(settings, structure):
    n, element = len(structure["position"]), settings["element"]
    occupied = math.ceil(settings["valence"] * n / 2)
    bands = max(occupied + 4, math.ceil(settings["bands_per_occupied"] * occupied))
    lines = ["&control", "  calculation='scf', prefix='run', outdir='.', pseudo_dir='.'",
             "  tprnfor=.true., tstress=.true., disk_io='low'", "/",
             "&system", f"  ibrav=0, nat={n}, ntyp=1, nbnd={bands}, ecutwfc={settings['ecutwfc_Ry']:g}",
             f"  occupations='smearing', smearing='{settings['smearing']}', degauss={settings['degauss_Ry']:g}"]
    if structure["group"] in settings["spin_polarised"]:
        lines.append("  nspin=2, starting_magnetization(1)=0.5")
    # diago_david_ndim=4 crashes pw.x 6.7 on some of the cells; 2 gives the same numbers
    lines += ["/", "&electrons",
              f"  conv_thr={settings['scf_Ry_per_atom'] * n:.3e}, electron_maxstep=80",
              f"  mixing_mode='{settings['mixing_mode']}', mixing_beta={settings['mixing_beta']:g}",
              "  diagonalization='david', diago_david_ndim=2", "/",
              "ATOMIC_SPECIES", f"{element} {settings['mass']} {element}.upf", "CELL_PARAMETERS angstrom"]
    lines += [" ".join(f"{x:.15g}" for x in structure["cell"][3 * k : 3 * k + 3]) for k in range(3)]
    lines.append("ATOMIC_POSITIONS angstrom")
    lines += [element + " " + " ".join(f"{x:.15g}" for x in p) for p in structure["position"]]
    return "\n".join(lines + ["K_POINTS automatic", f"{structure['kpoints']} {structure['kshift']}", ""])


def write_pseudopotential(settings, folder):
    with open(os.path.join(folder, settings["element"] + ".upf"), "w", encoding="ascii") as file:
        file.write(psp8_to_upf.upf(psp8_to_upf.Psp8(settings["psp8"])))


def calculate(settings, structure, folder):
    """Runs pw.x in the folder, where its files stay, and returns its results; ends the program when it fails."""
    write_pseudopotential(settings, folder)
    with open(os.path.join(folder, "pw.in"), "w", encoding="ascii") as file:
        file.write(pw_input(settings, structure))
    with open(os.path.join(folder, "pw.out"), "w", encoding="ascii") as out:
        code = subprocess.run(["pw.x", "-in", "pw.in"], cwd=folder, stdout=out, stderr=out, check=False,
                              env={**os.environ, "OMP_NUM_THREADS": "1"}).returncode
    path = os.path.join(folder, "run.save", "data-file-schema.xml")
    if code or not os.path.exists(path):
        raise SystemExit(f"pw.x ended with code {code}, see {folder}/pw.out")
    root = ElementTree.parse(path).getroot()
    output = root.find("output")
    if output.findtext("convergence_info/scf_conv/convergence_achieved", "true").strip() != "true":
        raise SystemExit(f"pw.x did not converge, see {folder}/pw.out")
    forces = [float(w) for w in output.findtext("forces").split()]
    s = [float(w) for w in output.findtext("stress").split()]
    to_force, to_stress = EV_PER_HARTREE / A_PER_BOHR, -EV_PER_HARTREE / A_PER_BOHR**3  # pw.x: compression positive
    return {
        "energy": float(output.findtext("total_energy/etot")) * EV_PER_HARTREE,
        "force": [[to_force * f for f in forces[3 * i : 3 * i + 3]] for i in range(len(structure["position"]))],
        "stress": [to_stress * s[k] for k in (0, 4, 8, 5, 2, 1)],
        "cpu_s": float(root.findtext("timing_info/total/cpu")),
        "version": root.find("general_info/creator").get("VERSION"),
    }
