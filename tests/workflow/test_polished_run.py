"""A run is polished to the `block` of its technologies, says so, and can be left as it is."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
import xarray as xr

from energy_model.sheets.headline import polish
from energy_model.sheets.wording import Labels
from energy_model.workflow.options import RunOptions
from energy_model.workflow.solve import solve_dataset
from tests.support.solved_system import plant
from tests.support.systems import dataset
from tests.support.tiny_run import tiny_run


def system(block: float) -> xr.Dataset:
    """12 MW more than stand are asked for, and built in blocks."""
    build = {"expandable": True, "maximum_capacity": 500.0, "overnight_cost": 1e6, "variable_om": 10.0}
    made = dataset(
        assets={"old": plant(100.0, 20.0), "new": build},
        demands={"load": {"demand_mean": 112.0, "unserved_cost": 20_000.0}},
        hours=24,
    )
    return made.assign(block=("asset", np.array([0.0, block])))


@pytest.mark.parametrize(
    ("options", "built"),
    [
        (RunOptions(gap=1.0), 50.0),
        (RunOptions(gap=1.0, polish=False), 12.0),
        (RunOptions(gap=1e-6), 12.0),
        (RunOptions(gap=1e-6, blocks=True), 50.0),
    ],
)
def test_sizes_are_blocks_within_the_gap_or_where_they_are_asked_for(options: RunOptions, built: float) -> None:
    solved = solve_dataset(system(50.0), options)[1]
    assert solved["new_capacity"].sel(buildable="new").values == pytest.approx([built])
    assert ("polish" in solved.attrs) == options.polish
    if options.polish:
        found = json.loads(solved.attrs["polish"])
        assert found["outcome"] == ("kept" if built == 50.0 else "gap")


def test_without_a_block_nothing_is_polished() -> None:
    assert "polish" not in solve_dataset(system(0.0), RunOptions(gap=1.0))[1].attrs


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ({"outcome": "kept", "cost": 1e6, "down": 3, "up": 2, "left": 0}, "3 new capacities below theirs"),
        ({"outcome": "kept", "cost": -1e6, "down": 3, "up": 2, "left": 4}, "Limits keep 4 more"),
        ({"outcome": "kept", "cost": 1e6, "down": 3, "up": 2, "left": 0, "larger": 5}, "5 more sizes grew"),
        ({"outcome": "gap", "cost": 1e6, "down": 3, "up": 2, "left": 0}, "beyond the gap"),
        ({"outcome": "infeasible", "cost": None, "down": 0, "up": 0, "left": 0}, "no plan was found"),
        ({"outcome": "time", "cost": None, "down": 0, "up": 0, "left": 0}, "no time was left"),
        (None, ""),
    ],
)
def test_one_sentence_says_what_it_did(found: dict[str, object] | None, words: str) -> None:
    run = tiny_run()
    told = replace(run, summary=run.summary | {"polish": found})
    assert words in polish(told, Labels.of_run(told, "en"))
    assert bool(polish(told, Labels.of_run(told, "zh"))) == (found is not None)
