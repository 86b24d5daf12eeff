"""A study with next to nothing in it, no electricity and no target, is solved and reported like any other."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from energy_model import Run, solve
from energy_model.cli import commands
from energy_model.compiler import compile_model
from energy_model.dataset import assemble, read_study
from energy_model.formulation.model import build
from energy_model.horizon import CertifyOptions, certify
from energy_model.report import run_page
from energy_model.report.sections.contents import sections
from energy_model.sheets.wording import Labels
from energy_model.workflow.solve import solve_dataset
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


BATTERY_ONLY = {
    "zones": HEAT_ONLY["zones"],
    "carriers": ["electricity,电,Electricity,,#1f77b4"],
    "technologies": ["battery,storage,electricity,battery,,电池,Battery,#9467bd"],
    "technology_data": [line for line in TABLES["technology_data"].splitlines() if line.startswith("battery")],
    "assets": ["city_battery,battery,city,,,,,城市电池,City battery"],
    "plants": ["battery_1,city_battery,100,200,2024,,operating,电池,Battery"],
    "markets": [f"grid_{way},city,electricity,{way},tariff,,电网,Grid" for way in ("buy", "sell")],
    "market_data": ["grid_buy,,600,500,", "grid_sell,,590,300,"],
    "settings": HEAT_ONLY["settings"],
    "profiles": ["tariff,price,电价,Tariff"],
}


def write_bare(folder: Path, given: dict[str, list[str]] = HEAT_ONLY, profiles: int = 0) -> Path:
    """A study of these rows and so many of the tiny study's profiles, counted from the last."""
    study = write_study(folder)
    for table in TABLES:
        header = read_rows(study, table)[0]
        rows = [[*line.split(","), "made up", "C"] for line in given.get(table, [])]
        write_rows(study, table, [header, *rows])
    hourly = read_rows(study, "hourly")
    write_rows(study, "hourly", [row[:1] + row[len(row) - profiles :] for row in hourly])
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


def test_a_battery_between_two_prices_gets_its_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody needs anything: 200 MWh are stored at 300 CNY/MWh by night and sold at 885 every day, for a week."""
    monkeypatch.setattr(run_page, "write_page", lambda run, path, lang: path.touch())  # that of the comparison counts
    study, results = write_bare(tmp_path / "study", BATTERY_ONLY, profiles=1), tmp_path / "results"
    (study / "scenarios" / "other.yaml").write_text("extends: baseline\nsettings: {wacc: 0.05}\n", encoding="utf-8")
    words = ["compare", "baseline", "other", "--study", f"{study}", "--results", f"{results}", "--hours", f"{HOURS}"]
    said = CliRunner().invoke(commands, [*words, "--lang", "zh"], catch_exceptions=False)
    assert said.exit_code == 0 and "没有可评价的目标" in said.output
    assert "<h2>" in (results / "comparison" / "report.html").read_text("utf-8")
    run = Run.load(results / "baseline")
    assert run.table("trade").set_index("market")["energy"]["grid_sell"] == pytest.approx(7 * 190, rel=0.01)
    assert {"storage", "capacity", "costs"} <= {section.name for section in sections(run, Labels(run.dataset, "en"))}


def test_a_certificate_needs_no_demand(tmp_path: Path) -> None:
    study = write_bare(tmp_path / "study", BATTERY_ONLY, profiles=1)
    data = assemble(read_study(study, HOURS, [2030]), [2030])
    model = build()
    found = certify(data, lambda part: compile_model(build(), part), model.state_variables, CertifyOptions(gap=1e-6))
    assert found.lower_bound == pytest.approx(solve_dataset(data)[2].objective, rel=1e-5)
