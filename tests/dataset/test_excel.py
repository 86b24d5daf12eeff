"""Studies that are workbooks, and the tables of a run as a workbook or as CSV files for a spreadsheet."""

from __future__ import annotations

import csv
import re
import zipfile
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

import openpyxl
import pytest
import xarray as xr
from click.testing import CliRunner
from openpyxl.worksheet.worksheet import Worksheet

from energy_model import cli
from energy_model.analysis.tables import TABLES
from energy_model.dataset import StudyError, assemble, check, fingerprint, read_tables
from energy_model.dataset.spreadsheet import WorkbookSheet, write_csv, write_workbook
from energy_model.dataset.study_sheets import study_pages
from energy_model.run import Run
from energy_model.scenario.scenario import list_scenarios, load_scenario
from energy_model.study import copying as own_study
from energy_model.study.weather.importing import import_weather
from tests.support.study import HOURS
from tests.support.tiny_run import study_folder, tiny_path

pytestmark = pytest.mark.proof

NASTY = ("=1+1", "+1", "-1", "@x", "#N/A", "plain\x07", "中文")


@cache
def tiny_workbook() -> bytes:
    path = study_folder().parent / "cached.xlsx"
    write_workbook(path, study_pages(read_tables(study_folder(), HOURS)))
    return path.read_bytes()


class Editing:
    """A workbook of the tiny study that a test changes; kept without its hours, they are the most of it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.write_bytes(tiny_workbook())
        self.book = openpyxl.load_workbook(path)

    def __getitem__(self, sheet: str) -> Worksheet:
        found = self.book[sheet]
        assert isinstance(found, Worksheet)
        return found

    def column(self, sheet: str, name: str) -> int:
        return next(c.column for c in self[sheet][1] if str(c.value).split(" [")[0] == name)

    def saved(self) -> Path:
        self.book.save(self.path)
        return self.path


def store_value(path: Path, formula: str, value: str) -> Path:
    """Put a value beside a formula, as a spreadsheet program does when it saves."""
    with zipfile.ZipFile(path) as before:
        parts = {name: before.read(name) for name in before.namelist()}
    ended = re.compile(re.escape(formula) + r"(\s*/>|></v>)")
    with zipfile.ZipFile(path, "w") as after:
        for name, content in parts.items():
            sheet = name.startswith("xl/worksheets/")
            after.writestr(name, ended.sub(f"{formula}>{value}</v>", content.decode()) if sheet else content)
    return path


@pytest.fixture
def editing(tmp_path: Path) -> Editing:
    return Editing(tmp_path / "mine.xlsx")


def problems(path: Path) -> list[str]:
    with pytest.raises(StudyError) as raised:
        load_scenario("baseline", path).read(HOURS)
    return [str(problem) for problem in raised.value.problems]


class TestStudy:
    def test_the_dataset_is_that_of_the_csv_files(self, tmp_path: Path) -> None:
        path = tmp_path / "study.xlsx"
        path.write_bytes(tiny_workbook())
        scenario = load_scenario("baseline", path)
        assert scenario.years == (2030, 2040), "the years that have demands"
        assert (list_scenarios(path), scenario.layers[0].label) == (["baseline"], "study.xlsx")
        years = list(scenario.years)
        own, other = scenario.read(HOURS), check(read_tables(study_folder(), HOURS), years)
        xr.testing.assert_identical(assemble(own, years), assemble(other, years))
        assert own.origin("zones", 2, "latitude") == "study.xlsx [zones], row 2, column latitude"
        assert list(fingerprint(path)) == ["study.xlsx"]
        (tmp_path / "scenarios").mkdir()
        (tmp_path / "scenarios/baseline.yaml").write_text("years: [2030]\n", encoding="utf-8")
        assert load_scenario("baseline", path).years == (2030,)

    def test_cells_as_people_leave_them(self, editing: Editing) -> None:
        """Flags as booleans, years as text, dates beside the second, formulas with values, blank rows, own sheets."""
        assets, demand, hourly = editing["assets"], editing["demand_data"], editing["hourly"]
        assets.cell(2, editing.column("assets", "retirable")).value = False
        demand.cell(2, editing.column("demand_data", "year")).value = "2030"
        hourly.cell(3, 1).value = datetime(2025, 1, 1, 1) - timedelta(milliseconds=3)
        editing["plants"].cell(3, editing.column("plants", "capacity")).value = "=2*150"
        assets.cell(60, 3).value = "  "
        assets.cell(61, 3).number_format = "0.00"
        editing.book.create_sheet("_my notes")["A1"] = "=1/0"
        tables = load_scenario("baseline", store_value(editing.saved(), "<f>2*150</f><v", "300")).read(HOURS)
        assert tables["plants"].at[3, "capacity"] == 300
        assert not tables["assets"].at[2, "retirable"] and len(tables["assets"]) == 4
        assert tables["hourly"].at[3, "time"] == datetime(2025, 1, 1, 1)

    def test_faults_name_sheet_row_and_column(self, editing: Editing) -> None:
        plants, assets = editing["plants"], editing["assets"]
        at = editing.column("plants", "capacity")
        plants.cell(3, at).value = "=2*150"
        share = editing["demands"].cell(2, editing.column("demands", "interruptible_share"))
        share.value, share.number_format = 0.05, "0%"
        assets.cell(2, editing.column("assets", "zone")).value = "sae"
        editing.book["links"].title = "lnks"
        found = problems(editing.saved())
        assert len([text for text in found if "[plants], row 3" in text]) == 1, "one fault is told once"
        for text in (
            "mine.xlsx [plants], row 3, column capacity: the cell holds a formula, but no value is stored with it.",
            "mine.xlsx [demands], row 2, column interruptible_share: '5%' is not a finite number. Write 5 only;",
            "mine.xlsx [assets], row 2, column zone:",
            "mine.xlsx [lnks]: there is no table 'lnks'. Did you mean 'links'?",
        ):
            assert any(problem.startswith(text) for problem in found), (text, found)

    def test_what_is_no_workbook(self, tmp_path: Path) -> None:
        (tmp_path / "x.xlsx").write_bytes(b"no zip")
        (tmp_path / "x.xls").write_bytes(b"")
        for name, text in (("x.xlsx", "cannot be read"), ("x.xls", "Save it as .xlsx"), ("y.xlsx", "no such workbook")):
            with pytest.raises(StudyError, match=text):
                load_scenario("baseline", tmp_path / name)
        (tmp_path / "z.xlsx").write_bytes(tiny_workbook())
        with pytest.raises(StudyError, match="weather is not put into workbooks"):
            import_weather(tmp_path / "z.xlsx", "weather.csv")

    def test_a_copy_with_its_scenarios(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        read = own_study.read_tables
        monkeypatch.setattr(own_study, "read_tables", lambda folder: read(folder, HOURS))
        made = own_study.copy_study(tmp_path / "new", study_folder(), workbook=True)
        assert [path.name for path in made] == ["study.xlsx", "scenarios"]
        assert load_scenario("baseline", made[0]).years == (2030,)
        header = openpyxl.load_workbook(made[0])["zones"]["A1"]
        assert header.comment is not None and header.comment.text.startswith("Short name of a zone")


class TestExport:
    def test_a_workbook_of_all_tables(self, tmp_path: Path) -> None:
        path = tiny_path().export(tmp_path / "out.xlsx", lang="zh")
        book = openpyxl.load_workbook(path)
        assert book.sheetnames == ["contents", "targets", *TABLES, "names"]
        sheet, table = book["capacity"], tiny_path().table("capacity")
        header = [cell.value for cell in sheet[1]]
        assert header[0] == "设施" and "装机 [MW]" in header and sheet.freeze_panes == "B2"
        assert sheet.cell(1, 10).comment.text == f"capacity.{table.columns[9]}"
        numbers = [sheet.cell(row, 1 + list(table).index("capacity")).value for row in range(2, len(table) + 2)]
        assert numbers == pytest.approx(table["capacity"].tolist())
        assert sheet.cell(2, 1).value == "海上风电"
        contents = {row[0].value: row for row in book["contents"].iter_rows(min_row=2) if row[0].value}
        assert contents["折现总成本"][1].value == pytest.approx(tiny_path().summary["objective_cny"], rel=1e-14)
        assert contents["capacity"][0].hyperlink.location == "'capacity'!A1"
        assert contents["capacity"][2].value == len(table)

    def test_what_users_typed_stays_text(self, tmp_path: Path) -> None:
        page = WorkbookSheet("x", ["=head", "number"], [[text, 1.5] for text in NASTY] + [[None, float("nan")]])
        write_workbook(tmp_path / "x.xlsx", [page])
        cells = [row[0] for row in openpyxl.load_workbook(tmp_path / "x.xlsx")["x"].iter_rows()]
        assert [cell.value for cell in cells] == ["=head", *NASTY[:5], "plain", "中文"], "and no number is no cell"
        assert {cell.data_type for cell in cells} == {"s"}
        assert cells[1].quotePrefix
        write_csv(tmp_path / "folder", [page])
        with (tmp_path / "folder/x.csv").open(encoding="utf-8-sig", newline="") as opened:
            assert [row[0] for row in csv.reader(opened)][:3] == ["'=head", "'=1+1", "'+1"]

    def test_the_command(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Run, "load", classmethod(lambda cls, folder: tiny_path()))
        wanted = ["export", "x", "--format", "csv", "--out", str(tmp_path / "csv"), "--lang", "en"]
        found = CliRunner().invoke(cli.commands, wanted)
        assert found.exit_code == 0 and f"Wrote {tmp_path / 'csv'}" in found.stdout
        with (tmp_path / "csv/generation.csv").open(encoding="utf-8-sig") as opened:
            assert next(opened).startswith("Asset,Technology,Group,Zone,Year,Output [MWh]")
