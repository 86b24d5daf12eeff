"""What a run assumes: every sourced row as it was used, in the run itself, and as text on the page."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from energy_model.analysis.assumptions import assumptions, rules
from energy_model.dataset.editing import set_cells, set_setting
from energy_model.dataset.reading.reading import read_tables
from energy_model.dataset.scaling import scale_cells
from energy_model.dataset.sources import sourced_rows
from energy_model.report.sections.assumptions import assumptions as section
from energy_model.run import Run
from energy_model.runs.solution_file import read, write
from energy_model.sheets.wording import Labels
from tests.support.study import HOURS
from tests.support.tiny_run import study_folder, tiny_run

pytestmark = pytest.mark.proof


def test_every_sourced_row_is_there_with_its_values_as_written() -> None:
    run = tiny_run()
    found = run.table("assumptions")
    counted = {row["table"]: row["rows"] for row in run.manifest["confidence"] if row["rows"]}
    assert found["table"].value_counts().to_dict() == counted
    assert set(found["source"]) == {"made up"} and set(found["confidence"]) == {"C"} and set(found["set_by"]) == {""}
    told = found.set_index(["table", "item", "year"])["value"]
    assert told["technology_data", "wind · overnight_cost", "2030"] == "10000 CNY/kW"
    assert told["plants", "battery_1", ""].startswith("asset city_battery, capacity 100 MW, energy 200 MWh, start 2024")
    assert told["known", "power_2030", "2030"] == "metric power_use, low 8 TWh, high 9 TWh"
    assert told["metrics", "carbon", ""] == "unit Mt"
    assert found.set_index(["table", "item"])["name_zh"]["potentials", "city_battery"] == "城市电池"


def test_what_a_scenario_changed_is_told_as_used_with_the_scenario() -> None:
    tables = read_tables(study_folder(), HOURS)
    set_cells(tables, "plants", {"plant": "wind_1"}, {"capacity": "2 GW"}, "wet.yaml")
    scale_cells(tables, "market_data", {"market": "coal_purchase"}, ["price"], 1.5, "wet.yaml")
    set_setting(tables, "co2_price", "90 CNY/t", "dear.yaml")
    found = sourced_rows(tables)
    changed = found[found["set_by"] != ""].set_index("table")
    assert changed["set_by"].to_dict() == {"plants": "wet.yaml", "market_data": "wet.yaml", "settings": "dear.yaml"}
    assert "capacity 2 GW, start" in changed.at["plants", "value"]  # as the scenario wrote it, in a column of MW
    assert changed.at["market_data", "value"].startswith("price 150 CNY/MWh")
    assert changed.at["settings", "value"] == "90 CNY/t" and int(changed.at["settings", "row"]) < 0


def test_rows_come_back_from_a_file(tmp_path: Path) -> None:
    dataset = tiny_run().dataset
    names = [str(name) for name in dataset.data_vars if str(name).startswith(("assumption_", "rule_"))]
    write(dataset[names], tmp_path / "solution.nc")
    again = read(tmp_path / "solution.nc")
    pd.testing.assert_frame_equal(assumptions(again), assumptions(dataset))
    pd.testing.assert_frame_equal(rules(again), rules(dataset))


def test_the_page_holds_each_row_once_and_as_text() -> None:
    run = tiny_run()
    changed = run.dataset.copy()
    changed["assumption_note"] = changed["assumption_note"].copy()
    changed["assumption_note"][0] = "<script>alert(1)</script>"
    for name, text in (("range", "1 MW – 2 MW"), ("range_source", "three reviews")):
        changed[f"assumption_{name}"] = changed[f"assumption_{name}"].copy()
        changed[f"assumption_{name}"][0] = text
    typed = Run(changed, run.summary, run.manifest)
    parts = {lang: section(typed, Labels(typed.dataset, lang)).records for lang in ("zh", "en")}
    chinese, english = parts["zh"], parts["en"]
    assert chinese is not None and english is not None
    assert chinese.rows == english.rows and len(english.rows) == len(run.table("assumptions"))
    assert english.columns[english.choice] == "Confidence" and {row[english.choice] for row in english.rows} == {"C"}
    assert english.rows[0][6:] == ["<script>alert(1)</script>", "1 MW – 2 MW\nthree reviews"]
    assert chinese.columns[7] == "取值范围" and english.rows[1][7] == ""
    script = (Path(section.__code__.co_filename).parents[1] / "template" / "records.js").read_text("utf-8")
    assert "innerHTML" not in script and "textContent" in script  # what is typed is written as text


def test_a_run_without_rows_has_the_counts_alone() -> None:
    run = tiny_run()
    earlier = Run(run.dataset.drop_vars(["assumption_range", "assumption_range_source"]), run.summary, run.manifest)
    assert set(earlier.table("assumptions")["range"]) == {""}  # of a run before there were ranges
    old = Run(run.dataset.drop_dims("assumption"), run.summary, run.manifest)
    part = section(old, Labels(old.dataset, "en"))
    assert part.records is None and part.sheets
    assert list(old.table("assumptions").columns) == list(run.table("assumptions").columns)
