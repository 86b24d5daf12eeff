"""An empty study: every table with its header and remarks that explain its columns, to fill by hand or in Excel."""

from __future__ import annotations

import csv
from pathlib import Path

from energy_model.dataset.dictionary import Column, Table, dictionary
from energy_model.dataset.reading.csv_files import REMARK
from energy_model.dataset.shipped import shipped
from energy_model.dataset.tables import Lines
from energy_model.dataset.units import MONEY, in_currency
from energy_model.study.copying import new_folder
from energy_model.study.location import WORKBOOK

BASELINE = """\
name_zh: 基准情景
name_en: Baseline
years: [2030]
# Another file beside this one says what differs, e.g. dear-co2.yaml:
# extends: baseline
# settings: {co2_price: 200 CNY/t}
"""


def empty_study(target: Path | str, workbook: bool = False, currency: str = MONEY) -> list[Path]:
    """Write an empty study into a new or empty folder and give what was made.

    workbook : one workbook `study.xlsx` in the place of the folder inputs/; currency : code of the money of its tables.
    Raises StudyError if the folder is not empty.
    """
    target = new_folder(target)
    scenario = target / "scenarios" / "baseline.yaml"
    scenario.parent.mkdir()
    scenario.write_text(in_currency(BASELINE, currency), encoding="utf-8")
    if workbook:
        _write_workbook(target / WORKBOOK, currency)
        return [target / WORKBOOK, scenario.parent]
    (target / "inputs").mkdir()
    for name, lines in template(currency).items():
        with (target / "inputs" / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as opened:
            csv.writer(opened, lineterminator="\n").writerows(lines)
    return [target / "inputs", scenario.parent]


def _write_workbook(path: Path, currency: str) -> None:
    from energy_model.dataset.spreadsheet import WorkbookSheet, write_workbook  # openpyxl takes a moment to import

    write_workbook(path, [WorkbookSheet(name, header, rows) for name, (header, *rows) in template(currency).items()])


def template(currency: str = MONEY) -> dict[str, Lines]:
    """Lines of each table by its name: the header, and remarks, with the units of a currency, which is set.

    Tables that have rows where a study leaves them out are not among them: empty, they would take these away. In a long
    table every parameter has a remark with its default and unit; without its sign it is a row.
    """
    return {table.name: _lines(table, currency) for table in dictionary().values() if shipped(table.name) is None}


def _lines(table: Table, currency: str) -> Lines:
    columns = list(table.columns.values())
    lines = [_remark([_explained(column) for column in columns])]
    for parameter in table.parameters.values():
        unit = in_currency(parameter.unit, currency)
        words = {"parameter": parameter.name, "value": parameter.default, "unit": unit}
        words = {column.name: words.get(column.kind, "") for column in columns} | {"note": _explained(parameter)}
        if parameter.name == "currency" and currency != MONEY:
            lines.append(list((words | {"value": currency, "source": "own choice", "confidence": "A"}).values()))
        else:
            lines.append(_remark(list(words.values())))
    return [[in_currency(column.header, currency) for column in columns], *lines]


def _remark(line: list[str]) -> list[str]:
    return [f"{REMARK} {line[0]}".strip(), *line[1:]]


def _explained(column: Column) -> str:
    """Sentence of a column or parameter, its choices, and the meaning of a blank cell."""
    choices = f" One of: {', '.join(column.choices)}." if column.choices else ""
    fate = " Required." if column.required else f" Default: {column.default}." if column.default else ""
    return f"{column.sentence}{choices}{fate}"
