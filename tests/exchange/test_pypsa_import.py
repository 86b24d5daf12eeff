"""PyPSA networks as studies: solved here they cost what they cost there, at the same prices."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr
from click.testing import CliRunner

from energy_model.cli import commands
from energy_model.dataset import StudyError, assemble
from energy_model.exchange.pypsa.exporting import save_network
from energy_model.exchange.pypsa.importing import ImportedNetwork, import_network, write_study
from energy_model.exchange.pypsa.network import open_network, pypsa, quietly
from energy_model.scenario import load_scenario
from energy_model.workflow.options import RunOptions
from energy_model.workflow.solve import solve_dataset
from tests.support.random_networks import random_network
from tests.support.seeds import proof_seeds

pytestmark = pytest.mark.proof
AC_DC = Path(__file__).parents[1] / "data" / "ac-dc-meshed"


def solved_there(network: Any) -> Any:
    """The network, solved by PyPSA."""
    for name in ("linopy", "pypsa"):
        logging.getLogger(name).setLevel(logging.ERROR)
    with quietly():
        found = network.optimize(solver_name="highs", log_to_console=False, include_objective_constant=False)
    assert found == ("ok", "optimal")
    return network


def solved_here(folder: Path) -> xr.Dataset:
    """The baseline of a study, all steps in one program."""
    scenario = load_scenario("baseline", folder)
    dataset = assemble(scenario.read(), scenario.years)
    _, solved, solution = solve_dataset(dataset, RunOptions(hourly=True))
    return solved.assign(objective=solution.objective)


def prices(solved: xr.Dataset, done: ImportedNetwork, network: Any) -> tuple[Any, Any]:
    """Prices here and there. shapes: (snapshot, bus)"""
    assert done.study is not None
    there = network.c["Bus"].dynamic["marginal_price"]
    places = [done.study.places.of[bus] for bus in there.columns]
    here = np.stack([solved["price"].sel(zone=place.zone, carrier=place.carrier).values for place in places], axis=1)
    return here, there.to_numpy()


@proof_seeds(1)
def test_a_random_network_costs_the_same(seed: int, tmp_path: Path) -> None:
    network = random_network(seed)
    done = write_study(network, tmp_path / "study", "random")
    assert not done.ledger.refused and done.study is not None
    solved = solved_here(tmp_path / "study")
    solved_there(network)
    assert solved["objective"].item() == pytest.approx(network.objective, rel=1e-6)
    assert float(solved["unserved"].sum()) == pytest.approx(0, abs=1e-6)
    here, there = prices(solved, done, network)
    # where hydrogen neither goes into the store nor comes out its price is not unique
    power = network.c["Bus"].static["carrier"].to_numpy() == "AC"
    assert here[:, power] == pytest.approx(there[:, power], rel=1e-6, abs=1e-4)
    co2 = -network.c["GlobalConstraint"].static.at["cap", "mu"]
    assert solved["shadow_price"].sel(enforced="cap").item() == pytest.approx(co2, rel=1e-6, abs=1e-6)
    for (component, name), asset in done.study.assets.items():
        if component in ("Generator", "StorageUnit", "Link", "Line"):
            nominal = "s_nom" if component == "Line" else "p_nom"
            size = network.c[component].static.at[name, f"{nominal}_opt"]
            assert float(solved["capacity"].sel(asset=asset).item()) == pytest.approx(size, rel=1e-5, abs=1e-3), name


def test_the_known_network_of_alternating_and_direct_current(tmp_path: Path) -> None:
    """Two loops of lines, converters both ways and a limit on CO2 at 2,178.2918 a t."""
    target = tmp_path / "study"
    called = CliRunner().invoke(commands, ["import", "pypsa", str(AC_DC), str(target), "--lang", "en"])
    assert called.exit_code == 0, called.output
    assert f"energy-model solve --study {target}" in called.output and "country" in called.output
    solved = solved_here(target)
    assert solved["objective"].item() == pytest.approx(18_441_021.4777, rel=1e-9)
    assert solved["shadow_price"].item() == pytest.approx(2_178.2918, rel=1e-7)
    here, there = prices(solved, import_network(AC_DC, tmp_path / "again"), solved_there(open_network(AC_DC)))
    assert here == pytest.approx(there, rel=1e-6)


def test_what_is_not_carried_is_listed(tmp_path: Path) -> None:
    """Each attribute that differs from its default once, with its components; nothing is written without --partial."""
    network = random_network(0)
    network.c["Generator"].static.loc["gas", ["committable", "min_up_time", "ramp_limit_up"]] = [True, 3, 0.5]
    network.c["Generator"].static.loc["coal", ["p_nom_mod", "start_up_cost"]] = [40.0, 7.0]
    network.c["StorageUnit"].static.loc["battery", "p_set"] = 3.0
    save_network(network, tmp_path / "network.nc")
    arguments = ["import", "pypsa", str(tmp_path / "network.nc"), str(tmp_path / "study"), "--lang", "en"]
    called = CliRunner().invoke(commands, arguments)
    assert called.exit_code == 1 and not (tmp_path / "study").exists()
    for told in ("Generator.committable (gas):", "Generator.min_up_time (gas)", "Generator.p_nom_mod (coal)"):
        assert told in called.output
    assert "StorageUnit.p_set (battery)" in called.output
    assert "start_up_cost" not in called.output  # without commitment it means nothing
    called = CliRunner().invoke(commands, [*arguments, "--partial"])
    assert called.exit_code == 0 and "Generator.ramp_limit_up (gas)" in called.output
    assert "- Generator.p_nom_mod: coal" in (tmp_path / "study" / "README.md").read_text("utf-8")
    load_scenario("baseline", tmp_path / "study").read()


def test_what_is_no_network_is_refused(tmp_path: Path) -> None:
    (tmp_path / "some.txt").write_text("", encoding="utf-8")
    for path in (tmp_path / "none.nc", tmp_path / "some.txt", tmp_path):
        with pytest.raises(StudyError, match=r"Name a file \.nc"):
            import_network(path, tmp_path / "study")
    with pytest.raises(StudyError, match="code of a currency"):
        import_network(AC_DC, tmp_path / "study", "Thaler")


def test_periods_of_investment_are_not_read(tmp_path: Path) -> None:
    network = pypsa().Network()
    network.set_snapshots([0, 1])
    network.investment_periods = [2030, 2040]
    done = write_study(network, tmp_path / "study", "periods", partial=True)
    assert done.folder is None and done.ledger.refused[0].attribute == "investment_periods"
