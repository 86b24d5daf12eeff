"""Power in a meshed network, by hand: it divides by reactance, and one full line limits the others."""

from __future__ import annotations

import numpy as np
import pytest

from energy_model.dataset.assembly.cycles import cycle_rows
from tests.support.segments import in_segments
from tests.support.solved_system import Solved, plant, solved_data
from tests.support.systems import Row, dataset


def line(begin: str, end: str, capacity: float, reactance: float) -> Row:
    """A line that runs both ways."""
    carriers = {"from_carrier": "electricity", "to_carrier": "electricity"}
    row = plant(capacity, behaviour="transmission", zone_of=begin, to_zone=end, bidirectional=True)
    return row | carriers | {"reactance": reactance}


def triangle(direct: float, reactance: float, lengths: tuple[int, ...] = (1, 1)) -> Solved:
    """Power at 10 CNY in the north, wanted in the south, where it costs 50: 90 MW, then 30. A way over the west too."""
    data = dataset(
        hours=2,
        profiles={"wanted": [90.0, 30.0]},
        assets={
            "cheap": plant(500.0, 10.0),
            "dear": plant(500.0, 50.0, zone_of="south"),
            "direct": line("north", "south", direct, reactance),
            "there": line("west", "north", 500.0, reactance),
            "on": line("west", "south", 500.0, reactance),
        },
        demands={"load": {"demand_mean": 1.0, "demand_profile": "wanted", "demand_zone": "south"}},
    )
    return solved_data(data if lengths == (1, 1) else in_segments(data, lengths))


def sent(found: Solved, name: str) -> list[float]:
    """Power sent from begin to end, less what is sent back [MW]."""
    ways = zip(found.of("flow", name), found.of("backflow", name), strict=True)
    return [forward - back for forward, back in ways]


def test_power_divides_by_reactance() -> None:
    """Two thirds of it take the direct line, whose way has half the reactance of the other: 60 of 90 MW, 20 of 30.

    The line from the west to the north runs against the sense of the cycle.
    """
    found = triangle(direct=60.0, reactance=0.2)
    assert sent(found, "direct") == pytest.approx([60, 20])
    assert sent(found, "there") == pytest.approx([-30, -10]) and sent(found, "on") == pytest.approx([30, 10])
    assert found.objective == pytest.approx(120 * 10)


@pytest.mark.parametrize(("reactance", "cheap"), [(0.2, 60.0 + 30.0), (0.0, 90.0 + 30.0)])
def test_a_full_line_limits_the_others(reactance: float, cheap: float) -> None:
    """Of 40 MW direct come 60 MW in all; without reactance the other 50 go over the west."""
    found = triangle(direct=40.0, reactance=reactance)
    assert found.objective == pytest.approx(cheap * 10 + (120 - cheap) * 50)


def test_a_segment_keeps_it_on_average() -> None:
    """A mean of 60 MW for two hours just goes: 40 direct, 20 over the west. It costs no more than its hours do."""
    found = triangle(direct=40.0, reactance=0.2, lengths=(2,))
    assert sent(found, "direct") == pytest.approx([40])
    assert found.objective == pytest.approx(120 * 10)


def test_a_study_without_reactances_has_no_row() -> None:
    assert triangle(60.0, 0.0).program.constraints["kirchhoff_voltage"].space.size == 0


def test_every_loop_is_in_the_basis() -> None:
    """Two triangles that share a side, and parallel lines elsewhere: three cycles, each closed and independent.

    Flows that keep the rows are those of angles: reactance times flow is a difference of angles.
    """
    ends = [("a", "b"), ("c", "b"), ("c", "a"), ("b", "d"), ("d", "c"), ("e", "f"), ("f", "e"), ("f", "g")]
    reactance = np.array([0.2, 0.5, 0.3, 0.4, 0.1, 0.6, 0.7, 0.8])
    rows = cycle_rows([*ends, ("a", "g")], np.append(reactance, 0.0))
    assert rows.shape == (3, 9) and np.linalg.matrix_rank(rows) == 3
    assert np.abs(rows).max(axis=1) == pytest.approx(np.ones(3)) and (rows[:, 8] == 0).all()
    angle = dict(zip("abcdefg", np.random.default_rng(1).random(7), strict=True))
    flow = np.array([(angle[begin] - angle[end]) / x for (begin, end), x in zip(ends, reactance, strict=True)])
    assert rows[:, :8] @ flow == pytest.approx(np.zeros(3), abs=1e-12)
