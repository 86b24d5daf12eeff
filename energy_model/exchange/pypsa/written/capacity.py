"""Capacity of an asset in a network: what may be built at which cost, and what of its cost is there anyhow."""

from __future__ import annotations

from typing import Any

from energy_model.exchange.pypsa.written.run_year import FIXED_COSTS, Item, RunYear


def annuity_factor(row: Item) -> float:
    """Capital recovery factor of an asset [1/year]."""
    rate, years = row["wacc"], row["lifetime"]
    return float(rate / (1 - (1 + rate) ** -years)) if rate > 0 else 1 / float(years)


def nominal(run: RunYear, name: str, row: Item, attribute: str = "p_nom", duration: float = 0.0) -> dict[str, Any]:
    """Attributes of size and capital cost. duration : of a storage [h], whose energy costs with its power.

    What stands is no decision: its annuity is not paid, and its other costs are part of the constant.
    """
    standing = row["existing"]
    per_unit, of_standing = _costs(row)
    energy_cost, energy_of_standing = _energy_costs(row)
    if row["retirable"] and row["most_retired"] > 0:
        run.ledger.refuse("assets", "retirable", [name], "retirement")
    if not row["expandable"]:
        run.add_constant(name, of_standing + energy_of_standing)
        return {attribute: standing}
    least = max(row["minimum_capacity"], standing)
    if duration > 0:
        least = max(least, row["existing_energy"] / duration)  # its energy stands too
    paid = annuity_factor(row) * row["overnight_cost"] + per_unit
    # PyPSA pays for all of it
    twice = paid * standing + energy_cost * row["existing_energy"]
    run.add_constant(name, of_standing + energy_of_standing - twice)
    return {
        f"{attribute}_extendable": True,
        attribute: standing,
        f"{attribute}_min": least,
        f"{attribute}_max": max(row["maximum_capacity"], least),
        "capital_cost": paid + duration * energy_cost,
    }


def _costs(row: Item) -> tuple[float, float]:
    """Yearly cost of a unit that is built besides its annuity, and of all that stands [money/year]."""
    share = row["fixed_om_share"]
    other = row["fixed_om"] - row["capacity_payment"] + row.get("capacity_charge", 0.0)
    return other + share * row["overnight_cost"], (other + share * row["overnight_cost_existing"]) * row["existing"]


def _energy_costs(row: Item) -> tuple[float, float]:
    """The same of energy capacity, its annuity included: of a MWh that is built, and of all that stands."""
    share = row["fixed_om_share"]
    new = (annuity_factor(row) + share) * row["overnight_cost_energy"]
    return new, share * row["overnight_cost_energy_existing"] * row["existing_energy"]


def add_fixed_costs(run: RunYear) -> None:
    """Add what no decision changes as the capital cost of one MW that is there and gives nothing."""
    amount = sum(run.constant.values())
    if amount == 0:
        return
    run.network.add("Bus", FIXED_COSTS, carrier=FIXED_COSTS)
    size = {"p_nom_extendable": True, "p_nom_min": 1.0, "p_nom_max": 1.0, "p_max_pu": 0.0}
    run.network.add("Generator", FIXED_COSTS, bus=FIXED_COSTS, carrier=FIXED_COSTS, capital_cost=amount, **size)
    run.ledger.note(
        f"Costs that no decision changes, {amount:,.6g} in all, are those of the generator '{FIXED_COSTS}'."
    )
