"""Demands as loads, with generators for what is not served or interrupted; trade as generators, block by block."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from energy_model.exchange.pypsa.written.run_year import Item, RunYear
from energy_model.exchange.study_rows import Floats


def add_demands(run: RunYear) -> None:
    """Add all demands."""
    for name, row in _hourly(run, "demand"):
        if row["shift_share"] > 0:
            run.ledger.refuse("demands", "shift_share", [name], "no_attribute")
        bus = run.bus(row["demand_zone"], row["demand_carrier"])
        load = row["demand_mean"] * run.profile(row["demand_profile"])
        run.network.add("Load", name, bus=bus, p_set=load)
        share = row["interruptible_share"]
        _given_up(run, f"{name} unserved", bus, (1 - share) * load, row["unserved_cost"])
        if share > 0:
            _given_up(run, f"{name} interrupted", bus, share * load, row["interruption_cost"])


def _hourly(run: RunYear, kind: str) -> Iterator[tuple[str, Item]]:
    """Demands or markets whose carrier is balanced in every step; carriers of the others are listed."""
    yearly = dict(zip(run.data["carrier"].values.tolist(), run.data["yearly"].values.tolist(), strict=True))
    for name, row in run.items(kind):
        carrier = row[f"{kind}_carrier"]
        if yearly[carrier]:
            run.ledger.refuse("carriers", "balanced", [carrier], "yearly")
        else:
            yield name, row


def _given_up(run: RunYear, name: str, bus: str, most: Floats, cost: float) -> None:
    """Add what may be left out of a load at a cost."""
    peak = float(most.max())
    if peak > 0:
        limits = {"p_nom": peak, "p_max_pu": most / peak}
        run.network.add("Generator", name, bus=bus, carrier="unserved", marginal_cost=cost, **limits)


def add_markets(run: RunYear) -> None:
    """Add all trade; a market whose price moves with the quantity is one for each part of its capacity."""
    blocks = int(run.data.sizes.get("price_block", 1))
    rise = run.setting("co2_pass_through") * (run.setting("co2_price") - run.setting("traded_co2_price"))
    for name, row in _hourly(run, "market"):
        if row["market_least"] > 0:
            run.ledger.refuse("market_data", "energy_least", [name], "no_attribute")
        sign = row["market_sign"]
        price = row["market_price"] * run.profile(row["market_profile"])
        passed_on = rise * (row["marginal_emission"] - row["marginal_allowance"])
        cost = sign * (price + passed_on) + row["market_charge"]
        parts = blocks if row["market_impact"] > 0 else 1
        for part in range(parts):
            moved = row["market_impact"] * (part + 0.5) / parts if parts > 1 else 0.0
            _trade(run, name if parts == 1 else f"{name} {part + 1}", row, cost + moved, parts)
        if parts > 1 and np.isfinite(row["market_energy"]):
            run.ledger.refuse("market_data", "energy", [name], "no_attribute")


def _trade(run: RunYear, name: str, row: Item, cost: Floats, parts: int) -> None:
    own: dict[str, Any] = {"p_nom": row["market_capacity"] / parts, "sign": row["market_sign"], "marginal_cost": cost}
    if parts == 1 and np.isfinite(row["market_energy"]):
        own["e_sum_max"] = row["market_energy"]
    run.network.add("Generator", name, bus=run.bus(row["market_zone"], row["market_carrier"]), carrier="trade", **own)
