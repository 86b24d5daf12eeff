"""Least and largest outputs of a year and of its months, by hand."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from energy_model.compiler import SolveError
from tests.support.segments import in_segments
from tests.support.solved_system import Solved, plant, solved_data
from tests.support.systems import dataset

CHEAP, DEAR, HOURS, LOAD = 10.0, 30.0, 4, 50.0


def system(**limits: list[float]) -> xr.Dataset:
    """Two plants of 100 MW, at 10 and 30 CNY/MWh, and 50 MW for four hours, the first two of one month.

    limits : of the plants cheap and dear over the year, or of cheap in both months [MWh]
    """
    data = dataset(
        hours=HOURS,
        assets={"cheap": plant(100.0, CHEAP), "dear": plant(100.0, DEAR)},
        demands={"load": {"demand_mean": LOAD}},
    )
    data = data.drop_vars(["year_of_month", "month"]).assign_coords(month=[1, 2])
    data = data.assign(month_of=("step", [1, 1, 2, 2]), year_of_month=("month", [2030, 2030]))
    nothing = {"least": 0.0, "most": np.inf}
    for name, values in limits.items():
        by_month = np.array([values, [nothing[name.split("_")[0]]] * 2])
        of_year = ("asset", "year"), np.array(values)[:, None]
        data[name] = (("asset", "month"), by_month) if "month" in name else of_year
    return data


@pytest.mark.parametrize(
    ("limits", "dear"),
    [
        ({"most_energy": [150.0, np.inf]}, 50.0),
        ({"least_energy": [0.0, 60.0]}, 60.0),
        ({"most_month_energy": [30.0, np.inf]}, 70.0),
        ({"most_month_energy": [30.0, 90.0]}, 80.0),
        ({"most_energy": [110.0, np.inf], "least_month_energy": [95.0, 5.0]}, 90.0),
    ],
)
@pytest.mark.parametrize("lengths", [(1, 1, 1, 1), (2, 2)])
def test_what_the_cheap_plant_may_not_give_the_dear_one_does(
    limits: dict[str, list[float]], dear: float, lengths: tuple[int, ...]
) -> None:
    """In hours, and in segments that are the months."""
    data = system(**limits)
    found = solved_data(data if lengths == (1, 1, 1, 1) else in_segments(data, lengths))
    assert found.objective == pytest.approx((HOURS * LOAD - dear) * CHEAP + dear * DEAR)
    if "least_month_energy" in limits:
        assert sum(found.of("dispatch", "cheap")[: len(lengths) // 2]) * 4 / len(lengths) >= 95 - 1e-9


def test_a_limit_is_worth_what_the_other_plant_costs_more() -> None:
    found = solved_data(system(most_energy=[150.0, np.inf]))
    assert _price(found, "year_energy_most") == pytest.approx(CHEAP - DEAR)


def test_where_a_least_output_is_more_than_is_wanted_there_is_no_plan() -> None:
    with pytest.raises(SolveError) as caught:
        solved_data(system(least_energy=[0.0, 201.0]))
    assert caught.value.status == "infeasible"


def _price(found: Solved, limit: str) -> float:
    (price,) = found.program.constraints[limit].array(found.solution.row_dual).values
    return float(price)
