"""What holds for all tests: which proofs run in their long form, and what is done once in a process.

The long form of the proofs runs when asked for: `pytest -m slow` (it alone) or `EM_LONG=1 pytest` (all).
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from energy_model.dataset.reading import reading
from tests.support.read_once import read_table_once
from tests.support.seeds import LONG


@pytest.fixture(autouse=True, scope="session")
def tables_are_read_once() -> Iterator[None]:
    """Tables that a test has left as they are need not be read again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "_read_table", read_table_once)
        yield


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a proof on its few seeds; those of the long form are not even collected unless they are asked for."""
    proof = metafunc.definition.get_closest_marker("proof_seeds")
    if proof is None:
        return
    (short,) = proof.args
    seeds = [*range(short), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(short, LONG))]
    metafunc.parametrize("seed", seeds if _is_long(metafunc.config) else seeds[:short])


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect what is marked slow unless marks are chosen on the command line or EM_LONG is set."""
    if _is_long(config):
        return
    slow = [item for item in items if item.get_closest_marker("slow")]
    if slow:
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if not item.get_closest_marker("slow")]


def _is_long(config: pytest.Config) -> bool:
    return bool(config.option.markexpr or os.environ.get("EM_LONG"))
