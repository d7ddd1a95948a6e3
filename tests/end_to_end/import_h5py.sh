#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# data.h5 is read by h5py: every number as it stood in the text, to the last bit. vaspout.h5, made by h5py, plain and
# compressed, and beside a vasprun.xml of the same run.
. "$(dirname "$0")/common.sh"

cat >check.py <<'END'
import gzip, random, subprocess, sys
import h5py

program = sys.argv[1]
random.seed(7)
number = lambda scale: random.uniform(-scale, scale)
frames = []
for n in (1, 3, 2):
    cell = [[9 + number(1), number(1), number(1)], [number(1), 8 + number(1), number(1)], [number(1), number(1), 7 + number(1)]]
    frames.append(dict(cell=cell, energy=number(100), stress=[number(0.1) for _ in range(6)],
                       symbol=[random.choice(["Si", "C", "Fe"]) for _ in range(n)],
                       position=[[number(5) for _ in range(3)] for _ in range(n)],
                       force=[[number(5) for _ in range(3)] for _ in range(n)]))
with open("in.xyz", "w") as f:
    for i, c in enumerate(frames):
        rows = [list(zip(c["symbol"], c["position"], c["force"]))][0]
        print(len(rows), file=f)
        print('Lattice="' + " ".join(repr(x) for row in c["cell"] for x in row) + '" Properties=species:S:1:pos:R:3:forces:R:3',
              f'energy={c["energy"]!r} stress="' + " ".join(map(repr, c["stress"])) + f'" config_type=md_{i % 2}', file=f)
        for symbol, position, force in rows:
            print(symbol, *map(repr, position), *map(repr, force), file=f)
subprocess.run([program, "import", "in.xyz", "-o", "data.h5"], check=True, stdout=subprocess.DEVNULL)

with h5py.File("data.h5") as f:
    assert f.attrs["schema"] in ("dftfit-data", b"dftfit-data") and f.attrs["version"] == 1
    assert f["configs/energy"].attrs["unit"] in ("eV", b"eV")
    species = [s.decode() for s in f["species"][:]]
    assert [s.decode() for s in f["groups/name"][:]] == ["md_0", "md_1"]
    kinds = h5py.check_enum_dtype(f["groups/kind"].dtype)
    assert f["groups/kind"][0] == kinds["thermal"], kinds
    assert [s.decode() for s in f["sources"][:]] == ["in.xyz"]
    for i, c in enumerate(frames):
        first, n = f["configs/first_atom"][i], f["configs/natoms"][i]
        assert n == len(c["symbol"])
        assert (f["configs/cell"][i] == c["cell"]).all()
        assert f["configs/energy"][i] == c["energy"]
        assert (f["configs/stress"][i] == c["stress"]).all()
        assert (f["atoms/position"][first:first + n] == c["position"]).all()
        assert (f["atoms/force"][first:first + n] == c["force"]).all()
        assert [species[s] for s in f["atoms/species"][first:first + n]] == c["symbol"]
        assert f["configs/group"][i] == i % 2
    for name in ("code", "version", "functional", "pseudopotentials", "smearing", "kmesh", "remarks"):
        assert f["calculations/" + name][0] == b""
    assert f["calculations/ecut"][0] != f["calculations/ecut"][0]  # NaN: not known

# vaspout.h5 with three steps: the second not converged, the third without a stress (zeros)
with h5py.File("vaspout.h5", "w") as f:
    f["version/major"], f["version/minor"], f["version/patch"] = 6, 5, 1
    f["input/incar/ENCUT"], f["input/incar/EDIFF"] = 350.0, 1e-7
    f["input/incar/ISMEAR"], f["input/incar/SIGMA"], f["input/incar/GGA"] = 1, 0.1, b"PS"
    for k, n in zip("xyz", (4, 5, 6)):
        f["input/kpoints/nkp" + k] = n
    f["results/positions/ion_types"] = [b"Al", b"O "]
    f["results/positions/number_ion_types"] = [1, 2]
    d = f.create_group("intermediate/ion_dynamics")
    d["energies_tags"] = [b"energy without entropy  ", b"free energy    TOTEN    "]
    d["energies"] = [[-1.5, -1.25], [-2.5, -2.25], [-3.5, -3.25]]
    d["scale"] = 2.0
    d["lattice_vectors"] = [[[2.0, 0, 0], [0.5, 2.5, 0], [0, 0, 3.0]]] * 3
    d["position_ions"] = [[[0, 0, 0], [0.5, 0.5, 0.5], [0.25, 0, 0]]] * 3
    d["forces"] = [[[0, 0, 1.0], [0, 0, -1.0], [0, 0, 0]]] * 3
    d["stress"] = [[[10.0, 1, 3], [1, 20, 2], [3, 2, 30]]] * 2 + [[[0.0] * 3] * 3]
    d["electronic_step_converged"] = [[0.0], [2.0], [0.0]]
gzip.open("packed_vaspout.h5.gz", "wb").write(open("vaspout.h5", "rb").read())
for name in ("vaspout.h5", "packed_vaspout.h5.gz"):
    out = subprocess.run([program, "import", name, "-f", "-o", "vasp.h5"], check=True, capture_output=True, text=True).stdout
    assert "the electrons of step 2 of 3 are not converged: left out" in out, out
    with h5py.File("vasp.h5") as f:
        kbar = 1e3 / 1.602176634e6
        assert list(f["configs/energy"][:]) == [-1.25, -3.25]
        assert [s.decode() for s in f["species"][:]] == ["Al", "O"] and list(f["atoms/species"][:3]) == [0, 1, 1]
        assert (f["configs/cell"][0] == [[4, 0, 0], [1, 5, 0], [0, 0, 6]]).all()
        assert (f["atoms/position"][:3] == [[0, 0, 0], [2.5, 2.5, 3], [1, 0, 0]]).all()
        assert all(abs(a + b * kbar) < 1e-15 for a, b in zip(f["configs/stress"][0], (10, 20, 30, 2, 3, 1)))
        assert (f["configs/stress"][1] != f["configs/stress"][1]).all()
        c = {k: v[0] for k, v in f["calculations"].items()}
        assert (c["code"], c["version"], c["functional"]) == (b"VASP", b"6.5.1", b"PBEsol"), c
        assert (c["kmesh"], c["ecut"], c["scf_tolerance"]) == (b"4 5 6", 350, 1e-7), c

# the same run as vasprun.xml: with all steps it is read in place of vaspout.h5, with fewer it is not
def vasprun(energies):
    text = '<?xml version="1.0"?>\n<modeling><atominfo><array name="atoms"><set>'
    text += "".join(f"<rc><c>{s}</c><c>1</c></rc>" for s in ("Al", "O", "O")) + "</set></array></atominfo>"
    for e in energies:
        text += "<calculation><scstep></scstep><structure><crystal><varray name=\"basis\"><v>4 0 0</v><v>1 5 0</v><v>0 0 6</v>"
        text += "</varray></crystal><varray name=\"positions\"><v>0 0 0</v><v>.5 .5 .5</v><v>.25 0 0</v></varray></structure>"
        text += '<varray name="forces"><v>0 0 1</v><v>0 0 -1</v><v>0 0 0</v></varray>'
        text += '<varray name="stress"><v>10 1 3</v><v>1 20 2</v><v>3 2 30</v></varray>'
        text += f"<energy><i name=\"e_fr_energy\">{e}</i></energy></calculation>"
    open("vasprun.xml", "w").write(text + "</modeling>")
for energies, read, dropped in (([-1.25, -2.25, -3.25], "vasprun", "vaspout"), ([-1.25, -2.25], "vaspout", "vasprun"),
                                ([-1.25, -9.0, -3.25], "both", None)):
    vasprun(energies)
    out = subprocess.run([program, "import", "vaspout.h5", "vasprun.xml", "-f", "-o", "vasp.h5"], check=True,
                         capture_output=True, text=True).stdout
    told = [line for line in out.splitlines() if "not read: it is the same run as" in line]
    assert len(told) == (dropped is not None), out
    if dropped:
        assert told[0].strip().startswith(dropped) and read in told[0].split(":", 1)[1], out
END
"$PYTHON" check.py "$DFTFIT"
