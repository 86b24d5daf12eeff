"""Unit and meaning of every variable of a solved dataset, as attributes that its file keeps.

They stand where each variable is declared: in the formulation, in the dictionary of the tables that a study holds, in
that of the tables of results; variables.csv has only those that are declared in neither.
"""

from __future__ import annotations

import csv
from collections.abc import Hashable, Sequence
from functools import cache
from importlib.resources import files

import pyomo.core as pyo
import xarray as xr

from energy_model.analysis.columns import described
from energy_model.dataset.assembly.dataset import NAMED, SCALARS
from energy_model.dataset.dictionary import SETTINGS, dictionary
from energy_model.dataset.units import MONEY, in_currency
from energy_model.formulation.rules import declarations
from energy_model.runs.solution_file import FORMAT
from energy_model.versions import version_of

# of texts, of plain numbers, and of what is declared nowhere: the first and last as the climate community's tools know
TEXT, PLAIN, UNKNOWN = "no_unit", "1", "unknown"
_TABLES = {name: of[0] for name, of in NAMED.items()} | {name: f"{name}s" for name in ("target", "reading", "actual")}
_RESULTS = {"assumption": "assumptions", "rule": "rules"}


def with_attributes(solved: xr.Dataset, model: pyo.AbstractModel) -> xr.Dataset:
    """The solved dataset with `units` and `long_name` of every variable, money in the study's currency.

    Texts have the unit 'no_unit', numbers without one '1'; of time stamps the file says the unit.
    """
    currency = str(solved.attrs.get("currency", MONEY))
    known, found = declarations(model) | _others(), solved.copy()
    for name, variable in found.variables.items():
        unit, meaning = known.get(str(name)) or _of_tables(str(name), variable.dims)
        if variable.dtype.kind in "UOT":
            unit = TEXT
        units = {} if variable.dtype.kind == "M" else {"units": in_currency(unit or PLAIN, currency)}
        variable.attrs = units | {"long_name": meaning.removesuffix(".") or str(name).replace("_", " ")}
    return found


def versions(scenario: str) -> dict[str, str | int]:
    """Attributes of the file of a solved dataset: what it holds and what made it."""
    release, highs = version_of("energy-model") or "0", version_of("highspy")
    return {
        "title": scenario,
        "source": f"energy-model {release}, solved with HiGHS {highs}",
        "energy_model_version": release,
        "solver": "HiGHS",
        "solver_version": highs,
        "pyomo_version": version_of("pyomo"),
        "format_version": FORMAT,
    }


def _of_tables(name: str, dims: Sequence[Hashable]) -> tuple[str, str]:
    """Unit and meaning of a variable that holds a column of a table, or a setting."""
    if name in SCALARS:
        setting = dictionary()[SETTINGS].parameters[name]
        return setting.unit, setting.sentence
    dim = str(dims[0]) if dims else ""
    column = name.removeprefix(f"{dim}_")
    if dim in _TABLES and (of := dictionary()[_TABLES[dim]].columns.get(column)):
        return of.unit, of.sentence
    if dim in _RESULTS and (told := described()[_RESULTS[dim]].columns.get(column)):
        return told.unit, told.names["en"]
    return UNKNOWN, ""


@cache
def _others() -> dict[str, tuple[str, str]]:
    """Variables that neither the mathematics nor a table declares."""
    text = files("energy_model.workflow").joinpath("variables.csv").read_text(encoding="utf-8")
    return {row["variable"]: (row["unit"], row["long_name"]) for row in csv.DictReader(text.splitlines())}
