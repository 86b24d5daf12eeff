"""Storage as storage units, of the duration that the run gives it: what is best for the run is best for the network."""

from __future__ import annotations

from typing import Any

import numpy as np

from energy_model.exchange.pypsa.written.capacity import nominal
from energy_model.exchange.pypsa.written.run_year import Item, RunYear

_LEAST_MW = 1e-6
# what the table assets says of levels, and what stands there for nothing
_LEVELS = {
    "final_energy_min": 0.0,
    "final_energy_max": np.inf,
    "least_level_of": "",
    "most_level_of": "",
}


def add_storages(run: RunYear) -> None:
    """Add all storages."""
    for name, row in run.items("asset", lambda row: row["behaviour"] == "storage"):
        built = float(run.data["capacity"].sel(asset=name).values[0])
        energy = float(run.data["energy_capacity"].sel(storage=name).values[0])
        duration = energy / built if built > _LEAST_MW else row["duration_min"]
        refuse_levels(run, name, row)
        available = run.profile(row["availability_of"])
        run.network.add(
            "StorageUnit",
            name,
            bus=run.bus(row["zone_of"], row["carrier_of"]),
            carrier=row["group_of"],
            marginal_cost=row["variable_om"],
            efficiency_store=row["efficiency_in"],
            efficiency_dispatch=row["efficiency_out"],
            standing_loss=row["standing_loss"],
            max_hours=float(duration),
            p_max_pu=available,
            p_min_pu=-row.get("charge_ratio", 1.0) * available,
            **_contents(run, row),
            **nominal(run, name, row, duration=float(duration)),
        )
        if row["expandable"] and row["duration_min"] != row["duration_max"]:
            run.ledger.note(f"The duration of {name} is fixed at that of the run, {duration:.6g} h.")


def _contents(run: RunYear, row: Item) -> dict[str, Any]:
    """Attributes of what a storage begins with, whose standing loss PyPSA does not count, and of what flows in."""
    begin, found = row.get("initial_energy", np.inf), dict[str, Any]()
    if np.isfinite(begin):
        kept = (1 - row["standing_loss"]) ** float(run.data["step_length"].values[0])
        found = {"state_of_charge_initial": begin * kept}
    if row.get("inflow", 0.0) > 0:
        found["inflow"] = row["inflow"] * run.profile(row["inflow_profile_of"])
    return found | {"cyclic_state_of_charge": not np.isfinite(begin)}


def refuse_levels(run: RunYear, name: str, row: Item) -> None:
    """Enter what a storage unit cannot say."""
    for attribute, is_said in (
        ("heel", row["heel"] > 0),
        ("cycles", np.isfinite(row["cycles"])),
    ):
        if is_said:
            run.ledger.refuse("technology_data", attribute, [name], "no_attribute")
    for attribute, nothing in _LEVELS.items():
        if row.get(attribute, nothing) != nothing:
            run.ledger.refuse("assets", attribute.removesuffix("_of"), [name], "no_attribute")
    if row["loss_to"]:
        run.ledger.refuse("technologies", "loss_to", [name], "no_attribute")
    if len(np.unique(run.data["period_of"].values)) > 1:
        run.ledger.refuse("hourly", "period", [name], "typical_days")
