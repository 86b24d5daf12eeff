"""The random systems with limits of the output of a year or of its months, and tied capacities; drawn apart."""

from __future__ import annotations

import numpy as np
import xarray as xr


def with_tie(data: xr.Dataset, rng: np.random.Generator) -> xr.Dataset:
    """In a third of the systems two assets of which nothing stands or has to have capacities in a fixed ratio."""
    new = data["expandable"] & (data["existing"].max("year") == 0) & (data["minimum_capacity"].max("year") == 0)
    names = data["asset"].to_numpy()[new.to_numpy()]
    if rng.random() < 0.67 or len(names) < 2:
        return data
    one, other = rng.choice(names, 2, replace=False)
    values = {"tied_asset": ("tie", [one]), "tied_to": ("tie", [other]), "tie_ratio": ("tie", rng.uniform(0.2, 1.5, 1))}
    return data.drop_dims("tie").assign_coords(tie=np.array([f"{one}/{other}"], dtype=object)).assign(values)


def with_energy_limits(data: xr.Dataset, rng: np.random.Generator, of: str) -> xr.Dataset:
    """In half of the systems largest outputs, and least ones where what is too much may be lost.

    of : "year", or "month"

    Only of plants that nothing else holds up or that starts slowly, and well within what they could give.
    """
    behaviour = data["behaviour"].to_numpy().astype(str)
    free = np.isin(behaviour, ["supply", "conversion"]) & (data["min_load"].to_numpy() == 0)
    free &= (data["least_output_of"] == "").to_numpy() & (data["must_run"] == 0).to_numpy()
    free &= ~np.isin(data["asset"], np.append(data["tied_asset"], data["tied_to"]))
    if rng.random() < 0.5:
        return data
    could = _could_give(data, of)
    limited = free[:, None] & (rng.random(could.shape) < 0.3)
    most = np.where(limited, rng.uniform(0.1, 0.6, could.shape) * could, np.inf)
    may_be_lost = data["disposable"].sel(carrier=data["carrier_of"].values).to_numpy().astype(bool)
    alone = (behaviour == "supply") | (data["asset"].astype(str).str.startswith("gas")).to_numpy()  # needs no input
    held = (free & may_be_lost & alone)[:, None] & (rng.random(could.shape) < 0.4)
    least = np.where(held, np.minimum(rng.uniform(0.02, 0.3, could.shape) * could, 0.9 * most), 0.0)
    name = "energy" if of == "year" else "month_energy"
    return data.assign({f"least_{name}": (("asset", of), least), f"most_{name}": (("asset", of), most)})


def _could_give(data: xr.Dataset, of: str) -> np.ndarray:
    """Output of the largest capacity in all that is available [MWh]. shape: (asset, year or month)."""
    available = data["profile_value"].sel(profile=data["availability_of"].values.astype(str)).to_numpy()
    years, at = data["year"].to_numpy().tolist(), data["year_of"].to_numpy()
    capacity = data["maximum_capacity"].to_numpy()[:, [years.index(year) for year in at]]
    power = available * capacity * data["weight"].to_numpy()
    groups = at if of == "year" else data["month_of"].to_numpy()
    return np.stack([power[:, groups == group].sum(axis=1) for group in data[of].values], axis=1)
