"""Conflicts known by construction: which targets exclude each other, and by how much each must be relaxed."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from energy_model.analysis.targets import scorecard
from energy_model.explanation import Explanation, ExplanationOptions, explain_dataset
from energy_model.workflow.solve import solve_dataset
from tests.support.conflicting_systems import cap, sources

pytestmark = pytest.mark.proof


def sets(found: Explanation) -> set[frozenset[str]]:
    return {frozenset(conflict.targets) for conflict in found.conflicts}


def corrections(found: Explanation, *targets: str) -> dict[str, float]:
    """What each target of a conflict is relaxed by [MWh], to four decimals."""
    (conflict,) = [c for c in found.conflicts if c.targets == targets]
    return {correction.target: round(correction.amount, 4) for correction in conflict.corrections}


def test_two_targets_that_exclude_each_other() -> None:
    """Coal and gas must give 280 MWh of 400; their caps allow 250."""
    found = explain_dataset(sources({"coal": cap(150.0), "gas": cap(100.0), "wind": cap(120.0)}, coal=300, gas=500))
    assert found.feasible is False and found.exact and found.complete
    assert sets(found) == {frozenset({"coal", "gas"})}
    assert corrections(found, "coal", "gas") == {"coal": 30.0, "gas": 30.0}
    # 30 MWh are a fifth of coal's cap and three tenths of gas's
    assert found.relative == pytest.approx(0.2, rel=1e-5)
    (least,) = found.relaxations
    assert (least.target, least.kind) == ("coal", "MWh")
    assert least.amount == pytest.approx(30.0, rel=1e-5) and least.value == pytest.approx(180.0, rel=1e-5)


def test_three_targets_of_which_any_two_hold() -> None:
    """With wind's 120 MWh the other three sources must give 280 MWh; their caps allow 270."""
    caps = {name: cap(90.0) for name in ("coal", "gas", "oil")}
    found = explain_dataset(sources(caps, coal=300, gas=500, oil=700))
    assert sets(found) == {frozenset({"coal", "gas", "oil"})} and found.complete
    assert corrections(found, "coal", "gas", "oil") == {"coal": 10.0, "gas": 10.0, "oil": 10.0}


@pytest.mark.parametrize(
    ("row", "amount", "reached"),
    [
        ({"value": 150.0}, 30.0, 120.0),
        ({"value": 0.4, "of": "used", "unit": "%", "scale": 0.01}, 40.0, 30.0),
    ],
)
def test_a_target_that_no_plan_meets(row: dict[str, object], amount: float, reached: float) -> None:
    """The wind gives 120 MWh at most, 30 % of what is used."""
    found = explain_dataset(sources({"wind": row, "coal": cap(280.0)}, coal=300, gas=500))
    assert sets(found) == {frozenset({"wind"})} and found.complete
    ((correction,),) = (conflict.corrections for conflict in found.conflicts)
    assert correction.amount == pytest.approx(amount, rel=1e-5) and correction.value == pytest.approx(reached, rel=1e-5)


def test_not_to_serve_demand_is_no_way_to_meet_a_target() -> None:
    found = explain_dataset(sources({"coal": cap(250.0)}, coal=300))
    assert sets(found) == {frozenset({"coal"})}
    assert corrections(found, "coal") == {"coal": 30.0}
    assert found.unserved == pytest.approx(0.0, abs=1e-6)


def test_disjoint_conflicts() -> None:
    """Some of them hard: what no plan may miss is relaxed here all the same."""
    most = {"coal": np.inf, "gas": 0.0}
    caps = {f"{name}{zone}": cap(130.0, most_missed=most[name]) for name in most for zone in ("1", "2")}
    found = explain_dataset(sources(caps, ("1", "2"), coal=300, gas=500))
    assert sets(found) == {frozenset({"coal1", "gas1"}), frozenset({"coal2", "gas2"})} and found.complete
    assert corrections(found, "coal1", "gas1") == {"coal1": 20.0, "gas1": 20.0}
    assert found.relative == pytest.approx(2 * 20 / 130, rel=1e-5)


def test_conflicts_that_share_a_target() -> None:
    """400 MWh are used: gas with either of the others asks for more, wind with coal just not."""
    rows = {"wind": {"value": 100.0}, "coal": {"value": 300.0}, "gas": {"value": 310.0}}
    found = explain_dataset(sources(rows, coal=300, gas=500))
    assert sets(found) == {frozenset({"coal", "gas"}), frozenset({"gas", "wind"})} and found.complete
    assert corrections(found, "wind", "gas") == {"gas": 10.0, "wind": 10.0}


def test_a_number_of_conflicts_is_enough() -> None:
    caps = {f"{name}{zone}": cap(130.0) for name in ("coal", "gas") for zone in ("1", "2")}
    found = explain_dataset(sources(caps, ("1", "2"), coal=300, gas=500), ExplanationOptions(most_conflicts=1))
    assert len(found.conflicts) == 1 and not found.complete


def test_without_enforced_targets_nothing_is_solved() -> None:
    found = explain_dataset(sources({"coal": cap(1.0, mode="check")}, coal=300))
    assert found.feasible is None and not found.enforced and not found.seconds


def test_a_target_of_a_year_that_is_not_modelled_is_named() -> None:
    found = explain_dataset(sources({"coal": cap(300.0), "wind": {"value": 1.0, "year": 2040}}, coal=300))
    assert found.enforced == ("coal",) and found.not_evaluated == ("wind",) and found.feasible


@pytest.mark.parametrize(("gas", "holds"), [(30.0001, True), (29.999, False)])
def test_explaining_checking_and_enforcing_agree(gas: float, holds: bool) -> None:
    """Coal's 250 and wind's 120 leave 30 MWh to gas."""

    def system() -> xr.Dataset:
        return sources({"coal": cap(250.0), "gas": cap(gas)}, coal=300, gas=500)

    assert explain_dataset(system()).feasible is holds
    card = scorecard(solve_dataset(system())[1])
    assert bool(card["met"].all()) is holds
