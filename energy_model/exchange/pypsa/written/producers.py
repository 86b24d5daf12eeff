"""Supply as generators, and conversions as processes whose CO2 flows to a bus of its own."""

from __future__ import annotations

from typing import Any

import numpy as np

from energy_model.exchange.pypsa.written.capacity import nominal
from energy_model.exchange.pypsa.written.run_year import LARGE, Item, RunYear
from energy_model.exchange.study_rows import Floats

CO2 = "CO2"


def add_supply(run: RunYear) -> None:
    """Add all supply assets."""
    for name, row in run.items("asset", lambda row: row["behaviour"] == "supply"):
        run.network.add(
            "Generator",
            name,
            bus=run.bus(row["zone_of"], row["carrier_of"]),
            carrier=row["group_of"],
            marginal_cost=_cost(run, row),
            **_limits(run, row),
            **nominal(run, name, row),
        )


def add_conversions(run: RunYear) -> None:
    """Add all conversions, each port a bus with its rate, and CO2 as one more."""
    ports: dict[str, list[Item]] = {}
    for _, port in run.items("port"):
        ports.setdefault(port["port_asset"], []).append(port)
    for name, row in run.items("asset", lambda row: row["behaviour"] == "conversion"):
        cells: dict[str, Any] = {}
        emitted: Floats | float = row["direct_emissions"]
        for at, port in enumerate(ports[name]):
            rate = port["port_coefficient"] * run.profile(port["port_profile"])
            cells |= {
                f"bus{at}": run.bus(str(port.get("port_zone", row["zone_of"])), port["port_carrier"]),
                f"rate{at}": _short(rate),
            }
            emitted = emitted - float(run.data["emission_factor"].sel(carrier=port["port_carrier"]).item()) * rate
        price = run.setting("co2_price") if row["ets"] else 0.0
        cost = _cost(run, row) + price * (emitted - row["benchmark"])
        if CO2 in run.network.c["Bus"].static.index and np.any(emitted):
            cells |= {f"bus{len(ports[name])}": CO2, f"rate{len(ports[name])}": _short(emitted)}
        run.network.add(
            "Process",
            name,
            carrier=row["group_of"],
            marginal_cost=_short(cost),
            **cells,
            **_limits(run, row),
            **nominal(run, name, row),
        )


def emitters(run: RunYear) -> list[str]:
    """Conversions that burn a carrier with CO2, or emit some themselves."""
    factor = dict(zip(run.data["carrier"].values.tolist(), run.data["emission_factor"].values.tolist(), strict=True))
    burning = {port["port_asset"] for _, port in run.items("port") if factor[port["port_carrier"]] != 0}
    return [name for name, row in run.items("asset") if name in burning or row["direct_emissions"] != 0]


def add_co2_limit(run: RunYear, name: str, limit: float, penalty: float) -> None:
    """Add the bus to which CO2 flows, and what takes it from there: up to a limit [t], and above it at a penalty."""
    run.network.add("Carrier", [CO2, f"{CO2} above the limit"])
    run.network.add("Bus", CO2, carrier=CO2)
    run.network.add("Generator", name, bus=CO2, carrier=CO2, sign=-1.0, p_nom=LARGE, p_min_pu=-1.0)
    if np.isfinite(penalty):
        above = {"carrier": f"{CO2} above the limit", "sign": -1.0, "p_nom": LARGE, "marginal_cost": penalty}
        run.network.add("Generator", f"{name} missed", bus=CO2, **above)
    run.network.add(
        "GlobalConstraint", name, type="operational_limit", carrier_attribute=CO2, sense="<=", constant=limit
    )


def _cost(run: RunYear, row: Item) -> Any:
    """Variable cost of a MWh, less what certificates and contracts bring [money/MWh]."""
    cost = row["variable_om"] * run.profile(row["cost_profile_of"])
    sold = row["certificates"] * (1 - row["contract_share"]) * run.setting("certificate_price")
    settled = row["contract_share"] * (row["contract_price"] - row["contract_reference"])
    return _short(cost - sold - settled)


def _limits(run: RunYear, row: Item) -> dict[str, Any]:
    """Largest and least output as shares of the capacity."""
    most = run.profile(row["availability_of"])
    least = row["must_run"] * most
    if row["least_output_of"]:
        least = np.maximum(least, run.profile(row["least_output_of"]))
    return {"p_max_pu": _short(most), "p_min_pu": _short(least)}


def _short(values: Floats | float) -> Any:
    """One number for values that are all the same."""
    values = np.asarray(values, dtype=float)
    return float(values.ravel()[0]) if np.ptp(values) == 0 else values
