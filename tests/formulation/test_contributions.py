"""What the terms of the balances contribute at a point adds up to the rows of the matrix, entry by entry of each node.

Two ways lead to the same number: the matrix and its sides, and the terms as a solved dataset keeps them.
"""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
import xarray as xr

from energy_model.compiler import LinearProgram, compile_model, extract
from energy_model.compiler.highs import Solution
from energy_model.compiler.program import Floats
from energy_model.formulation.model import build
from energy_model.formulation.rules import term_names
from energy_model.workflow.contributions import with_contributions
from tests.support.random_systems import random_small
from tests.support.systems import complete_system

pytestmark = pytest.mark.proof

SYSTEMS = {"complete": complete_system} | {f"random {seed}": partial(random_small, seed) for seed in range(3)}


@pytest.fixture(scope="module", params=SYSTEMS)
def point(request: pytest.FixtureRequest) -> tuple[LinearProgram, xr.Dataset, Floats]:
    """A program, its dataset with contributions at a random point, and the point: no row need hold there."""
    data, model = SYSTEMS[request.param](), build()
    program = compile_model(model, data)
    x = np.random.default_rng(20300101).uniform(-3.0, 7.0, program.matrix.shape[1])
    nothing = np.zeros(program.matrix.shape[0])
    there = Solution(0.0, 0.0, 0.0, x, nothing, np.zeros(len(x)), "none", {}, 0, 0.0, 0.0)
    found = extract(program, there, without=term_names(model))
    solved = data.merge(found.drop_dims(["node", "year_node"], errors="ignore"), join="exact", compat="override")
    return program, with_contributions(solved, model, program, x), x


def _rows(program: LinearProgram, name: str, x: Floats) -> xr.DataArray:
    """Left side less right side of each row of an equation. dims: (node, time)."""
    block = program.constraints[name]
    part = slice(block.start, block.stop)
    values = program.matrix @ x
    values[part] -= program.row_upper[part]
    return block.array(values)


def _nodes(solved: xr.Dataset) -> list[tuple[str, str]]:
    """Node of each contribution: pooled carriers are balanced in the zone of their pool."""
    pool = dict(zip(solved["carrier"].values, solved["pool"].values, strict=True))
    pairs = zip(solved["contribution_zone"].values, solved["contribution_carrier"].values, strict=True)
    return [(pool[carrier] or str(zone), str(carrier)) for zone, carrier in pairs]


def _power(solved: xr.Dataset) -> Floats:
    """Power of each contribution in every step, from its parts. shape: (contribution, step)."""
    found = np.zeros((solved.sizes["contribution"], solved.sizes["step"]))
    names = ("part_contribution", "part_source", "part_row", "part_factor")
    for at, source, row, factor in zip(*(solved[name].values for name in names), strict=True):
        found[at] += factor * solved[str(source)].values.reshape(-1, solved.sizes["step"])[row]
    return found


def _close(found: Floats, wanted: Floats, size: Floats) -> None:
    assert (np.abs(found - wanted) <= 1e-9 * np.maximum(size, 1.0)).all()


def test_every_row_of_the_balance_is_the_sum_of_its_contributions(
    point: tuple[LinearProgram, xr.Dataset, Floats],
) -> None:
    program, solved, x = point
    rows, nodes, power = _rows(program, "balance", x), _nodes(solved), _power(solved)
    of_row = {(str(z), str(c)): at for at, (z, c) in enumerate(rows.indexes["node"])}
    total, size = np.zeros(rows.shape), np.zeros(rows.shape)
    for node, values in zip(nodes, power, strict=True):
        if node in of_row:
            total[of_row[node]] += values
            size[of_row[node]] += np.abs(values)
        else:
            assert not values.any(), "hourly power where nothing is balanced by the hour"
    assert (size > 0).any(axis=1).all()
    _close(total, rows.values, size)


def test_energy_by_year_is_that_of_the_rows(point: tuple[LinearProgram, xr.Dataset, Floats]) -> None:
    """Rows of hours weighted with their hours, and rows of years as they are."""
    program, solved, x = point
    energy, nodes = solved["contribution_energy"].values, _nodes(solved)
    hourly, yearly = _rows(program, "balance", x), _rows(program, "yearly_balance", x)
    of_year = solved["year_of"].values[:, None] == solved["year"].values[None, :]
    wanted = dict(zip(hourly.indexes["node"], (hourly.values * solved["weight"].values) @ of_year, strict=True))
    wanted |= dict(zip(yearly.indexes["year_node"], yearly.values, strict=True))
    for node, values in wanted.items():
        own = energy[[at for at, other in enumerate(nodes) if other == tuple(map(str, node))]]
        _close(own.sum(axis=0), values, np.abs(own).sum(axis=0))
    assert set(nodes) == {(str(zone), str(carrier)) for zone, carrier in wanted}


def test_contributions_say_what_they_are() -> None:
    """Constants of the right-hand side are there too: what a fixed demand takes."""
    data, model = complete_system(), build()
    program = compile_model(model, data)
    kinds = {term.kind for term in (*model.balance_terms, *model.yearly_balance_terms)}
    assert kinds == {
        *("supply", "conversion", "process", "storage", "boil_off", "transmission"),
        *("trade", "demand", "shifting", "surplus"),
    }
    nothing = np.zeros(program.matrix.shape[1])
    taken = program.evaluate("consumed", nothing).sel(hourly_demand="town")
    shape = data["profile_value"].sel(profile="load").values
    mean = data["demand_mean"].sel(demand="town", year=data["year_of"]).values
    assert taken.values == pytest.approx(-mean * shape)
