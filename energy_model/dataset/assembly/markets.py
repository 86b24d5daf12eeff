"""The part of the Dataset about markets: where, of what, which way, at which price in each hour, and how much."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from energy_model.dataset.assembly.arrays import Variables, floats, labels
from energy_model.dataset.assembly.demands import exact_shape
from energy_model.dataset.assembly.interpolation import Floats, along_years, by_year
from energy_model.dataset.dictionary import ALWAYS, HOURLY
from energy_model.dataset.steps import in_year, steps_of
from energy_model.dataset.tables import Tables

_NUMBERS = {  # column of market_data: variable
    "price": "market_price",
    "charge": "market_charge",
    "price_impact": "market_impact",
    "capacity": "market_capacity",
    "energy": "market_energy",
    "energy_least": "market_least",
}


def market_variables(tables: Tables, years: Sequence[int]) -> Variables:
    """Give the variables over (market) and (market, year)."""
    markets, keys = tables["markets"], tables.keys("markets")
    own = market_profiles(tables, years)
    profiles = [
        of_year if (of_year := _name(key)) in own else profile
        for key, profile in zip(keys, markets["price_profile"], strict=True)
    ]
    variables: Variables = {
        "market_zone": ("market", labels(markets["zone"])),
        "market_carrier": ("market", labels(markets["carrier"])),
        "market_profile": ("market", labels(profiles)),
        "market_direction": ("market", labels(markets["direction"])),
        "market_sign": ("market", np.where(markets["direction"] == "buy", 1.0, -1.0)),
    }
    numbers = {name: by_year(tables["market_data"], "market", column, keys, years) for column, name in _NUMBERS.items()}
    limit = np.minimum(numbers["market_energy"], numbers["market_capacity"] * steps_of(tables).hours)
    numbers |= {"year_limit": limit} | _emissions(tables, years)
    return variables | {name: (("market", "year"), values) for name, values in numbers.items()}


def _emissions(tables: Tables, years: Sequence[int]) -> dict[str, Floats]:
    """Give the CO2 of a MWh traded, and that of the unit that sets its price, with its allowances.

    shapes: (market, year); [t/MWh]
    """
    data, keys = tables["market_data"], tables.keys("markets")

    def given(column: str, otherwise: Floats) -> Floats:
        found = by_year(data[data[column].notna()], "market", column, keys, years)
        return np.where(np.isnan(found), otherwise, found)

    intensity = given("emission_intensity", floats(tables["markets"]["emission_intensity"])[:, None])
    return {
        "market_emission": intensity,
        "marginal_emission": given("marginal_intensity", intensity),
        "marginal_allowance": by_year(data, "market", "marginal_allowance", keys, years),
    }


def market_profiles(tables: Tables, years: Sequence[int]) -> dict[str, Floats]:
    """Give the factor on the price of each market whose profile changes with the year, over the hours of all years.

    Arrays have the shape (year * hour,). No key of a study has a blank in it, as these names have.
    """
    changing = set(tables["market_data"]["market"][tables["market_data"]["price_profile"] != ""])
    return {_name(key): price_factor(tables, key, years).ravel() for key in tables.keys("markets") if key in changing}


def price_factor(tables: Tables, market: str, years: Sequence[int]) -> Floats:
    """Give the hourly factor on the price of a market, interpolated between the years given. shape: (year, hour)."""
    data = tables["market_data"][tables["market_data"]["market"] == market]
    general = str(tables["markets"].set_index("market")["price_profile"][market])
    given = data["year"].to_numpy(dtype=np.float64, na_value=np.nan)
    shares = np.array([along_years(given, row, years) for row in np.eye(len(data))])
    names = [name or general for name in data["price_profile"]]
    each = [[_shape(in_year(tables, year), name) for name in names] for year in years]
    return np.stack([share @ np.array(shapes) for share, shapes in zip(shares.T, each, strict=True)])


def _name(market: str) -> str:
    return f"price of {market}"


def _shape(tables: Tables, profile: str) -> Floats:
    """Give the hourly factor of a profile, of mean 1. shape: (hour,)."""
    hourly = tables[HOURLY]
    if profile == ALWAYS:
        return np.ones(len(hourly))
    return exact_shape(floats(hourly[profile]), steps_of(tables).weight)
