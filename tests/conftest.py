"""Rules for all tests: which run when, in which form proofs run, and what is done once in a process.

    pytest -q -n 2                                      all, proofs in their short form
    pytest -q -n 2 -m "not proof and not browser"       the fast subset: at most 90 s on two cores
    pytest -q -n 2 -m slow                              what only the long form has
    EM_LONG=1 pytest -q -n 2                            all, proofs in their long form

A proof (`pytest.mark.proof`) holds over many systems, a whole run or another program and takes seconds; every test on
`proof_seeds` is one. Tests that drive a browser have the mark `browser`.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator

import pandas as pd
import pytest

from energy_model.dataset.reading import reading
from tests.support.read_once import read_table_once
from tests.support.seeds import LONG

# texts as in an environment without pyarrow, which peers bring and users need not have: a third of the time
pd.set_option("mode.string_storage", "python")


@pytest.fixture(autouse=True, scope="session")
def tables_are_read_once() -> Iterator[None]:
    """Tables that a test has left as they are need not be read again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "_read_table", read_table_once)
        yield


def pytest_collection_finish() -> None:
    """Leave what was imported and collected to itself: looking for garbage in it took a seventh of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(200_000, 20, 100)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a proof on its few seeds; those of the long form are not even collected unless they are asked for."""
    proof = metafunc.definition.get_closest_marker("proof_seeds")
    if proof is None:
        return
    (short,) = proof.args
    seeds = [*range(short), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(short, LONG))]
    metafunc.parametrize("seed", seeds if _is_long(metafunc.config) else seeds[:short])


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark tests on random systems as proofs; deselect what is marked slow unless the long form is asked for."""
    for item in items:
        if item.get_closest_marker("proof_seeds"):
            item.add_marker(pytest.mark.proof)
    if _is_long(config):
        return
    slow = [item for item in items if item.get_closest_marker("slow")]
    if slow:
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if not item.get_closest_marker("slow")]


def _is_long(config: pytest.Config) -> bool:
    return config.option.markexpr.strip() == "slow" or bool(os.environ.get("EM_LONG"))
