"""Faulty hours dispatched anew: a higher peak instead of lost demand, no store filled and emptied at once."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import xarray as xr

from energy_model.compiler import LinearProgram, SolverOptions, solve
from energy_model.compiler.residuals import primal_residual
from energy_model.horizon import SearchSettings
from energy_model.horizon.blocks import cut_into_blocks
from energy_model.horizon.dispatch import Dispatch
from energy_model.horizon.redispatch import Redispatch
from energy_model.workflow.unit_sizes import unit_sizes
from tests.horizon.test_certificate import STATES, compiled
from tests.support.random_systems import random_small
from tests.support.seeds import proof_seeds
from tests.support.solved_system import plant
from tests.support.systems import Row, dataset

BATTERY: Row = {
    "behaviour": "storage",
    "zone_of": "park",
    "existing": 30.0,
    "maximum_capacity": 30.0,
    "existing_energy": 60.0,
    "efficiency_in": 0.9,
    "efficiency_out": 0.9,
    "variable_om": 1.0,
}


def park(unserved_cost: float) -> xr.Dataset:
    """A works of 40 MW and one hour a day of 100 MW behind a line of 500 CNY/MW a month, and a battery of 60 MWh.

    The works is a zone behind the park's: what is lost where the line itself ends would be charged as well.
    """
    line: Row = {"behaviour": "transmission", "to_zone": "park", "existing": 150.0, "maximum_capacity": 150.0}
    line |= {"from_carrier": "electricity", "to_carrier": "electricity", "demand_charge": 12 * 500.0}
    feeder: Row = {"behaviour": "transmission", "zone_of": "park", "to_zone": "works", "existing": 150.0}
    feeder |= {"maximum_capacity": 150.0, "from_carrier": "electricity", "to_carrier": "electricity"}
    load: Row = {"demand_zone": "works", "demand_mean": 1.0, "demand_profile": "shape", "unserved_cost": unserved_cost}
    return dataset(
        hours=48,
        profiles={"shape": [100.0 if hour % 24 == 12 else 40.0 for hour in range(48)]},
        assets={"grid": plant(1000.0, 20.0), "line": line, "feeder": feeder, "battery": BATTERY},
        demands={"works": load},
    )


def redispatch(data: xr.Dataset, program: LinearProgram, hours: int, block: float = 1.0) -> Redispatch:
    settings = SearchSettings(block_hours=hours, redispatch_reach=6, redispatch_share=1.0)
    blocks = cut_into_blocks(program, np.arange(0, data.sizes["step"], hours), STATES, settings)
    units = unit_sizes(data.assign(block=("asset", np.full(data.sizes["asset"], block))), program, whole=False)
    assert units is not None
    return Redispatch(blocks, units, data["year_of"].to_numpy(), 1, float("inf"))


def as_dispatch(program: LinearProgram, x: np.ndarray) -> Dispatch:
    return Dispatch(x, np.zeros(len(program.row_lower)), np.zeros(0), float(program.cost @ x + program.offset), 0.0)


def held(program: LinearProgram, name: str, most: float) -> LinearProgram:
    """The program with one variable bounded from above."""
    own, upper = program.variables[name], program.upper.copy()
    upper[own.start : own.stop] = np.minimum(upper[own.start : own.stop], most)
    return replace(program, upper=upper)


@pytest.mark.parametrize(("unserved_cost", "peak"), [(400.0, 70.0), (100.0, 40.0 + 30.0 / 0.81 / 6)])
def test_a_peak_is_raised_where_what_is_lost_costs_more(unserved_cost: float, peak: float) -> None:
    """A battery serves 30 of 60 MW. The rest, in two hours a month, is worth a peak of 500 CNY/MW at 400 CNY/MWh.

    At 100 it is not: the peak is what filling the battery in the six hours before takes.
    """
    data = park(unserved_cost)
    program = compiled(data)
    spoilt = solve(held(held(held(program, "month_peak", 40.0), "above_peak", 0.0), "discharge", 0.0)).x
    faulty = redispatch(data, program, 24)
    before = as_dispatch(program, spoilt)
    found = faulty.improved(before)
    assert faulty.losses(spoilt).sum() == pytest.approx(2 * 60.0 * unserved_cost)
    assert (faulty.losses(found.x).sum() > 0) == (unserved_cost == 100.0)
    assert found.x[program.variables["month_peak"].start] == pytest.approx(peak)
    assert found.cost < before.cost
    assert primal_residual(program, found.x) <= 1e-6


def test_a_store_is_not_filled_and_emptied_at_once() -> None:
    """Cycling in one hour wastes energy: it goes, and all else is as before."""
    data = park(20_000.0)
    program = compiled(data)
    optimum = solve(program, SolverOptions(method="simplex"))
    spoilt = optimum.x.copy()
    for name, more in {"charge": 10.0, "discharge": 8.1, "dispatch": 1.9, "flow": 1.9}.items():
        spoilt[program.variables[name].start + 3] += more
    assert primal_residual(program, spoilt) <= 1e-6
    faulty = redispatch(data, program, 24)
    found = faulty.improved(as_dispatch(program, spoilt))
    assert np.flatnonzero(faulty.losses(spoilt)).tolist() == [3]
    assert faulty.losses(found.x).sum() == 0.0
    assert found.cost == pytest.approx(optimum.objective)


@pytest.mark.proof
@proof_seeds(3)
def test_a_schedule_dispatched_anew_is_one_and_no_dearer(seed: int) -> None:
    """Random systems with peaks and discharge too low: no row is broken, no cost below the least."""
    data = random_small(seed)
    program = compiled(data)
    low = held(held(program, "month_peak", 1.0), "discharge", 10.0 * (seed % 3))
    spoilt = as_dispatch(program, solve(low, SolverOptions(method="simplex")).x)
    found = redispatch(data, program, 12).improved(spoilt)
    least = solve(program, SolverOptions(method="simplex")).objective
    assert least - 1e-7 * abs(least) <= found.cost <= spoilt.cost
    assert primal_residual(program, found.x) <= 1e-6
