"""The gallery at small sizes: the search and one program agree on every kind of system, and the choice is told."""

from __future__ import annotations

import pytest

from energy_model.workflow.options import RunOptions
from energy_model.workflow.solve import solve_dataset
from energy_model.workflow.stages import Clock
from tests.benchmarks.gallery.exhibits import EXHIBITS
from tests.benchmarks.gallery.page import gallery
from tests.benchmarks.registry import Found

pytestmark = pytest.mark.proof

GAP, HOURS = 1e-3, 150  # two blocks


@pytest.mark.parametrize(
    "name",
    [
        "island",
        "reservoir",
        *(pytest.param(n, marks=pytest.mark.slow) for n in ("oemof-storage", "hydrogen-chain", "two-years")),
    ],
)
def test_the_search_and_one_program_enclose_the_same_cost(name: str) -> None:
    data = EXHIBITS[name].dataset(HOURS)
    stages: list[str] = []
    clock = Clock(lambda kind, text: stages.append(text) if kind == "stage" else None)
    _, whole, _ = solve_dataset(data, RunOptions(gap=GAP, polish=False), clock)
    assert "one_program" in stages and "search" not in stages
    _, searched, found = solve_dataset(data, RunOptions(gap=GAP, polish=False, hourly=False), clock)
    assert "search" in stages and "blocks" in found.method
    cost, slack = whole.attrs["objective"], 1e-6 * abs(whole.attrs["objective"])
    assert searched.attrs["lower_bound"] - slack <= cost <= searched.attrs["objective"] + slack
    decidable = abs(searched.attrs["objective"] - searched.attrs["common_cost"])
    assert searched.attrs["objective"] - searched.attrs["lower_bound"] <= GAP * decidable + slack


def test_every_exhibit_can_be_made_small() -> None:
    for exhibit in EXHIBITS.values():
        assert exhibit.dataset(24).sizes["step"] >= 24 and exhibit.title(24).endswith("24 hours")


def measured(contender: str, seconds: float, bound: float = 0.995, columns: int = 30_000) -> Found:
    """A made-up measurement of the first exhibit."""
    ended = {"status": "solved", "objective": 1.0e9, "lower_bound": bound * 1e9, "common_cost": 0.0}
    asked = {"system": "one-zone", "hours": 24, "contender": contender, "gap_asked": 0.01, "cpu_seconds": seconds}
    return {**ended, **asked, "size": {"columns": columns}}


@pytest.mark.parametrize(
    ("columns", "bound", "chosen", "ratio"),
    [(30_000, 0.995, "search", "2.00"), (16_000, 0.995, "one program", "1.00"), (30_000, 0.9, "search", "")],
)
def test_the_table_holds_the_choice_against_the_better(columns: int, bound: float, chosen: str, ratio: str) -> None:
    """A way that misses the gap is no better one, and where it is the chosen one nothing is claimed."""
    text = gallery([measured("certified", 8.0, bound, columns), measured("hourly", 4.0, columns=columns)])
    assert f"| {chosen} | {ratio} |" in text
    assert f"On {int(ratio == '1.00')} of 1 systems" in text and ("up to 2.00 times" in text) is (ratio == "2.00")
    assert gallery([measured("certified", 8.0)]) == ""
