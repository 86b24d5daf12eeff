"""No target is met by making another year worse: on systems where that would pay."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from energy_model.analysis.targets import scorecard
from energy_model.dataset import assemble
from energy_model.dataset.assembly.references import needs_references, with_references, without_enforced
from energy_model.dataset.assembly.targets import row_variables, target_rows
from energy_model.explanation.explaining import explain_dataset
from energy_model.scenario import load_scenario
from energy_model.workflow import solve
from energy_model.workflow.options import RunOptions
from energy_model.workflow.solve import solve_dataset
from tests.support.study import add_row, change_cell, set_cell, write_study

pytestmark = pytest.mark.proof

HOURS = 24
EXACT = RunOptions(gap=1e-7)


def system(
    folder: Path, sense: str, value: str, *, mode: str = "enforce", base: str = "2030", year: str = "2040"
) -> xr.Dataset:
    """A city in 2030 and 2040 that may sell power of coal at a small loss, and a target on its CO2.

    Selling in 2030 costs little and would make room for 2040 under a limit that compares the two.
    """
    study = write_study(folder, HOURS)
    set_cell(study, "settings", "base_year", "value", base)
    for row in (4, 5):
        change_cell(study, "market_data", row, "price", "95")  # coal power costs more than 100
    change_cell(study, "market_data", 4, "year", "2030")
    unit = "%" if sense.startswith("change") else "Mt"
    words = {"clause": "none", "facts": "none", "name_zh": "碳", "name_en": "Carbon", "basis": "As written."}
    asked = {"metric": "carbon", "year": year, "sense": sense, "value": value, "unit": unit, "mode": "enforce"}
    add_row(study, "targets", target="carbon_way", **asked, **words)
    (study / "scenarios" / "way.yaml").write_text("extends: baseline\nyears: [2030, 2040]\n", encoding="utf-8")
    scenario = load_scenario("way", study)
    return assemble(scenario.read(HOURS), scenario.years)


def carbon(solved: xr.Dataset, year: int) -> float:
    return float(solved["metric_value"].sel(metric="carbon", year=year))


def gamed(dataset: xr.Dataset) -> xr.Dataset:
    """The plan that compares with a year that the plan itself chooses."""
    return solve._solved(dataset, EXACT, solve.Clock(None), solve.WarmStart())[1]


@pytest.fixture(scope="module")
def change(tmp_path_factory: pytest.TempPathFactory) -> xr.Dataset:
    return system(tmp_path_factory.mktemp("change") / "study", "change_at_most", "-40")


@pytest.fixture(scope="module")
def free(change: xr.Dataset) -> xr.Dataset:
    return solve_dataset(without_enforced(change), EXACT)[1]


@pytest.fixture(scope="module")
def held(change: xr.Dataset) -> xr.Dataset:
    return solve_dataset(change, EXACT)[1]


@pytest.fixture(scope="module")
def peak(tmp_path_factory: pytest.TempPathFactory) -> xr.Dataset:
    return system(tmp_path_factory.mktemp("peak") / "study", "peak", "-0.002", base="2025", year="2030")


class TestChangeSinceTheBaseYear:
    def test_gaming_would_pay(self, change: xr.Dataset, free: xr.Dataset) -> None:
        assert carbon(gamed(change), 2030) > 1.01 * carbon(free, 2030)

    def test_the_base_year_is_history(self, free: xr.Dataset, held: xr.Dataset) -> None:
        assert carbon(held, 2030) == pytest.approx(carbon(free, 2030), rel=1e-6)
        assert carbon(held, 2040) <= 0.6 * carbon(free, 2030) * (1 + 1e-6) + float(held["relaxation"].sum())

    def test_the_scorecard_tells_the_change_since_history(self, held: xr.Dataset) -> None:
        row = scorecard(held).set_index("id").loc["carbon_way"]
        assert row["value"] == pytest.approx(100 * (carbon(held, 2040) / carbon(held, 2030) - 1), abs=1e-4)

    def test_explaining_holds_it_against_the_same(self, change: xr.Dataset, held: xr.Dataset) -> None:
        found = explain_dataset(change)
        assert found.feasible == (float(held["relaxation"].sum()) < 1.0)


class TestPeak:
    def test_the_year_before_does_not_rise(self, peak: xr.Dataset) -> None:
        free = solve_dataset(without_enforced(peak), EXACT)[1]
        held = solve_dataset(peak, EXACT)[1]
        assert carbon(gamed(peak), 2030) > carbon(free, 2030) * (1 + 1e-4)
        assert carbon(held, 2030) <= carbon(free, 2030) * (1 + 1e-6)
        missing = float(held["relaxation"].sum())
        assert carbon(held, 2040) <= carbon(free, 2030) - 2000 + missing + 1e-3


def test_nothing_is_done_where_nothing_compares_years(tmp_path: Path, change: xr.Dataset) -> None:
    assert needs_references(change) and not needs_references(without_enforced(change))
    cap = system(tmp_path / "cap", "at_most", "0.01")
    assert not needs_references(cap)


def test_rows_with_references_by_hand() -> None:
    targets = pd.DataFrame([
        {"target": "fall", "metric": "co2", "of": "", "year": 2030, "sense": "change_at_most", "value": -0.2},
        {"target": "top", "metric": "co2", "of": "", "year": 2029, "sense": "peak", "value": 5.0},
        {"target": "cap", "metric": "co2", "of": "", "year": 2030, "sense": "at_most", "value": 70.0},
    ])  # fmt: skip
    rows = target_rows(targets, [2025, 2030, 2035], 2025, {}, across=True)
    dataset = xr.Dataset(
        row_variables(rows)
        | {"target_sense": ("target", ["change_at_most", "peak", "at_most"]), "base_year": ((), 2025.0)},
        {"target": ["fall", "top", "cap"], "target_row": [row.name for row in rows]},
    )
    values = xr.DataArray(
        [[100.0, 90.0, 80.0]], dims=["metric", "year"], coords={"metric": ["co2"], "year": [2025, 2030, 2035]}
    )
    found = with_references(dataset, values)
    table = {
        str(name): (float(found["row_factor"][at]), float(found["row_constant"][at]))
        for at, name in enumerate(found["target_row"].values)
    }
    assert table == {
        "fall": (0.0, pytest.approx(80.0)),  # 0.8 of the base year's 100
        "top 2030": (1.0, pytest.approx(5.0)),  # as it was
        "top 2030 held": (0.0, pytest.approx(105.0)),  # 100 of 2025 and the rise allowed
        "top 2035": (1.0, pytest.approx(5.0)),
        "top 2035 held": (0.0, pytest.approx(95.0)),  # 90 of 2030 and the rise allowed
        "cap": (0.0, pytest.approx(70.0)),
    }
    assert np.isfinite(found["row_sign"]).all()
