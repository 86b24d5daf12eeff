"""Every variable of a solved dataset says its unit and what it is; its file has a time coordinate and versions."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from energy_model.formulation.model import build
from energy_model.formulation.rules import declarations, rules
from energy_model.workflow.variable_attributes import UNKNOWN, _others, with_attributes
from tests.support.tiny_run import tiny_folder, tiny_path, tiny_run

pytestmark = pytest.mark.proof


@pytest.fixture(scope="module")
def opened() -> xr.Dataset:
    """The file as anyone reads it."""
    with xr.open_dataset(tiny_folder() / "solution.nc") as found:
        return found.load()


def test_every_variable_has_a_unit_and_a_name(opened: xr.Dataset) -> None:
    of = {name: variable.attrs | variable.encoding for name, variable in opened.variables.items()}
    assert not [name for name, attrs in of.items() if not attrs.get("units") or attrs["units"] == UNKNOWN]
    assert not [name for name, attrs in of.items() if not attrs.get("long_name")]
    assert opened["capacity"].attrs == {"units": "MW", "long_name": "total capacity"}
    assert opened["price"].attrs["units"] == "CNY/MWh"
    assert opened["latitude"].attrs["units"] == "deg" and opened["discount_rate"].attrs["units"] == "1"
    assert opened["asset_name_en"].attrs["units"] == "no_unit"


def test_units_are_those_of_the_mathematics(opened: xr.Dataset) -> None:
    of_rules = {rule.name: rule.unit for rule in rules(build()) if rule.unit and rule.name in opened}
    assert len(of_rules) > 80
    assert {name: opened[name].attrs["units"] for name in of_rules} == of_rules


def test_nothing_is_declared_twice() -> None:
    assert not set(declarations(build())) & set(_others())
    assert set(_others()) <= set(tiny_run().dataset.variables), "a variable that no run has"


def test_money_is_in_the_currency_of_the_study() -> None:
    found = with_attributes(xr.Dataset({"co2_price": ("year", [60.0])}, attrs={"currency": "EUR"}), build())
    assert found["co2_price"].attrs["units"] == "EUR/t"


def test_steps_have_time_stamps_and_their_model_year(opened: xr.Dataset) -> None:
    power = opened["dispatch"]
    assert power["time"].dims == power["year_of"].dims == ("step",)
    assert pd.DatetimeIndex(power["time"].values)[[0, -1]].tolist() == [
        pd.Timestamp("2025-01-01 00:00"),
        pd.Timestamp("2025-01-07 23:00"),
    ]
    assert set(power["year_of"].values) == {2030}


def test_model_years_share_the_stamps_of_the_weather_year() -> None:
    found = tiny_path().dataset
    first, second = (found["time"].values[found["year_of"].values == year] for year in (2030, 2040))
    assert np.array_equal(first, second)


def test_the_file_says_what_made_it(opened: xr.Dataset) -> None:
    assert opened.attrs["title"] == "baseline" and opened.attrs["format_version"] == 1
    assert opened.attrs["solver"] == "HiGHS" and opened.attrs["solver_version"][0].isdigit()
