"""Contributions that analysis reads against the sums that it worked out before: the second opinion, for one release."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd
import pytest
import xarray as xr

from energy_model.analysis.energy.balances import zone_balance
from energy_model.analysis.energy.contributions import energy_by_year, flows_by_hour
from energy_model.analysis.energy.hourly import steps_of
from tests.support import former_sums
from tests.support.analysed import complete, solved
from tests.support.park import park_run
from tests.support.random_flexibility import random_flexible
from tests.support.tiny_run import tiny_run

pytestmark = pytest.mark.proof


def _random(seed: int) -> xr.Dataset:
    return solved(random_flexible(seed))


SYSTEMS: dict[str, Callable[[], xr.Dataset]] = {
    "tiny": lambda: tiny_run().dataset,
    "park": lambda: park_run().dataset,
    "complete": complete,
    **{f"random {seed}": partial(_random, seed) for seed in range(1)},
}


@pytest.fixture(
    scope="module",
    params=["tiny", "random 0", *(pytest.param(name, marks=pytest.mark.slow) for name in ("park", "complete"))],
)
def ds(request: pytest.FixtureRequest) -> xr.Dataset:
    return SYSTEMS[request.param]()


def test_energy_of_each_thing_is_as_it_was(ds: xr.Dataset) -> None:
    now, before = (
        found.groupby(former_sums.KEYS)["energy"].sum()
        for found in (energy_by_year(ds), former_sums.energy_by_year(ds))
    )
    now, before = (found[found.abs() > 1e-6] for found in (now, before))
    assert set(now.index) == set(before.index) and len(now)
    pd.testing.assert_series_equal(now, before.reindex(now.index), rtol=1e-9)


def test_every_node_is_balanced(ds: xr.Dataset) -> None:
    found = zone_balance(ds)
    sums = found.assign(size=found["energy"].abs()).groupby(["zone", "carrier", "year"])[["energy", "size"]].sum()
    assert (sums["energy"].abs() <= 1e-9 * np.maximum(sums["size"], 1e3)).all()


def test_power_of_each_thing_is_as_it_was(ds: xr.Dataset) -> None:
    """By the hour, of the last year. Demand and what shifting moves are one use, which no sum told apart."""
    of_year = steps_of(ds, int(ds["year"].values[-1]))
    before = former_sums.power_by_hour(of_year)
    now: dict[tuple[str, str, str, str], np.ndarray] = {}
    for flow in flows_by_hour(of_year, {str(carrier) for carrier in ds["carrier"].values}):
        kind = "use" if flow.kind in ("demand", "shifting") else flow.kind
        key = (kind, flow.owner, flow.zone, flow.carrier)
        now[key] = now.get(key, np.zeros(of_year.sizes["step"])) + flow.power
    compared = {key for key in now if key[0] not in ("boil_off", "surplus")}
    assert compared == {key for key, power in before.items()}
    for key in compared:
        assert now[key] == pytest.approx(before[key], rel=1e-9, abs=1e-7), key
