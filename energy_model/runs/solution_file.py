"""The file of a solved dataset: netCDF 4, written and read by xarray.

With netCDF4 rather than h5netcdf: the same file of some four hundred variables opens in 0.4 s and not in 4. All
variables are defined before any is filled: else the library goes through all of them again with each, which takes
longer than all else.

The file names the time stamp and the model year of each step as its coordinates: one after the other the model years
have the same stamps, those of the weather year.
"""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path
from typing import Any, Literal

import numpy as np
import xarray as xr
from xarray.backends import NetCDF4DataStore

FORMAT = 1  # rises when a name or a meaning changes
_LARGE = 10_000
_OF_STEPS = ("time", "year_of")
_ENGINE: Literal["netcdf4"] = "netcdf4"


def write(dataset: xr.Dataset, path: Path) -> None:
    """Write a solved dataset as a netCDF 4 file; what is large is compressed."""
    compressed: dict[Hashable, dict[str, Any]] = {
        name: {"zlib": True, "complevel": 1} for name in dataset.variables if dataset.variables[name].size > _LARGE
    }
    named = dataset.set_coords([name for name in _OF_STEPS if name in dataset])
    store = _DefinedFirst.open(path, mode="w")  # type: ignore[no-untyped-call]
    try:
        named.dump_to_store(store, encoding=compressed)
    finally:
        store.close()


class _DefinedFirst(NetCDF4DataStore):
    """Store of a file that fills its variables once it has defined them all."""

    def set_variables(self, variables: Any, check_encoding_set: Any, writer: Any, unlimited_dims: Any = None) -> None:
        kept = _Kept()
        super().set_variables(variables, check_encoding_set, kept, unlimited_dims)  # type: ignore[no-untyped-call]
        for values, variable in kept:
            writer.add(values, variable)


class _Kept(list[tuple[Any, Any]]):
    """Values and the variables of the file that they belong in, as a writer is given them."""

    def add(self, values: Any, variable: Any) -> None:
        self.append((values, variable))


def read(path: Path, hourly: bool = True) -> xr.Dataset:
    """Read what `write` wrote, whole and into memory; the file is closed afterwards.

    hourly : also what has a value for each step
    """
    with xr.open_dataset(path, engine=_ENGINE, cache=False) as opened:
        found = (opened if hourly else opened.drop_dims("step", errors="ignore")).load()
    texts = {name: v.astype(np.str_) for name, v in found.variables.items() if v.dtype == object}
    coordinates = {name: v for name, v in texts.items() if name in found.coords}
    found = found.assign({name: v for name, v in texts.items() if name not in coordinates}).assign_coords(coordinates)
    return found.reset_coords([name for name in _OF_STEPS if name in found.coords])
