"""From checked tables to the xarray Dataset that the formulation reads: labels, numbers in model units, all years."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from energy_model.dataset.assembly.arrays import Variables, booleans, floats, labels
from energy_model.dataset.assembly.assets import asset_variables, cycle_variables, port_variables, tie_variables
from energy_model.dataset.assembly.calm_days import calm_variables
from energy_model.dataset.assembly.commitment import commitment_variables
from energy_model.dataset.assembly.demands import demand_variables, windows
from energy_model.dataset.assembly.districts import district_variables, plant_variables
from energy_model.dataset.assembly.energy_limits import energy_limit_variables
from energy_model.dataset.assembly.indicators import indicator_variables
from energy_model.dataset.assembly.interpolation import Floats, by_year
from energy_model.dataset.assembly.levels import level_profiles
from energy_model.dataset.assembly.loads import peak_variables
from energy_model.dataset.assembly.markets import market_profiles, market_variables
from energy_model.dataset.assembly.metrics import metric_variables, peak_terms
from energy_model.dataset.assembly.pathway import previous_years, year_weights
from energy_model.dataset.assembly.reference_figures import actual_variables, reference_variables
from energy_model.dataset.assembly.roles import roles, zone_roles
from energy_model.dataset.assembly.settings import setting
from energy_model.dataset.assembly.steps import step_variables
from energy_model.dataset.assembly.targets import ANNUAL, MATCHING, readings, target_variables
from energy_model.dataset.assembly.texts import texts
from energy_model.dataset.dictionary import ALWAYS
from energy_model.dataset.steps import steps_of
from energy_model.dataset.tables import Tables

NAMED = {  # coordinate: the tables whose keys it holds
    "zone": ("zones",),
    "kind": ("zone_kinds",),
    "carrier": ("carriers",),
    "group": ("groups",),
    "technology": ("technologies",),
    "asset": ("assets", "links"),
    "demand": ("demands",),
    "market": ("markets",),
    "metric": ("metrics",),
    "park_rule": ("park_rules",),
    "site": ("sites",),
    "indicator": ("indicators",),
    "known": ("known",),
    "district": ("districts",),
    "plant": ("plants",),
}

# settings by year
BY_YEAR = (
    *("co2_price", "co2_pass_through", "traded_co2_price"),
    *("certificate_price", "certificate_purchase_price"),
    *("reserve_load_share", "reserve_supply_share", "reserve_cost"),
)
# settings that hold for all years
SCALARS = (
    *("discount_rate", "base_year", "plan_year", "summer_begin", "summer_end", "winter_begin", "winter_end"),
    *("clean_hydrogen", "low_carbon_hydrogen"),
)


def assemble(tables: Tables, years: Sequence[int]) -> xr.Dataset:
    """Assemble the Dataset of ``years`` in model units (MW, MWh, t, money, hour, km); coordinates in file order.

    Coordinates: zone, carrier, technology, asset (assets, then links), demand, market, profile ('always' first),
    metric, peak, indicator, cycle, target and known (also of years outside the model), target_row, reading, district,
    plant, year, month, site, tie, step (year-major), commitment (lengths of periods [h]), port
    ('asset/carrier/direction').
    Attributes: currency and words of the study (`assembly.texts`).
    """
    tables = tables.held()
    targets, target_coordinates = target_variables(tables, years)
    coordinates: dict[str, Any] = {name: labels(tables.keys(*of)) for name, of in NAMED.items()}
    coordinates |= {
        "peak": labels(peak_terms(tables)),
        "profile": labels(
            [
                *(ALWAYS, *tables.keys("profiles"), *market_profiles(tables, years)),
                *(*windows(tables), *level_profiles(tables)),
            ]
        ),
        "year": np.asarray(years, dtype=np.int64),
        "step": np.arange(len(years) * len(steps_of(tables).length)),
        "month": np.arange(1, 12 * len(years) + 1),
    }
    variables: Variables = {}
    parts = (
        _names,
        _places,
        step_variables,
        _settings,
        demand_variables,
        market_variables,
        asset_variables,
        metric_variables,
    )
    for part in (*parts, energy_limit_variables, indicator_variables, commitment_variables):
        variables |= part(tables, years)
    ports, port_data = port_variables(tables)
    (cycles, cycle_data), (ties, tie_data) = cycle_variables(tables), tie_variables(tables)
    variables |= port_data | cycle_data | tie_data | targets | reference_variables(tables) | actual_variables(tables)
    variables |= district_variables(tables) | plant_variables(tables)
    variables |= calm_variables(tables, years, variables["demand_mean"][1], variables["maximum_capacity"][1])
    variables |= peak_variables(tables, years, variables["demand_mean"][1])
    coordinates |= target_coordinates | {"port": ports, "cycle": cycles, "tie": ties}
    return xr.Dataset(variables, coordinates, texts(tables))


def _names(tables: Tables, years: Sequence[int]) -> Variables:
    """Give Chinese and English names of everything that is shown, and colours."""
    variables: Variables = {}
    for dim, of in NAMED.items():
        for column in ("name_zh", "name_en"):
            words = [word for table in of for word in tables[table][column]]
            variables[f"{dim}_{column}"] = (dim, labels(words))
    for dim, table in (("technology", "technologies"), ("carrier", "carriers")):
        variables[f"{dim}_iamc"] = (dim, labels(tables[table]["iamc"]))
    for dim, table in (
        ("technology", "technologies"),
        ("carrier", "carriers"),
        ("group", "groups"),
        ("kind", "zone_kinds"),
    ):
        variables[f"{dim}_colour"] = (dim, labels(tables[table]["colour"]))
    variables["park_rule_modelled"] = ("park_rule", tables["park_rules"]["modelled"].to_numpy(dtype=bool))
    return variables


def _places(tables: Tables, years: Sequence[int]) -> Variables:
    """Give zones, carriers and sites."""
    zones, carriers = tables["zones"], tables["carriers"]
    sites = by_year(tables["site_data"], "site", "maximum", tables.keys("sites"), years)
    return {
        "zone_kind": ("zone", labels(zones["kind"])),
        "zone_role": ("zone", labels(zone_roles(tables))),
        "group_order": ("group", _ranks(tables["groups"]["order"])),
        # over how long green power made and power used must match
        "matching": ("zone", labels([readings(tables).get(MATCHING, ANNUAL)] * len(zones))),
        "latitude": ("zone", floats(zones["latitude"])),
        "longitude": ("zone", floats(zones["longitude"])),
        "role": ("carrier", labels(roles(tables))),
        "emission_factor": ("carrier", floats(carriers["emission_factor"])),
        "yearly": ("carrier", (carriers["balanced"] == "year").to_numpy(dtype=bool)),
        "pool": ("carrier", labels(carriers["pool"])),
        "disposable": ("carrier", booleans(carriers["disposable"])),
        "site_maximum": (("site", "year"), sites),
    }


def _ranks(order: pd.Series[float]) -> Floats:
    """Place of each row: by its order, those without one last and as they stand."""
    return floats(order.rank(method="first", na_option="bottom"))


def _settings(tables: Tables, years: Sequence[int]) -> Variables:
    """Give prices by year, weights of the years, and scalars."""
    scalars = {name: float(setting(tables, name, years[:1])[0]) for name in SCALARS}
    numbers = {name: setting(tables, name, years) for name in BY_YEAR}
    return {
        **{name: ("year", values) for name, values in numbers.items()},
        "certificates_on_offer": ("year", np.where(numbers["certificate_purchase_price"] > 0, np.inf, 0.0)),
        "year_weight": ("year", year_weights(years, int(scalars["base_year"]), scalars["discount_rate"])),
        "previous_year": ("year", np.asarray(previous_years(years), dtype=np.int64)),
        "hours_per_year": ((), steps_of(tables).year_hours),
        **{name: ((), number) for name, number in scalars.items()},
    }
