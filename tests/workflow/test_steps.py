"""The same days told in steps of other lengths and weights cost the same, and so does a MWh."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache, partial
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pandas as pd
import pytest

import energy_model
from energy_model import Run
from energy_model.analysis.tables import TABLES
from energy_model.dataset import assemble, read_study
from energy_model.dataset.steps import StepFigures
from energy_model.sheets.run import audit
from energy_model.sheets.wording import Labels
from tests.support.solved_system import Solved, solved_data
from tests.support.steps import StepStudy, stepped_study
from tests.support.study import read_rows, write_rows

pytestmark = pytest.mark.proof

DAY = StepStudy(
    rows=24,
    sea=[0.9] * 8 + [0.2] * 10 + [0.6] * 6,
    load=[0.7] * 6 + [1.1] * 12 + [1.1] * 6,
    tariff=[0.6] * 8 + [1.4] * 8 + [1.0] * 8,
)
CALM = StepStudy(rows=24, sea=[0.1] * 24, load=[0.8] * 6 + [1.2] * 12 + [0.8] * 6, tariff=[1.0] * 24)

STARTS = "0.05"  # CNY/kW, so that plants start every day
# limits by the hour bind in other steps, and what is lost from what has come in since is not the same
BY_THE_HOUR = ("ramp", "start_cost", "min_load", "standing_loss")


def each(values: Sequence[float], number: int) -> list[float]:
    """Every value so many times."""
    return np.repeat(values, number).tolist()


def finer(steps: StepStudy, number: int) -> StepStudy:
    """The same in steps of an n-th of the length."""
    profiles = {name: each(getattr(steps, name), number) for name in ("sea", "load", "tariff")}
    return replace(steps, rows=number * steps.rows, minutes=steps.minutes / number, **profiles)


def coarser(steps: StepStudy, number: int) -> StepStudy:
    """The same in steps of n times the length; the values of n steps are equal or their mean."""
    means = {
        name: np.mean(np.reshape(getattr(steps, name), (-1, number)), axis=1).tolist()
        for name in ("sea", "load", "tariff")
    }
    return replace(steps, rows=steps.rows // number, minutes=steps.minutes * number, **means)


def repeated(steps: StepStudy, times: int) -> StepStudy:
    """Day after day."""
    profiles = {name: list(getattr(steps, name)) * times for name in ("sea", "load", "tariff")}
    return replace(steps, rows=steps.rows * times, **profiles)


WEEK = partial(repeated, times=7)


def written(folder: Path, steps: StepStudy, without: Sequence[str]) -> Path:
    study = stepped_study(folder / "study", steps)
    header, *rows = read_rows(study, "technology_data")
    kept = [[*row[:3], STARTS, *row[4:]] if row[1] == "start_cost" else row for row in rows if row[1] not in without]
    write_rows(study, "technology_data", [header, *kept])
    return study


@cache
def optimum(steps: tuple[object, ...], without: tuple[str, ...] = ()) -> tuple[Solved, np.ndarray]:
    """Optimum and price by step in the city [CNY/MWh]."""
    asked = StepStudy(*steps)  # type: ignore[arg-type]
    with TemporaryDirectory() as folder:
        data = assemble(read_study(written(Path(folder), asked, without)), [2030])
    found = solved_data(data)
    return found, np.array(found.price("city")) / data["weight"].values / data["year_weight"].item()


def run(steps: StepStudy) -> Run:
    """A run of the study, in memory."""
    with TemporaryDirectory() as folder:
        return energy_model.solve("baseline", study=stepped_study(Path(folder) / "study", steps), gap=1e-9)


def solved(steps: StepStudy, without: Sequence[str] = ()) -> tuple[Solved, np.ndarray]:
    fields = (getattr(steps, name) for name in StepStudy.__dataclass_fields__)
    frozen = tuple(tuple(value) if isinstance(value, list) else value for value in fields)
    return optimum(frozen, tuple(without))


def assert_same(one: Solved, other: Solved) -> None:
    """Cost, what is burnt, stored and started over the year."""
    assert other.objective == pytest.approx(one.objective, rel=1e-9)
    for name, item in (("generation", "sea_wind"), ("generation", "city_coal"), ("sent", "sea_cable")):
        assert other.total(name, item) == pytest.approx(one.total(name, item), rel=1e-6), name


def test_a_day_repeated_is_the_week_and_the_year() -> None:
    """Coal plants start, ramp and stay at minimum load, the battery loses energy: all of it by the year."""
    day, week = solved(DAY)[0], solved(WEEK(DAY))[0]
    assert day.total("starts", "city_coal")[0] > 1
    assert_same(day, week)
    assert day.total("starts", "city_coal") == pytest.approx(week.total("starts", "city_coal"), rel=1e-6)


def test_a_day_of_six_hours_each_repeated_is_the_year() -> None:
    coarse = coarser(DAY, 6)
    assert_same(solved(coarse)[0], solved(repeated(coarse, 365))[0])


def test_a_mwh_moved_to_the_evening_costs_the_same() -> None:
    """Duals of equal days need not be equal, where several are optimal; what they tell is."""
    coarse = coarser(DAY, 6)
    later = replace(coarse, load=[0.7, 1.1, 1.05, 1.15])
    of_day, of_week = (
        solved(of(later))[0].objective - solved(of(coarse))[0].objective for of in (partial(repeated, times=1), WEEK)
    )
    assert abs(of_day) > 1e3 and of_week == pytest.approx(of_day, rel=1e-4)


def test_all_tables_of_a_day_are_those_of_the_week() -> None:
    """Energies, CO2, costs, starts, calm days and verdicts are of the year in both. Extreme prices may differ:
    where many plans cost the same, those of single hours are not one.
    """
    day, week = (run(steps) for steps in (DAY, WEEK(DAY)))
    assert StepFigures(**day.summary["time"]).times == [365, 365]
    for name in TABLES:
        if name == "rules":
            continue  # terms of rows
        one, other = (found.table(name).drop(columns=["least", "most"], errors="ignore") for found in (day, week))
        pd.testing.assert_frame_equal(one, other, rtol=1e-5, atol=1e-3, obj=name)
    (told,) = [row.cells[1] for row in audit(day, Labels.of_run(day, "en")).rows if row.cells[0] == "Steps of a year"]
    assert told == "24 of 1 h each; periods: 1, 365 times a year; 8,760 h in all"


@pytest.mark.parametrize("number", [4, 2])
def test_constant_hours_are_their_quarters(number: int) -> None:
    (hours, price), (quarters, prices) = solved(DAY, BY_THE_HOUR), solved(finer(DAY, number), BY_THE_HOUR)
    assert_same(hours, quarters)
    assert prices == pytest.approx(np.repeat(price, number), rel=1e-9)


def test_three_hours_that_are_alike_are_one_step() -> None:
    three = coarser(DAY, 2)
    (steps, price), (hours, prices) = solved(three, BY_THE_HOUR), solved(finer(three, 2), BY_THE_HOUR)
    assert_same(steps, hours)
    assert prices == pytest.approx(np.repeat(price, 2), rel=1e-9)


def test_typical_days_with_weights_are_the_year_of_these_days() -> None:
    """200 days of the one kind and 165 of the other, each a period of its own."""
    kinds = [coarser(DAY, 6), coarser(CALM, 6)]
    counts = [200, 165]

    def made(days: list[int], **more: object) -> StepStudy:
        profiles = {name: [v for k in days for v in getattr(kinds[k], name)] for name in ("sea", "load", "tariff")}
        rows = 4 * len(days)
        period = each_name([f"{at}" for at in range(len(days))], 4)
        return replace(kinds[0], rows=rows, period=period, **profiles, **more)  # type: ignore[arg-type]

    typical = made([0, 1], weight=each(counts, 4))
    (few, price), (all_days, prices) = solved(typical), solved(made([0] * 200 + [1] * 165))
    assert_same(few, all_days)
    assert prices == pytest.approx(np.concatenate([np.tile(price[:4], 200), np.tile(price[4:], 165)]), rel=1e-9)


def each_name(names: Sequence[str], number: int) -> list[str]:
    """Every name so many times."""
    return np.repeat(names, number).tolist()
