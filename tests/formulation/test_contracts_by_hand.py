"""Contracts for difference, worked out by hand."""

from __future__ import annotations

import pytest

from tests.support.solved_system import Solved, plant, solved
from tests.support.systems import Row

CONTRACT = {"contract_share": 0.8, "contract_price": 25.0, "contract_reference": 15.0}  # 8 CNY for each MWh of output


def wind_or_gas(cost: float = 0.0, **contract: float) -> Solved:
    """Two hours of 100 MW, on gas at 20 CNY/MWh, or on wind that gives 100 and 50 MW a MW that is built at `cost`."""
    wind: Row = {"expandable": True, "maximum_capacity": 100.0, "overnight_cost": cost, "wacc": 1e-9, "lifetime": 1.0}
    wind |= {"availability_of": "wind"} | contract
    assets = {"wind": wind, "gas": plant(500.0, 20.0)}
    return solved(hours=2, profiles={"wind": [1.0, 0.5]}, assets=assets, demands={"town": {"demand_mean": 100.0}})


def test_the_difference_is_settled_for_the_share_under_contract() -> None:
    """150 MWh of wind, of which 120 at 10 CNY; 50 MWh of gas at 20."""
    found = wind_or_gas(**CONTRACT)
    assert found.total("contracted_energy", "wind") == pytest.approx([120.0])
    assert found.total("contract_settlement", "wind") == pytest.approx([-1200.0])
    assert found.objective == pytest.approx(50 * 20 - 1200)


@pytest.mark.parametrize(("price", "built"), [(15.0, 0.0), (25.0, 100.0)])
def test_a_contract_decides_what_is_built(price: float, built: float) -> None:
    """A MW of wind saves 30 CNY of gas and costs 35: 1.5 MWh with 0.8 x 10 each add 12."""
    found = wind_or_gas(35.0, **CONTRACT | {"contract_price": price})
    assert found.of("new_capacity", "wind") == pytest.approx([built])


def test_a_price_below_the_market_is_paid_back() -> None:
    """One CNY for each of 0.5 x 150 MWh."""
    found = wind_or_gas(contract_share=0.5, contract_price=14.0, contract_reference=15.0)
    assert found.total("contract_settlement", "wind") == pytest.approx([75.0])
    assert found.objective == pytest.approx(50 * 20 + 75)


def test_without_contracts_nothing_is_settled() -> None:
    found = wind_or_gas()
    assert found.objective == pytest.approx(50 * 20)
    assert found.program.evaluate("contract_settlement", found.solution.x).size == 0
