"""Grid charges, worked out by hand."""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.solved_system import Solved, plant, solved
from tests.support.systems import Row

CHARGED = {"energy_charge": 30.0, "demand_charge": 12 * 500.0, "capacity_charge": 7.0}


def behind_a_meter(battery: Row | None = None, **charges: float) -> Solved:
    """A park that uses 0 and 100 MW behind a line of 150 MW; the grid's power costs 20 CNY/MWh."""
    line: Row = {"behaviour": "transmission", "to_zone": "park", "bidirectional": False}
    line |= {"from_carrier": "electricity", "to_carrier": "electricity", "existing": 150.0, "maximum_capacity": 150.0}
    own: dict[str, Any] = {"battery": battery} if battery else {}
    return solved(
        hours=2,
        profiles={"late": [0.0, 2.0]},
        assets={"grid": plant(1000.0, 20.0), "line": line | charges} | own,
        demands={"works": {"demand_zone": "park", "demand_mean": 50.0, "demand_profile": "late"}},
    )


def test_energy_peak_and_capacity_are_paid() -> None:
    """100 MWh at 20 + 30, a month's peak of 100 MW at 500, 150 MW at 7."""
    found = behind_a_meter(**CHARGED)
    assert found.total("energy_charges", "line") == [3000]
    assert found.total("demand_charges", "line") == [100 * 500]
    assert found.total("capacity_charges", "line") == [150 * 7]
    assert found.objective == pytest.approx(2000 + 3000 + 50_000 + 1050)


def test_nobody_goes_without_power_to_save_on_the_charge() -> None:
    """An hour's peak at 500,000 CNY/MW, many times what is lost with it: what is not served is charged as well."""
    found = behind_a_meter(demand_charge=12 * 500_000.0)
    assert found.of("unserved", "works") == [0, 0] and found.of("month_peak", "line") == [100]


@pytest.mark.parametrize(("demand_charge", "peak"), [(12 * 500.0, 50.0), (0.0, 0.0)])
def test_a_battery_behind_the_meter_halves_the_peak(demand_charge: float, peak: float) -> None:
    """Discharging at 1 CNY/MWh: evenly 50 MW through the meter; without a demand charge the battery rests."""
    battery = plant(100.0, 1.0, behaviour="storage", existing_energy=200.0, zone_of="park")
    found = behind_a_meter(battery, demand_charge=demand_charge)
    assert found.objective == pytest.approx(2000 + (50 * 500 + 50 if demand_charge else 0))
    if demand_charge:
        assert found.of("month_peak", "line") == [peak] and found.of("flow", "line") == [50, 50]
    else:
        assert found.of("flow", "line") == [0, 100] and found.program.variables["month_peak"].space.size == 0
