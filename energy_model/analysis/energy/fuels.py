"""Tables of what technologies and sectors take in and give out, carrier by carrier, with its coal equivalent."""

from __future__ import annotations

import pandas as pd
import xarray as xr

from energy_model.analysis.carbon.emissions import direct_emissions
from energy_model.analysis.energy.exchange import through_ports
from energy_model.analysis.tidy import lookup

MWH_PER_TCE = 29.3076 / 3.6  # tonne of coal equivalent: 29.3076 GJ
DIRECT = "direct"
_SMALLEST_MWH = 1e-3


def fuels(ds: xr.Dataset) -> pd.DataFrame:
    """Inputs and outputs of conversions and processes.

    Columns: technology, sector, carrier, year, input, output [MWh], input_tce [tce].
    """
    found = _taken_and_given(ds).groupby(["technology", "sector", "carrier", "year"], sort=False)
    return _with_coal_equivalent(found[["input", "output"]].sum().reset_index())


def sectors(ds: xr.Dataset) -> pd.DataFrame:
    """Inputs and outputs of each sector by carrier, with their CO2.

    Columns: sector, carrier (`direct` for CO2 that no carrier holds), year, input, output [MWh], input_tce [tce], co2
    [t] (carbon that goes in less carbon that comes out). The CO2 of a sector and year sums to that of `emissions`.
    """
    found = _taken_and_given(ds)
    factor = lookup(ds, "emission_factor", found["carrier"], "carrier").to_numpy(dtype=float)
    found["co2"] = factor * (found["input"] - found["output"])
    direct = direct_emissions(ds).rename("co2").reset_index()
    direct = direct.assign(carrier=DIRECT, sector=lookup(ds, "sector_of", direct["asset"]), input=0.0, output=0.0)
    every = pd.concat([found, direct], ignore_index=True).groupby(["sector", "carrier", "year"], sort=False)
    summed = every[["input", "output", "co2"]].sum().reset_index()
    summed = _with_coal_equivalent(summed, [abs(summed["co2"]) > _SMALLEST_MWH])
    return summed[["sector", "carrier", "year", "input", "output", "input_tce", "co2"]]


def _taken_and_given(ds: xr.Dataset) -> pd.DataFrame:
    """Columns: asset, technology, sector, carrier, year, input, output [MWh]."""
    found = through_ports(ds)
    for column in ("technology", "sector"):
        found[column] = lookup(ds, f"{column}_of", found["asset"])
    energy = found.pop("energy")
    return found.assign(input=(-energy).clip(lower=0.0), output=energy.clip(lower=0.0))


def _with_coal_equivalent(found: pd.DataFrame, also: list[pd.Series[bool]] | None = None) -> pd.DataFrame:
    """Without rows in which nothing flows, but for those that `also` names."""
    kept = found[["input", "output"]].max(axis=1) > _SMALLEST_MWH
    for wanted in also or []:
        kept |= wanted
    return found.assign(input_tce=found["input"] / MWH_PER_TCE)[kept].reset_index(drop=True)
