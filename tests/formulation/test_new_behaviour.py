"""A new behaviour is a file and a line of the table of contents: tables, energy flows and figures have it at once."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from energy_model.analysis.carbon.tracing import traced
from energy_model.analysis.energy.balances import energy_balance, zone_balance
from energy_model.analysis.energy.electricity import electricity_balance, electricity_by_hour
from energy_model.analysis.energy.flow_graph import energy_flows
from energy_model.compiler import compile_model, create_instance
from energy_model.formulation import model
from energy_model.report import figures
from energy_model.report.figures.sankeys import sankey
from energy_model.runs import solution_file
from energy_model.sheets.wording import Labels
from energy_model.workflow.options import RunOptions
from energy_model.workflow.solve import solve_dataset
from tests.support import geothermal
from tests.support.matrices import differences
from tests.support.solved_system import plant
from tests.support.systems import dataset

pytestmark = pytest.mark.proof

TIDE = [1.0, 0.5, 0.0, 0.5]  # of the pumps
DRAWN = 30.0


@pytest.fixture
def system(monkeypatch: pytest.MonkeyPatch) -> xr.Dataset:
    """Thirty megawatts of a well, whose pumps take three at most, and a dear plant; fifty are asked for."""
    monkeypatch.setattr(model, "BEHAVIOURS", (*model.BEHAVIOURS, geothermal))
    well = {"behaviour": "geothermal", "existing": DRAWN, "maximum_capacity": DRAWN, "availability_of": "tide"}
    found = dataset(
        assets={"well": well | {"variable_om": 2.0}, "dear": plant(100.0, 90.0)},
        demands={"town": {"demand_mean": 50.0}},
        profiles={"tide": TIDE},
    )
    texts = np.array(["earth", "dear"], dtype=np.str_)
    return found.assign(
        technology_of=("asset", texts),
        time=("step", np.datetime64("2030-01-01T00", "ns") + np.arange(4) * np.timedelta64(1, "h")),
    )


@pytest.fixture
def solved(system: xr.Dataset, tmp_path: Path) -> xr.Dataset:
    """Its solution, written to a file and read back."""
    solution_file.write(solve_dataset(system, RunOptions(gap=1e-9))[1], tmp_path / "solution.nc")
    return solution_file.read(tmp_path / "solution.nc")


def test_it_is_in_the_balance_tables(solved: xr.Dataset) -> None:
    pumps = -DRAWN * geothermal.PUMPS * sum(TIDE)
    for table in (zone_balance(solved), energy_balance(solved)):
        rows = table[table["item"] == "earth"].set_index("kind")["energy"]
        assert rows.to_dict() == pytest.approx({"supply": 4 * DRAWN, "conversion": pumps})
        assert table["energy"].sum() == pytest.approx(0.0, abs=1e-9)
    of_power = electricity_balance(solved)
    assert of_power[of_power["item"] == "earth"]["energy"].sum() == pytest.approx(4 * DRAWN + pumps)


def test_it_is_in_the_energy_flows(solved: xr.Dataset) -> None:
    ways = energy_flows(solved)
    arrows = ways.set_index(["source", "target"])["energy"]
    assert arrows["supply:other", "carrier:electricity"] == pytest.approx(
        4 * 50.0 + DRAWN * geothermal.PUMPS * sum(TIDE)
    )
    figure = sankey(ways, {"electricity": "#123456"}, {}, Labels(solved, "en"))
    assert len(figure.data[0].link.value) == len(ways)


def test_it_is_in_the_hourly_figure(solved: xr.Dataset) -> None:
    table = electricity_by_hour(solved, 2030)
    own = table[table["item"] == "earth"].set_index("side")["power"]
    assert own["source"].tolist() == pytest.approx([DRAWN] * 4)
    assert own["use"].tolist() == pytest.approx([-DRAWN * geothermal.PUMPS * tide for tide in TIDE])
    wide = table.pivot_table(index="time", columns="side", values="power", aggfunc="sum", observed=True)
    assert (wide["source"] + wide["use"]).tolist() == pytest.approx(wide["demand"].tolist())
    figure = figures.dispatch(table, {"earth": "#123456"}, Labels(solved, "en"))
    assert {"#123456"} == {trace.fillcolor for trace in figure.data if trace.name == "earth"}


def test_its_power_is_traced(solved: xr.Dataset) -> None:
    found = traced(solved, 2030)
    assert found.generated.sum(axis=0) == pytest.approx(50.0 + DRAWN * geothermal.PUMPS * np.array(TIDE))


def test_its_rows_are_those_of_pyomo(system: xr.Dataset) -> None:
    found, compared = differences(compile_model(model.build(), system), create_instance(model.build(), system))
    assert found == [] and compared["drawn_from_wells"] == compared["pumped"] == 4
