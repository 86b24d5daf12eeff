"""Conversions whose ports lie in several zones, by hand: a line with two ends, heat that is made elsewhere."""

from __future__ import annotations

import pytest

from tests.support.solved_system import plant, solved


def test_a_line_with_two_ends_serves_both() -> None:
    """Of 1 MW taken in the west 0.6 reach the north and 0.3 the south: 100 MW serve 60 and 30 for two hours.

    In the south 10 MW more are wanted, at 40 CNY/MWh; more over the line would have to be lost in the north.
    """
    found = solved(
        hours=2,
        assets={
            "river": plant(500.0, 10.0, zone_of="west"),
            "line": plant(500.0, 1.0, zone_of="west", behaviour="conversion"),
            "oil": plant(500.0, 40.0, zone_of="south"),
        },
        ports={"line": {"electricity": -1.0, "electricity/north": 0.6, "electricity/south": 0.3}},
        demands={
            "north": {"demand_mean": 60.0, "demand_zone": "north"},
            "south": {"demand_mean": 40.0, "demand_zone": "south"},
        },
    )
    assert found.of("dispatch", "line") == [100, 100]
    assert found.objective == pytest.approx(2 * (100 * 11 + 10 * 40))
    assert found.price("south") == pytest.approx([40, 40])
    assert found.price("north") == pytest.approx([(11 - 0.3 * 40) / 0.6] * 2)
