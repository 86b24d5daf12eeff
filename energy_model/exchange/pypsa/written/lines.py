"""Transmission: links, lines where voltage matters, processes with one capacity where both ways lose or cost."""

from __future__ import annotations

from typing import Any

import numpy as np

from energy_model.exchange.pypsa.written.capacity import nominal
from energy_model.exchange.pypsa.written.run_year import LARGE, Item, RunYear
from energy_model.exchange.study_rows import Floats


def add_links(run: RunYear) -> None:
    """Add all lines."""
    reactance = reactances(run)
    for name, row in run.items("asset", lambda row: row["behaviour"] == "transmission"):
        if row["demand_charge"] > 0:
            run.ledger.refuse("technology_data", "demand_charge", [name], "no_attribute")
        ends = {
            "bus0": run.bus(row["zone_of"], row["from_carrier"]),
            "bus1": run.bus(row["to_zone"], row["to_carrier"]),
        }
        cost, most = _cost(run, row), run.profile(row["availability_of"])
        is_plain = row["loss"] == 0 and not np.any(cost)
        common = {**ends, "carrier": row["group_of"]}
        if name in reactance:
            own = nominal(run, name, row, "s_nom")
            run.network.add("Line", name, x=reactance[name], r=reactance[name], s_max_pu=most, **common, **own)
        elif not row["bidirectional"]:
            way = {"p_max_pu": most, "marginal_cost": cost, "efficiency": 1 - row["loss"]}
            run.network.add("Link", name, **common, **way, **nominal(run, name, row))
        elif is_plain:
            back = most if row["shares_capacity"] else run.profile(row["back_availability_of"])
            run.network.add("Link", name, p_max_pu=most, p_min_pu=-back, **common, **nominal(run, name, row))
        elif row["shares_capacity"]:
            _shared(run, name, row, ends, cost, most)
        else:
            run.ledger.refuse("links", "shared", [name], "own_ways")


def _shared(run: RunYear, name: str, row: Item, ends: dict[str, str], cost: Floats, most: Floats) -> None:
    """Add a line both ways with losses or costs: each way takes its power from one capacity."""
    bus = f"{name} capacity"
    run.network.add("Bus", bus, carrier="capacity")
    run.network.add("Generator", bus, bus=bus, carrier="capacity", p_max_pu=most, **nominal(run, name, row))
    for way, (begin, end), of_way in (
        ("", ("bus0", "bus1"), cost),
        (" back", ("bus1", "bus0"), row["variable_om"] * run.profile(row["cost_profile_of"])),
    ):
        rates = {"rate0": -1.0, "rate1": 1 - row["loss"], "rate2": -1.0}
        own = {"bus0": ends[begin], "bus1": ends[end], "bus2": bus, "carrier": row["group_of"], "p_nom": LARGE}
        run.network.add("Process", f"{name}{way}", marginal_cost=of_way, **rates, **own)


def _cost(run: RunYear, row: Item) -> Any:
    """Cost of a MWh sent from begin to end by step [money/MWh]."""
    sold = row["certificates"] * (1 - row["contract_share"]) * run.setting("certificate_price")
    settled = row["contract_share"] * (row["contract_price"] - row["contract_reference"])
    return row["variable_om"] * run.profile(row["cost_profile_of"]) + row["energy_charge"] - sold - settled


def reactances(run: RunYear) -> dict[str, float]:
    """Reactance of each line that is part of a loop, relative to one of those that it is joined with.

    The dataset has them by loop, each relative to the largest of its loop: loops that share a line share a scale.
    """
    if "cycle_reactance" not in run.data or not run.data.sizes.get("cycle", 0):
        return {}
    rows, names = np.abs(run.data["cycle_reactance"].values), run.data["asset"].values
    found = np.zeros(rows.shape[1])
    waiting = list(range(len(rows)))
    while waiting:
        at = next((k for k in waiting if (found[rows[k] > 0] > 0).any()), waiting[0])
        waiting.remove(at)
        own = rows[at] > 0
        known = own & (found > 0)
        scale = found[known][0] / rows[at][known][0] if known.any() else 1.0
        found[own] = rows[at][own] * scale
    return {str(names[k]): float(found[k]) for k in np.flatnonzero(found)}
