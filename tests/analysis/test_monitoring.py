"""Milestones lie on the pathway; what was reached is judged by the sense of the target; actuals can be held."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr

from energy_model.analysis.monitoring import monitoring
from energy_model.analysis.targets import scorecard
from energy_model.dataset import StudyError, assemble
from energy_model.scenario.scenario import load_scenario
from energy_model.sheets.monitoring import monitoring as sheet_of
from energy_model.sheets.wording import Labels
from energy_model.workflow.options import RunOptions
from energy_model.workflow.solve import solve_dataset
from tests.support.study import HOURS, write_rows, write_study
from tests.support.tiny_run import tiny_path

ACTUALS = [
    ["metric", "year", "value", "unit", "source", "confidence"],
    ["wind_capacity", "2030", "1700", "MW", "x", "A"],
]


def with_actuals(*rows: tuple[str, int, float]) -> xr.Dataset:
    """The tiny pathway of 2030 and 2040 with values that were reached, in model units."""
    metrics, years, values = zip(*rows, strict=True)
    known = {"metric": list(metrics), "year": list(years), "value": np.array(values, dtype=float)}
    known |= {"source": ["made up"] * len(rows), "confidence": ["A"] * len(rows)}
    kept = tiny_path().dataset.drop_dims("actual")
    return kept.assign({f"actual_{name}": ("actual", column) for name, column in known.items()})


def told(ds: xr.Dataset) -> dict[tuple[str, int], dict[Any, Any]]:
    rows: list[dict[Any, Any]] = monitoring(ds).to_dict("records")
    return {(row["metric"], row["year"]): row for row in rows}


def test_milestones_are_straight_between_model_years() -> None:
    ds = tiny_path().dataset
    found = told(ds)
    path = ds["metric_value"].sel(metric="wind_capacity").values / 1e3
    assert found["wind_capacity", 2030]["milestone"] == pytest.approx(path[0])
    assert found["wind_capacity", 2034]["milestone"] == pytest.approx(path[0] + 0.4 * (path[1] - path[0]))
    assert [found["wind_capacity", year]["modelled"] for year in (2030, 2034, 2040)] == [True, False, True]
    assert {metric for metric, _ in found} == {"wind_capacity", "carbon"}, "a share is no milestone"
    assert found["carbon", 2030]["required"] == 5.0
    assert {row["verdict"] for row in found.values()} == {""}


def test_a_verdict_has_the_sense_of_the_target() -> None:
    """More wind than the milestone is on track, more CO2 is behind; without a target there is no verdict."""
    path = tiny_path().dataset["metric_value"].sel(year=2030)
    wind, carbon, power = (float(path.sel(metric=name)) for name in ("wind_capacity", "carbon", "power_use"))
    rows = [("wind_capacity", 1.01 * wind), ("carbon", 1.01 * carbon), ("power_use", power)]
    found = told(with_actuals(*((name, 2030, value) for name, value in rows), ("carbon", 2025, 1.0)))
    assert found["wind_capacity", 2030]["verdict"] == "on_track"
    assert found["carbon", 2030]["verdict"] == "behind"
    assert found["power_use", 2030]["verdict"] == "" and found["power_use", 2030]["actual"] > 0
    assert np.isnan(found["carbon", 2025]["milestone"]) and found["carbon", 2025]["verdict"] == ""
    rounded = told(with_actuals(("wind_capacity", 2030, 0.9995 * wind), ("carbon", 2030, 0.9 * carbon)))
    assert {rounded[name, 2030]["verdict"] for name in ("wind_capacity", "carbon")} == {"on_track"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_sheet_tells_the_newest_value(lang: str) -> None:
    wind = float(tiny_path().dataset["metric_value"].sel(year=2030, metric="wind_capacity"))
    run = tiny_path().__class__(with_actuals(("wind_capacity", 2030, 0.5 * wind)), tiny_path().summary, {})
    rows = sheet_of(run, Labels.of_run(run, lang)).rows
    assert [row.meaning for row in rows] == ["missed", ""]
    assert "(2030)" in rows[0].cells[-2]


def started(folder: Path, years: str) -> xr.Dataset:
    (folder / "scenarios" / "from.yaml").write_text(f"extends: baseline\nyears: {years}\nfrom_actuals: yes\n", "utf-8")
    scenario = load_scenario("from", folder)
    return assemble(scenario.read(HOURS), scenario.years)


def test_a_run_starts_from_what_was_reached(tmp_path: Path) -> None:
    """1.7 GW of wind are held in 2030, whatever is cheapest; the rest is as it was."""
    folder = write_study(tmp_path / "study")
    write_rows(folder, "actuals", ACTUALS)
    solved = solve_dataset(started(folder, "[2030]"), RunOptions(gap=1e-6))[1]
    assert float(solved["metric_value"].sel(metric="wind_capacity", year=2030)) == pytest.approx(1700, rel=1.1e-3)
    cards = scorecard(solved).set_index("id")
    assert list(cards.index[cards["enforced"]]) == ["actual_wind_capacity_least", "actual_wind_capacity_most"]
    assert cards.loc[cards["enforced"], "met"].all()
    row = told(solved)["wind_capacity", 2030]
    assert (row["actual"], row["verdict"], row["target"]) == (1.7, "on_track", "wind_2030")


def test_a_year_that_is_not_modelled_cannot_be_started_from(tmp_path: Path) -> None:
    folder = write_study(tmp_path / "study")
    write_rows(folder, "actuals", ACTUALS)
    with pytest.raises(StudyError, match=r"2030, is not one of the model's years.*\[2030, 2035\]"):
        started(folder, "[2029, 2035]")
    write_rows(folder, "actuals", ACTUALS[:1])
    with pytest.raises(StudyError, match="no rows to start from"):
        started(folder, "[2030]")
