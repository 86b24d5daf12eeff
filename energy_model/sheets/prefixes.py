"""Prefixes: the unit in which a quantity is shown, one for a whole run, by the largest value that the run has of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isfinite

from energy_model.analysis.storage.by_technology import storage_by_technology
from energy_model.runs.run_data import RunData
from energy_model.runs.totals import capacity_by_technology

# model units (MW, MWh, money, t, tce) in each unit in which a quantity may be shown, ascending; the names are those of
# the message unit.<quantity>, in the same order
DIVISORS = {
    "zh": {
        "power": (1e-3, 10.0),
        "energy": (1e-3, 10.0, 1e5),
        "storage_energy": (1e-3, 10.0),
        "money": (1.0, 1e4, 1e8),
        "storage_money": (1.0, 1e4, 1e6),
        "co2": (1.0, 1e4),
        "price": (1.0,),
        "coal_equivalent": (1.0, 1e4),
    },
    "en": {
        "power": (1e-3, 1.0, 1e3),
        "energy": (1e-3, 1.0, 1e3, 1e6),
        "storage_energy": (1e-3, 1.0, 1e3),
        "money": (1.0, 1e3, 1e6, 1e9),
        "storage_money": (1.0, 1e3, 1e6),
        "co2": (1.0, 1e3, 1e6),
        "price": (1.0,),
        "coal_equivalent": (1.0, 1e3, 1e6),
    },
}
Size = Callable[[str], float]  # largest value of a quantity [model unit]; infinite where it is not known


def position(lang: str, quantity: str, size: float) -> int:
    """Position of the largest unit of a quantity that is not above its size; of the smallest unit where all are."""
    return max((at for at, divisor in enumerate(DIVISORS[lang][quantity]) if divisor <= size), default=0)


def size_in(runs: Sequence[RunData]) -> Size:
    """Largest value of a quantity in any of some runs."""

    def size(quantity: str) -> float:
        found = [abs(value) for run in runs if isfinite(value := _largest(run, quantity)) and value]
        return max(found, default=float("inf"))

    return size


def _largest(run: RunData, quantity: str) -> float:
    match quantity:
        case "power":
            return float(capacity_by_technology(run)["capacity"].max())
        case "storage_energy":
            found = capacity_by_technology(run)
            electric = found[found["section"] == "storage"]["energy_capacity"].max()
            # tanks and caverns of gas hold far more, and stand beside storages of electricity
            return float(electric if electric > 0 else found["energy_capacity"].max())
        case "energy":
            return float(run.table("energy_balance")["energy"].abs().max())
        case "money":
            return max(abs(float(row["cost"])) for row in run.summary["costs"])
        case "storage_money":
            return float(storage_by_technology(run)[["annual_cost", "revenue"]].abs().max().max())
        case "co2":
            return float(run.table("emissions").groupby("year")["co2"].sum().abs().max())
        case "coal_equivalent":
            return float(run.table("sectors").groupby("year")["input_tce"].sum().max())
        case _:
            return float("inf")
