"""Small random systems in which everything occurs that a bound could get wrong, always feasible and bounded.

Feasible: all demand may go unserved, for a price. Bounded: every trade and capacity has a limit, and what is sold
never earns more than what is bought costs at the same place and hour.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np
import xarray as xr

from energy_model.dataset.assembly.commitment import period_variables
from energy_model.dataset.assembly.steps import sequence_variables
from energy_model.dataset.steps import Steps
from tests.support import random_assets as assets
from tests.support import random_profiles as profiles
from tests.support.random_hours import with_hours
from tests.support.random_limits import with_energy_limits, with_tie
from tests.support.random_profiles import Series
from tests.support.random_storages import with_storages
from tests.support.systems import Row, dataset

_HOURS_PER_YEAR = 8760


@dataclass
class Draft:
    """A system while it is drawn. `series` are over all steps; a chance of p is `rng.random() < p`."""

    rng: np.random.Generator
    hours: int
    years: tuple[int, ...]
    zones: tuple[str, ...]
    assets: dict[str, Row] = field(default_factory=dict)
    ports: dict[str, dict[str, float]] = field(default_factory=dict)
    demands: dict[str, Row] = field(default_factory=dict)
    markets: dict[str, Row] = field(default_factory=dict)
    series: dict[str, Series] = field(default_factory=dict)

    def chance(self, p: float) -> bool:
        """True with probability p."""
        return bool(self.rng.random() < p)

    def by_year(self, low: float, high: float) -> list[float]:
        """A number a year, all from one draw and near it."""
        level = self.rng.uniform(low, high)
        return [float(level * self.rng.uniform(0.9, 1.1)) for _ in self.years]

    def annual(self, low: float, high: float) -> list[float]:
        """A cost of a year [CNY], cut down to the hours of the system so that it weighs as much as in a whole year."""
        return [v * self.hours / _HOURS_PER_YEAR for v in self.by_year(low, high)]

    def add_series(self, name: str, kind: str) -> str:
        """Draw a series, other in each year, and tell its name."""
        draw = getattr(profiles, kind)
        self.series[name] = np.concatenate([draw(self.rng, self.hours) for _ in self.years])
        return name


def random_small(seed: int, hours: int = 48) -> xr.Dataset:
    """Draw a system of two or three zones and one or two years of `hours` steps.

    Units and dims as `tests.support.systems`.
    """
    rng = np.random.default_rng([20300101, seed])
    draft = Draft(
        rng=rng,
        hours=hours,
        years=(2030,) if rng.random() < 0.6 else (2030, 2035),
        zones=("north", "south", "west")[: int(rng.integers(2, 4))],
    )
    for zone in draft.zones:
        _add_demand(draft, zone)
        assets.add_renewables(draft, zone)
        assets.add_thermal(draft, zone)
        assets.add_storage(draft, zone)
    assets.add_lines(draft)
    apart = replace(draft, rng=np.random.default_rng([20300121, seed]))  # so that all else is drawn as it was
    if len(draft.zones) > 2 and apart.chance(0.5):
        assets.add_ring(apart)
    if draft.chance(0.6):
        assets.add_park(draft)
    if draft.chance(0.35):
        assets.add_hydrogen(draft)
    for zone in draft.zones[: 1 + draft.chance(0.4)]:
        _add_trade(draft, zone)
    return _finish(draft)


def random_uneven(seed: int) -> xr.Dataset:
    """`random_small(seed)` in steps of unequal length, in two or three periods a year that occur more or less often."""
    data, rng = random_small(seed), np.random.default_rng([20300102, seed])
    years, count = data.sizes["year"], data.sizes["step"] // data.sizes["year"]
    period = np.sort(rng.integers(0, int(rng.integers(2, 4)), count))
    length = rng.choice([0.25, 1.0, 2.0, 3.0], count)
    begin = np.cumsum(length) - length
    begin -= begin[np.searchsorted(period, period)]
    times = rng.uniform(0.3, 2.0, 3)[period]
    times *= count / (length @ times)
    steps = Steps(length, times, period, begin, float(count), float(count))
    periods = period_variables(data["commitment"].values.tolist(), steps, years)
    weights = {
        "weight": ("step", np.tile(steps.weight, years)),
        "closes_day": ("step", np.tile(steps.closes(24.0), years).astype(float)),
    }
    return data.assign(weights | sequence_variables(steps, years) | periods)


def _add_demand(draft: Draft, zone: str) -> None:
    rng = draft.rng
    row: Row = {
        "demand_zone": zone,
        "demand_profile": draft.add_series(f"load_{zone}", "load"),
        "demand_mean": draft.by_year(40.0, 400.0),
        "unserved_cost": float(rng.choice([2_000.0, 8_000.0, 20_000.0])),
    }
    if draft.chance(0.4):
        row |= {"interruptible_share": rng.uniform(0.05, 0.3), "interruption_cost": rng.uniform(100.0, 1_500.0)}
    draft.demands[f"load_{zone}"] = row


def _add_trade(draft: Draft, zone: str) -> None:
    """Buying and selling at one price with a margin; a yearly limit on either in some systems."""
    rng, demand = draft.rng, draft.demands[f"load_{zone}"]
    factor = draft.add_series(f"price_{zone}", "price")
    price, mean = draft.by_year(200.0, 600.0), np.asarray(demand["demand_mean"])
    row: Row = {
        "market_zone": zone,
        "market_profile": factor,
        "market_price": price,
        "market_capacity": mean * rng.uniform(0.1, 0.8),
        "market_emission": 0.5,
        "marginal_emission": 0.8,
        "marginal_allowance": 0.6,
    }
    draft.markets[f"buy_{zone}"] = row | _yearly_limit(draft, mean)
    if draft.chance(0.7):
        # the margin lies in the factor: with a negative price a share of the price would be a gain
        draft.series[f"sale_{zone}"] = draft.series[factor] - rng.uniform(0.03, 0.3)
        sale = {"market_sign": -1.0, "market_profile": f"sale_{zone}", "market_capacity": mean * rng.uniform(0.1, 0.5)}
        draft.markets[f"sell_{zone}"] = row | sale | _yearly_limit(draft, mean)


def _yearly_limit(draft: Draft, mean: Series) -> Row:
    limit = mean * draft.hours * draft.rng.uniform(0.02, 0.15)
    return {"market_energy": limit} if draft.chance(0.5) else {}


def _finish(draft: Draft) -> xr.Dataset:
    data = dataset(
        assets=draft.assets,
        demands=draft.demands,
        markets=draft.markets,
        ports=draft.ports,
        profiles={name: series[: draft.hours].tolist() for name, series in draft.series.items()},
        emission_factors={"coal": 0.341, "green": 0.0, "hydrogen": 0.0},
        years=draft.years,
        hours=draft.hours,
        co2_price=float(draft.rng.choice([0.0, 60.0, 150.0])),
    )
    values = np.vstack([np.ones(data.sizes["step"]), *draft.series.values()])
    data["profile_value"] = ("profile", "step"), values
    data["co2_pass_through"] = "year", np.full(len(draft.years), 0.5)
    data["year_weight"] = "year", draft.rng.uniform(0.5, 4.5, len(draft.years))
    data, (of_limits, of_ties) = with_hours(_with_reserve(draft, data), draft.rng.spawn(1)[0]), draft.rng.spawn(2)
    data = with_energy_limits(with_tie(data, of_ties), of_limits, of="year")
    return with_storages(data, draft.rng.spawn(1)[0])


def _with_reserve(draft: Draft, data: xr.Dataset) -> xr.Dataset:
    """In half of the systems a spinning reserve; drawn apart, so that the systems are else those of before it."""
    rng = draft.rng.spawn(1)[0]
    if rng.random() < 0.5:
        data["reserve_load_share"] = "year", rng.uniform(0.0, 0.2, len(draft.years))
        data["reserve_supply_share"] = "year", np.full(len(draft.years), float(rng.choice([0.0, 0.15])))
        data["reserve_cost"] = "year", np.full(len(draft.years), float(rng.choice([5.0, 300.0])))
    return data
