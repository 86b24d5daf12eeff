"""Problem of a search: the system in hours, cut into blocks, and the same in segments or with other boundaries."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import xarray as xr

from energy_model.compiler.memory import give_back
from energy_model.compiler.program import Floats, LinearProgram
from energy_model.horizon.aggregation import aggregate
from energy_model.horizon.blocks import Blocks, cut_into_blocks
from energy_model.horizon.certificate import CertifyOptions
from energy_model.horizon.presolve import without_dominated
from energy_model.horizon.resolution import first_steps
from energy_model.horizon.segments import Positions
from energy_model.horizon.settings import SearchSettings

Compile = Callable[[xr.Dataset], LinearProgram]


@dataclass(frozen=True, eq=False)
class HourlyProblem:
    """Dataset, program and blocks of all hours; `starts` is the first step of each block, `states` as of `certify`."""

    dataset: xr.Dataset
    compile_dataset: Compile
    states: Sequence[str]
    options: CertifyOptions
    settings: SearchSettings
    program: LinearProgram
    starts: Positions
    blocks: Blocks
    _latest: dict[bytes, Blocks] = field(default_factory=dict, repr=False)

    @property
    def period_of(self) -> Floats:
        """Period of each step: what follows its last step is its first. shape: (step,)."""
        return np.asarray(self.dataset["period_of"].to_numpy())

    @property
    def hours(self) -> Positions:
        """Every hour. shape: (step,)."""
        return np.arange(self.dataset.sizes["step"])

    def in_segments(self, starts: Positions) -> Blocks:
        """The blocks in segments that begin at `starts`."""
        program = without_dominated(self.compile_dataset(aggregate(self.dataset, starts)))
        return cut_into_blocks(program, np.searchsorted(starts, self.starts), self.states, self.settings, self.blocks)

    def at_resolution(self, starts: Positions) -> Blocks:
        """The blocks in steps that begin at `starts`: those of all hours where that is every hour.

        Others are kept until the next are asked for.
        """
        key = starts.tobytes()
        if key not in self._latest:
            is_hourly = len(starts) == self.dataset.sizes["step"]
            found = {} if is_hourly else {key: self.in_segments(starts)}
            self._latest.clear()
            self._latest.update(found)
        return self._latest.get(key, self.blocks)

    def with_boundaries(self, starts: Positions, chosen: Sequence[int]) -> Blocks:
        """All hours in blocks that begin at `starts`, of which only the `chosen` are to be dispatched."""
        return cut_into_blocks(self.program, starts, self.states, self.settings, chosen=chosen)


def hourly_problem(
    dataset: xr.Dataset,
    program: LinearProgram,
    compile_dataset: Compile,
    states: Sequence[str],
    options: CertifyOptions,
    settings: SearchSettings,
) -> HourlyProblem:
    """Problem of a dataset and its program, presolved and cut; parameters as of `certify`."""
    starts, program = first_steps(dataset, settings), without_dominated(program)
    give_back()
    blocks = cut_into_blocks(program, starts, states, settings)
    return HourlyProblem(dataset, compile_dataset, states, options, settings, program, starts, blocks)
