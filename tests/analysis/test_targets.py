"""Targets are checked by evaluating: just met, just missed, both senses, shares, and years that are not modelled."""

from __future__ import annotations

import pytest
import xarray as xr

from energy_model.analysis.targets import scorecard
from energy_model.analysis.verdicts import counted
from energy_model.workflow.solve import solve_dataset
from tests.support.systems import dataset

pytestmark = pytest.mark.proof


def _solved(sense: str, value: float, *, of: str = "", year: int = 2030, scale: float = 1.0) -> xr.Dataset:
    """A plant of 100 MW and a wind farm of 60 MW that gives 30 MW serve 100 MW for four hours: wind 120 of 400 MWh."""
    inputs = dataset(
        assets={
            "wind": {"existing": 60.0, "minimum_capacity": 60.0, "maximum_capacity": 60.0, "availability_of": "half"},
            "plant": {"existing": 100.0, "minimum_capacity": 100.0, "maximum_capacity": 100.0, "variable_om": 300.0},
        },
        demands={"city": {"demand_mean": 100.0}},
        profiles={"half": [0.5, 0.5, 0.5, 0.5]},
        metrics={
            "wind_energy": {"generation": {"wind": 1.0}},
            "used": {"consumption": {"city": 1.0}},
            "wind_capacity": {"capacity": {"wind": 1.0}},
        },
        targets={
            "t": {"metric": "wind_energy" if of else "wind_capacity", "of": of, "sense": sense, "unit": "MW"}
            | {"year": year, "value": value, "scale": scale}
        },
    )
    return solve_dataset(inputs)[1]


@pytest.mark.parametrize(
    ("sense", "value", "met"),
    [("at_least", 60.0, True), ("at_least", 60.001, False), ("at_most", 60.0, True), ("at_most", 59.999, False)],
)
def test_a_plain_target_just_met_and_just_missed(sense: str, value: float, met: bool) -> None:
    row = scorecard(_solved(sense, value)).iloc[0]
    assert row["met"] == met
    assert row["value"] == pytest.approx(60.0)
    assert row["margin"] == pytest.approx(60.0 - value if sense == "at_least" else value - 60.0)


@pytest.mark.parametrize(("value", "met"), [(0.3, True), (0.3001, False)])
def test_a_share_just_met_and_just_missed(value: float, met: bool) -> None:
    row = scorecard(_solved("at_least", value, of="used", scale=0.01)).iloc[0]
    assert row["met"] == met
    assert row["value"] == pytest.approx(30.0)  # per cent
    assert row["required"] == pytest.approx(100 * value)


def test_a_target_of_another_year_is_not_evaluated_and_not_met() -> None:
    row = scorecard(_solved("at_least", 1.0, year=2040)).iloc[0]
    assert row["met"] is None
    assert row["value"] is None


def _shares(values: list[float], sense: str = "rising", year: int = 2025, value: float = 0.0) -> xr.Dataset:
    """A metric that is these shares of another in 2025, 2030 and 2035, and a target on it."""
    words = {"metric": "green", "of": "all", "unit": "%", "sense": sense, "family": "", "zone": "", "reading": ""}
    given: dict[str, object] = words | {"option": "", "mode": "check", "year": year, "value": value, "scale": 0.01}
    return xr.Dataset(
        {f"target_{name}": ("target", [word]) for name, word in given.items()}
        | {
            "metric_value": (("metric", "year"), [[50 * share for share in values], [50.0] * len(values)]),
            "row_target": ("target_row", []),
        },
        coords={"target": ["t"], "metric": ["green", "all"], "year": [2025, 2030, 2035][: len(values)]},
    )


@pytest.mark.parametrize(
    ("values", "year", "least", "met"),
    [
        ([0.20, 0.25, 0.30], 2025, 5.0, True),
        ([0.2667, 0.2604, 0.3056], 2025, -0.63, False),  # above 25 % in 2030, and falling
        ([0.2667, 0.2604, 0.3056], 2030, 4.52, True),
        ([0.25, 0.25, 0.25], 2025, 0.0, True),
        ([0.25], 2025, None, None),
    ],
)
def test_a_share_that_rises_is_compared_from_year_to_year(
    values: list[float], year: int, least: float | None, met: bool | None
) -> None:
    row = scorecard(_shares(values, year=year)).iloc[0]
    assert row["met"] == met if met is not None else row["met"] is None
    assert row["value"] == (None if least is None else pytest.approx(least))


def test_only_what_decides_counts_a_park() -> None:
    """Core indicators are a veto; others are shown. A count is open where an open indicator can turn it."""
    core = {"sense": "at_most", "family": "f", "year": 2030, "met": True, "basis": "decided", "decides": True}
    count = {"sense": "count", "family": "f", "year": 2030, "met": None, "basis": None, "required": 1.0}
    rows = [core | {"zone": "a"}, core | {"zone": "a", "met": False, "decides": False}, count]
    assert (counted(rows)[-1]["met"], rows[-1]["value"], rows[-1]["basis"]) == (True, 1.0, "decided")
    assert counted([core | {"zone": "a", "basis": "open"}, dict(count, met=None)])[-1]["basis"] == "open"
    rows = [core | {"zone": "a"}, core | {"zone": "b", "basis": "open"}, dict(count, met=None)]
    assert counted(rows)[-1]["basis"] == "decided"  # one is enough
    assert counted([core | {"zone": "a", "met": False}, dict(count, met=None)])[-1]["met"] is False
