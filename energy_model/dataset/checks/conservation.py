"""Conservation of energy: no conversion gives more fuel or power than it takes in, and none takes from nothing.

Heat and cold may be more than the power that moves them (heat pumps, chillers). Processes stand for whole sectors and
may count in tonnes or kilometres: of them only ports without a ratio are faults.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pandas as pd

from energy_model.dataset.assembly.roles import role_by_name
from energy_model.dataset.checks.assets import behaviours
from energy_model.dataset.rows import records
from energy_model.dataset.tables import Tables

# what carries work or fuel, by the roles of carriers; a carrier with an emission factor is a fuel whatever its role
CARRYING = ("electricity", "green_electricity", "hydrogen", "lng", "gas", "coal", "biomass")
COLD = "cold"
_ROUNDING = 1e-6
# useful heat of burning over the lower heating value: what condenses gives back some more
_OF_HEATING_VALUE = 1.1


def check_conservation(tables: Tables, years: Sequence[int]) -> None:
    """Report inputs without a ratio and conversions that make energy out of nothing."""
    ports = tables.sound("ports", ["technology", "carrier", "direction", "value"])
    for row, port in records(ports[(ports["direction"] == "in") & (ports["value"] <= 0)]):
        message = f"'{port['technology']}' would take no {port['carrier']} for what it gives."
        tables.report(
            "input-of-nothing", "ports", message, "Give its ratio, or remove the row.", row=row, column="value"
        )
    if tables.clean("ports.value", "ports.direction", "ports.carrier", "ports.technology", "technologies.behaviour"):
        # what cold LNG takes up is nothing that it gives
        cold = (ports["direction"] == "out") & ports["carrier"].isin(_of_roles(tables, (COLD,)))
        fuels = _fuels(tables)
        carrying = _of_roles(tables, CARRYING) | fuels
        for row, message in _faults(tables, ports[~cold], fuels, carrying):
            hint = f"Check the ratios and units of its rows in {tables.place('ports')}."
            tables.report("energy-from-nothing", "technologies", message, hint, row=row, column="technology")


def _faults(tables: Tables, ports: pd.DataFrame, fuels: set[str], carrying: set[str]) -> Iterator[tuple[int, str]]:
    behaviour = behaviours(tables)
    for row, technology in records(tables.sound("technologies", ["technology", "behaviour"])):
        name = str(technology["technology"])
        own = ports[ports["technology"] == name]
        if behaviour.get(name) != "conversion" or own.empty:
            continue
        taken, given = (own[own["direction"] == direction] for direction in ("in", "out"))
        total, work = float(taken["value"].sum()), float(given["value"][given["carrier"].isin(carrying)].sum())
        if taken.empty:
            yield row, f"'{name}' is a conversion without an input: it would make its output from nothing."
        elif work > total * (1 + _ROUNDING):
            yield row, f"'{name}' would give {work:g} MWh of fuel or power for {total:g} MWh that it takes in."
        elif _burns(taken, given, fuels) and (heat := float(given["value"].sum())) > _OF_HEATING_VALUE * total:
            yield row, f"'{name}' would give {heat:g} MWh for {total:g} MWh of fuel."


def _burns(taken: pd.DataFrame, given: pd.DataFrame, fuels: set[str]) -> bool:
    """Whether all that goes in is fuel and none comes out: what turns one fuel into another frees cold besides."""
    return set(taken["carrier"]) <= fuels and not set(given["carrier"]) & fuels


def _fuels(tables: Tables) -> set[str]:
    carriers = tables.sound("carriers", ["carrier", "emission_factor"])
    return set(carriers["carrier"][carriers["emission_factor"] > 0])


def _of_roles(tables: Tables, roles: Sequence[str]) -> set[str]:
    carriers = tables.sound("carriers", ["carrier", "role"])
    pairs = zip(carriers["carrier"], carriers["role"], strict=True)
    return {name for name, role in pairs if (role or role_by_name(name)) in roles}


CHECKS = (check_conservation,)
