"""The tables of a results folder: CSV files, with a description of their columns (`datapackage.json`) beside them.

The description follows https://datapackage.org. A table is read again only where its file is as it was written and the
analysis that wrote it is today's; anything else is computed anew from the solved dataset.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

import energy_model.analysis as analysis
from energy_model.runs import datapackage
from energy_model.runs.datapackage import About

_DESCRIPTION = "datapackage.json"
_ENCODING = "utf-8-sig"  # with a byte order mark, so that spreadsheets read Chinese
_FLAGS = {"True": True, "False": False, "": None}


def write(tables: Mapping[str, pd.DataFrame], folder: Path, about: About | None = None) -> None:
    """Write tables as CSV with all digits, and their description."""
    folder.mkdir(parents=True, exist_ok=True)
    about = about or About()
    resources = []
    for name, frame in tables.items():
        content = frame.to_csv(index=False, lineterminator="\n").encode(_ENCODING)
        (folder / f"{name}.csv").write_bytes(content)
        fields = [datapackage.field(name, str(c), _field(str(c), frame[c]), about.currency) for c in frame]
        resources.append(
            {"name": name, "type": "table", "path": f"{name}.csv"}
            | datapackage.titles(name)
            | {"format": "csv", "mediatype": "text/csv", "encoding": _ENCODING, "bytes": len(content)}
            | {"hash": _hash(content), "schema": {"fields": fields} | datapackage.keys(name, tables)}
        )
    content_of_all = datapackage.package(about, resources) | {"analysis": _hash_of_analysis()}
    text = json.dumps(content_of_all, indent=1, ensure_ascii=False)
    (folder / _DESCRIPTION).write_text(text + "\n", encoding="utf-8")


def read(folder: Path, name: str) -> pd.DataFrame | None:
    """Read a table as it was; None where its file or the analysis is another than then, or a column holds a mixture."""
    try:
        described = json.loads((folder / _DESCRIPTION).read_text(encoding="utf-8"))
        content = (folder / f"{name}.csv").read_bytes()
    except (OSError, ValueError):
        return None
    resource = next((resource for resource in described["resources"] if resource["name"] == name), None)
    if resource is None or described["analysis"] != _hash_of_analysis() or resource["hash"] != _hash(content):
        return None
    fields = resource["schema"]["fields"]
    return None if any(field["type"] == "any" for field in fields) else _parsed(content, fields)


def _parsed(content: bytes, fields: list[dict[str, Any]]) -> pd.DataFrame:
    """Texts to types, every digit of a number counting."""
    frame = pd.read_csv(io.BytesIO(content), dtype="str", keep_default_na=False, encoding=_ENCODING)
    for field in fields:
        texts = frame[field["name"]].to_numpy(dtype=object)
        if field["type"] == "number":
            frame[field["name"]] = np.where(texts == "", "nan", texts).astype(float)
        elif field["type"] == "integer":
            frame[field["name"]] = texts.astype(int)
        elif field["type"] == "boolean":
            flags = [_FLAGS[text] for text in texts]
            frame[field["name"]] = pd.Series(flags, dtype=bool if "constraints" in field else object, index=frame.index)
    return frame


def _field(name: str, column: pd.Series[Any]) -> dict[str, Any]:
    """Describe a column; 'any' is what a file would not give back as it was."""
    if column.dtype.kind == "b":
        return {"name": name, "type": "boolean", "constraints": {"required": True}}
    if column.dtype.kind in "if":
        return {"name": name, "type": "integer" if column.dtype.kind == "i" else "number"}
    if column.dtype == object:
        flags = len(column) and column.map(type).isin((bool, type(None))).all()
        return {"name": name, "type": "boolean" if flags else "any"}
    return {"name": name, "type": "any" if column.isna().any() else "string"}


def _hash(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"


@cache
def _hash_of_analysis() -> str:
    """Hash of what computes the tables: they are no longer what a release means when its analysis has changed."""
    sources = sorted(Path(str(analysis.__file__)).parent.rglob("*.py"))
    return _hash(b"".join(source.name.encode() + source.read_bytes() for source in sources))
