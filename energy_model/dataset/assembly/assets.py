"""The part of the Dataset about assets: what they are, where, how many there are, how many may be, at which cost."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from energy_model.dataset.assembly.arrays import Variables, booleans, floats, labels
from energy_model.dataset.assembly.cycles import cycle_rows
from energy_model.dataset.assembly.interpolation import Floats, by_year
from energy_model.dataset.assembly.levels import level_variables
from energy_model.dataset.assembly.pathway import previous_years
from energy_model.dataset.assembly.plants import alive, cost_of_committed, cost_of_existing, start_years
from energy_model.dataset.assembly.settings import setting
from energy_model.dataset.dictionary import ALWAYS, dictionary
from energy_model.dataset.tables import Tables

WITH_PORTS = ("conversion", "process")


def asset_table(tables: Tables) -> pd.DataFrame:
    """Give assets and links as `_asset_table` does; a copy."""
    return tables.once("assets", _asset_table).copy()


def _asset_table(tables: Tables) -> pd.DataFrame:
    """Give assets and links in one table with the columns of their technologies; one row each, in file order.

    Columns: asset, technology, zone (of links: from_zone), availability, least_output ('' for none), cost_profile,
    inflow [MW], inflow_profile, initial_energy, final_energy_min, final_energy_max [MWh], least_level, most_level (''
    for none; all these of links as of storages that have none), shape, site, site_use, retirable, to_zone,
    from_carrier, to_carrier, traced_zone ('' for assets), bidirectional, shared, availability_back, length [km],
    reactance [1], name_zh, name_en, behaviour, carrier, group, sector, green, ets, loss_to, shared_converter, link
    (bool).
    """
    assets = tables["assets"].assign(
        link=False, to_zone="", from_carrier="", to_carrier="", bidirectional=False, length=0.0, traced_zone="",
        shared=True, availability_back=ALWAYS, reactance=0.0,
    )  # fmt: skip
    links = tables["links"].rename(columns={"link": "asset", "from_zone": "zone"})
    links = links.assign(link=True, shape=ALWAYS, least_output="", site="", site_use=1.0, retirable=False)
    links = links.assign(
        inflow=0.0, inflow_profile=ALWAYS, initial_energy=np.inf, final_energy_min=0.0, final_energy_max=np.inf,
        least_level="", most_level="",
    )  # fmt: skip
    links["availability_back"] = links["availability_back"].mask(
        links["availability_back"] == "", links["availability"]
    )
    both = pd.concat([assets, links], ignore_index=True)
    described = ["behaviour", "carrier", "group", "sector", "green", "ets", "loss_to", "shared_converter"]
    both = both.join(tables["technologies"].set_index("technology")[described], on="technology")
    for column in ("from_carrier", "to_carrier"):
        both[column] = both[column].mask(both["link"].astype(bool) & (both[column] == ""), both["carrier"])
    return both


def asset_variables(tables: Tables, years: Sequence[int]) -> Variables:
    """Give the variables over (asset) and (asset, year)."""
    assets = asset_table(tables)
    words = {
        "technology_of": "technology",
        "behaviour": "behaviour",
        "group_of": "group",
        "sector_of": "sector",
        "zone_of": "zone",
        "carrier_of": "carrier",
        "availability_of": "availability",
        "back_availability_of": "availability_back",
        "least_output_of": "least_output",
        "cost_profile_of": "cost_profile",
        "inflow_profile_of": "inflow_profile",
        "shape_of": "shape",
        "site_of": "site",
        "loss_to": "loss_to",
        "to_zone": "to_zone",
        "from_carrier": "from_carrier",
        "to_carrier": "to_carrier",
        "traced_zone": "traced_zone",
    }
    variables: Variables = {name: ("asset", labels(assets[column])) for name, column in words.items()}
    # whether nature limits the output hour by hour: what it could give more is curtailed
    variables["natural"] = ("asset", (assets["behaviour"] == "supply").to_numpy())
    variables["shares_capacity"] = ("asset", booleans(assets["shared"]))
    variables["shares_converter"] = ("asset", booleans(assets["shared_converter"]))
    for name in ("green", "ets", "bidirectional", "retirable"):
        variables[name] = ("asset", booleans(assets[name]))
    numbers = ("length", "reactance", "site_use", "inflow", "initial_energy", "final_energy_min", "final_energy_max")
    for name in numbers:
        variables[name] = ("asset", floats(assets[name]))
    return (
        variables
        | level_variables(tables, assets)
        | _technical(tables, assets, years)
        | _capacities(tables, assets, years)
        | _costs(tables, assets, years)
    )


def parameter(tables: Tables, name: str, assets: pd.DataFrame, years: Sequence[int]) -> Floats:
    """Give a technology parameter, (asset, year), in model units; its default where it is not given."""
    by_parameter = tables.once("parameters", _by_parameter)
    rows = by_parameter.get(name, tables["technology_data"].iloc[:0])
    missing = dictionary()["technology_data"].parameters[name].number
    technologies = tables.keys("technologies")
    values = by_year(rows, "technology", "value", technologies, years, missing)
    return values[pd.Index(technologies).get_indexer(pd.Index(assets["technology"]))]


def _by_parameter(tables: Tables) -> dict[str, pd.DataFrame]:
    """Give the rows of technology_data by parameter."""
    return {str(name): rows for name, rows in tables["technology_data"].groupby("parameter", sort=False)}


def _technical(tables: Tables, assets: pd.DataFrame, years: Sequence[int]) -> Variables:
    """Give the parameters that do not change with the year."""
    names = (
        "lifetime", "wacc", "variable_om", "min_load", "ramp", "start_cost", "efficiency_in", "efficiency_out",
        "standing_loss", "duration_min", "duration_max", "must_run", "retrofit_min_load", "retrofit_lifetime",
        "direct_emissions", "certificates", "stock", "heel", "cycles", "charge_ratio", "firm_load", "block",
    )  # fmt: skip
    values = {name: parameter(tables, name, assets, years[:1])[:, 0] for name in names}
    values["wacc"] = np.where(np.isnan(values["wacc"]), setting(tables, "wacc", years[:1]), values["wacc"])
    per_km = parameter(tables, "loss_distance", assets, years[:1])[:, 0]
    values["loss"] = parameter(tables, "loss", assets, years[:1])[:, 0] + per_km * floats(assets["length"])
    return {name: ("asset", array) for name, array in values.items()}


def _capacities(tables: Tables, assets: pd.DataFrame, years: Sequence[int]) -> Variables:
    """Give what is there and what may be, in MW and MWh."""
    keys = list(assets["asset"])
    existing = alive(tables, "capacity", keys, years)
    # Without a row of potentials nothing is built; what may be retired may then go down to nothing.
    least = np.where(booleans(assets["retirable"])[:, None], 0.0, existing)
    minimum, maximum = (by_year(tables["potentials"], "asset", name, keys, years) for name in ("minimum", "maximum"))
    arrays = {
        "existing": existing,
        "most_retired": np.where(np.asarray(years) > _base_year(tables), existing, 0.0),
        "arriving": alive(tables, "capacity", keys, years, after=previous_years(years)),
        "existing_energy": alive(tables, "energy", keys, years),
        "minimum_capacity": np.where(np.isnan(minimum), least, minimum),
        "maximum_capacity": np.where(np.isnan(maximum), existing, maximum),
    }
    for column, nothing in (("minimum", 0.0), ("maximum", np.inf)):
        arrays[f"{column}_energy"] = by_year(tables["potentials"], "asset", f"energy_{column}", keys, years, nothing)
    expandable = np.isin(labels(keys), labels(tables["potentials"]["asset"]))
    variables: Variables = {name: (("asset", "year"), array) for name, array in arrays.items()}
    return variables | {"expandable": ("asset", expandable)}


def _base_year(tables: Tables) -> int:
    """Give the year of the known facts."""
    return int(setting(tables, "base_year", [0])[0])


def _costs(tables: Tables, assets: pd.DataFrame, years: Sequence[int]) -> Variables:
    """Give the costs of capacity [CNY/MW] and of energy capacity [CNY/MWh], and what is paid of them every year."""
    names = (
        *("overnight_cost_energy", "fixed_om", "fixed_om_share", "capacity_payment"),
        *("retrofit_share", "retrofit_cost", "benchmark"),
        *("contract_share", "contract_price", "contract_reference"),
    )
    arrays = {name: parameter(tables, name, assets, years) for name in names}
    paid_to_grid = setting(tables, "grid_charges", years)
    for name in ("energy_charge", "demand_charge", "capacity_charge"):
        arrays[name] = paid_to_grid * parameter(tables, name, assets, years)
    arrays["overnight_cost"] = _overnight_cost(tables, assets, years)
    keys, started = list(assets["asset"]), start_years(tables)
    committed = np.zeros((len(keys), len(years)))
    paid = _overnight_cost(tables, assets, started), parameter(tables, "overnight_cost_energy", assets, started)
    for name, column, cost in zip(
        ("overnight_cost", "overnight_cost_energy"), ("capacity", "energy"), paid, strict=True
    ):
        arrays[f"{name}_existing"] = cost_of_existing(tables, column, keys, years, cost, started)
        committed += cost_of_committed(tables, column, keys, years, cost, started)
    arrays["committed_investment"] = committed
    return {name: (("asset", "year"), array) for name, array in arrays.items()}


def _overnight_cost(tables: Tables, assets: pd.DataFrame, years: Sequence[int]) -> Floats:
    """Give the cost of a MW with its length, (asset, year); [CNY/MW]."""
    per_km = parameter(tables, "overnight_cost_distance", assets, years)
    return parameter(tables, "overnight_cost", assets, years) + per_km * floats(assets["length"])[:, None]


def cycle_variables(tables: Tables) -> tuple[NDArray[np.str_], Variables]:
    """Give the labels of the cycles of lines with reactance, and reactances over (cycle, asset)."""
    assets = asset_table(tables)
    begin, end = (
        list(zip(assets[zone], assets[carrier], strict=True))
        for zone, carrier in (("zone", "from_carrier"), ("to_zone", "to_carrier"))
    )
    rows = cycle_rows(list(zip(begin, end, strict=True)), floats(assets["reactance"]))
    return labels(f"cycle {k + 1}" for k in range(len(rows))), {"cycle_reactance": (("cycle", "asset"), rows)}


def tie_variables(tables: Tables) -> tuple[NDArray[np.str_], Variables]:
    """Give the labels and variables over (tie): pairs of assets with capacities in a fixed ratio."""
    ties = tables["capacity_ties"]
    return labels(ties["asset"] + "/" + ties["partner"]), {
        "tied_asset": ("tie", labels(ties["asset"])),
        "tied_to": ("tie", labels(ties["partner"])),
        "tie_ratio": ("tie", floats(ties["ratio"])),
    }


def port_variables(tables: Tables) -> tuple[NDArray[np.str_], Variables]:
    """Give the labels and variables over (port): each conversion or process with each port of its technology."""
    assets = asset_table(tables)
    assets = assets.loc[assets["behaviour"].isin(WITH_PORTS), ["asset", "technology", "zone"]]
    columns = ["technology", "carrier", "direction", "value", "no_load", "profile", "zone"]
    ports = assets.merge(tables["ports"][columns], on="technology", suffixes=("_of_asset", ""))
    elsewhere = ports["zone"] != ""
    names = ports["asset"] + "/" + ports["carrier"] + "/" + ports["direction"]
    names = names.mask(elsewhere, names + "/" + ports["zone"])
    sign = np.where(ports["direction"] == "out", 1.0, -1.0)
    return labels(names), {
        "port_asset": ("port", labels(ports["asset"])),
        "port_carrier": ("port", labels(ports["carrier"])),
        "port_zone": ("port", labels(ports["zone"].where(elsewhere, ports["zone_of_asset"]))),
        "port_coefficient": ("port", sign * floats(ports["value"])),
        "port_profile": ("port", labels(ports["profile"])),
        "port_no_load": ("port", floats(ports["no_load"])),
    }
