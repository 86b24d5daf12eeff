"""Storages by technology: sums over their assets, what follows from the sums, and the break-even cost of one."""

from __future__ import annotations

from typing import Any

import pandas as pd

from energy_model.analysis.statistics import HasTables, statistics

KEYS = ("technology", "year")
SUMS = (
    *("capacity", "existing", "energy_capacity", "charged", "discharged", "annual_cost", "charging_cost", "revenue"),
    *("revenue_arbitrage", "revenue_capacity", "revenue_green", "revenue_curtailment", "profit"),
    *("avoided_co2", "avoided_curtailment"),
)
RATIOS = ("duration", "cycles", "full_load_hours", "lcos", "lcos_without_charging")
BREAK_EVEN = (
    *("unit_duration", "overnight_cost", "break_even_cost", "overnight_cost_energy", "break_even_cost_energy"),
    "break_even_at_most",
)


def storage_by_technology(of: HasTables) -> pd.DataFrame:
    """Put the table `storage_value` of a run together by technology and year, years of a technology in a row.

    Columns: technology, year, SUMS, RATIOS (made anew from the sums: units and definitions in columns.csv), and
    BREAK_EVEN of the asset in which one more unit comes nearest to paying (the highest break-even cost for its
    overnight cost), NaN where it is not known of any.
    """
    found, keys = of.table("storage_value"), list(KEYS)
    if not len(found):
        return found.reindex(columns=[*keys, *SUMS, *RATIOS, *BREAK_EVEN])
    summed = statistics(of, "storage_value", by=keys, columns=[*SUMS, *RATIOS])
    known = found[found["break_even_cost"].notna()]
    best = (known["break_even_cost"] / known["overnight_cost"]).groupby([known[name] for name in keys]).idxmax()
    told = summed.merge(known.loc[best, [*keys, *BREAK_EVEN]], on=keys, how="left")
    return told.sort_values(keys, key=_order, ignore_index=True)


def _order(values: pd.Series[Any]) -> pd.Series[Any]:
    """Years as they are, words in the order in which they first come."""
    return values if values.dtype.kind == "i" else pd.Series(pd.factorize(values)[0], index=values.index)
