"""From a dataset of hours to a certified plan."""

from __future__ import annotations

from collections.abc import Sequence

import xarray as xr

from energy_model.compiler.program import LinearProgram
from energy_model.horizon.aggregation import with_block_ends
from energy_model.horizon.certificate import Certified, CertifyOptions
from energy_model.horizon.hourly_problem import Compile, hourly_problem
from energy_model.horizon.resolution import first_steps
from energy_model.horizon.search import search_certificate
from energy_model.horizon.search_clock import SearchClock
from energy_model.horizon.settings import SearchSettings


def with_states(dataset: xr.Dataset, settings: SearchSettings | None = None) -> xr.Dataset:
    """The dataset with the ends of the blocks of a search, where what is online is a state: to be compiled for it."""
    return with_block_ends(dataset, first_steps(dataset, settings or SearchSettings()))


def certify(
    dataset: xr.Dataset,
    compile_dataset: Compile,
    states: Sequence[str],
    options: CertifyOptions | None = None,
    settings: SearchSettings | None = None,
    program: LinearProgram | None = None,
) -> Certified:
    """Solution of all hours to the gap that is asked for.

    Parameters
    ----------
    dataset : assembled dataset, one step an hour; `with_states`, or what is online where blocks meet is left to them
    compile_dataset : gives the linear program of a dataset, of hours or of segments
    states : variables that hold the value at the end of a step
    settings : tuning of the search, for its own tests and measurements: users have none of it
    program : that of the dataset, if there is one already

    Raises
    ------
    SolveError : infeasible, unbounded, or no schedule found within the time limit. A schedule whose gap is not the one
    asked for is returned with the gap that it has.
    """
    program = program or compile_dataset(dataset)
    options, settings = options or CertifyOptions(), settings or SearchSettings()
    clock = SearchClock(options.time_limit)
    return search_certificate(hourly_problem(dataset, program, compile_dataset, states, options, settings), clock)
