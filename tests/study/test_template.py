"""The empty study: it reads without a fault, and what its remarks say is true once their sign is taken away."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from energy_model.cli import commands
from energy_model.dataset import StudyError, assemble, read_tables
from energy_model.dataset.dictionary import dictionary
from energy_model.dataset.reading.csv_files import REMARK, CsvFiles
from energy_model.dataset.tables import Tables
from energy_model.scenario.scenario import load_scenario
from energy_model.study.location import WORKBOOK
from energy_model.study.template import empty_study, template
from tests.support.study import write_rows

HOURS = 24
NAMES = {"name_zh": "此处", "name_en": "Here", "source": "made up", "confidence": "C"}
ROWS = {
    "zones": {"zone": "here", "kind": "city", "latitude": "30", "longitude": "120"},
    "carriers": {"carrier": "heat", "colour": "#aa3333"},
    "demands": {"demand": "warm", "zone": "here", "carrier": "heat", "unserved_cost": "500"},
    "demand_data": {"demand": "warm", "year": "2030", "energy": "8760"},
    "markets": {"market": "boilers", "zone": "here", "carrier": "heat", "direction": "buy"},
    "market_data": {"market": "boilers", "price": "50", "capacity": "1"},
}
REQUIRED = {"wacc": "0.05", "discount_rate": "0.05", "base_year": "2030"}


def filled(study: Path) -> Path:
    """The rows of a smallest study, and every setting whose remark has a value or which must be there."""
    source = CsvFiles(study)
    for name, row in ROWS.items():
        header, *remarks = source.lines(Tables(study), name) or []
        write_rows(study, name, [header, *remarks, [(NAMES | row).get(word.split(" [")[0], "") for word in header]])
    header, explained, *settings = source.lines(Tables(study), "settings") or []
    for setting in settings:
        name = setting[0].removeprefix(f"{REMARK} ")
        if setting[2] or name in REQUIRED:
            setting[:] = [name, "", REQUIRED.get(name, setting[2]), setting[3], "made up", "C", ""]
    write_rows(study, "settings", [header, explained, *settings])
    return study


def test_an_empty_study_reads_without_a_fault_and_says_what_it_needs(tmp_path: Path) -> None:
    empty_study(tmp_path / "study")
    tables = read_tables(tmp_path / "study", HOURS)
    assert tables.problems == []
    assert all(frame.empty for name, frame in tables.frames.items() if name not in tables.shipped)
    with pytest.raises(StudyError) as raised:
        load_scenario("baseline", tmp_path / "study").read(HOURS)
    assert {problem.table for problem in raised.value.problems} == {"zones", "carriers", "settings"}


def test_every_column_and_parameter_is_explained(tmp_path: Path) -> None:
    empty_study(tmp_path / "study")
    source = CsvFiles(tmp_path / "study")
    for name in source.names():
        table = dictionary()[name]
        header, explained, *parameters = source.lines(Tables(tmp_path / "study"), name) or []
        assert header == [column.header for column in table.columns.values()]
        assert all(word.endswith(".") for word in explained) and explained[0].startswith(f"{REMARK} ")
        assert [row[-1].split(".")[0] for row in parameters] == [
            p.sentence.split(".")[0] for p in table.parameters.values()
        ]


def test_a_filled_one_can_be_assembled_with_all_defaults_written(tmp_path: Path) -> None:
    empty_study(tmp_path / "study")
    tables = load_scenario("baseline", filled(tmp_path / "study")).read(HOURS)
    assert len(tables["settings"]) > 30
    data = assemble(tables, [2030])
    assert data.sizes["step"] == HOURS and float(data["demand_mean"].sum()) == 1


def test_as_a_workbook(tmp_path: Path) -> None:
    done = CliRunner().invoke(commands, ["new", str(tmp_path / "own"), "--empty", "--xlsx", "--lang", "en"])
    assert done.exit_code == 0 and f"energy-model check --study {tmp_path / 'own' / WORKBOOK}" in done.stdout
    assert read_tables(tmp_path / "own" / WORKBOOK, HOURS).problems == []


def test_in_another_currency(tmp_path: Path) -> None:
    """Units of headers, remarks and the scenario are of the currency, which is set; filled, the tables are valid."""
    done = CliRunner().invoke(commands, ["new", str(tmp_path / "own"), "--empty", "--currency", "EUR", "--lang", "en"])
    assert done.exit_code == 0, done.output
    units = [
        cell for lines in template("EUR").values() for line in lines for cell in (*line[:4], *lines[0]) if "/" in cell
    ]
    assert any("EUR/MWh" in cell for cell in units) and not any("CNY/" in cell for cell in units)
    assert "200 EUR/t" in (tmp_path / "own/scenarios/baseline.yaml").read_text("utf-8")
    assert load_scenario("baseline", filled(tmp_path / "own")).read(HOURS).currency == "EUR"
    for options in (["--empty", "--currency", "Taler"], ["--currency", "EUR"]):
        refused = CliRunner().invoke(commands, ["new", str(tmp_path / "other"), *options, "--lang", "en"])
        assert refused.exit_code == 2 and "is one of CNY, EUR, USD" in refused.output
