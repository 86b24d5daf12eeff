"""Reference figures and the newer terms of metrics: units, ratios, selections, and the matrices that come of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from energy_model.dataset import assemble, read_study
from energy_model.dataset.assembly.reference_figures import reference_unit
from tests.support.study import add_row, change_cell, set_cell
from tests.support.works import DAY, places, problems_of, study_with_works

pytestmark = pytest.mark.proof

YEARS = [2030]
NAMES = {"name_zh": "指标", "name_en": "Metric"}


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return study_with_works(tmp_path / "study")


def assembled(study: Path) -> xr.Dataset:
    return assemble(read_study(study, hours=DAY, years=YEARS), YEARS)


def add_metric(study: Path, metric: str, unit: str, **term: str) -> None:
    add_row(study, "metrics", metric=metric, unit=unit, **NAMES)
    add_row(study, "metric_terms", metric=metric, **term)


def test_reference_figures_are_in_model_units(study: Path) -> None:
    """8 to 9 TWh are 8 to 9 million MWh; energy by capacity is in hours."""
    found = assembled(study)
    assert list(found.known_metric.values) == ["power_use", "green_energy"]
    assert list(found.known_of.values) == ["", "wind_capacity"]
    assert list(found.known_year.values) == [2030, 2030]
    np.testing.assert_allclose(found.known_low, [8e6, 2000])
    np.testing.assert_allclose(found.known_high, [9e6, 4000])
    np.testing.assert_allclose(found.known_scale, [1e6, 1])


def test_known_ratios_of_other_kinds(study: Path) -> None:
    """A share of the same kind is a plain number; tonnes by energy are t/MWh: 500 g/kWh are 0.5 t/MWh."""
    more = {"year": "2030", **NAMES}
    add_row(study, "known", known="share", metric="green_energy", of="power_use", low="20", high="40", unit="%", **more)
    add_row(
        study, "known", known="intensity", metric="carbon", of="power_use", low="500", high="600", unit="g/kWh", **more
    )
    tables = read_study(study, hours=DAY, years=YEARS)
    kinds = [("carbon", "power_use"), ("green_energy", "power_use"), ("green_energy", "wind_capacity"), ("carbon", "")]
    assert [reference_unit(tables, *kind) for kind in kinds] == ["t/MWh", "1", "hour", "t"]
    np.testing.assert_allclose(assemble(tables, YEARS).known_low[-2:], [0.2, 0.5])


def test_a_known_figure_of_another_kind(study: Path) -> None:
    change_cell(study, "known", 3, "of", "")
    assert places(study) == {("unit-kind", "known", 3, "unit")}
    change_cell(study, "known", 3, "unit", "TWh")
    assert not problems_of(study)


@pytest.mark.parametrize(
    ("metric", "unit", "term", "matrix", "members"),
    [
        ("coal_use", "TWh", {"quantity": "input", "carrier": "coal"}, "input",
         {"city_coal/coal/in": 1, "city_mill/coal/in": 1}),
        ("mill_coal", "TWh", {"quantity": "input", "carrier": "coal", "sector": "textiles"}, "input",
         {"city_mill/coal/in": 1}),
        ("steam", "TWh", {"quantity": "output", "carrier": "steam"}, "output", {"city_mill/steam/out": 1}),
        ("mills", "GW", {"quantity": "capacity", "sector": "textiles"}, "capacity", {"city_mill": 1}),
        ("built", "GW", {"quantity": "new_capacity", "group": "wind"}, "new_capacity", {"sea_wind": 1}),
        ("peak", "GW", {"quantity": "peak_demand", "carrier": "electricity"}, "peak_demand",
         {"carrier=electricity": 1}),
        ("bends", "GW", {"quantity": "flexible_demand", "carrier": "electricity"}, "flexible_demand",
         {"city_load": 1}),
        ("made", "TWh", {"quantity": "generation", "technology": "mill"}, "generation", {"city_mill": 1}),
    ],
)  # fmt: skip
def test_terms_select_ports_sectors_and_peaks(
    study: Path, metric: str, unit: str, term: dict[str, str], matrix: str, members: dict[str, float]
) -> None:
    add_metric(study, metric, unit, **term)
    row = assembled(study)[f"metric_{matrix}"].sel(metric=metric)
    named = row[row.dims[0]].values
    assert {str(named[k]): row.values[k] for k in np.flatnonzero(row.values)} == members


@pytest.mark.parametrize(
    ("unit", "term", "kind", "column"),
    [
        ("TWh", {"quantity": "input", "carrier": "steam"}, "empty-term", "carrier"),  # it comes out
        ("TWh", {"quantity": "output", "sector": "steel"}, "empty-term", "sector"),
        ("GW", {"quantity": "peak_demand", "zone": "sea"}, "empty-term", "zone"),
        ("GW", {"quantity": "input", "carrier": "coal"}, "unit-kind", "unit"),
        ("TWh", {"quantity": "flexible_demand", "carrier": "electricity"}, "unit-kind", "unit"),
    ],
)
def test_terms_that_select_nothing_or_have_another_unit(
    study: Path, unit: str, term: dict[str, str], kind: str, column: str
) -> None:
    add_metric(study, "new", unit, **term)
    assert places(study) == {(kind, "metric_terms", 6, column)}


def test_a_retrofit_that_is_offered_can_be_counted(study: Path) -> None:
    add_metric(study, "refitted", "GW", quantity="retrofit")
    assert [(kind, table, row) for kind, table, row, _ in places(study)] == [("empty-term", "metric_terms", 6)]
    for name, value, unit in (("retrofit_cost", "120", "CNY/kW"), ("retrofit_min_load", "20", "%")):
        add_row(study, "technology_data", technology="coal_plant", parameter=name, value=value, unit=unit)
    found = assembled(study)
    assert found.metric_retrofit.sel(metric="refitted", asset="city_coal").item() == 1
    np.testing.assert_allclose(found.retrofit_cost.sel(asset="city_coal"), [120e3])
    assert found.retrofit_min_load.sel(asset="city_coal").item() == pytest.approx(0.2)


def test_direct_emissions_count_as_emissions(study: Path) -> None:
    """The wind farm burns nothing; an electrolyser with emissions of its own would be counted among the emitters."""
    before = assembled(study).metric_emission_asset.sel(metric="carbon", asset="city_electrolyser").item()
    add_row(
        study, "technology_data", technology="electrolyser", parameter="direct_emissions", value="0.1", unit="t/MWh"
    )
    after = assembled(study).metric_emission_asset.sel(metric="carbon")
    assert (before, after.sel(asset="city_electrolyser").item(), after.sel(asset="sea_wind").item()) == (0, 1, 0)
    set_cell(study, "metric_terms", "carbon", "sector", "textiles")
    only = assembled(study).metric_emission_asset.sel(metric="carbon")
    assert [str(a) for a in only.asset.values[only.values > 0]] == ["city_mill"]
