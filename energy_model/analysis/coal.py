"""The coal fleet: hours, coal rate, days of stock, starts."""

from __future__ import annotations

import numpy as np
import pandas as pd
import xarray as xr

from energy_model.analysis.columns import columns_of
from energy_model.analysis.energy.fuels import MWH_PER_TCE
from energy_model.analysis.roles import COAL, fuel_of
from energy_model.analysis.tidy import SMALLEST_MW, Floats, ratio

BUSY_HOURS = 30 * 24
HALF_LOAD = 0.5  # below it East China pays for deep peak shaving
_ROUNDING = 1e-6


def coal(ds: xr.Dataset) -> pd.DataFrame:
    """Each coal plant with unit commitment, by year.

    Columns and units as in columns.csv. The coal rate is of fuel with carbon, per output; stock_days are of a full
    stock at the mean burn of the year, or of its busiest 30 days; starts, online_hours and part_load_hours (online at
    less than half load) are those of a unit of capacity.
    """
    plants = [asset for asset in ds["committed"].values if fuel_of(ds).get(asset) == COAL]
    rows = [row for plant in plants for row in _rows(ds, str(plant))]
    return pd.DataFrame(rows, columns=columns_of("coal"))


def _rows(ds: xr.Dataset, asset: str) -> list[dict[str, object]]:
    of = ds.sel(asset=asset)
    burn, per_output = _burn(ds, asset)
    online, started = (ds[name].sel(committed=asset).values for name in ("online", "started"))
    low = np.where(ds["dispatch"].sel(producer=asset).values < (HALF_LOAD - _ROUNDING) * online, online, 0.0)
    rows = []
    for year in ds["year"].values:
        at = ds["year_of"].values == year
        weight, fuel = ds["weight"].values[at], burn[at]
        size, output = float(of["capacity"].sel(year=year)), float(ds["generation"].sel(operated=asset, year=year))
        stock = float(of["stock"]) * size * per_output
        burnt = float(fuel @ weight)
        rows.append(
            {
                "asset": asset,
                "technology": str(of["technology_of"].item()),
                "zone": str(of["zone_of"].item()),
                "year": int(year),
                "capacity": size,
                "retrofitted": _retrofitted(ds, asset, int(year)),
                "generation": output,
                "full_load_hours": _over(output, size, SMALLEST_MW),
                "fuel_tce": burnt / MWH_PER_TCE,
                "coal_rate": _over(1000.0 * burnt / MWH_PER_TCE, output, SMALLEST_MW),
                "stock_days": _over(stock, 24.0 * burnt / weight.sum()) if stock else 0.0,
                "stock_days_busiest": _over(stock, 24.0 * _busiest(fuel, ds.isel(step=at))) if stock else 0.0,
                "starts": _over(float(started[at] @ (weight / ds["step_length"].values[at])), size, SMALLEST_MW),
                "online_hours": _over(float(online[at] @ weight), size, SMALLEST_MW),
                "part_load_hours": _over(float(low[at] @ weight), size, SMALLEST_MW),
            }
        )
    return rows


def _burn(ds: xr.Dataset, asset: str) -> tuple[Floats, float]:
    """Fuel burnt in each step [MW], and per MWh of output at full load [1]; fuel is what holds carbon."""
    factor = ds["emission_factor"].sel(carrier=ds["port_carrier"].values).values
    ports = np.flatnonzero((ds["port_asset"].values == asset) & (ds["port_coefficient"].values < 0) & (factor > 0))
    use = -ds["port_coefficient"].values[ports]
    idle = use @ ds["port_no_load"].values[ports]
    dispatch, online = (
        ds["dispatch"].sel(producer=asset).values.astype(np.float64),
        ds["online"].sel(committed=asset).values.astype(np.float64),
    )
    burnt: Floats = (use.sum() - idle) * dispatch + idle * online
    return burnt, float(use.sum())


def _busiest(power: Floats, of_year: xr.Dataset) -> float:
    """Largest mean of a power over 30 days in a row, or over a period of the steps where that is shorter."""
    period, length = of_year["period_of"].values, of_year["step_length"].values
    return max(_busiest_of(power[period == own], length[period == own]) for own in np.unique(period))


def _busiest_of(power: Floats, length: Floats) -> float:
    """The same of one period; windows begin with steps."""
    ends = np.concatenate([[0.0], np.cumsum(length)])
    energy = np.concatenate([[0.0], np.cumsum(power * length)])
    window = min(float(BUSY_HOURS), float(ends[-1]))
    begins = ends[ends <= ends[-1] - window + 1e-9]
    found = (np.interp(begins + window, ends, energy) - np.interp(begins, ends, energy)) / window
    return float(found.max(initial=0.0))


def _retrofitted(ds: xr.Dataset, asset: str, year: int) -> float:
    if asset not in ds["refittable"].values:
        return 0.0
    return float(ds["retrofitted"].sel(refittable=asset, year=year))


def _over(numerator: float, denominator: float, least: float = 0.0) -> float:
    return float(ratio(numerator, denominator, least))
