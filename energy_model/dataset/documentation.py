"""The reference page docs/tables.md, made from the dictionary: ``python -m energy_model.dataset.documentation``."""

from __future__ import annotations

from pathlib import Path

import energy_model.dataset.units as units
from energy_model.dataset.dictionary import HOURLY, Column, Table, dictionary
from energy_model.dataset.reading.cells import NEVER_WORDS, UNLIMITED_WORDS
from energy_model.dataset.shipped import NEEDED, shipped
from energy_model.dataset.tables import Lines

INTRODUCTION = """\
# The tables of a study

This page is made from `energy_model/dataset/tables.csv` by `python -m energy_model.dataset.documentation`.

A study is a folder with `inputs/`; every table below is one CSV file there (`inputs/zones.csv`, ...), in UTF-8 (with or
without a byte order mark) or GB18030. The tables may lie in the study's folder itself (`zones.csv`, ...). Or it is one
workbook (.xlsx) with a sheet a table, see `docs/excel.md`. The first row holds the names of the columns.

- **A table that is not there has no rows**, so a small study is a few files. Only `zones`, `carriers` and `settings`
  must be there, and `hourly` where there are profiles.
- **Remarks.** A row whose first cell is `#`, or begins with it and a blank, is for people only; `energy-model new DIR
  --empty` explains every column in such a row.

- **Units.** A number has its unit in the header, in brackets: `capacity [GW]`. Any unit of the same kind will do; the
  table says which one the model uses. Plain numbers and degrees need none; `[%]` is allowed. Long tables (`value`,
  `unit`) name the unit in each row.
- **Required.** A required column must be there and have no blank cell. A blank cell of another column means its
  default.
- **Sources.** Every row of every table but `hourly` says where its numbers come from (`source`) and how good that is
  (`confidence`).
- **Years.** A row without a year holds for all years. Between given years numbers are interpolated, outside they are
  held.

A scenario (`scenarios/*.yaml`) sets cells of these tables (numbers with their unit, as in `maximum: 2 GW`), multiplies
numbers by a factor (`scale`; of the hours only availabilities, in a spell of days), drops rows and replaces settings.
"""


def render() -> str:
    """Give the page as Markdown."""
    tables = list(dictionary().values())
    contents = "\n".join(f"- [{table.name}](#{table.name})" for table in tables)
    shared = [column for column in tables[0].columns.values() if column.table == "*"]
    parts = [INTRODUCTION, contents + "\n", "## In every table but hourly\n", _columns(shared)]
    parts += [_section(table) for table in tables]
    return "\n".join([*parts, _units()])


def write(folder: Path) -> Path:
    """Write the page into a folder (docs/) and give its path."""
    path = folder / "tables.md"
    path.write_text(render(), encoding="utf-8")
    return path


def _section(table: Table) -> str:
    """Describe one table."""
    own = [column for column in table.columns.values() if column.table != "*"]
    text = f"## {table.name}\n\n{_columns(own)}"
    if lines := shipped(table.name):
        text += f"\nA study that leaves this table out has these rows:\n\n{_cells(lines, len(own))}"
    if table.name in NEEDED:
        text += "\nEvery study has this table, with at least one row.\n"
    if table.name == HOURLY:
        text += "\nA study without profiles may leave this table out: it then has the 8,760 hours of a year.\n"
        text += "\nEvery other column is a profile: a number for every hour, under a name from the table profiles.\n"
    if table.parameters:
        name = next(column.name for column in own if column.kind == "parameter")
        text += f"\nThe {name}s:\n\n{_columns(list(table.parameters.values()))}"
    return text


def _columns(columns: list[Column]) -> str:
    """Give a table of columns or parameters."""
    lines = ["| name | what | unit | range | required or default | meaning |", "|---|---|---|---|---|---|"]
    for column in columns:
        fate = "required" if column.required else (f"default {column.default}" if column.default else "may be blank")
        unit = column.unit if column.unit != "1" else "1 or %"
        cells = (f"`{column.name}`", _kind(column), unit, _range(column), fate, column.sentence)
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def _cells(lines: Lines, left: int) -> str:
    """Give lines of cells as a table, without the columns from `left` on."""
    rows = [f"| {' | '.join(cell or ' ' for cell in line[:left])} |" for line in lines]
    return "\n".join([rows[0], "|" + "---|" * left, *rows[1:]]) + "\n"


def _kind(column: Column) -> str:
    """Say what is in a column."""
    if column.choices:
        return " or ".join(f"`{choice}`" for choice in column.choices)
    if column.kind == "reference":
        return "from " + " or ".join(f"[{table}](#{table})" for table in column.references)
    words = {"flag": "`yes` or `no`", "long": "number", "value": "number", "time": "time stamp", "key": "name (unique)"}
    if column.unlimited is not None:
        return f"number or `{'` or `'.join(UNLIMITED_WORDS)}`"
    words["year or never"] = f"year or `{'` or `'.join(NEVER_WORDS)}`"
    return words.get(column.kind, column.kind)


def _range(column: Column) -> str:
    """Give the range in model units."""
    if column.minimum is None and column.maximum is None:
        return ""
    low = "" if column.minimum is None else f"{column.minimum:g}"
    high = "" if column.maximum is None else f"{column.maximum:g}"
    return f"{low} to {high}"


def _units() -> str:
    """List the units that can be used."""
    sentence = "The units that tables and scenarios can use, with prefixes and in any combination:"
    return f"## units\n\n{sentence}\n\n```\n{units.definitions()}```\n"


if __name__ == "__main__":
    print(write(Path(__file__).resolve().parents[2] / "docs"))
