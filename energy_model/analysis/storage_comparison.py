"""Storages by technology: sums over their assets, and what follows from the sums."""

from __future__ import annotations

import pandas as pd

from energy_model.analysis.tidy import SMALLEST_MW, ratio

SUMS = (
    *("capacity", "energy_capacity", "charged", "discharged", "annual_cost", "charging_cost", "revenue"),
    *("revenue_arbitrage", "revenue_capacity", "revenue_green", "revenue_curtailment", "profit"),
    *("avoided_co2", "avoided_curtailment"),
)
RATIOS = ("duration", "cycles", "full_load_hours", "lcos")
BREAK_EVEN = ("unit_duration", "overnight_cost", "break_even_cost", "break_even_at_most")
_SMALLEST_MWH = 1e-3


def storage_by_technology(found: pd.DataFrame) -> pd.DataFrame:
    """Sum the table `storage_value` over the assets of a technology.

    Columns: technology, year, SUMS (units as there; what it lacks is left out), duration [h] (energy over power),
    cycles [1/year] (discharged over energy), full_load_hours [h] (discharged over power), lcos [CNY/MWh] (annual and
    charging cost over discharged), and BREAK_EVEN of the asset in which one more unit comes nearest to paying (the
    highest break-even cost for its overnight cost), NaN where it is not known of any.
    """
    keys = ["technology", "year"]
    summed = found.groupby(keys, sort=False)[[name for name in SUMS if name in found]].sum().reset_index()
    power, energy, given = summed["capacity"], summed["energy_capacity"], summed["discharged"]
    summed["duration"] = ratio(energy, power, SMALLEST_MW)
    summed["cycles"] = ratio(given, energy, SMALLEST_MW)
    summed["full_load_hours"] = ratio(given, power, SMALLEST_MW)
    summed["lcos"] = ratio(summed["annual_cost"] + summed["charging_cost"], given, _SMALLEST_MWH)
    known = found[found["break_even_cost"].notna()]
    best = (known["break_even_cost"] / known["overnight_cost"]).groupby([known[name] for name in keys]).idxmax()
    return summed.merge(known.loc[best, [*keys, *BREAK_EVEN]], on=keys, how="left")
