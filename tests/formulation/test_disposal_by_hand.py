"""By-products, by hand: of some carriers what nobody uses may be lost, of all others it may not."""

from __future__ import annotations

import pytest

from tests.support.solved_system import solved
from tests.support.systems import Row

DEAR_GAS: Row = {"market_carrier": "gas", "market_price": 30.0, "market_capacity": 100.0}
SHIP: Row = {"market_carrier": "lng", "market_price": 5.0, "market_capacity": 100.0}


@pytest.mark.parametrize(
    ("disposable", "lng", "lost", "by_hand", "cold_price"),
    [
        # all gas from the terminal; of 2 MW of cold 1 is used and 1 lost: another MW of cold is worth nothing
        (True, 10, [1, 1], 2 * 10 * 5, 0.0),
        # no more cold may come than is used: 5 MW from the terminal, 5 MW of gas at 30
        (False, 5, None, 2 * (5 * 5 + 5 * 30), -(30 - 5) / 0.2),
    ],
)
def test_cold_is_lost_when_nobody_uses_it(
    disposable: bool, lng: float, lost: list[float] | None, by_hand: float, cold_price: float
) -> None:
    """A terminal gives 0.2 MWh of cold with each MWh of gas. Wanted are 10 MW of gas and 1 MW of cold."""
    found = solved(
        hours=2,
        assets={"terminal": {"behaviour": "conversion", "carrier_of": "gas", "existing": 50.0,
                             "maximum_capacity": 50.0}},
        ports={"terminal": {"gas": 1.0, "lng": -1.0, "cold": 0.2}},
        carriers={"cold": {"disposable": disposable}},
        markets={"pipe": DEAR_GAS, "ship": SHIP},
        demands={"boilers": {"demand_carrier": "gas", "demand_mean": 10.0},
                 "hall": {"demand_carrier": "cold", "demand_mean": 1.0}},
    )  # fmt: skip
    assert found.of("dispatch", "terminal") == [lng, lng]
    assert found.objective == pytest.approx(by_hand)
    assert found.price("north", "cold") == pytest.approx([cold_price] * 2)
    if lost:
        surplus = found.program.variables["surplus"].array(found.solution.x).sel(surplus_node=("north", "cold"))
        assert surplus.values.tolist() == pytest.approx(lost)


def test_what_may_be_lost_is_not_given_for_nothing() -> None:
    """Losing takes from the balance only: 1 MW of cold that nothing makes goes unserved at its price."""
    found = solved(
        hours=2,
        assets={},
        carriers={"cold": {"disposable": True}},
        demands={"hall": {"demand_carrier": "cold", "demand_mean": 1.0, "unserved_cost": 70.0}},
    )
    assert found.objective == pytest.approx(140)
