#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Writes a norm-conserving pseudopotential of ABINIT's format psp8 as UPF 2.0.1, which pw.x of Quantum ESPRESSO reads.

usage: psp8_to_upf.py Si.psp8 Si.upf

Both formats tabulate the same functions on a linear grid. Hamann's projectors diagonalise the non-local part, so
  V_local [Ry] = 2 v_loc [Ha]           beta(r) = r * projector, as in psp8      D_ii [Ry] = 2 ekb_i [Ha]
  rho_core     = model core / 4 pi      rho_atom = r^2 * (4 pi rho_valence), as psp8 holds it with the factor 4 pi
"""
import math
import sys

PBE_PSPXC = 11  # pspxc: ABINIT's ixc
SYMBOLS = ("H He Li Be B C N O F Ne Na Mg Al Si P S Cl Ar K Ca Sc Ti V Cr Mn Fe Co Ni Cu Zn Ga Ge As Se Br Kr Rb Sr Y "
           "Zr Nb Mo Tc Ru Rh Pd Ag Cd In Sn Sb Te I Xe Cs Ba La Ce Pr Nd Pm Sm Eu Gd Tb Dy Ho Er Tm Yb Lu Hf Ta W Re "
           "Os Ir Pt Au Hg Tl Pb Bi").split()


def number(text):
    return float(text.replace("D", "E").replace("d", "e"))


class Psp8:
    """The tables of a psp8 file, in its own units (Hartree, Bohr)."""

    def __init__(self, path):
        with open(path, encoding="ascii", errors="replace") as file:
            self.lines = file.read().splitlines()
        self.at = 0
        self.title = self.next_line().strip()
        self.z, self.zion = (number(w) for w in self.next_line().split()[:2])
        code, self.xc, self.lmax, self.lloc, self.mesh = (int(w) for w in self.next_line().split()[:5])
        if code != 8:
            raise SystemExit(f"{path}:3: pspcod is {code}, must be 8")
        if self.xc != PBE_PSPXC:
            raise SystemExit(f"{path}:3: pspxc is {self.xc}, only {PBE_PSPXC} (PBE) is converted")
        core = number(self.next_line().split()[1])
        nproj = [int(w) for w in self.next_line().split()[:5]]
        extension = int(self.next_line().split()[0])
        if extension not in (0, 1):
            raise SystemExit(f"{path}:6: extension_switch is {extension}: spin-orbit projectors are not converted")
        self.projectors = []  # (l, ekb, [r beta])
        for l in range(self.lmax + 1):
            if l == self.lloc:
                continue
            head = self.next_line().split()
            energies = [number(w) for w in head[1 : 1 + nproj[l]]]
            columns = self.table(2 + len(energies))
            self.projectors += [(l, e, columns[2 + k]) for k, e in enumerate(energies)]
        self.next_line()  # "lloc"
        columns = self.table(3)
        self.r, self.local = columns[1], columns[2]
        self.core = self.table(3)[2] if core > 0 else None
        self.valence = self.table(3)[2] if extension == 1 else None
        step = self.r[1] - self.r[0]
        if max(abs(r - i * step) for i, r in enumerate(self.r)) > 1e-10:
            raise SystemExit(f"{path}: the grid is not linear")

    def next_line(self):
        line = self.lines[self.at]
        self.at += 1
        return line

    def table(self, ncolumn):
        """The first ncolumn columns of the next mesh lines."""
        rows = [self.next_line().split() for _ in range(self.mesh)]
        if [int(row[0]) for row in rows] != list(range(1, self.mesh + 1)):
            raise SystemExit(f"line {self.at}: a table of {self.mesh} numbered rows was expected")
        return [[number(row[k]) for row in rows] for k in range(ncolumn)]


def field(name, values, **attributes):
    """One UPF element with its table, four numbers a line."""
    text = "".join(f' {k}="{v}"' for k, v in attributes.items())
    lines = ["".join(f"{v:24.15E}" for v in values[i : i + 4]) for i in range(0, len(values), 4)]
    return f"<{name}{text}>\n" + "\n".join(lines) + f"\n</{name}>\n"


def simpson(f, step):
    odd = len(f) if len(f) % 2 else len(f) - 1
    return step / 3 * (f[0] + 4 * sum(f[1 : odd - 1 : 2]) + 2 * sum(f[2 : odd - 2 : 2]) + f[odd - 1])


def upf(psp):
    mesh, step, nbeta = psp.mesh, psp.r[1] - psp.r[0], len(psp.projectors)
    common = {"type": "real", "size": mesh, "columns": 4}
    # the projectors end where all of them have become zero; Simpson's rule wants an odd number of points
    last = max(i for _, _, beta in psp.projectors for i, b in enumerate(beta) if b != 0.0) + 1
    last = min(last + 1 - last % 2, mesh - 1 + mesh % 2)
    out = ['<UPF version="2.0.1">\n<PP_INFO>\n' + psp.title + "\nconverted from psp8\n</PP_INFO>\n"]
    header = {
        "generated": "psp8_to_upf.py of dftfit", "author": "psp8 file", "date": "", "comment": psp.title,
        "element": f"{SYMBOLS[round(psp.z) - 1]:>2s}", "pseudo_type": "NC", "relativistic": "scalar",
        "is_ultrasoft": "F", "is_paw": "F", "is_coulomb": "F", "has_so": "F", "has_wfc": "F", "has_gipaw": "F",
        "paw_as_gipaw": "F", "core_correction": "T" if psp.core else "F", "functional": "PBE",
        "z_valence": f"{psp.zion:.6f}", "total_psenergy": "0.0", "wfc_cutoff": "0.0", "rho_cutoff": "0.0",
        "l_max": psp.lmax, "l_max_rho": 0, "l_local": -1, "mesh_size": mesh, "number_of_wfc": 0,
        "number_of_proj": nbeta,
    }
    out.append("<PP_HEADER" + "".join(f'\n  {k}="{v}"' for k, v in header.items()) + "/>\n")
    out.append(f'<PP_MESH mesh="{mesh}">\n' + field("PP_R", psp.r, **common)
               + field("PP_RAB", [step] * mesh, **common) + "</PP_MESH>\n")
    if psp.core:
        out.append(field("PP_NLCC", [v / (4 * math.pi) for v in psp.core], **common))
    out.append(field("PP_LOCAL", [2 * v for v in psp.local], **common))
    out.append("<PP_NONLOCAL>\n")
    for i, (l, _, beta) in enumerate(psp.projectors, 1):
        out.append(field(f"PP_BETA.{i}", beta, **common, index=i, angular_momentum=l, cutoff_radius_index=last,
                         cutoff_radius=f"{psp.r[last - 1]:.6f}"))
    dij = [2 * psp.projectors[i][1] if i == j else 0.0 for i in range(nbeta) for j in range(nbeta)]
    out.append(field("PP_DIJ", dij, type="real", size=nbeta * nbeta, columns=4) + "</PP_NONLOCAL>\n")
    out.append("<PP_PSWFC>\n</PP_PSWFC>\n")
    # pw.x starts from this density and scales it to the number of electrons; the result does not depend on it
    if psp.valence:
        density = [v * r * r for v, r in zip(psp.valence, psp.r)]
        electrons = simpson(density, step)
        if abs(electrons - psp.zion) > 0.05 * psp.zion:
            raise SystemExit(f"the valence density holds {electrons:.4f} electrons, not {psp.zion:g}")
    else:
        density = [psp.zion * 4 * r * r * math.exp(-2 * r) for r in psp.r]
    out.append(field("PP_RHOATOM", density, **common) + "</UPF>\n")
    return "".join(out)


def main(arguments):
    if len(arguments) != 2:
        raise SystemExit(__doc__.strip())
    text = upf(Psp8(arguments[0]))
    with open(arguments[1], "w", encoding="ascii") as file:
        file.write(text)


if __name__ == "__main__":
    main(sys.argv[1:])
