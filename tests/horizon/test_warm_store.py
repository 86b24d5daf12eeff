"""A warm store saves time and is never trusted: whatever it holds, bounds enclose the optimum, which is reached."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from energy_model.compiler import LinearProgram, SolverOptions, compile_model, solve
from energy_model.compiler.residuals import primal_residual
from energy_model.formulation.model import build
from energy_model.horizon import Certified, CertifyOptions, Round, SearchSettings, certify
from energy_model.horizon.certify import with_states
from energy_model.horizon.coded_floats import CodedFloats
from energy_model.horizon.program_basis import ProgramBasis
from energy_model.horizon.warm_store import StoredBasis, WarmStore
from energy_model.horizon.warm_store_file import read, written
from tests.support.hourly import hourly_optimum
from tests.support.random_systems import random_small
from tests.support.seeds import proof_seeds

pytestmark = pytest.mark.proof

TOLERANCE, GAP, BLOCK = 1e-7, 2e-2, 12.0
SETTINGS = SearchSettings(block_hours=BLOCK, stage_shares=(0.5,))
STATES = build().state_variables


def compiled(data: xr.Dataset) -> LinearProgram:
    return compile_model(build(), data)


def certified(
    data: xr.Dataset, store: WarmStore | None, leave: Callable[[WarmStore], None] | None = None
) -> tuple[Certified, list[Round]]:
    told: list[Round] = []
    options = CertifyOptions(gap=GAP, threads=1, time_limit=60.0, log=told.append, store=lambda: store, leave=leave)
    return certify(with_states(data, SETTINGS), compiled, STATES, options, SETTINGS), told


@cache
def left_by(seed: int) -> WarmStore:
    """What a search of a random system leaves."""
    left: list[WarmStore] = []
    certified(random_small(seed), None, left.append)
    return left[0]


def mutated(seed: int) -> xr.Dataset:
    """Another scenario of a system: other demand, prices and costs."""
    data, rng = random_small(seed), np.random.default_rng([17, seed])
    return data.assign(
        demand_mean=data["demand_mean"] * rng.uniform(0.8, 1.1),
        market_price=data["market_price"] * rng.uniform(0.7, 1.4),
        overnight_cost=data["overnight_cost"] * rng.uniform(0.6, 1.5),
    )


def doctored(store: WarmStore, seed: int) -> WarmStore:
    """A store full of nonsense, with numbers that are none among it."""
    rng = np.random.default_rng([18, seed])

    def nonsense(values: np.ndarray, scale: float) -> np.ndarray:
        found = rng.standard_normal(values.shape) * scale
        found[rng.random(values.shape) < 0.02] = rng.choice([np.nan, np.inf, 1e30])
        return found.astype(values.dtype)

    def statuses(values: np.ndarray) -> np.ndarray:
        return rng.integers(-3, 9, values.shape).astype(np.int8)

    return replace(
        store,
        bases=tuple(
            StoredBasis(b.names, ProgramBasis(*map(statuses, (b.basis.columns, b.basis.rows, b.basis.allocations))))
            for b in store.bases
        ),
        duals=tuple(
            replace(
                d,
                row_dual=CodedFloats.of(nonsense(d.row_dual.floats, 300.0)),
                allocation_dual=nonsense(d.allocation_dual, 300.0),
            )
            for d in store.duals
        ),
        decided=nonsense(store.decided, 100.0),
        allocated=nonsense(store.allocated, 100.0),
    )


def assert_is_true(data: xr.Dataset, found: Certified, told: list[Round], optimum: float) -> None:
    """Bounds on either side of the optimum from first to last, a schedule that every hour allows, the gap reached."""
    slack = TOLERANCE * abs(optimum)
    assert found.lower_bound <= optimum + slack
    assert found.solution.objective >= optimum - slack
    for seen in told:
        assert seen.lower_bound <= optimum + slack
        assert not seen.is_hourly or seen.cost >= optimum - slack
    assert primal_residual(compiled(with_states(data, SETTINGS)), found.solution.x) <= 1e-6


def optimum_of(data: xr.Dataset) -> float:
    return solve(compiled(data), SolverOptions(method="simplex")).objective


@proof_seeds(2)
def test_another_scenario(seed: int) -> None:
    """Bounds are as true as without a store, and it ends where the search without one does."""
    data = mutated(seed)
    found, told = certified(data, left_by(seed))
    assert_is_true(data, found, told, optimum_of(data))
    assert found.gap <= max(GAP, certified(data, None)[0].gap)


@proof_seeds(2)
def test_another_system(seed: int) -> None:
    """Other zones, plants and years: what has no name here is left out, or the store does not fit at all."""
    found, told = certified(random_small(seed), left_by(seed + 1))
    assert_is_true(random_small(seed), found, told, hourly_optimum(seed).objective)


@proof_seeds(2)
def test_nonsense(seed: int) -> None:
    found, told = certified(random_small(seed), doctored(left_by(seed), seed))
    assert_is_true(random_small(seed), found, told, hourly_optimum(seed).objective)


def test_the_same_again_is_one_round_of_hours_and_as_near() -> None:
    """No initial relaxation, no segments, and at once the bound that was proved."""
    again, told = certified(random_small(1), left_by(1))
    cold = certified(random_small(1), None)[0]
    assert [seen.is_hourly for seen in told] == [True]
    assert told[0].lower_bound == pytest.approx(cold.lower_bound, rel=1e-6)
    assert again.gap <= max(GAP, cold.gap)


def test_a_file_gives_back_what_was_written(tmp_path: Path) -> None:
    store, path = left_by(1), tmp_path / "search.npz"
    path.write_bytes(written(store))
    found = read(path)
    assert found is not None
    assert np.array_equal(found.decided, store.decided)
    assert [d.names.rows for d in found.duals] == [d.names.rows for d in store.duals]
    for a, b in zip(found.duals, store.duals, strict=True):
        assert np.array_equal(a.row_dual.floats, b.row_dual.floats)
    assert all(np.array_equal(a.basis.rows, b.basis.rows) for a, b in zip(found.bases, store.bases, strict=True))


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04 broken"])
def test_a_file_that_cannot_be_read_is_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "search.npz"
    path.write_bytes(content)
    assert read(path) is None
    assert read(tmp_path / "missing.npz") is None
