#!/usr/bin/env python3
# SPDX-License-Identifier: BSD-3-Clause
"""Looks at data files with h5py and at their export with ASE, independent readers of both.
usage: check_data.py ase DATA.h5 DATA.xyz      every number of the export is that of the data file, to the last bit
       check_data.py parts WHOLE.h5 PART.h5... the parts hold each configuration of the whole once; runs are in few
                                                      pieces
       check_data.py subset WHOLE.h5 PART.h5 EXPRESSION   the part holds, in order, those for which EXPRESSION is true
       check_data.py corrected BEFORE.h5 AFTER.h5         as the corrections of data.sh say"""
import sys

import h5py
import numpy as np

PER_CONFIG = ("cell", "pbc", "energy", "stress")


def read(path):
    """A list of dictionaries, one a configuration."""
    with h5py.File(path) as f:
        species = np.array([s.decode() for s in f["species"][:]])
        groups = [s.decode() for s in f["groups/name"][:]]
        sources = [s.decode() for s in f["sources"][:]]
        kinds = h5py.check_enum_dtype(f["groups/kind"].dtype)
        kind_names = {v: k for k, v in kinds.items()}
        group_kinds = [kind_names[k] for k in f["groups/kind"][:]]
        first = np.append(f["configs/first_atom"][:], f["atoms/species"].shape[0])
        table = {k: f["configs/" + k][:] for k in PER_CONFIG + ("group", "source")}
        position, force, z = f["atoms/position"][:], f["atoms/force"][:], f["atoms/species"][:]
    out = []
    for c, (a, b) in enumerate(zip(first[:-1], first[1:])):
        one = {k: table[k][c] for k in PER_CONFIG}
        one.update(position=position[a:b], force=force[a:b], species=species[z[a:b]], group=groups[table["group"][c]],
                   kind=group_kinds[table["group"][c]], source=sources[table["source"][c]], natoms=b - a)
        out.append(one)
    return out


def same(x, y):
    """Equal to the last bit; NaN equals NaN."""
    x, y = np.asarray(x), np.asarray(y)
    if x.dtype.kind in "US":
        return x.shape == y.shape and bool(np.all(x == y))
    return x.shape == y.shape and bool(np.all((x == y) | (np.isnan(x) & np.isnan(y))))


def key(one):
    return b"".join(np.ascontiguousarray(one[k]).tobytes() for k in ("cell", "position", "force", "energy", "stress"))


def check_ase(path, text):
    from ase.io import read as ase_read
    data, frames = read(path), ase_read(text, index=":")
    assert len(data) == len(frames), (len(data), len(frames))
    for c, (one, atoms) in enumerate(zip(data, frames)):
        assert list(one["species"]) == atoms.get_chemical_symbols(), c
        assert same(one["position"], atoms.get_positions()), c
        assert same(one["cell"], atoms.cell[:]), c
        assert list(one["pbc"].astype(bool)) == list(atoms.pbc), c
        assert atoms.info["config_type"] == one["group"], c
        results = atoms.calc.results
        assert results["energy"] == one["energy"], c
        assert same(one["force"], results["forces"]), c
        assert ("stress" in results) == (not np.isnan(one["stress"][0])), c
        if "stress" in results:
            assert same(one["stress"], atoms.get_stress()), c
            volume = atoms.get_volume()
            virial = np.array(atoms.info["virial"]).reshape(3, 3)
            assert np.allclose(virial, -volume * atoms.get_stress(voigt=False), rtol=1e-12, atol=1e-14), c
    assert any(not all(atoms.pbc) for atoms in frames) and any(np.isnan(one["stress"][0]) for one in data)


def check_parts(whole, parts):
    data, pieces = read(whole), [read(p) for p in parts]
    place = {}
    for n, piece in enumerate(pieces):
        for one in piece:
            assert key(one) not in place, "a configuration stands in two parts"
            place[key(one)] = n
    assert len(place) == len(data)
    where = [place[key(one)] for one in data]
    for n, piece in enumerate(pieces):  # in the order of the whole, with group, kind and source
        expected = [one for one, w in zip(data, where) if w == n]
        for one, other in zip(expected, piece):
            assert key(one) == key(other)
            assert all(one[k] == other[k] for k in ("group", "kind", "source"))
    runs = {}
    for one, w in zip(data, where):
        runs.setdefault((one["group"], one["source"]), []).append(w)
    for run in runs.values():  # a run changes sides at most ten times: at most five windows of it are test data
        assert sum(a != b for a, b in zip(run, run[1:])) <= 10, run
    print(" ".join(str(len(p)) for p in pieces))


def check_subset(whole, part, expression):
    names = {"isnan": np.isnan, "norm": np.linalg.norm, "abs": np.abs, "max": np.max, "set": set, "det": np.linalg.det}
    wanted, met = [], {}  # turn: how many of the group came before
    for c, one in enumerate(read(whole)):
        turn = met[one["group"]] = met.get(one["group"], -1) + 1
        if eval(expression, names, dict(one, c=c, turn=turn)):
            wanted.append(one)
    got = read(part)
    assert 0 < len(wanted) < len(read(whole)), "the expression takes all or none: it tests nothing"
    assert [key(a) for a in wanted] == [key(b) for b in got], (len(wanted), len(got))


def check_corrected(before, after):
    old, new = read(before), read(after)
    assert len(old) == len(new)
    for c, (a, b) in enumerate(zip(old, new)):
        stress, energy, force = a["stress"].copy(), a["energy"], a["force"].copy()
        if a["group"] == "hot":  # stored yz xz xy are in truth xy yz xz
            stress[[5, 3, 4]] = a["stress"][[3, 4, 5]]
            stress = -10 * stress
            stress[:3] += 0.01
        if a["group"] == "strained":
            energy, force = np.nan, 2 * force
        if c in (3, 4, 5, 9):
            stress, force = stress * np.nan, force * np.nan
        assert np.allclose(stress, b["stress"], rtol=1e-14, atol=0, equal_nan=True), c
        assert np.allclose(force, b["force"], rtol=1e-14, atol=0, equal_nan=True), c
        assert same(energy, b["energy"]) and same(a["position"], b["position"]), c


if __name__ == "__main__":
    what, *rest = sys.argv[1:]
    {"ase": check_ase, "parts": lambda whole, *parts: check_parts(whole, parts), "subset": check_subset,
     "corrected": check_corrected}[what](*rest)
