"""Plants, storages and lines of the random systems: fixed, to be built, to be retired."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from tests.support.systems import Row

if TYPE_CHECKING:
    from tests.support.random_systems import Draft


def ownership(draft: Draft, size: float, cost: tuple[float, float], fixed_om: tuple[float, float]) -> Row:
    """Capacity of about `size` MW that is there, may be built (at CNY/MW) or may be retired (for its CNY/MW/year)."""
    rng, years = draft.rng, len(draft.years)
    kind = rng.choice(["fixed", "expandable", "both", "retirable"], p=[0.15, 0.45, 0.25, 0.15])
    row: Row = {"fixed_om": draft.annual(*fixed_om), "lifetime": float(rng.choice([3.0, 15.0, 30.0]))}
    apart = rng.spawn(1)[0]  # so that all else is drawn as it was without these
    row |= {"fixed_om_share": apart.uniform(0.0, 0.02, years)}
    row |= {"overnight_cost_existing": apart.uniform(*cost, years) * draft.hours / 8760}
    existing = size * rng.uniform(0.2, 0.9) * np.sort(rng.uniform(0.7, 1.0, years))[::-1]
    if kind in ("fixed", "retirable"):
        return row | {"existing": existing, "maximum_capacity": existing, "retirable": bool(kind == "retirable")}
    potential = size * rng.uniform(1.0, 3.0)
    row |= {"expandable": True, "maximum_capacity": potential, "overnight_cost": draft.annual(*cost)}
    if kind == "both":
        row |= {"existing": np.minimum(existing, 0.6 * potential), "retirable": draft.chance(0.3)}
    if draft.chance(0.15):
        row |= {"minimum_capacity": 0.7 * potential, "retirable": False}
    return row


def add_renewables(draft: Draft, zone: str) -> None:
    """Wind and sun, which may be absent, and now and then a river that ramps slowly."""
    size = _demand(draft, zone)
    for kind, cost in (("wind", (4e6, 12e6)), ("sun", (2e6, 6e6))):
        if draft.chance(0.75):
            profile = draft.add_series(f"{kind}_{zone}", kind)
            row = ownership(draft, size, cost, (2e4, 2e5))
            row |= {"zone_of": zone, "availability_of": profile, "variable_om": draft.rng.uniform(0.2, 3.0)}
            draft.assets[f"{kind}_{zone}"] = row | {"green": True}
    if draft.chance(0.35):
        river = {"zone_of": zone, "ramp": draft.rng.uniform(0.02, 0.3), "variable_om": draft.rng.uniform(1.0, 250.0)}
        draft.assets[f"river_{zone}"] = ownership(draft, 0.4 * size, (3e6, 8e6), (2e4, 1e5)) | river


def add_thermal(draft: Draft, zone: str) -> None:
    """Coal with commitment, a fuel and outages; gas that only ramps; nearly always a turbine that can be built."""
    rng, size = draft.rng, _demand(draft, zone)
    if draft.chance(0.75):
        name = f"coal_{zone}"
        row = ownership(draft, size, (2e6, 5e6), (5e4, 3e5)) | {"zone_of": zone, "behaviour": "conversion"}
        row |= {"min_load": rng.uniform(0.2, 0.6), "ramp": float(rng.choice([0.05, 0.15, 0.4, 1.0]))}
        row |= {"start_cost": float(rng.choice([0.0, 40.0, 300.0])), "variable_om": rng.uniform(5.0, 40.0)}
        # a stream of its own: the systems are else those of before there were periods
        row["commitment_period"] = int(rng.spawn(1)[0].choice([1, 1, 2, 5, 12]))
        row |= _retrofit(rng.spawn(1)[0], draft.hours)
        if draft.chance(0.6):
            row["availability_of"] = draft.add_series(f"outage_{zone}", "outage")
        draft.assets[name] = row
        draft.ports[name] = {"electricity": 1.0, "coal": -rng.uniform(2.2, 3.0)}
        fuel: Row = {"market_zone": zone, "market_carrier": "coal", "market_price": draft.by_year(60.0, 130.0)}
        draft.markets[f"fuel_{zone}"] = fuel | {"market_capacity": 10.0 * size}
    if draft.chance(0.4):
        row = ownership(draft, 0.6 * size, (2e6, 3e6), (5e4, 1e5)) | {"zone_of": zone, "behaviour": "conversion"}
        row |= {"ramp": rng.uniform(0.05, 0.6), "variable_om": rng.uniform(350.0, 600.0)}
        if f"outage_{zone}" in draft.series and draft.chance(0.5):
            row["availability_of"] = f"outage_{zone}"  # shared with a committed plant
        draft.assets[f"gas_{zone}"] = row
        draft.ports[f"gas_{zone}"] = {"electricity": 1.0}
    if draft.chance(0.85):
        turbine: Row = {"expandable": True, "maximum_capacity": 3.0 * size, "overnight_cost": draft.annual(1e6, 2e6)}
        draft.assets[f"turbine_{zone}"] = turbine | {"zone_of": zone, "variable_om": rng.uniform(650.0, 900.0)}


def _retrofit(rng: np.random.Generator, hours: int) -> Row:
    """In half of the systems a retrofit to 15 % of minimum load, its cost [CNY/MW] cut down to the hours."""
    cost = rng.uniform(1e3, 5e4) * hours / 8760
    return {"retrofit_min_load": 0.15, "retrofit_cost": float(rng.choice([0.0, cost])), "retrofit_lifetime": 10.0}


def storage(draft: Draft, size: float, leak: float) -> Row:
    """A storage of about `size` MW, with a standing loss with probability `leak`."""
    rng = draft.rng
    shortest = rng.uniform(0.5, 4.0)
    longest = shortest * float(rng.choice([1.0, 3.0, 10.0]))
    row = ownership(draft, size, (2e5, 8e5), (2e3, 1e4)) | {"behaviour": "storage"}
    row |= {"duration_min": shortest, "duration_max": longest, "variable_om": rng.uniform(0.0, 3.0)}
    row |= {"overnight_cost_energy": draft.annual(5e4, 9e5), "overnight_cost_energy_existing": draft.annual(5e4, 9e5)}
    row |= {"efficiency_in": rng.uniform(0.8, 1.0), "efficiency_out": rng.uniform(0.7, 1.0)}
    if "existing" in row:
        row["existing_energy"] = np.asarray(row["existing"]) * rng.uniform(shortest, longest)
    if draft.chance(leak):
        row["standing_loss"] = float(rng.choice([1e-4, 0.003, 0.05, 0.2]))
    return row


def add_storage(draft: Draft, zone: str) -> None:
    """No storage, one, or a second of other efficiency and duration."""
    for number in range(int(draft.rng.integers(0, 3))):
        draft.assets[f"store{number}_{zone}"] = storage(draft, 0.3 * _demand(draft, zone), leak=0.5) | {"zone_of": zone}


def link(draft: Draft, begin: tuple[str, str], end: tuple[str, str], size: float, both: bool) -> Row:
    """A link from a zone and carrier to another, for free or at a cost."""
    row = ownership(draft, size, (5e5, 2e6), (0.0, 2e4)) | {"behaviour": "transmission", "bidirectional": both}
    row |= {"zone_of": begin[0], "from_carrier": begin[1], "to_zone": end[0], "to_carrier": end[1]}
    cost = draft.rng.uniform(0.1, 1.0) if draft.chance(0.7) else 0.0
    return row | {"loss": float(draft.rng.choice([0.0, 0.02, 0.1])), "variable_om": cost}


def add_lines(draft: Draft) -> None:
    """A line from every zone to the next, in both directions or in one."""
    for begin, end in zip(draft.zones, draft.zones[1:], strict=False):
        both = draft.chance(0.7)
        row = link(draft, (begin, "electricity"), (end, "electricity"), 0.4 * _demand(draft, begin), both)
        draft.assets[f"line_{begin}_{end}"] = row


def add_ring(draft: Draft) -> None:
    """The lines of three zones closed to a ring in which power divides by reactance."""
    lines = [row for row in draft.assets.values() if row.get("behaviour") == "transmission"]
    (begin, *_, end), rng = draft.zones, draft.rng
    closing = link(draft, (end, "electricity"), (begin, "electricity"), 0.4 * _demand(draft, begin), both=True)
    draft.assets[f"line_{end}_{begin}"] = closing
    for row in (*lines, closing):
        row |= {"loss": 0.0, "bidirectional": True, "reactance": rng.uniform(0.1, 1.0)}


def add_park(draft: Draft) -> None:
    """Green power of its own: plants, perhaps a storage and a demand, a link for own use and one for feeding in."""
    rng, (zone, *others) = draft.rng, draft.zones
    size = 0.5 * _demand(draft, zone)
    profile = draft.add_series("park_wind", "wind")
    plant = {"zone_of": zone, "carrier_of": "green", "availability_of": profile, "variable_om": 0.5, "green": True}
    draft.assets["park_wind"] = ownership(draft, size, (3e6, 8e6), (2e4, 2e5)) | plant
    if draft.chance(0.6):
        draft.assets["park_store"] = storage(draft, 0.5 * size, leak=0.6) | {"zone_of": zone, "carrier_of": "green"}
    if draft.chance(0.6):
        load: Row = {
            "demand_zone": zone,
            "demand_carrier": "green",
            "demand_mean": draft.by_year(0.1 * size, 0.4 * size),
        }
        profile = draft.add_series("park_load", "load")
        draft.demands["park"] = load | {"demand_profile": profile, "unserved_cost": rng.uniform(500.0, 3_000.0)}
    draft.assets["own_use"] = link(draft, (zone, "green"), (zone, "electricity"), 0.5 * size, both=False)
    if draft.chance(0.5):
        end = (others[-1], "electricity")
        draft.assets["feed_in"] = link(draft, (zone, "green"), end, 0.2 * size, both=False)


def add_hydrogen(draft: Draft) -> None:
    """An electrolyser, a demand for hydrogen and in most systems a tank."""
    rng, zone = draft.rng, draft.zones[-1]
    size = 0.25 * _demand(draft, zone)
    row = ownership(draft, size, (1e6, 2e6), (1e4, 5e4)) | {"behaviour": "conversion", "carrier_of": "hydrogen"}
    draft.assets["electrolyser"] = row | {"zone_of": zone, "variable_om": rng.uniform(0.0, 3.0)}
    power = "electricity" if rng.spawn(1)[0].random() < 0.6 else f"electricity/{draft.zones[0]}"
    draft.ports["electrolyser"] = {power: -1.0, "hydrogen": rng.uniform(0.6, 0.7)}
    steel: Row = {"demand_zone": zone, "demand_carrier": "hydrogen", "demand_mean": draft.by_year(0.1, 0.5 * size)}
    draft.demands["steel"] = steel | {"unserved_cost": rng.uniform(400.0, 4_000.0)}
    if draft.chance(0.8):
        draft.assets["tank"] = storage(draft, size, leak=0.3) | {"zone_of": zone, "carrier_of": "hydrogen"}


def _demand(draft: Draft, zone: str) -> float:
    return float(np.mean(draft.demands[f"load_{zone}"]["demand_mean"]))
