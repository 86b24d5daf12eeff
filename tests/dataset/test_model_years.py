"""Profiles and weights by model year: each year of the dataset is that of a study with the rows of this year alone."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from energy_model.dataset import StudyError, assemble, read_study
from tests.support.steps import StepStudy, stepped_study
from tests.support.study import change_cell, read_rows, write_rows

pytestmark = pytest.mark.proof

OF_YEAR = {
    2030: StepStudy(rows=48, period=["a"] * 24 + ["b"] * 24, weight=[200.0] * 24 + [165.0] * 24),
    2040: StepStudy(
        rows=48,
        begin="2040-07-01",
        period=["a"] * 24 + ["b"] * 24,
        weight=[65.0] * 24 + [300.0] * 24,
        sea=[0.3] * 10 + [0.7] * 38,
        load=[0.5] * 24 + [1.0 + 8.333333e-2 * 1.3] * 24,
        tariff=[1.0 + 300 / 65 * 0.1] * 24 + [0.9] * 24,
    ),
}
LISTED = ("calm_day", "year_of_calm")  # of all years


def of_both(folder: Path) -> Path:
    """The study with the rows of both years one below the other."""
    tables = []
    for year, steps in OF_YEAR.items():
        header, *rows = read_rows(stepped_study(folder / str(year), steps), "hourly")
        tables += [[f"{year}", *row] for row in rows]
    study = stepped_study(folder / "both", OF_YEAR[2030])
    write_rows(study, "hourly", [["year", *header], *tables])
    return study


def test_each_year_is_as_in_a_study_of_its_own(tmp_path: Path) -> None:
    found = assemble(read_study(of_both(tmp_path), 8760), list(OF_YEAR))
    assert found["weight"].values[[0, 24, 48, 72]].tolist() == [200.0, 165.0, 65.0, 300.0]
    assert found["month_of"].values[[0, -1]].tolist() == [1, 19]
    for year in OF_YEAR:
        alone = assemble(read_study(tmp_path / str(year)), list(OF_YEAR))
        at, there = found["year_of"].values == year, alone["year_of"].values == year
        for name, values in found.data_vars.items():
            one = alone[name]
            if name in LISTED:
                continue
            if "step" in values.dims and name not in ("previous", "commitment_step"):
                values, one = values.isel(step=at), one.isel(step=there)
            elif "year" in values.dims:
                values, one = values.sel(year=year), one.sel(year=year)
            elif "month" in values.dims:
                values, one = (part.isel(month=found["year_of_month"].values == year) for part in (values, one))
            np.testing.assert_array_equal(values.values, one.values, err_msg=str(name))
        days = found["calm_day"].values[found["year_of_calm"].values == year]
        assert days.tolist() == alone["calm_day"].values[alone["year_of_calm"].values == year].tolist()


@pytest.mark.parametrize(
    ("row", "column", "text", "message"),
    [
        (2, "year", "", "row 2, column year: the cell is empty. Give a model year in every row or in none."),
        (97, "year", "2030", "the steps of 2040 are not those of 2030: 47 rows, and there 49."),
        (97, "period", "c", "the steps of 2040 are not those of 2030"),
        (97, "weight", "1", "row 97, column weight: the weight 1 is not that of the period's first step."),
    ],
)
def test_years_that_are_not_alike_get_one_message(
    tmp_path: Path, row: int, column: str, text: str, message: str
) -> None:
    study = of_both(tmp_path)
    change_cell(study, "hourly", row, column, text)
    with pytest.raises(StudyError) as raised:
        read_study(study)
    (problem,) = raised.value.problems
    assert message in str(problem)


def test_a_model_year_without_rows_is_told(tmp_path: Path) -> None:
    study = of_both(tmp_path)
    with pytest.raises(StudyError, match=r"no rows of the model year 2035\. Give them, .* Years: 2030, 2040"):
        read_study(study, years=[2030, 2035])
