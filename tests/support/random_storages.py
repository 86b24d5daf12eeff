"""The random systems with storages that begin or end with a given energy, reservoirs, and converters for each way.

Drawn apart, so that the systems are else those of before there were any. What a storage begins with always fits in and
may stay there, and what flows in may be spilled, so that there is a schedule whatever else there is.
"""

from __future__ import annotations

import numpy as np
import xarray as xr

_LASTING = 3e-3  # [1/h] standing loss up to which half of a content is there after all steps
_RIVER, _LOW, _HIGH = "river", "low water", "high water"


def with_storages(data: xr.Dataset, rng: np.random.Generator) -> xr.Dataset:
    """In most systems such storages; sizes of energy of what can be built lie around what its power allows.

    Where plants have to give a least output it is seldom too much for storages that are as free as that.
    """
    held_up = (data["least_output_of"] != "").any() or (data["least_energy"] > 0).any()
    if held_up or rng.random() < 0.3:
        return data
    count, none = data.sizes["asset"], np.inf
    tied = np.isin(data["asset"], np.append(data["tied_asset"], data["tied_to"]))  # may have room for less
    stores = (data["behaviour"] == "storage").to_numpy() & ~tied

    def chosen(share: float) -> np.ndarray:
        return np.asarray(stores & (rng.random(count) < share))

    fits = _always_there(data)
    loss = data["standing_loss"].to_numpy()
    opened, begins = chosen(0.5), fits * rng.uniform(0.1, 0.9, count)
    kept = chosen(0.5) & np.where(opened, loss <= _LASTING, loss == 0)
    least = np.where(opened, begins, fits) * rng.uniform(0.2, 0.5, count)
    limited, most = chosen(0.4), np.maximum(begins, least) * rng.uniform(1.0, 1.3, count)
    reservoir = chosen(0.4)
    ratio = rng.choice([0.5, 0.8, 1.6], count)
    ratio = np.where(reservoir & (rng.random(count) < 0.5), 0.0, ratio)
    sized = chosen(0.6) & data["expandable"].to_numpy()
    floor = fits * rng.uniform(0.2, 1.0, count)
    ceiling = np.maximum(fits, _least_built(data)) * rng.uniform(1.05, 2.0, count)
    years = np.ones((1, data.sizes["year"]))
    rested = stores & ~opened & ~limited & (loss == 0)  # may stay where it is, between both limits
    apart = rng.spawn(1)[0]
    low, high = (rested & (apart.random(count) < 0.8) for _ in range(2))
    return _with_profiles(data, rng, apart).assign(
        least_level_of=("asset", np.where(low, _LOW, "").astype(object)),
        most_level_of=("asset", np.where(high, _HIGH, "").astype(object)),
        least_level_share=("asset", (apart.random(count) < 0.8).astype(float)),  # else less than a MWh
        most_level_share=("asset", np.ones(count)),
        initial_energy=("asset", np.where(opened, begins, none)),
        final_energy_min=("asset", np.where(kept, least, 0.0)),
        final_energy_max=("asset", np.where(limited, most, none)),
        inflow=("asset", np.where(reservoir, _power(data) * rng.uniform(0.05, 0.6, count), 0.0)),
        inflow_profile_of=("asset", np.where(reservoir, _RIVER, "always").astype(object)),
        charge_ratio=("asset", np.where(chosen(0.5) | reservoir, ratio, 1.0)),
        shares_converter=("asset", ~chosen(0.5)),
        minimum_energy=(("asset", "year"), np.where(sized & chosen(0.5), floor, 0.0)[:, None] * years),
        maximum_energy=(("asset", "year"), np.where(sized, ceiling, none)[:, None] * years),
    )


def plain(data: xr.Dataset) -> np.ndarray:
    """Storages that can always be filled and need not be emptied. dims: asset."""
    free = np.isinf(data["initial_energy"].to_numpy()) & np.isinf(data["final_energy_max"].to_numpy())
    return np.asarray(free & (data["charge_ratio"].to_numpy() > 0))


def _power(data: xr.Dataset) -> np.ndarray:
    return np.asarray(data["maximum_capacity"].min("year").to_numpy())


def _always_there(data: xr.Dataset) -> np.ndarray:
    """Energy [MWh] that a storage can hold in every year, be it built for that: what is there, or some of the most."""
    there = data["existing_energy"].min("year").to_numpy()
    return np.where(there > 0, there, 0.3 * _power(data) * data["duration_min"].to_numpy())


def _least_built(data: xr.Dataset) -> np.ndarray:
    """Energy [MWh] that is there in any case."""
    capacity = np.maximum(data["minimum_capacity"].to_numpy(), data["existing"].to_numpy()).max(axis=1)
    there = data["existing_energy"].max("year").to_numpy()
    return np.asarray(np.maximum(there, capacity * data["duration_min"].to_numpy()))


def _with_profiles(data: xr.Dataset, rng: np.random.Generator, apart: np.random.Generator) -> xr.Dataset:
    """A river that changes over the steps, dry now and then, and shares of the energy that storages keep and leave."""
    steps = data.sizes["step"]
    level = np.repeat(rng.uniform(0.0, 2.0, 1 + steps // 4) * (rng.random(1 + steps // 4) < 0.8), 4)[:steps]
    rows = {_RIVER: level, _LOW: apart.uniform(0.0, 0.4, steps), _HIGH: apart.uniform(0.5, 1.0, steps)}
    names = np.array(list(rows), dtype=object)
    own = xr.DataArray(np.vstack(list(rows.values())), dims=["profile", "step"], coords={"profile": names})
    values = xr.concat([data["profile_value"], own], "profile")
    data = data.drop_vars(["profile_value", "profile"]).assign(profile_value=values)
    return data.assign(profile_at_end=("profile", np.isin(data["profile"].to_numpy().astype(str), [_LOW, _HIGH])))
