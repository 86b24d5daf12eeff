"""Where hydrogen comes from, and the CO2 that stands behind a kilogram of it."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr

from energy_model.analysis.carbon.emissions import emissions
from energy_model.analysis.columns import empty
from energy_model.analysis.energy.balances import energy_balance
from energy_model.analysis.energy.electricity import electric_carriers
from energy_model.analysis.energy.exchange import through_ports
from energy_model.analysis.roles import ELECTRICITY, HYDROGEN, carriers_of
from energy_model.analysis.tidy import described, long, ratio

KG_PER_MWH = 1000 / 33.33  # lower heating value: 33.33 kWh/kg
_SMALLEST_MWH = 1e-3


def hydrogen(ds: xr.Dataset) -> pd.DataFrame:
    """Each plant that makes hydrogen, by year.

    Columns: asset, technology, group, zone, year, output [MWh], output_kt [kt], electricity [MWh] (all kinds of it),
    grid_electricity [MWh], co2 [t] (carbon burnt in it), grid_co2 [t] (grid electricity at the mean factor of the
    mix), intensity [kg/kg], clean and low_carbon (intensity within the study's settings
    clean_hydrogen and low_carbon_hydrogen; None where nothing is made).
    Traceable green power counts nothing; neither do building the plants and losses upstream of fuels.
    """
    makers = _makers(ds)
    if not makers:
        return empty("hydrogen")
    found = long(ds["generation"].sel(operated=makers), "operated").rename("output").reset_index()
    found = described(ds, found)
    flows = _through(ds, found)
    found["output"] = flows.reindex(columns=carriers_of(ds, HYDROGEN), fill_value=0.0).sum(axis=1)
    found["output_kt"] = found["output"] * KG_PER_MWH / 1e6
    taken = (-flows).clip(lower=0.0).reindex(columns=electric_carriers(ds), fill_value=0.0)
    found["electricity"] = taken.sum(axis=1)
    found["grid_electricity"] = taken.reindex(columns=carriers_of(ds, ELECTRICITY), fill_value=0.0).sum(axis=1)
    pairs = pd.MultiIndex.from_frame(found[["asset", "year"]])
    found["co2"] = long(ds["combustion_emissions"], "burner").reindex(pairs).to_numpy()
    found["grid_co2"] = found["grid_electricity"] * found["year"].map(grid_factors(ds)).to_numpy(dtype=float)
    made = found["output"].where(found["output"] > _SMALLEST_MWH, 0.0)
    found["intensity"] = ratio(1000 * (found["co2"] + found["grid_co2"]), made * KG_PER_MWH)
    for name in ("clean", "low_carbon"):
        limit = float(ds[f"{name}_hydrogen"])
        found[name] = (found["intensity"] <= limit).astype(object).where(found["intensity"].notna(), None)
    return found


def _makers(ds: xr.Dataset) -> list[str]:
    """Conversions and processes that give hydrogen and take none: a compressor makes none."""
    own, gives = np.isin(ds["port_carrier"].values, carriers_of(ds, HYDROGEN)), ds["port_coefficient"].values > 0
    makers = set(ds["port_asset"].values[own & gives]) - set(ds["port_asset"].values[own & ~gives])
    return [str(a) for a in ds["burner"].values if a in makers]


def _through(ds: xr.Dataset, found: pd.DataFrame) -> pd.DataFrame:
    """Flows of the plants of each row, a column a carrier [MWh], positive out; rows as in `found`."""
    wide = through_ports(ds).pivot_table(
        index=["asset", "year"], columns="carrier", values="energy", aggfunc="sum", fill_value=0.0
    )
    return wide.reindex(pd.MultiIndex.from_frame(found[["asset", "year"]]), fill_value=0.0).reset_index(drop=True)


def grid_factors(ds: xr.Dataset) -> pd.Series[float]:
    """Mean CO2 of grid electricity in each year [t/MWh]: of the sector power and of purchases, over all of it.

    All of it is what goes into the carriers of electricity: generation, purchases, and green power that lines feed in.
    What is sold has the same mean as what stays.
    """
    sources = emissions(ds)
    electric = set(ds["market"].values[np.isin(ds["market_carrier"].values, electric_carriers(ds))])
    power = (sources["sector"] == "power") | sources["source"].isin(electric)
    co2 = sources[power].groupby("year")["co2"].sum()
    balance = energy_balance(ds)
    sourced = balance[balance["carrier"].isin(carriers_of(ds, ELECTRICITY)) & (balance["side"] == "source")]
    energy = sourced.groupby("year")["energy"].sum().reindex(ds["year"].values, fill_value=0.0)
    factor = ratio(co2.reindex(energy.index, fill_value=0.0), energy)
    return pd.Series(np.nan_to_num(factor), index=energy.index)
