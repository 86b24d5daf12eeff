"""Assumptions and mathematics of a run: the sourced rows of its study, and the rules of its model."""

from __future__ import annotations

import pandas as pd
import xarray as xr

from energy_model.dataset.units import MONEY, in_currency

_ASSUMPTION = (
    *("table", "row", "item", "name_zh", "name_en", "year", "value", "source", "confidence", "note"),
    *("range", "range_source", "set_by"),
)
_NUMBERS = ("rows", "value")  # of a rule; all else is text
_RULE = (
    *("kind", "family", "sets", "sentence", "latex", "symbols", "unit", "rows"),
    *("cell", "text", "value", "columns"),
)


def assumptions(solved: xr.Dataset) -> pd.DataFrame:
    """Give every sourced row of the study's tables as the run used it; no row for a run that does not carry them.

    Columns (text): table; row (as a spreadsheet shows it; below 0: added by a scenario); item; name_zh, name_en; year
    ('' for all); value (cells as written, with units); source; confidence (A official or primary, B published
    secondary, C own estimate); note; range (of the value; '' without one); range_source; set_by (scenarios that changed
    cells of the row).
    """
    return _columns(solved, "assumption", _ASSUMPTION, ())


def rules(solved: xr.Dataset) -> pd.DataFrame:
    """Give every rule of the model with a real row of the run; no row for a run that does not carry them.

    Columns: rule (name); kind (variable, constraint, expression, objective, term of a balance); family (file of
    formulation/); sets; sentence; latex; symbols; unit; rows (columns of a variable, cells of an expression); cell,
    text, value, columns: name of the row that is told, that row, what its left side adds up to [unit], its variables.
    """
    found, currency = _columns(solved, "rule", _RULE, _NUMBERS), str(solved.attrs.get("currency", MONEY))
    found = found.map(lambda cell: in_currency(cell, currency) if isinstance(cell, str) else cell)
    names: list[str] = solved["rule"].values.tolist() if "rule" in solved else []
    found.insert(0, "rule", pd.Series(names, dtype="str"))
    return found.astype({"rows": "int64", "value": "float64"})


def _columns(solved: xr.Dataset, dim: str, names: tuple[str, ...], numbers: tuple[str, ...]) -> pd.DataFrame:
    given = {name: solved[f"{dim}_{name}"].values for name in names if f"{dim}_{name}" in solved}
    found = pd.DataFrame(given, columns=list(names))
    texts = [name for name in names if name not in numbers]  # of which an older run may carry fewer
    return found.fillna(dict.fromkeys(texts, "")).astype(dict.fromkeys(texts, "str"))
