"""Polished plans: sizes that can be built, schedules of all hours, costs above the optimum, bounds that stay true."""

from __future__ import annotations

import numpy as np
import pytest

from energy_model.compiler import LinearProgram
from energy_model.compiler.residuals import primal_residual
from energy_model.horizon import CertifyOptions, SearchSettings, certify
from energy_model.horizon.certify import with_states
from energy_model.horizon.implied_bounds import implied_bounds
from energy_model.horizon.polish_at_once import polished_at_once
from energy_model.horizon.unit_sizes import UnitSizes, kept_to_units, odd_sizes, usable_unit
from tests.horizon.test_certificate import STATES, TOLERANCE, compiled
from tests.support.hourly import copied, hourly_optimum
from tests.support.random_systems import random_small
from tests.support.seeds import proof_seeds
from tests.support.solved_system import plant, solved

UNIT = 60.0


def unit_sizes_of(program: LinearProgram, unit: float = UNIT, whole: bool = False) -> UnitSizes:
    """The same unit for everything that may be built [MW]."""
    least, own = np.zeros(program.matrix.shape[1]), program.variables["new_capacity"]
    least[own.start : own.stop] = unit
    return UnitSizes(least, whole)


def odd_builds(program: LinearProgram, x: np.ndarray, units: UnitSizes) -> int:
    """Number of builds between nothing and a unit, which is what fits where that is less."""
    chosen = units.least > 0
    unit = usable_unit(units.least, implied_bounds(program, SearchSettings())[1])[chosen]
    return int(odd_sizes(x[chosen], unit, units.whole).sum())


@pytest.mark.proof
@proof_seeds(2)
def test_a_polished_plan_is_a_plan(seed: int) -> None:
    """Every hour holds, no schedule is cheaper than the optimum, the bound is that of all plans, and dust is gone."""
    settings = SearchSettings(block_hours=[12.0, 24.0, 48.0][seed % 3], stage_shares=(0.3,))
    data = with_states(random_small(seed), settings)
    program, optimum = compiled(data), hourly_optimum(seed).objective
    units = unit_sizes_of(program, whole=seed % 3 == 2)
    options = CertifyOptions(gap=2e-2, threads=1, units=units)
    found = certify(data, compiled, STATES, options, settings, copied(program))
    slack, polish = TOLERANCE * abs(optimum), found.polish
    assert found.lower_bound - slack <= optimum <= found.solution.objective + slack
    assert primal_residual(program, found.solution.x) <= 1e-6
    assert polish is not None
    assert polish.outcome in ("kept", "gap")
    if polish.outcome == "kept":
        assert odd_builds(program, found.solution.x, units) == polish.left
        assert units.whole or found.gap <= 2e-2


def test_a_polish_of_one_program_is_its_cheapest_in_units() -> None:
    """12 MW more are needed than stand: a unit of 50 is built, as 12 MW that are lost would cost more."""
    build = {"expandable": True, "maximum_capacity": 500.0, "overnight_cost": 1e6, "variable_om": 10.0}
    system = solved(
        assets={"old": plant(100.0, 20.0), "new": build},
        demands={"load": {"demand_mean": 112.0, "unserved_cost": 20_000.0}},
        hours=24,
    )
    before = system.of("new_capacity", "new")
    units = unit_sizes_of(system.program, 50.0)
    found, polish = polished_at_once(system.program, system.solution, units, gap=1.0)
    block = system.program.variables["new_capacity"]
    assert before == [12.0]
    assert found.x[block.start : block.stop] == pytest.approx([50.0])
    assert (polish.outcome, polish.down, polish.up, polish.left) == ("kept", 0, 1, 0)
    assert polish.cost == pytest.approx(found.objective - system.objective)
    assert found.gap == pytest.approx((found.objective - system.solution.dual_objective) / found.objective)
    unchanged, refused = polished_at_once(system.program, system.solution, units, gap=1e-6)
    assert (unchanged, refused.outcome) == (system.solution, "gap")


def test_sizes_go_to_the_nearer_side_or_to_the_one_that_is_possible() -> None:
    """40 of 100 would go to nothing; where that is impossible, up; where neither is possible, it stays."""
    wanted, unit = np.array([40.0, 70.0, 0.0, 130.0]), np.full(4, 100.0)
    (low, high), left = kept_to_units(wanted, unit, False, lambda bounds: True)
    assert low.tolist() == [0.0, 100.0, 0.0, 100.0]
    assert high.tolist() == [0.0, np.inf, 0.0, np.inf]
    (low, high), left = kept_to_units(wanted, unit, False, lambda bounds: bool(bounds[1][0] > 0))
    assert (low[0], high[0], left.any()) == (100.0, np.inf, False)
    (low, high), left = kept_to_units(wanted, unit, False, lambda bounds: bool(bounds[0][0] <= 40.0 <= bounds[1][0]))
    assert (low[0], high[0], left.tolist()) == (0.0, 100.0, [True, False, False, False])
    (low, high), left = kept_to_units(wanted, unit, True, lambda bounds: True)
    assert low.tolist() == high.tolist() == [0.0, 100.0, 0.0, 100.0]


def test_a_unit_is_no_larger_than_there_is_room_for() -> None:
    assert usable_unit(np.array([100.0, 100.0, 100.0]), np.array([30.0, 500.0, 0.0])).tolist() == [30.0, 100.0, 100.0]
