"""Unit sizes of what may be built, refitted or retired: the `block` of each technology, by column of the program."""

from __future__ import annotations

import numpy as np
import xarray as xr

from energy_model.compiler.program import LinearProgram
from energy_model.horizon.segments import Numbers
from energy_model.horizon.unit_sizes import UnitSizes
from energy_model.workflow.options import RunOptions


def chosen_units(dataset: xr.Dataset, program: LinearProgram, options: RunOptions) -> UnitSizes | None:
    """Unit sizes to which a plan is polished as asked; None: it is left as it is found."""
    return unit_sizes(dataset, program, options.blocks) if options.polish or options.blocks else None


def unit_sizes(dataset: xr.Dataset, program: LinearProgram, whole: bool) -> UnitSizes | None:
    """Unit size of each column; None where no technology has one.

    dataset : with `block` (asset) [MW] and `duration_min` (asset) [h]; whole : whether only multiples will do
    """
    if "block" not in dataset or not bool((dataset["block"] > 0).any()):
        return None
    block = dataset["block"]
    per_variable = dict.fromkeys(("new_capacity", "new_retrofit", "retired"), block)
    per_variable["new_energy"] = block * dataset["duration_min"]
    least = np.zeros(program.matrix.shape[1])
    for name, size in per_variable.items():
        own = program.variables[name]
        assets, years = own.space.factors
        sizes = size.sel(asset=list(assets.members)).to_numpy()
        least[own.start : own.stop] = np.repeat(sizes, len(years.members))
    one, other = (_columns(program, name) for name in ("charge", "discharge"))
    return UnitSizes(least, whole, _columns(program, "unserved"), np.stack([one, other]))


def _columns(program: LinearProgram, name: str) -> Numbers:
    """Columns of a variable."""
    own = program.variables[name]
    return np.arange(own.start, own.stop, dtype=np.int32)
