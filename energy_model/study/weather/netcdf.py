"""NetCDF of hours: as atlite and xarray write profiles, and ERA5 at one place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from energy_model.dataset.reading.stamps import Stamps
from energy_model.study.weather.errors import HoursError
from energy_model.study.weather.table import FileTable

_NAMELESS = "__xarray_dataarray_variable__"  # what xarray calls an array without a name when it writes one
_TIMES = ("time", "valid_time", "snapshot")  # valid_time: ERA5 since 2024; snapshot: PyPSA


def netcdf_table(path: Path, wanted: Sequence[str] | None) -> FileTable:
    """Columns `variable` or `variable_label` of variables over time in UTC and at most one more dimension.

    wanted : columns that suffice; a grid beside them is passed over. Raises HoursError.
    """
    import xarray as xr  # takes a moment to import

    columns: dict[str, Any] = {}
    grids: list[str] = []
    with xr.open_dataset(path) as opened:
        dataset = opened.squeeze()
        time = next((name for name in _TIMES if name in dataset.indexes), None)
        if time is None:
            raise HoursError(f"has no dimension 'time' (dimensions: {', '.join(map(str, opened.dims))})")
        for name, variable in dataset.data_vars.items():
            others = [dim for dim in variable.dims if dim != time]
            if time not in variable.dims or not np.issubdtype(variable.dtype, np.number):
                continue
            if len(others) > 1:
                grids.append(f"variable '{name}' has dimensions {variable.dims}: aggregate it to regions first")
                continue
            prefix = "" if name == _NAMELESS else f"{name}_"
            for at, label in enumerate(variable[others[0]].to_numpy() if others else []):
                columns[f"{prefix}{label}"] = variable.isel({others[0]: at}).to_numpy()
            if not others:
                columns[str(name)] = variable.to_numpy()
        stamps = pd.Series(pd.DatetimeIndex(dataset.indexes[time]).astype("datetime64[ns]"))
    if grids and not (wanted and set(wanted) <= set(columns)):
        raise HoursError(*grids)
    return FileTable(pd.DataFrame(columns, index=stamps.index), Stamps(stamps, (0.0,)))
