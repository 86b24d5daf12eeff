"""Where all targets hold: what each costs, which binds next, what is missed unasked; by hand."""

from __future__ import annotations

import pytest

from energy_model.explanation import explain_dataset
from tests.support.conflicting_systems import cap, sources
from tests.support.solved_system import plant
from tests.support.systems import dataset

pytestmark = pytest.mark.proof


def test_what_targets_cost_and_which_binds_next() -> None:
    """Coal at 300 would give 280 MWh; 200 are allowed, the rest is gas at 500."""
    targets = {
        "coal": cap(200.0),
        "gas": cap(100.0),
        "wind": {"value": 90.0},
        "all_gas": cap(50.0, metric="gas", mode="check"),
    }
    found = explain_dataset(sources(targets, coal=300, gas=500))
    assert found.feasible and found.complete and not found.conflicts
    (cost,) = found.costs
    assert cost.target == "coal" and cost.unit == "CNY/MWh"
    assert abs(cost.shadow_price) == pytest.approx(200.0, rel=1e-5)
    assert cost.saving == pytest.approx(80 * 200.0, rel=1e-5)
    assert cost.penalty == 20_000.0
    assert found.cost == pytest.approx(200 * 300 + 80 * 500, rel=1e-5)
    assert found.cost_without_targets == pytest.approx(280 * 300, rel=1e-5)
    # gas has 20 of 100 MWh to spare, wind 30 of 90
    assert found.next_binding is not None and found.next_binding.target == "gas"
    assert found.next_binding.amount == pytest.approx(20.0, rel=1e-4) and found.next_binding.relative == pytest.approx(
        0.2, rel=1e-4
    )
    (missed,) = found.missed
    assert missed.target == "all_gas" and missed.value == pytest.approx(80.0, rel=1e-5)


def test_what_is_matched_is_told_as_it_could_be() -> None:
    """Sun gives 200 of the 400 MWh that a park uses. Nothing asks for matching, and all the same half is matched."""
    link = {"behaviour": "transmission", "zone_of": "park", "from_carrier": "green", "to_carrier": "electricity"}
    assets = {
        "sun": plant(100.0, 1.0, zone_of="park", carrier_of="green", availability_of="half"),
        "own_use": link | {"to_zone": "park", "traced_zone": "park", "existing": 1e3, "maximum_capacity": 1e3},
        "coal": plant(100.0, 300.0, zone_of="park"),
    }
    metrics = {"matched": {"matched": {"park": 1.0}}, "used": {"consumption": {"works": 1.0}}}
    share = {"metric": "matched", "of": "used", "unit": "1", "mode": "check"}
    data = dataset(
        assets=assets,
        demands={"works": {"demand_zone": "park", "demand_mean": 100.0, "unserved_cost": 9e4}},
        profiles={"half": [0.5] * 4},
        metrics=metrics | {"coal": {"generation": {"coal": 1.0}}},
        targets={"coal": cap(300.0, metric="coal", unit="MWh", mode="enforce")}
        | {"reached": share | {"value": 0.5}, "missed": share | {"value": 0.6}},
        emission_factors={"green": 0.0},
    )
    found = explain_dataset(data)
    (missed,) = found.missed
    assert missed.target == "missed" and missed.value == pytest.approx(0.5)


def test_each_of_two_that_bind_has_its_own_cost() -> None:
    """Coal 280 at 300; at most 100 of coal, at least 50 of oil at 900: 100 coal, 50 oil, 130 gas at 500."""
    targets = {"coal": cap(100.0), "oil": {"value": 50.0}}
    found = explain_dataset(sources(targets, coal=300, gas=500, oil=900))
    savings = {cost.target: cost.saving for cost in found.costs}
    assert set(savings) == {"coal", "oil"}
    # without the cap coal takes what gas gave; without oil gas takes its place
    assert savings["coal"] == pytest.approx(130 * 200, rel=1e-5)
    assert savings["oil"] == pytest.approx(50 * 400, rel=1e-5)
    assert found.next_binding is None


def test_targets_that_hold_anyway_cost_nothing() -> None:
    found = explain_dataset(sources({"coal": cap(300.0), "wind": {"value": 60.0}}, coal=300, gas=500))
    assert found.feasible and not found.costs
    assert found.cost == pytest.approx(found.cost_without_targets, rel=1e-9)
    assert found.next_binding is not None and found.next_binding.target == "coal"
