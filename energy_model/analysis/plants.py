"""Tables of what stands and what it does: capacity, generation, storage."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr

from energy_model.analysis.tidy import SMALLEST_MW, described, hours, long, lookup, of_pairs, ratio, wide


def capacity(ds: xr.Dataset) -> pd.DataFrame:
    """Capacity of each asset and year.

    Columns: asset, technology, group, zone, year, existing, new, retired, capacity [MW] (of all years: what stands;
    new is what is built in the year), retrofitted [MW] (of the capacity, what runs at a lower minimum load),
    energy_capacity [MWh].
    """
    parts = {
        "existing": long(ds["existing"], "asset"),
        "new": long(ds["new_capacity"], "buildable"),
        "retired": long(ds["retired"], "retirable_asset"),
        "capacity": long(ds["capacity"], "asset"),
        "retrofitted": long(ds["retrofitted"], "refittable"),
        "energy_capacity": long(ds["energy_capacity"], "storage"),
    }
    return described(ds, wide(parts))


def generation(ds: xr.Dataset) -> pd.DataFrame:
    """Output of everything that is operated (supply, conversion, process), by year.

    Columns: asset, technology, group, zone, year, generation, available, curtailed [MWh], capacity [MW],
    full_load_hours [h], capacity_factor [1]. Available and curtailed are given for supply only.
    """
    parts = {
        "generation": long(ds["generation"], "operated"),
        "available": long(ds["available_energy"], "producer"),
    }
    found = described(ds, wide(parts))
    natural = lookup(ds, "natural", found["asset"])
    found["curtailed"] = (found["available"] - found["generation"]).where(natural)
    found["available"] = found["available"].where(natural)
    found["capacity"] = of_pairs(ds, "capacity", "asset", found["asset"], found["year"])
    found["full_load_hours"] = ratio(found["generation"], found["capacity"], SMALLEST_MW)
    found["capacity_factor"] = found["full_load_hours"] / hours(ds, found["year"])
    return found


def storage(ds: xr.Dataset) -> pd.DataFrame:
    """Use of each storage and year.

    Columns: asset, technology, group, zone, year, charged, discharged [MWh], energy_capacity [MWh], inflow (what stays
    of what flows in by itself), spilled (what does not), final_energy (what is in it as the year ends) [MWh, as it is
    in the storage], capacity [MW], duration [h], cycles [1/year] (discharged energy over energy capacity).
    """
    names = ("charged", "discharged", "energy_capacity")
    parts = {name: long(ds[name], "storage") for name in names}
    for column, name in (("inflow", "inflow_energy"), ("spilled", "spilled_energy")):
        parts[column] = long(ds[name], "reservoir") if name in ds else 0.0 * parts["charged"]
    parts["final_energy"] = long(_as_years_end(ds), "storage")
    found = described(ds, wide(parts))
    found["capacity"] = of_pairs(ds, "capacity", "asset", found["asset"], found["year"])
    found["duration"] = ratio(found["energy_capacity"], found["capacity"], SMALLEST_MW)
    found["cycles"] = ratio(found["discharged"], found["energy_capacity"], SMALLEST_MW)
    return found


def _as_years_end(ds: xr.Dataset) -> xr.DataArray:
    """State of charge at the end of each year's last step [MWh]. dims: storage, year."""
    last = np.searchsorted(ds["year_of"].values, ds["year"].values, side="right") - 1
    held = ds["state_of_charge"].transpose("storage", "step").values[:, last]
    return xr.DataArray(held, dims=["storage", "year"], coords={"storage": ds["storage"], "year": ds["year"]})
