"""The system in few steps, on which conflicts of targets can be proved.

Segments of hours with the mean of every hourly number are a relaxation of the hours: the means of any hourly plan are a
plan of the segments, with the same metrics (`horizon.aggregation`). Only hourly prices may not be averaged. What is
minimised to find conflicts holds no price, so that segments may cross them: a conflict proved on segments is one of the
hours. Not the other way round: what holds on segments may fail in an hour.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import xarray as xr

from energy_model.compiler import LinearProgram, compile_model
from energy_model.compiler.program import Floats
from energy_model.dataset.assembly.references import with_references
from energy_model.formulation.model import build
from energy_model.horizon.aggregation import aggregate
from energy_model.horizon.block_boundaries import block_starts
from energy_model.horizon.hourly_problem import Compile
from energy_model.horizon.segments import Positions, choose, flags_at, respects_prices
from energy_model.workflow.settled import settled


@dataclass(frozen=True)
class SegmentedSystem:
    """A system and its linear program; exact : in all hours; keeps_prices : no price changes inside a step."""

    dataset: xr.Dataset
    program: LinearProgram
    exact: bool
    keeps_prices: bool

    def settled(self, x: Floats) -> Floats:
        """The plan x with what costs nothing at the value that results tell (`workflow.settled`)."""
        return settled(build(), self.dataset, self.program, x)

    def referenced(self, x: Floats) -> SegmentedSystem:
        """The system whose comparisons between years are held against the plan x, which has no enforced targets."""
        dataset = with_references(self.dataset, self.program.evaluate("metric_value", self.settled(x)))
        return replace(self, dataset=dataset, program=compile_model(build(), dataset))


def plainly(dataset: xr.Dataset) -> LinearProgram:
    """Linear program of a dataset, with nothing held in it."""
    return compile_model(build(), dataset)


def segmented(dataset: xr.Dataset, segments: int, compiled: Compile = plainly) -> SegmentedSystem:
    """System in at most about so many steps; as it is where it has no more.

    compiled : gives the program of a dataset, with what is held in it
    """
    if dataset.sizes["step"] <= segments:
        return SegmentedSystem(dataset, compiled(dataset), True, True)
    starts = _starts(dataset, segments)
    smaller = aggregate(dataset, starts)
    return SegmentedSystem(smaller, compiled(smaller), False, respects_prices(dataset, starts))


def _starts(dataset: xr.Dataset, segments: int) -> Positions:
    """First steps of the segments: half at even distances, the others where the hours differ most."""
    length = dataset["step_length"].to_numpy()
    apart = 2.0 * float(length.sum()) / segments
    even = flags_at(block_starts(dataset["period_of"].to_numpy(), length, apart), dataset.sizes["step"])
    even[np.flatnonzero(even)[segments:]] = False
    return choose(dataset, segments, even, keep_prices=False)
