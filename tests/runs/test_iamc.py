"""A run in the format of the IAMC: names of its common definitions, units, and sums of parts."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from energy_model.dataset.dictionary import dictionary
from energy_model.run import Run
from energy_model.runs.iamc import INDEX, iamc
from energy_model.runs.iamc_names import IamcNames, _of
from tests.support.tiny_run import tiny_path

pytestmark = pytest.mark.proof
EJ = 3.6e-9  # of a MWh


@pytest.fixture(scope="module")
def run() -> Run:
    """The tiny study in two years, its wind called what it is."""
    ds, names = tiny_path().dataset, {"wind": "Wind|Offshore"}
    texts = np.array([names.get(str(t), "") for t in ds["technology"].values])
    return Run(ds.assign(technology_iamc=("technology", texts)), tiny_path().summary, tiny_path().manifest)


@pytest.fixture(scope="module")
def found(run: Run) -> pd.DataFrame:
    return iamc(run)


def value(found: pd.DataFrame, variable: str, year: int = 2040) -> float:
    """The one row of a variable."""
    (row,) = found[found["variable"] == variable][year]
    return float(row)


def test_columns_are_those_of_the_format(found: pd.DataFrame) -> None:
    assert list(found.columns) == [*INDEX, 2030, 2040]
    assert set(found["scenario"]) == {"path"} and set(found["region"]) == {"the city"}
    assert not found.duplicated("variable").any() and not found.isna().any(axis=None)
    units = set(zip(found["variable"].str.partition("|")[0], found["unit"], strict=True))
    assert units == {
        ("Capacity", "GW"),
        ("Capacity", "GWh"),
        ("Emissions", "Mt CO2/yr"),
        ("Final Energy", "EJ/yr"),
        ("Investment", "billion CNY_2025/yr"),
        ("Price", "CNY_2025/t CO2"),
        ("Primary Energy", "EJ/yr"),
        ("Secondary Energy", "EJ/yr"),
    }


def test_amounts_are_those_of_the_tables(run: Run, found: pd.DataFrame) -> None:
    last = {name: run.table(name).query("year == 2040") for name in ("generation", "capacity", "emissions", "trade")}
    wind = last["generation"].query("technology == 'wind'")["generation"].sum()
    assert value(found, "Secondary Energy|Electricity|Wind|Offshore") == pytest.approx(wind * EJ)
    assert value(found, "Primary Energy|Wind") == pytest.approx(wind * EJ)
    coal = last["trade"].query("market == 'coal_purchase'")["energy"].sum()
    assert value(found, "Primary Energy|Coal") == pytest.approx(coal * EJ)
    assert value(found, "Capacity|Electricity|Coal") == pytest.approx(
        last["capacity"].query("technology == 'coal_plant'")["capacity"].sum() / 1e3
    )
    burnt = last["emissions"].query("kind == 'combustion'")["co2"].sum()
    assert value(found, "Emissions|CO2|Energy|Supply|Electricity") == pytest.approx(burnt / 1e6)
    assert value(found, "Price|Carbon") == 200.0 and value(found, "Price|Carbon", 2030) == 60.0
    assert value(found, "Capacity|Electricity|Storage Capacity") == pytest.approx(
        last["capacity"].query("technology == 'battery'")["energy_capacity"].sum() / 1e3
    )


def test_hydrogen_is_made_from_electricity_and_used(run: Run, found: pd.DataFrame) -> None:
    served = run.table("demand").query("year == 2040 and demand == 'city_hydrogen'")["served"].sum()
    assert value(found, "Secondary Energy|Hydrogen|Electricity") == pytest.approx(served * EJ, rel=1e-6)
    assert value(found, "Final Energy|Hydrogen") == pytest.approx(served * EJ)


def test_investment_is_spread_over_the_years_since_the_model_year_before(run: Run, found: pd.DataFrame) -> None:
    built = (
        run.table("investment").query("technology == 'wind'").set_index("year")[["planned", "committed"]].sum(axis=1)
    )
    for year, since in ((2030, 5), (2040, 10)):
        wanted = built.get(year, 0.0) / since / 1e9
        assert value(found, "Investment|Energy Supply|Electricity|Wind|Offshore", year) == pytest.approx(wanted)


def test_what_has_parts_is_their_sum(found: pd.DataFrame) -> None:
    amounts = found.set_index("variable")[2040]
    whole = 0
    for name in amounts.index:
        parts = [n for n in amounts.index if n.rpartition("|")[0] == name and not n.endswith("Storage Capacity")]
        if parts and name not in ("Final Energy",):
            whole += 1
            assert amounts[name] == pytest.approx(amounts[parts].sum()), name
    assert whole >= 8
    fuels = [n for n in ("Electricity", "Hydrogen") if f"Final Energy|{n}" in amounts.index]
    assert amounts["Final Energy"] == pytest.approx(amounts[[f"Final Energy|{n}" for n in fuels]].sum())


def test_what_saves_a_fuel_does_not_make_it() -> None:
    names = IamcNames(tiny_path().dataset)
    names.taken |= {"synthesis": "Hydrogen", "injection": "Hydrogen", "regasification": "Gases|Gas"}
    assert names.makes("synthesis", "Liquids|Hydrogen") and names.makes("electrolyser", "Hydrogen")
    assert not names.makes("injection", "Solids|Coal")
    assert not names.makes("regasification", "Gases|Gas")
    assert not names.makes("efficiency", "Solids|Coal")


def test_every_sector_and_role_has_a_name_or_none_on_purpose() -> None:
    columns = dictionary()
    assert set(_of("sector")) == set(columns["technologies"].columns["sector"].choices)
    assert set(columns["carriers"].columns["role"].choices) - set(_of("role")) == {"cold"}
    assert IamcNames.primary("Liquids|Oil") == "Oil" and IamcNames.primary("Hydrogen") == "Secondary Energy Trade"


def test_a_run_is_written_in_the_format(run: Run, tmp_path: Path) -> None:
    written = pd.read_csv(run.export(tmp_path / "iamc.csv", form="iamc"))
    assert list(written.columns) == [*INDEX, "2030", "2040"] and len(written) == len(iamc(run))
