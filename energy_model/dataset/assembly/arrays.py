"""Columns of tables as arrays for the Dataset."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

# Data variables of an xarray.Dataset: name -> (dims, values).
Variables = dict[str, tuple[str | tuple[str, ...], Any]]


def labels(values: Iterable[Any]) -> NDArray[np.str_]:
    """Give words as an array of strings (a fixed-width dtype, which NetCDF can write)."""
    return np.array([str(value) for value in values], dtype=np.str_)


def floats(values: pd.Series[Any]) -> NDArray[np.float64]:
    """Give numbers as float64."""
    return values.to_numpy(dtype=np.float64)


def booleans(values: pd.Series[Any]) -> NDArray[np.bool_]:
    """Give flags as booleans; they must not be blank."""
    return values.to_numpy(dtype=np.bool_)
