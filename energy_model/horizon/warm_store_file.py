"""Warm store as a file: NumPy's npz, compressed, read without pickle."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from energy_model.horizon.coded_floats import CodedFloats
from energy_model.horizon.program_basis import ProgramBasis
from energy_model.horizon.warm_store import StoredBasis, StoredDuals, StoredNames, WarmStore

FORM = 2  # of the file; others are not read

_NAMES = ("starts", "block_of_row", "allocated_rows", "allocated_blocks")
_BASIS = ("columns", "rows", "allocations")
_DUALS = ("blocks", "allocation_dual")
_CODED = ("values", "codes")
_DECISION = ("columns", "decided", "allocated")


def written(store: WarmStore) -> bytes:
    """Content of the file of a store."""
    named = [*(part.names for part in store.bases), *(part.names for part in store.duals), store.hours]
    programs = {id(names): names for names in named}
    number = {key: k for k, key in enumerate(programs)}
    head = {
        "form": FORM,
        "names": [[names.columns, names.rows] for names in programs.values()],
        "hours": number[id(store.hours)],
        "bases": [number[id(part.names)] for part in store.bases],
        "duals": [number[id(part.names)] for part in store.duals],
    }
    arrays = {"head": np.frombuffer(json.dumps(head).encode(), dtype=np.uint8)}
    arrays |= {name: getattr(store, name) for name in _DECISION}
    arrays |= {f"names{k}_{name}": getattr(p, name) for k, p in enumerate(programs.values()) for name in _NAMES}
    arrays |= {f"basis{k}_{name}": getattr(p.basis, name) for k, p in enumerate(store.bases) for name in _BASIS}
    arrays |= {f"duals{k}_{name}": getattr(p, name) for k, p in enumerate(store.duals) for name in _DUALS}
    arrays |= {f"coded{k}_{name}": getattr(p.row_dual, name) for k, p in enumerate(store.duals) for name in _CODED}
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **arrays)
    return file.getvalue()


def read(path: Path) -> WarmStore | None:
    """The store that a file holds; None where there is none that can be read: it is a help, and no more."""
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            head = json.loads(file["head"].tobytes())
            return _store(head, file) if head["form"] == FORM else None
    except (OSError, ValueError, KeyError, EOFError, BadZipFile):
        return None


def _store(head: dict[str, Any], file: Any) -> WarmStore:
    def parts(kind: str, names: tuple[str, ...]) -> list[Any]:
        return [file[f"{kind}_{name}"] for name in names]

    names = [StoredNames(*given, *parts(f"names{k}", _NAMES)) for k, given in enumerate(head["names"])]
    bases = [
        StoredBasis(names[program], ProgramBasis(*parts(f"basis{k}", _BASIS)))
        for k, program in enumerate(head["bases"])
    ]
    duals = []
    for k, program in enumerate(head["duals"]):
        (blocks, shares), (values, codes) = parts(f"duals{k}", _DUALS), parts(f"coded{k}", _CODED)
        if codes.dtype.kind != "u" or int(codes.max(initial=0)) >= max(len(values), 1):
            raise ValueError("codes of no value")
        duals.append(StoredDuals(names[program], blocks, CodedFloats(values, codes), shares))
    decision = [file[name] for name in _DECISION]
    return WarmStore(names[head["hours"]], tuple(bases), tuple(duals), *decision)
