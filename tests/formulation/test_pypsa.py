"""The same system in PyPSA costs the same: another model, another builder, written by others."""

from __future__ import annotations

import logging

import numpy as np
import pytest
import xarray as xr

from energy_model.compiler import SolverOptions, compile_model, solve
from energy_model.formulation.model import build
from tests.support.systems import random_system

pytestmark = pytest.mark.proof


@pytest.mark.parametrize(("zones", "hours", "weight", "length"), [(2, 24, 3.0, 1.5), (3, 168, 1.0, 1.0)])
def test_objective_equals_that_of_pypsa(zones: int, hours: int, weight: float, length: float) -> None:
    from tests.support.pypsa_network import network  # takes seconds to import, and not every process runs this

    data = comparable(random_system(zones, hours), weight, length)
    program = compile_model(build(), data)
    ours = solve(program, SolverOptions(method="simplex"))
    n = network(data)
    logging.getLogger("linopy").setLevel(logging.ERROR)
    logging.getLogger("pypsa").setLevel(logging.ERROR)
    found = n.optimize(solver_name="highs", log_to_console=False, include_objective_constant=False)
    assert found == ("ok", "optimal")
    assert ours.objective == pytest.approx(n.objective, rel=1e-6)
    if hours >= 168:  # a day may be too sunny for coal
        assert_all_is_used(program.variables["new_capacity"].array(ours.x))


def comparable(data: xr.Dataset, weight: float, length: float) -> xr.Dataset:
    """A copy in which flows cost nothing (PyPSA would pay for flows back) and steps stand for `weight` hours.

    Each is `length` hours long.

    Yearly costs are cut to the share of the year that is modelled; otherwise nothing would be worth building.
    """
    steps = data.sizes["step"]
    share = steps * weight / 8760
    free = np.where(data["behaviour"].values == "transmission", 0.0, data["variable_om"].values)
    return data.assign(
        variable_om=("asset", free),
        weight=("step", np.full(steps, weight)),
        step_length=("step", np.full(steps, length)),
        **{name: ("step", np.full(steps, length)) for name in ("first_length", "later_length")},
        overnight_cost=data["overnight_cost"] * share,
        fixed_om=data["fixed_om"] * share,
    )


def assert_all_is_used(built: xr.DataArray) -> None:
    """Wind or sun, thermal plants, storage and lines are built: the comparison is about all of them."""
    total = built.sum("year").to_series()
    for kinds in (("wind", "sun"), ("coal", "gas"), ("battery", "flow"), ("line",)):
        assert sum(v for name, v in total.items() if str(name).startswith(kinds)) > 10, kinds
