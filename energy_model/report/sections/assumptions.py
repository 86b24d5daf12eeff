"""Section of assumptions: how well the tables are founded, and every row with its source."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pandas as pd

from energy_model.dataset.provenance import LEVELS
from energy_model.dataset.tables import is_workbook, tables_folder
from energy_model.report.sections.section import Records, Section
from energy_model.runs.run_data import RunData
from energy_model.sheets import run as run_sheets
from energy_model.sheets.wording import Labels

_CONFIDENCE = 4  # place of the confidence among the columns


def assumptions(run: RunData, labels: Labels) -> Section:
    """Give rows by confidence, and the rows themselves to be searched where the run carries them."""
    tr = labels.tr
    sheet = run_sheets.assumptions(run.manifest["confidence"], tr)
    study = Path(run.manifest["study"]).absolute()
    tables = study if is_workbook(study) else tables_folder(study)
    address = "file://" + quote(tables.as_posix() if tables.as_posix().startswith("/") else f"/{tables.as_posix()}")
    part = Section("assumptions", sheet.title, bullets=[tr("note.assumptions")], sheets=[sheet])
    part.link = (address, tr("note.inputs", folder=tables))
    found = run.table("assumptions")
    if len(found):
        part.records = _records(found, labels)
    return part


def _records(found: pd.DataFrame, labels: Labels) -> Records:
    """The rows as the page's script draws them: they are the same in all languages, their titles are not."""
    tr = labels.tr
    titles = [tr("column.table"), tr("column.item"), tr("column.year"), tr("column.value")]
    titles += [tr("records.confidence"), tr("records.source"), tr("records.note")]
    names = found["name_zh"].where(found["name_zh"] == found["name_en"], found["name_zh"] + " / " + found["name_en"])
    names = names.where(found["name_zh"] != "", "")
    item = found["item"].str.cat(names, sep="\n").str.strip()
    shown = [found["table"], item, *(found[name] for name in ("year", "value", "confidence", "source", "note"))]
    if (found["range"] != "").any():
        titles.append(tr("records.range"))
        shown.append(found["range"].str.cat(found["range_source"], sep="\n").str.strip())
    if (found["set_by"] != "").any():
        titles.append(tr("column.origin"))
        shown.append(found["set_by"])
    rows = [list(row) for row in zip(*(column.tolist() for column in shown), strict=True)]
    texts = {f"choice.{level}": tr.of("confidence", level) for level in LEVELS}
    texts |= {
        "search": tr("records.search"),
        "all": tr("records.all"),
        "count": tr("records.count", shown="{shown}", count="{count}"),
        "more": tr("records.more"),
    }
    return Records(tr("records.title", count=len(rows)), tuple(titles), rows, _CONFIDENCE, texts)
