"""A month's peak follows the highest of its hours, whatever a trial decision says of it."""

from __future__ import annotations

import numpy as np
import pytest

from energy_model.compiler import LinearProgram, SolverOptions, compile_model, solve
from energy_model.formulation.model import build
from energy_model.horizon import SearchSettings
from energy_model.horizon.block_boundaries import blocks_of
from energy_model.horizon.certify import with_states
from energy_model.horizon.peak_columns import PeakColumns, peak_columns
from tests.support.solved_system import plant
from tests.support.systems import Row, dataset


def metered() -> tuple[LinearProgram, PeakColumns]:
    """A works of 40 to 100 MW behind a metered line, and a free one of 1,000 MW that is never used."""
    line: Row = {"behaviour": "transmission", "to_zone": "park", "existing": 150.0, "maximum_capacity": 150.0}
    line |= {"from_carrier": "electricity", "to_carrier": "electricity"}
    data = dataset(
        hours=4,
        profiles={"shape": [40.0, 100.0, 60.0, 40.0]},
        assets={"grid": plant(1000.0, 20.0), "line": line | {"demand_charge": 12 * 500.0}, "spare": line},
        demands={"works": {"demand_zone": "park", "demand_mean": 1.0, "demand_profile": "shape"}},
    )
    program = compile_model(build(), with_states(data, SearchSettings(block_hours=2.0)))
    rows, columns = program.matrix.shape
    starts = np.array([0, 2])
    has_step = blocks_of(program.variables, columns, starts) >= 0, blocks_of(program.constraints, rows, starts) >= 0
    return program, peak_columns(program, *has_step)


def test_only_peaks_are_peaks() -> None:
    """Not the capacities, which bound hours from above too, but allow nothing above them."""
    program, found = metered()
    names = program.column_names()
    assert [names[k] for k in found.columns] == ["month_peak[line,1]"]
    assert [names[k] for k in found.above] == [f"above_peak[line,{s}]" for s in range(4)]


@pytest.mark.parametrize(("peak", "above"), [(0.0, [40.0, 100.0, 60.0, 40.0]), (150.0, [0.0] * 4)])
def test_a_peak_is_what_its_hours_ask_for(peak: float, above: list[float]) -> None:
    program, found = metered()
    x = solve(program, SolverOptions(method="simplex")).x
    optimum = float(program.cost @ x)
    spoilt = x.copy()
    spoilt[found.columns], spoilt[found.above] = peak, above
    assert float(program.cost @ spoilt) > optimum + 1.0
    assert found.repaired(program, spoilt) == pytest.approx(x)
