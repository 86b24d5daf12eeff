"""A finished run as Python users hold it: its data, and what is written of it: pages, workbooks, a results folder."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from energy_model.analysis.tables import TABLES
from energy_model.atomic_write import replacing_folder
from energy_model.runs import solution_file, table_files
from energy_model.runs.folder import SOLUTION
from energy_model.runs.run_data import RunData


@dataclass(frozen=True)
class Run(RunData):
    """A run that can be reported, exported and saved."""

    def report(self, path: Path | str | None = None, lang: str = "en") -> Path:
        """Write the HTML report and give its path (default: `report.html` in the run's folder)."""
        from energy_model.report.run_page import write_page

        if path is None and self.folder is None:
            raise ValueError("the run is in memory only: say where to write its report, run.report('report.html')")
        target = Path(path) if path is not None else Path(str(self.folder)) / "report.html"
        write_page(self, target, lang)
        return target

    def export(self, path: Path | str | None = None, form: str = "xlsx", lang: str = "en") -> Path:
        """Write all tables as a workbook (form xlsx) or a folder of CSV files (csv) and give its path.

        path : default: `tables.xlsx`, or the folder `export`, in the run's folder
        """
        from energy_model.dataset.spreadsheet import write_csv, write_workbook
        from energy_model.sheets.wording import Words
        from energy_model.sheets.workbook_pages import pages

        if path is None and self.folder is None:
            raise ValueError("the run is in memory only: say where to write its tables, run.export('tables.xlsx')")
        target = (
            Path(path) if path is not None else Path(str(self.folder)) / {"xlsx": "tables.xlsx"}.get(form, "export")
        )
        kept = self.without_hours()
        write = {"xlsx": write_workbook, "csv": write_csv}[form]
        write(target, pages(kept, Words(kept.dataset, lang)))
        return target

    def save(self, folder: Path, lang: str = "en") -> Run:
        """Write the results folder whole or not at all; an earlier one is replaced when the new one is complete."""
        if self.whole is not None:
            return self.whole.save(folder, lang)
        kept = Run(self.dataset, self.summary, self.manifest, folder)
        kept._tables.update(self._tables)
        with replacing_folder(folder) as fresh:
            solution_file.write(self.dataset, fresh / SOLUTION)
            table_files.write({name: kept.table(name) for name in TABLES}, fresh / "tables")
            _write_json(fresh / "summary.json", self.summary)
            _write_json(fresh / "manifest.json", self.manifest)
            kept.report(fresh / "report.html", lang)
        return kept


def _write_json(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n", encoding="utf-8")
