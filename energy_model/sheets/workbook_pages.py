"""The tables of a run as pages of a workbook: a first page that says what they are, then a page a table."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pandas as pd

from energy_model.analysis.columns import SCORECARD, Described, ResultColumn, described
from energy_model.analysis.tables import TABLES
from energy_model.analysis.verdicts import ORIGINS, origin
from energy_model.dataset.spreadsheet import Cell, WorkbookSheet
from energy_model.dataset.units import MONEY
from energy_model.runs.run_data import RunData
from energy_model.sheets import table_headings as table_words
from energy_model.sheets.headline import dated_title
from energy_model.sheets.wording import Labels

NAMED = ("zone", "carrier", "technology", "asset", "demand", "market", "metric", "target", "known", "district", "plant")


def pages(run: RunData, labels: Labels) -> list[WorkbookSheet]:
    """Give all pages: contents, scorecard, tables, and the short names of what the cells name.

    Numbers are in model units, with all digits. The name of a page, and of a column in its comment, are those of
    `RunData.table`. Names that are not unique have the short name behind them.
    """
    unique = _Names(run, labels)
    tables = [_page(name, frame, unique, SCORECARD) for name, frame in _scorecards(run.targets).items()]
    tables += [_page(name, run.table(name), unique, name) for name in TABLES]
    tr = labels.tr
    names = WorkbookSheet(
        "names",
        [tr("column.table"), tr("column.short"), tr("column.name")],
        unique.rows(),
        frozen=2,
    )
    return [_contents(run, labels, [*tables, names]), *tables, names]


def _contents(run: RunData, labels: Labels, others: list[WorkbookSheet]) -> WorkbookSheet:
    """Title, scenario, date, certified cost, and what each page holds."""
    tr, summary = labels.tr, run.summary
    rows: list[list[Cell]] = [
        [tr("manifest.scenario"), run.name, None],
        [tr("manifest.made"), str(run.manifest["made"]), None],
        [tr("audit.cost"), run.objective, labels.money(MONEY)],
        [tr("audit.bound"), run.lower_bound, labels.money(MONEY)],
        [tr("audit.gap"), 100 * summary["gap"], "%"],
        [tr("export.limits"), tr("limits.line"), None],
        [tr("export.units"), tr("note.export"), None],
        [None, None, None],
    ]
    held = {name: about.names[labels.lang] for name, about in described().items()} | {"names": tr("export.names")}
    held |= {_scorecard_page(name): f"{held[SCORECARD]}{tr('colon')}{tr.of('origin', name)}" for name in ORIGINS}
    links = {len(rows) + at: page.name for at, page in enumerate(others)}
    rows += [[page.name, held.get(page.name, ""), len(page.rows)] for page in others]
    header = [dated_title(run, labels), tr("column.holds"), tr("column.count")]
    return WorkbookSheet("contents", header, rows, formats=["", "", "#,##0.00"], links=links)


def _scorecards(rows: pd.DataFrame) -> dict[str, pd.DataFrame]:
    """Scorecard by page, a page a list; that of the plan's promises is there if it is empty."""
    of = [origin(row) for row in rows.to_dict("records")]
    parts = {name: rows[[own == name for own in of]] for name in ORIGINS}
    return {_scorecard_page(name): part for name, part in parts.items() if len(part) or name == ORIGINS[0]}


def _scorecard_page(origin_of_rows: str) -> str:
    return SCORECARD if origin_of_rows == ORIGINS[0] else f"{SCORECARD}_{origin_of_rows}"


def _page(name: str, frame: pd.DataFrame, names: _Names, table: str) -> WorkbookSheet:
    about, labels = described()[table], names.labels
    shown = [_column(about, str(column)) for column in frame]
    titles = [table_words.title(column, labels, table_words.model_unit(column, labels)) for column in shown]
    columns = [_cells(column, frame[column.name], names) for column in shown]
    return WorkbookSheet(
        name,
        titles,
        list(zip(*columns, strict=True)),
        hints=[f"{table}.{column.name}" for column in shown],
        formats=[_format(column, frame[column.name]) for column in shown],
        frozen=1,
    )


def _column(about: Described, name: str) -> ResultColumn:
    """Description of a column; one that the dictionary lacks is shown as it is."""
    return about.columns.get(name) or ResultColumn(name, "other", "", (), (), "", "", {"zh": name, "en": name})


def _cells(column: ResultColumn, values: pd.Series[Any], names: _Names) -> list[Cell]:
    """Numbers as they are, words by their names; nothing where nothing is known."""
    if values.dtype.kind in "if" and not (column.is_key and column.shown):
        return [None if value != value else value for value in values.tolist()]
    return [value if _is_number(value) else names.of(column, value) or None for value in values.tolist()]


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value == value


def _format(column: ResultColumn, values: pd.Series[Any]) -> str:
    """Number format by the largest number: enough digits, and no more."""
    if column.is_key or values.dtype.kind != "f":
        return ""
    largest = float(values.abs().max()) if values.notna().any() else 0.0
    return "#,##0" if largest >= 1e5 else "#,##0.0" if largest >= 100 else "0.000" if largest >= 0.1 else ""


class _Names:
    """Names of things in the reader's language, each for one thing only; keeps which short names were met."""

    def __init__(self, run: RunData, labels: Labels) -> None:
        self.labels = labels
        self._keys = {dim: [str(key) for key in run.dataset[dim].values] for dim in NAMED if dim in run.dataset}
        counted = {dim: Counter(labels.name(dim, key) for key in keys) for dim, keys in self._keys.items()}
        self._twice = {dim: {name for name, count in counts.items() if count > 1} for dim, counts in counted.items()}

    def of(self, column: ResultColumn, value: object) -> str:
        """Name a thing or a word."""
        name = table_words.named(column, value, self.labels)
        ambiguous = any(name in self._twice.get(dim, ()) for dim in column.shown.split("|"))
        return f"{name} ({value})" if ambiguous and name != value else name

    def rows(self) -> list[list[Cell]]:
        """Kind, short name and name of every thing."""
        return [[dim, key, self.labels.name(dim, key)] for dim, keys in self._keys.items() for key in keys]
