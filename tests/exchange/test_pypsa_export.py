"""Runs as PyPSA networks: solved there they cost what they cost here."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import energy_model
from energy_model.cli import commands
from energy_model.dataset import assemble
from energy_model.exchange.pypsa.exporting import network_of, save_network
from energy_model.exchange.pypsa.importing import write_study
from energy_model.exchange.pypsa.ledger import Ledger
from energy_model.exchange.pypsa.network import open_network
from energy_model.exchange.pypsa.written.refusals import refuse_rules
from energy_model.exchange.pypsa.written.run_year import RunYear
from energy_model.exchange.pypsa.written.storages import refuse_levels
from energy_model.scenario import load_scenario
from tests.exchange.test_pypsa_import import solved_here, solved_there
from tests.support.random_networks import random_network
from tests.support.seeds import proof_seeds
from tests.support.study import add_row, read_rows, set_cell, write_rows
from tests.support.study import write_study as write_tiny
from tests.support.tiny_run import tiny_folder

pytestmark = pytest.mark.proof
INTEGERS = ("min_load", "ramp", "start_cost")


@proof_seeds(1)
def test_a_random_network_comes_back(seed: int, tmp_path: Path) -> None:
    """To and fro: of another form, and of the same cost and CO2 price."""
    sent = random_network(seed)
    sent.c["Generator"].static["e_sum_max"] = float("inf")  # a process has none
    write_study(sent, tmp_path / "study", "random")
    solved = solved_here(tmp_path / "study")
    done = network_of(solved, "back")
    assert not done.ledger.refused
    network = solved_there(done.network)
    assert network.objective == pytest.approx(solved["objective"].item(), rel=1e-6)
    co2 = -network.c["GlobalConstraint"].static["mu"].item()
    assert co2 == pytest.approx(solved["shadow_price"].item(), rel=1e-6, abs=1e-6)


@pytest.mark.slow
def test_a_study_of_everything_else_costs_the_same(tmp_path: Path) -> None:
    """What stands, trade with a limit of the year and prices that answer, CO2 and its price, a lossy line both ways."""
    study = write_tiny(tmp_path / "study")
    header, *rows = read_rows(study, "technology_data")
    write_rows(study, "technology_data", [header, *(row for row in rows if row[1] not in INTEGERS)])
    add_row(study, "technology_data", technology="coal_plant", parameter="benchmark", value="0.7", unit="t/MWh")
    set_cell(study, "market_data", "power_sale", "price_impact [CNY/MWh]", "30")
    set_cell(study, "markets", "power_purchase", "emission_intensity [t/MWh]", "")
    set_cell(study, "assets", "city_coal", "retirable", "no")
    set_cell(study, "targets", "carbon_cap", "mode", "enforce")
    run = energy_model.solve("baseline", study=study, hours=168, hourly=True)
    done = network_of(run.dataset, "tiny")
    assert not done.ledger.refused, done.ledger.refused
    save_network(done.network, tmp_path / "tiny.nc")
    network = solved_there(open_network(tmp_path / "tiny.nc"))
    cost = run.objective / run.dataset["year_weight"].item()
    assert network.objective == pytest.approx(cost, rel=1e-6)
    assert any("net present cost" in note for note in done.ledger.notes)


def test_what_no_network_has_is_listed(tmp_path: Path) -> None:
    """Commitment and ramps of the coal plant: nothing is written unless the rest is asked for."""
    arguments = ["export", "pypsa", str(tiny_folder()), str(tmp_path / "tiny.nc"), "--lang", "en"]
    called = CliRunner().invoke(commands, arguments)
    assert called.exit_code == 1 and not (tmp_path / "tiny.nc").exists()
    assert "technology_data.min_load (city_coal): shares of capacity" in called.output
    called = CliRunner().invoke(commands, [*arguments, "--partial"])
    assert called.exit_code == 0 and (tmp_path / "tiny.nc").stat().st_size > 0
    assert json.loads((tiny_folder() / "summary.json").read_text("utf-8"))["scenario"] == "baseline"


def test_rules_that_no_network_has_are_listed() -> None:
    """Of a study with every rule: reserves, ties, limits of energy, and levels and inflows of storages."""
    scenario = load_scenario("baseline", Path(__file__).parents[1] / "support" / "complete_study")
    run = RunYear(assemble(scenario.read(4), scenario.years[:1]), None, Ledger())
    refuse_rules(run)
    for name, row in run.items("asset", lambda row: row["behaviour"] == "storage"):
        refuse_levels(run, name, row)
    listed = {f"{entry.component}.{entry.attribute}" for entry in run.ledger.refused}
    assert {"capacity_ties.asset", "output_limits.asset", "settings.reserve_load_share"} <= listed
    assert {"assets.least_level", "assets.final_energy_min", "technologies.loss_to"} <= listed
