"""From a dataset of hours to a certified plan."""

from __future__ import annotations

from collections.abc import Sequence

import xarray as xr

from energy_model.compiler.program import LinearProgram
from energy_model.horizon.certificate import Certified, CertifyOptions
from energy_model.horizon.resolution import Schedule
from energy_model.horizon.search import Compile, Search


def certify(
    dataset: xr.Dataset,
    compile_dataset: Compile,
    states: Sequence[str],
    options: CertifyOptions | None = None,
    schedule: Schedule | None = None,
    program: LinearProgram | None = None,
) -> Certified:
    """Solve all hours to the gap that is asked for.

    Parameters
    ----------
    dataset : assembled dataset, one step an hour
    compile_dataset : gives the linear program of a dataset, of hours or of segments
    states : variables that hold the value at the end of a step
    program : that of the dataset, if there is one already

    Raises
    ------
    SolveError : infeasible, unbounded, or no schedule found within the time limit. A schedule whose gap is not what
    was asked for is returned with the gap that it has.
    """
    program = program or compile_dataset(dataset)
    return Search(dataset, program, compile_dataset, states, options or CertifyOptions(), schedule or Schedule()).run()
