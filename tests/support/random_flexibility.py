"""The random systems with demand that shifts within blocks of the day, calls limited by month, and cycles by day.

Besides with grid charges, charges on trade, prices that answer to the quantity, and contracts paid for taken or not.
"""

from __future__ import annotations

import numpy as np
import xarray as xr

from energy_model.horizon.segments import at_end
from tests.support.random_limits import with_energy_limits
from tests.support.random_storages import plain
from tests.support.random_systems import random_small

_OPEN = "open"


def random_flexible(seed: int, hours: int = 48) -> xr.Dataset:
    """`random_small(seed, hours)` with some of its demands shiftable, two months a year, heels and cycle limits."""
    rng = np.random.default_rng([20300103, seed])
    data = _with_months(random_small(seed, hours), int(rng.integers(hours // 4, hours)))
    data = _with_blocks(data, int(rng.choice([4, 6, 12, 24])))
    demands, years = data.sizes["demand"], data.sizes["year"]
    share = np.where(rng.random(demands) < 0.7, rng.uniform(0.05, 0.4, demands), 0.0)
    data = _with_contracts(data, np.random.default_rng([20300116, seed]))
    data = _with_grid_charges(data, np.random.default_rng([20300117, seed]), hours)
    data = with_energy_limits(data, np.random.default_rng([20300122, seed]), of="month")
    stores = (data["behaviour"] == "storage").to_numpy()
    cycles = 365 * rng.uniform(0.2, 1.5, data.sizes["asset"])
    return data.assign(
        shift_share=("demand", share),
        shift_up=("demand", rng.uniform(0.1, 0.6, demands)),
        shift_open=("demand", np.full(demands, _OPEN, dtype=object)),
        shift_cost=("demand", rng.uniform(1.0, 100.0, demands)),
        shift_hours=("demand", np.where(rng.random(demands) < 0.6, rng.uniform(0.5, 5.0, demands), np.inf)),
        shift_energy=data["demand_mean"] * rng.uniform(0.3, 5.0, (demands, years)),
        cycles=("asset", np.where(stores & (rng.random(len(stores)) < 0.5), cycles, np.inf)),
        heel=("asset", np.where(stores & plain(data) & (rng.random(len(stores)) < 0.3), 0.1, 0.0)),
    )


def _with_contracts(data: xr.Dataset, rng: np.random.Generator) -> xr.Dataset:
    """Charges on all trade [CNY/MWh], answers of prices [CNY/MWh], and least purchases within and beyond a year's."""
    dims, shape = ("market", "year"), data["market_price"].shape
    chosen = rng.random((3, shape[0], 1)) < np.array([0.6, 0.6, 0.3])[:, None, None]
    most = data["market_capacity"].to_numpy() * data["hours_of"].to_numpy()
    bought = data["market_sign"].to_numpy()[:, None] > 0
    return data.assign(
        market_charge=(dims, np.where(chosen[0], rng.uniform(0.0, 60.0, shape), 0.0)),
        market_impact=(dims, np.where(chosen[1], rng.uniform(10.0, 200.0, shape), 0.0)),
        market_least=(dims, np.where(chosen[2] & bought, rng.uniform(0.0, 1.2, shape) * most, 0.0)),
    )


def _with_grid_charges(data: xr.Dataset, rng: np.random.Generator, hours: int) -> xr.Dataset:
    """Charges by energy [CNY/MWh] and, cut down to these hours, by months' peaks and by capacity [CNY/MW/year]."""
    dims, shape = ("asset", "year"), data["overnight_cost"].shape
    charged = (data["behaviour"] == "transmission").to_numpy()[:, None] & (rng.random((3, shape[0], 1)) < 0.6)
    part, month = hours / 8760, 12 / 2  # a year of two months pays a twelfth for each
    return data.assign(
        energy_charge=(dims, np.where(charged[0], rng.uniform(1.0, 200.0, shape), 0.0)),
        demand_charge=(dims, np.where(charged[1], month * part * rng.uniform(1e5, 1e6, shape), 0.0)),
        capacity_charge=(dims, np.where(charged[2], part * rng.uniform(1e5, 1e6, shape), 0.0)),
    )


def _with_months(data: xr.Dataset, second: int) -> xr.Dataset:
    """Two months a year, the second from that hour of the year on."""
    years = data["year"].to_numpy()
    hour = np.concatenate([np.arange((data["year_of"] == year).sum()) for year in years])
    month = 1 + 2 * np.searchsorted(years, data["year_of"].to_numpy()) + (hour >= second)
    data = data.drop_vars(["year_of_month", "month"]).assign_coords(month=np.arange(1, 2 * len(years) + 1))
    return data.assign(month_of=("step", month), year_of_month=("month", np.repeat(years, 2)))


def _with_blocks(data: xr.Dataset, block: int) -> xr.Dataset:
    """A profile that is 0 at the last hour of each block of so many; it limits what is put off at the end of a step."""
    is_open = (np.arange(data.sizes["step"]) % block != block - 1).astype(float)
    profile = xr.DataArray(
        is_open[None, :], dims=["profile", "step"], coords={"profile": np.array([_OPEN], dtype=object)}
    )
    ends = np.append(at_end(data), True)
    values = xr.concat([data["profile_value"], profile], "profile")
    names = [name for name in ("profile_value", "profile_at_end", "profile") if name in data.variables]
    return data.drop_vars(names).assign(profile_value=values, profile_at_end=("profile", ends))
