"""Enlargement: capacity is bought where it costs less than the demand that is lost without it, and nowhere else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import xarray as xr

from energy_model.compiler import LinearProgram, SolverOptions, solve
from energy_model.compiler.residuals import primal_residual
from energy_model.horizon.enlargement import Enlargement
from tests.horizon.test_certificate import compiled
from tests.horizon.test_redispatch import as_dispatch, held, redispatch
from tests.support.random_systems import random_small
from tests.support.seeds import proof_seeds
from tests.support.solved_system import plant
from tests.support.systems import Row, dataset


def town(capital: float) -> xr.Dataset:
    """A town of 40 MW and one hour a day of 100 MW, an old plant of 40 MW and a new one that costs so much a MW."""
    new: Row = plant(0.0, 30.0) | {"maximum_capacity": 500.0, "expandable": True}
    new |= {"overnight_cost": capital, "wacc": 1e-9, "lifetime": 1.0}
    load: Row = {"demand_mean": 1.0, "demand_profile": "shape", "unserved_cost": 1_000.0}
    shape = [100.0 if hour % 24 == 12 else 40.0 for hour in range(48)]
    return dataset(
        hours=48, profiles={"shape": shape}, assets={"old": plant(40.0, 20.0), "new": new}, demands={"town": load}
    )


def enlarged(
    data: xr.Dataset, program: LinearProgram, x: np.ndarray, block: float
) -> tuple[float, int | None, np.ndarray]:
    found, larger = Enlargement(redispatch(data, program, 24, block)).improved(as_dispatch(program, x))
    return found.cost, larger, found.x


@pytest.mark.parametrize(
    ("capital", "block", "built"), [(1_000.0, 1.0, 60.0), (1_000.0, 80.0, 80.0), (1_900.0, 80.0, 0.0)]
)
def test_what_is_lost_is_served_where_that_is_cheaper(capital: float, block: float, built: float) -> None:
    """Two hours at 1,000 CNY/MWh less 30 of fuel are worth 1,940 CNY a MW: 60 MW at 1,000; 80 at 1,900 are dearer."""
    data = town(capital)
    program = compiled(data)
    spoilt = solve(held(program, "new_capacity", 0.0), SolverOptions(method="simplex"))
    cost, larger, x = enlarged(data, program, spoilt.x, block)
    own = program.variables["new_capacity"]
    assert x[own.start : own.stop].sum() == pytest.approx(built)
    assert larger == (built > 0)
    assert cost == pytest.approx(spoilt.objective - (60.0 * 2 * 970.0 - built * capital if built else 0.0))
    assert primal_residual(program, x) <= 1e-6


def test_where_nothing_is_lost_nothing_is_said_of_it() -> None:
    program = compiled(town(1_000.0))
    assert enlarged(town(1_000.0), program, solve(program).x, 1.0)[1] is None


@pytest.mark.proof
@proof_seeds(3)
def test_an_enlarged_plan_is_one_and_no_dearer(seed: int) -> None:
    """Random systems planned as if lost demand cost a twentieth: no row is broken, no cost below the least."""
    data = random_small(seed)
    program = compiled(data)
    cheap, lost = program.cost.copy(), program.variables["unserved"]
    cheap[lost.start : lost.stop] *= 0.05
    spoilt = as_dispatch(program, solve(replace(program, cost=cheap), SolverOptions(method="simplex")).x)
    cost, larger, x = enlarged(data, program, spoilt.x, 1.0 + seed % 3 * 20.0)
    least = solve(program, SolverOptions(method="simplex")).objective
    assert least - 1e-7 * abs(least) <= cost <= spoilt.cost
    assert cost < spoilt.cost or not larger
    assert primal_residual(program, x) <= 1e-6
