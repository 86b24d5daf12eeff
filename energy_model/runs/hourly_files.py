"""The steps of a run as Parquet files, a table a variable: for tools that read columns (Polars, DuckDB, Spark)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from energy_model.atomic_write import replacing_file
from energy_model.dataset.problems import Problem, StudyError

STEP, STAMPS = "step", ("year_of", "time", "weight")


def write(dataset: xr.Dataset, folder: Path) -> Path:
    """Write each number over steps as `<variable>.parquet`, and give the folder.

    A table has a row a thing and step: the dims of the variable, `step`, `year_of` (model year), `time` (of the weather
    year), `weight` [h], and the value under the variable's name; a value that is missing everywhere has no row. The
    columns carry `units` and `long_name` as metadata. Raises StudyError without the package pyarrow.
    """
    arrow = _arrow()
    stamps = {name: dataset.variables[name].values for name in STAMPS}
    for name, variable in dataset.variables.items():
        if STEP in variable.dims and name != STEP and name not in STAMPS and variable.dtype.kind == "f":
            with replacing_file(folder / f"{name}.parquet") as fresh:
                _write(arrow, dataset[name], stamps, fresh)
    return folder


def _write(arrow: Any, array: xr.DataArray, stamps: dict[str, Any], path: Path) -> None:
    """Write one variable; labels are written once and referred to."""
    things = [dim for dim in array.dims if dim != STEP]
    values = array.transpose(*things, STEP).values.reshape(-1, array.sizes[STEP])
    used = ~np.isnan(values).all(axis=1)
    count, steps = int(used.sum()), array.sizes[STEP]
    places = np.unravel_index(np.flatnonzero(used), [array.sizes[dim] for dim in things]) if things else ()
    columns: dict[str, Any] = {}
    for dim, place in zip(things, places, strict=True):
        labels = array[dim].values if dim in array.coords else np.arange(array.sizes[dim])
        codes = np.repeat(place.astype(np.int32), steps)
        columns[str(dim)] = arrow.DictionaryArray.from_arrays(codes, arrow.array(labels.tolist()))
    columns[STEP] = np.tile(np.arange(steps, dtype=np.int32), count)
    columns |= {name: np.tile(of_step, count) for name, of_step in stamps.items()}
    columns[str(array.name)] = values[used].ravel()
    table = arrow.table(columns)
    told = {key: str(text) for key, text in array.attrs.items()}
    last = table.schema.field(str(array.name)).with_metadata(told)
    schema = table.schema.set(len(table.schema) - 1, last)
    from pyarrow import parquet

    parquet.write_table(table.cast(schema), path, compression="zstd")


def _arrow() -> Any:
    """The package pyarrow, which only this format needs."""
    try:
        import pyarrow
    except ModuleNotFoundError as missing:
        hint = "Install it: pip install 'energy-model[parquet]', or pip install pyarrow."
        raise StudyError(
            [Problem("no-pyarrow", "export", "Parquet files need the package pyarrow.", hint)]
        ) from missing
    return pyarrow
