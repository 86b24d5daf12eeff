"""CO2 of a plant's electricity."""

from __future__ import annotations

import numpy as np
import xarray as xr

from energy_model.analysis.energy.electricity import electric_carriers

_SMALLEST_MWH = 1e-3


def plant_factors(ds: xr.Dataset, year: int) -> dict[str, float]:
    """CO2 per electricity of each plant that burns something and gives electricity [t/MWh], mean of a year.

    Where a plant gives heat too, its CO2 is shared by energy, as by the heat share of China's accounts of power plants.
    What it gives in a carrier that holds carbon is no product: that carbon is not emitted by it.
    """
    electric, energy = electric_carriers(ds), ds["port_energy"].sel(year=year).values
    carrier, owner = ds["port_carrier"].values, ds["port_asset"].values
    held = ds["emission_factor"].sel(carrier=carrier).values > 0
    product = (energy > 0) & ~held
    is_electric = product & np.isin(carrier, electric)
    burnt = ds["combustion_emissions"].sel(year=year).to_series()
    found = {}
    for asset, co2 in burnt.items():
        own = owner == asset
        if not own.any():
            continue
        products, electricity = energy[own & product].sum(), energy[own & is_electric].sum()
        if electricity > _SMALLEST_MWH:
            found[str(asset)] = float(co2) / float(products)
    return found
