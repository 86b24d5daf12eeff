"""Numbers that change by hour: costs, ratios and least outputs belong to what has them and can be kept."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from energy_model.dataset.checks.assets import behaviours
from energy_model.dataset.dictionary import ALWAYS, HOURLY
from energy_model.dataset.rows import records
from energy_model.dataset.tables import Tables

PRODUCERS = ("supply", "conversion")
_ROUNDING = 1e-9


def check_readers(tables: Tables, years: Sequence[int]) -> None:
    """Report least outputs and hourly costs of what is no producer, and of ports of processes."""
    behaviour = behaviours(tables)
    columns = {"least_output": "", "cost_profile": ALWAYS}
    for row, asset in records(tables.sound("assets", ["technology", *columns])):
        own = behaviour.get(asset["technology"], PRODUCERS[0])
        for column, nothing in columns.items():
            if own not in PRODUCERS and asset[column] != nothing:
                message, hint = f"a {own} has no {column}.", f"Leave the cell blank; {' and '.join(PRODUCERS)} read it."
                tables.report("unread-profile", "assets", message, hint, row=row, column=column)
    for row, port in records(tables.sound("ports", ["technology", "profile"])):
        if behaviour.get(port["technology"]) == "process" and port["profile"] != ALWAYS:
            message, hint = "ratios of a process hold for all of the year.", "Leave the cell blank."
            tables.report("unread-profile", "ports", message, hint, row=row, column="profile")


def check_ratios(tables: Tables, years: Sequence[int]) -> None:
    """Report hourly ratios below nothing, of the port that measures the capacity, and beside a no-load share."""
    hourly = _hourly(tables)
    own = tables.sound("technologies", ["technology", "carrier"]).drop_duplicates("technology")
    carrier = own.set_index("technology")["carrier"]
    for row, port in records(tables.sound("ports", ["technology", "carrier", "value", "no_load", "profile"])):
        name = port["profile"]
        if name not in hourly:
            continue
        if port["no_load"] > 0:
            message, hint = "a port has a no_load or an hourly ratio, not both.", "Leave one of the two blank."
        elif abs(port["value"] - 1) < _ROUNDING and carrier.get(port["technology"]) == port["carrier"]:
            message = f"the capacity of '{port['technology']}' is measured in this port: its ratio is 1 in every hour."
            hint = "Give the profile to the other ports."
        elif (hourly[name] < 0).any():
            message = f"'{name}' is below 0 in {int((hourly[name] < 0).sum())} hours: the flow would turn round."
            hint = "A ratio is at least 0; the direction is a column of its own."
        else:
            continue
        tables.report("hourly-ratio", "ports", message, hint, row=row, column="profile")


def check_least_output(tables: Tables, years: Sequence[int]) -> None:
    """Report least outputs that are above what is available in some hour."""
    hourly = _hourly(tables)
    for row, asset in records(tables.sound("assets", ["availability", "least_output"])):
        if asset["least_output"] not in hourly and asset["least_output"] != ALWAYS:
            continue
        least, most = (
            np.ones(len(hourly))
            if asset[column] == ALWAYS
            else hourly.get(asset[column], pd.Series([np.inf])).to_numpy(float)
            for column in ("least_output", "availability")
        )
        beyond = np.flatnonzero(least > most + _ROUNDING)
        if len(beyond):
            time = pd.Timestamp(tables[HOURLY]["time"].iloc[beyond[0]])
            message = (
                f"'{asset['least_output']}' is above the availability '{asset['availability']}' in {len(beyond)} "
                f"hours, the first {time:%m-%d %H:%M}: no output could be as large."
            )
            hint = "Correct one of the two profiles."
            tables.report("least-output", "assets", message, hint, row=row, column="least_output")


def check_hourly_costs(tables: Tables, years: Sequence[int]) -> None:
    """Report hourly costs of what has no variable_om: a factor on nothing."""
    data = tables.sound("technology_data", ["technology", "parameter", "value"])
    costs = data[(data["parameter"] == "variable_om") & (data["value"] != 0)]
    for table in ("assets", "links"):
        for row, asset in records(tables.sound(table, ["technology", "cost_profile"])):
            if asset["cost_profile"] != ALWAYS and asset["technology"] not in set(costs["technology"]):
                message = f"'{asset['technology']}' has no variable_om, so that its hourly factor means nothing."
                hint = f"Give it one in {tables.place('technology_data')}: 1 where the profile is the cost itself."
                tables.report("hourly-cost", table, message, hint, row=row, column="cost_profile")


def check_ways(tables: Tables, years: Sequence[int]) -> None:
    """Report an availability of the way back where there is no limit of its own for it."""
    for row, link in records(tables.sound("links", ["bidirectional", "shared", "availability_back"])):
        if link["availability_back"] and not link["bidirectional"]:
            message, hint = "a link in one direction has no way back.", "Leave the cell blank."
        elif link["availability_back"] and link["shared"]:
            message = "both directions share one capacity, which has one availability."
            hint = "Write no in the column shared, or leave the cell blank."
        else:
            continue
        tables.report("way-back", "links", message, hint, row=row, column="availability_back")


def check_premiums(tables: Tables, years: Sequence[int]) -> None:
    """Report storages and links in both directions that would be paid for sending energy round in circles."""
    links = tables.sound("links", ["technology", "bidirectional"])
    both_ways = set(links["technology"][links["bidirectional"].astype(bool)])
    behaviour, data = behaviours(tables), tables.sound("technology_data", ["technology", "parameter", "value"])
    for row, number in records(data[(data["parameter"] == "variable_om") & (data["value"] < 0)]):
        name = number["technology"]
        if behaviour.get(name) == "storage" or name in both_ways:
            what = "charging and discharging" if behaviour.get(name) == "storage" else "sending both ways"
            message, hint = f"'{name}' would earn by {what} at once.", "A premium is for output: make it at least 0."
            tables.report("premium", "technology_data", message, hint, row=row, column="value")


def _hourly(tables: Tables) -> pd.DataFrame:
    """Give the profiles; none where one of them has a problem."""
    names = [f"{HOURLY}.{name}" for name in tables.keys("profiles")]
    clean = tables.clean(HOURLY, f"{HOURLY}.time", *names)
    return tables[HOURLY] if clean else tables[HOURLY].iloc[:0, :0]


CHECKS = (check_readers, check_ratios, check_least_output, check_hourly_costs, check_ways, check_premiums)
