"""A study with next to nothing in it, no electricity and no target, is solved and reported like any other."""

from __future__ import annotations

from pathlib import Path

import pytest

from energy_model import solve
from energy_model.report.sections.contents import sections
from energy_model.sheets.wording import Labels
from tests.support.study import HOURS, TABLES, read_rows, write_rows, write_study

pytestmark = pytest.mark.proof

HEAT_ONLY = {
    "zones": ["city,城市,City,city,32.0,120.9"],
    "carriers": ["heat,热,Heat,,#aa3333", "coal,煤,Coal,95,#333333"],
    "technologies": ["boiler,conversion,heat,heat,no,锅炉,Boiler,#aa3333"],
    "technology_data": ["boiler,overnight_cost,,500,CNY/kW", "boiler,lifetime,,20,year"],
    "ports": ["boiler,heat,out,1,MWh/MWh", "boiler,coal,in,1.1,MWh/MWh"],
    "assets": ["city_boiler,boiler,city,,,,,城市锅炉,City boiler"],
    "potentials": ["city_boiler,,,1"],
    "demands": ["city_heat,city,heat,,20,,,城市用热,City heat"],
    "demand_data": ["city_heat,2030,0.0876"],
    "markets": ["coal_purchase,city,coal,buy,,,购煤,Coal purchase"],
    "market_data": ["coal_purchase,,100,100000,"],
    "settings": TABLES["settings"].strip().splitlines()[1:],
}


def write_bare(folder: Path) -> Path:
    study = write_study(folder)
    for table in TABLES:
        header = read_rows(study, table)[0]
        rows = [[*line.split(","), "made up", "C"] for line in HEAT_ONLY.get(table, [])]
        write_rows(study, table, [header, *rows])
    write_rows(study, "hourly", [row[:1] for row in read_rows(study, "hourly")])
    return study


def test_a_study_of_heat_alone_gets_its_page(tmp_path: Path) -> None:
    study = write_bare(tmp_path / "study")
    run = solve("baseline", study=study, results=tmp_path / "results", hours=HOURS)
    burnt = run.table("energy_balance").query("carrier == 'coal' and kind == 'trade'")["energy"].iloc[0]
    assert abs(burnt - 1.1 * 0.0876e6 * HOURS / 8760) < 1e-3
    found = sections(run, Labels(run.dataset, "en"))
    assert {"capacity", "costs", "co2", "manifest"} <= {section.name for section in found}
    assert not {"dispatch", "hydrogen", "coal", "storage", "parks", "prices"} & {section.name for section in found}
    assert not [section.name for section in found if section.is_empty]
    assert "<h2>" in (tmp_path / "results" / "baseline" / "report.html").read_text("utf-8")
