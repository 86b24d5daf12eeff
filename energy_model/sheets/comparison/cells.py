"""Cells of runs side by side: what each has, and in brackets by how much it differs from the first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from energy_model.runs.compared_runs import ComparedRuns
from energy_model.runs.run_data import RunData
from energy_model.sheets.headline import title
from energy_model.sheets.numerals import ZERO
from energy_model.sheets.prefixes import size_in
from energy_model.sheets.sheet import DisplayTable, Meaning
from energy_model.sheets.shown_year import shown_year
from energy_model.sheets.wording import Labels

NOT_EVALUATED = "–"
Cells = dict[tuple[object, ...], list[str]]


class SharedLabels(Labels):
    """Names of the things of several runs; what one does not have is named by another."""

    def __init__(self, runs: Mapping[str, RunData], lang: str) -> None:
        super().__init__(next(iter(runs.values())).dataset, lang, size_in(list(runs.values())))
        self._each = [Labels(run.dataset, lang) for run in runs.values()]

    def name(self, dim: str, key: str) -> str:
        """Give a name in the words of the first run that has one."""
        return next((name for labels in self._each if (name := labels.name(dim, key)) != key), key)


def titles(compared: ComparedRuns, labels: Labels) -> dict[str, str]:
    """Name of each run in the reader's language; by its key where two have the same."""
    names = {key: title(run, labels) for key, run in compared.runs.items()}
    twice = {name for name in names.values() if list(names.values()).count(name) > 1}
    return {key: f"{name} ({key})" if name in twice else name for key, name in names.items()}


def common_year(compared: ComparedRuns) -> int:
    """The year that is shown where there is room for one: of those that all runs model, else of the first run's."""
    first, *others = (list(run.summary["years"]) for run in compared.runs.values())
    common = [year for year in first if all(year in years for years in others)]
    return shown_year(next(iter(compared.runs.values())), common or first)


def all_years(compared: ComparedRuns) -> list[int]:
    """The years of any of the runs."""
    return sorted({int(year) for run in compared.runs.values() for year in run.summary["years"]})


def side_by_side(found: pd.DataFrame, keys: Sequence[str], value: str, quantity: str, labels: Labels) -> Cells:
    """Give for each combination of keys the cells of the runs, in the shown unit of the quantity.

    found : columns run, keys, value, `<value>_difference` (as of `analysis.comparison.aligned`)
    """
    texts = labels.figures(quantity, [*found[value], *found[f"{value}_difference"]])
    return _cells(found, keys, texts[: len(found)], texts[len(found) :])


def _cells(found: pd.DataFrame, keys: Sequence[str], values: Sequence[str], differences: Sequence[str]) -> Cells:
    cells: Cells = {}
    for key, text, difference in zip(found[list(keys)].itertuples(index=False), values, differences, strict=True):
        cells.setdefault(tuple(key), []).append(with_difference(text, difference))
    return cells


def with_difference(text: str, difference: str) -> str:
    """Write '12.3 (+0.4)'; a difference that rounds to nothing is left out."""
    if not difference.strip("-–0.,∞"):
        return text
    return f"{text} ({difference})" if difference.startswith("-") else f"{text} (+{difference})"


def add_all(sheet: DisplayTable, rows: Mapping[str, Sequence[str]], meaning: Meaning = "") -> None:
    """Add rows that say something of any run."""
    for name, cells in rows.items():
        if any(cell not in ("", ZERO, NOT_EVALUATED) for cell in cells):
            sheet.add(name, *cells, meaning=meaning)
