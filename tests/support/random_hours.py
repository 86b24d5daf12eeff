"""The random systems with numbers that change by hour: costs, ratios, least outputs, lines that are not always there.

Factors are the same over some hours, so that segments may be longer than one. Drawn apart, so that the systems are else
those of before there were any.
"""

from __future__ import annotations

import numpy as np
import xarray as xr

_STEADY = "always"


def with_hours(data: xr.Dataset, rng: np.random.Generator) -> xr.Dataset:
    """In half of the systems profiles of costs, ratios, least outputs and lines, and supply that earns a premium."""
    if rng.random() < 0.5:
        return data
    behaviour, assets = data["behaviour"].to_numpy().astype(str), data.sizes["asset"]
    links, supply = behaviour == "transmission", behaviour == "supply"
    producing = np.isin(behaviour, ["supply", "conversion"])
    free = producing & (data["min_load"].to_numpy() == 0)
    data = _with_profiles(data, rng)
    cost = data["variable_om"].to_numpy()
    premium = supply & data["green"].to_numpy() & (rng.random(assets) < 0.3)
    own_ways, spoilt = links & (rng.random(assets) < 0.4), links & (rng.random(assets) < 0.5)
    may_spill = rng.random() < 0.4  # what must run may be too much, unless it may be lost
    held_up = free & (rng.random(assets) < 0.4) & may_spill & (data["availability_of"].to_numpy() == _STEADY)
    disposable = data["disposable"].to_numpy() | (
        may_spill & np.isin(data["carrier"], ["electricity", "green", "hydrogen"])
    )
    varying = np.isin(data["port_asset"], data["asset"][producing]) & (data["port_coefficient"].to_numpy() < 0)
    varying &= (data["port_no_load"].to_numpy() == 0) & (rng.random(data.sizes["port"]) < 0.6)
    return data.assign(
        variable_om=("asset", np.where(premium, -rng.uniform(1.0, 40.0, assets), cost)),
        cost_profile_of=("asset", _chosen(rng.random(assets) < 0.3, "dear hours")),
        availability_of=("asset", np.where(spoilt, "line out", data["availability_of"].to_numpy())),
        back_availability_of=("asset", _chosen(own_ways & (rng.random(assets) < 0.5), "line back")),
        shares_capacity=("asset", ~own_ways),
        least_output_of=("asset", _chosen(held_up, "least flow", "")),
        disposable=("carrier", disposable),
        port_profile=("port", _chosen(varying, "cold hours")),
    )


def _with_profiles(data: xr.Dataset, rng: np.random.Generator) -> xr.Dataset:
    steps = data.sizes["step"]
    levels = np.repeat(rng.uniform(0.6, 1.6, (2, 1 + steps // 6)), 6, axis=1)[:, :steps]
    rows = {
        "dear hours": levels[0],
        "cold hours": levels[1],
        "line out": np.where(rng.random(steps) < 0.2, rng.uniform(0.0, 1.0, steps), 1.0),
        "line back": rng.uniform(0.2, 1.0, steps),
        "least flow": rng.uniform(0.0, 0.4, steps),
    }
    names = np.array(list(rows), dtype=object)
    own = xr.DataArray(np.vstack(list(rows.values())), dims=["profile", "step"], coords={"profile": names})
    values = xr.concat([data["profile_value"], own], "profile")
    return data.drop_vars(["profile_value", "profile"]).assign(profile_value=values)


def _chosen(flags: np.ndarray, name: str, other: str = _STEADY) -> np.ndarray:
    return np.where(flags, name, other).astype(object)
