"""Every target of the shipped study, just met and just missed: checking says what enforcing does.

The study in few segments is solved without enforcing anything. Then each target's limit is moved to where that plan
stands (just met), or a thousandth beyond it (just missed), and all are checked, and all are enforced at once.
"""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from energy_model.analysis.targets import scorecard
from energy_model.compiler import SolverOptions, compile_model, solve
from energy_model.dataset import assemble
from energy_model.formulation.model import build
from energy_model.horizon.aggregation import aggregate
from energy_model.horizon.segments import choose
from energy_model.scenario.scenario import load_scenario
from energy_model.workflow.settled import settled
from energy_model.workflow.solved_dataset import merged

pytestmark = pytest.mark.proof

CHECKED_ONLY = ("count", "rising")  # senses that cannot be enforced
_SEGMENTS, _BEYOND, _TOLERANCE = 45, 1e-3, 1e-6


@pytest.fixture(scope="module")
def system() -> xr.Dataset:
    """The baseline in few segments."""
    scenario = load_scenario("baseline")
    dataset = assemble(scenario.read(), scenario.years)
    return aggregate(dataset, choose(dataset, _SEGMENTS, keep_prices=False))


def _solved(dataset: xr.Dataset) -> xr.Dataset:
    program, model = compile_model(build(), dataset), build()
    found = solve(program, SolverOptions(method="simplex"))
    found.x[:] = settled(model, dataset, program, found.x)
    return merged(dataset, program, found)


@pytest.fixture(scope="module")
def free(system: xr.Dataset) -> xr.Dataset:
    """The least-cost plan, nothing enforced."""
    return _solved(system)


def _sizes(free: xr.Dataset) -> np.ndarray:
    """How large what each row compares is. shape: (target_row,)."""
    values = free["metric_value"]
    rows = zip(free["row_metric"].values, free["row_year"].values, strict=True)
    references = zip(free["row_reference"].values, free["row_reference_year"].values, strict=True)
    own = np.array([float(values.sel(metric=metric, year=year)) for metric, year in rows])
    other = np.array([float(values.sel(metric=metric, year=year)) for metric, year in references])
    return np.maximum(np.maximum(abs(own), abs(free["row_factor"].values * other)), 1.0)


def _moved(system: xr.Dataset, free: xr.Dataset, beyond: float, mode: str) -> xr.Dataset:
    """Limits moved so that the margin of each row becomes -beyond x the size of what it compares."""
    wanted = -beyond * _sizes(free)
    constant = system["row_constant"] + system["row_sign"] * (free["target_margin"].values - wanted)
    modes = np.where(system["target_sense"].values == "rising", "check", mode)
    return system.assign(row_constant=constant, target_mode=("target", modes))


def _met(solved: xr.Dataset) -> dict[str, bool]:
    rows = scorecard(solved)
    counted = rows["met"].notna() & ~rows["sense"].isin(CHECKED_ONLY)
    return dict(zip(rows["id"][counted], rows["met"][counted].astype(bool), strict=True))


def test_just_met_and_just_missed_are_told_apart(system: xr.Dataset, free: xr.Dataset) -> None:
    """No plan is changed: the limits are."""
    for beyond, expected in ((0.0, True), (_BEYOND, False)):
        moved = _moved(system, free, beyond, "check")
        judged = free.assign(row_constant=moved["row_constant"])
        change = judged["row_constant"] - free["row_constant"]
        judged["target_margin"] = free["target_margin"] - free["row_sign"] * change
        verdicts = _met(judged)
        assert len(verdicts) >= 45
        assert {name for name, met in verdicts.items() if met != expected} == set()


def test_enforcing_what_is_just_met_costs_nothing(system: xr.Dataset, free: xr.Dataset) -> None:
    solved = _solved(_moved(system, free, 0.0, "enforce"))
    assert solved.attrs["objective"] == pytest.approx(free.attrs["objective"], rel=1e-6)
    assert all(_met(solved).values())
    assert max(_let_off(solved, free).values()) <= _TOLERANCE


def test_enforcing_a_little_more_is_met_or_let_off_and_checked_so(system: xr.Dataset, free: xr.Dataset) -> None:
    """What can be met is, at a cost; what cannot is let off; the scorecard says which."""
    solved = _solved(_moved(system, free, _BEYOND, "enforce"))
    assert solved.attrs["objective"] > free.attrs["objective"]
    shortfall, verdicts = _let_off(solved, free), _met(solved)
    assert verdicts == {target: shortfall[target] <= 2 * _TOLERANCE for target in verdicts}
    assert sum(verdicts.values()) >= 20  # most can be met


def _let_off(solved: xr.Dataset, free: xr.Dataset) -> dict[str, float]:
    """What each enforced target is let off, relative to what it compares."""
    sizes = dict(zip(free["row_target"].values, _sizes(free), strict=True))
    return {
        str(target): float(solved["relaxation"].sel(enforced=target)) / sizes[target]
        for target in solved["enforced"].values
    }
