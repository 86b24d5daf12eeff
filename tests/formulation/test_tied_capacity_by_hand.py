"""Capacities in a fixed ratio to each other, by hand: what is worth building counts for both."""

from __future__ import annotations

import pytest

from tests.support.solved_system import Solved, plant, solved
from tests.support.systems import Row

HOURS, PEAK = 4, 100.0


def battery(ties: list[tuple[str, str, float]]) -> Solved:
    """Power at 10 CNY/MWh in two hours, at 100 in the other two, wanted in these: 100 MW; 1 CNY/MW a year for lines.

    Two lines lead into and out of a store of an own zone, in which nothing is lost; they may be built, up to 500 MW.
    """
    line: Row = {"behaviour": "transmission", "expandable": True, "maximum_capacity": 500.0, "fixed_om": 1.0}
    line |= {"from_carrier": "electricity", "to_carrier": "electricity"}
    store: Row = {"behaviour": "storage", "zone_of": "store", "existing": 500.0, "maximum_capacity": 500.0}
    return solved(
        hours=HOURS,
        profiles={"early": [1.0, 1.0, 0.0, 0.0], "late": [0.0, 0.0, 1.0, 1.0]},
        assets={
            "cheap": plant(500.0, 10.0, availability_of="early"),
            "dear": plant(500.0, 100.0),
            "in": line | {"zone_of": "north", "to_zone": "store"},
            "out": line | {"zone_of": "store", "to_zone": "north"},
            "store": store | {"existing_energy": 500.0, "duration_max": 1.0, "variable_om": 0.01},
        },
        demands={"load": {"demand_mean": PEAK, "demand_profile": "late"}},
        ties=ties,
    )


@pytest.mark.parametrize(
    ("ties", "of_out"), [([], 100.0), ([("out", "in", 1.5)], 150.0), ([("in", "out", 2.0)], 100.0)]
)
def test_what_is_built_keeps_the_ratio(ties: list[tuple[str, str, float]], of_out: float) -> None:
    """100 MW each way are enough; half as much more out of it than in are 150, twice as much in as out 200."""
    found = battery(ties)
    (into,), (out,) = found.of("capacity", "in"), found.of("capacity", "out")
    assert out == pytest.approx(of_out)
    assert into == pytest.approx(100.0 if ties == [] or ties[0][0] == "out" else 200.0)
    assert found.objective == pytest.approx(200 * (10 + 0.01) + into + out)
