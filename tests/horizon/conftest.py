"""The long form of the proofs runs when asked for: `pytest -m slow` (it alone) or `EM_LONG=1 pytest` (all)."""

from __future__ import annotations

import os

import pytest


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect what is marked slow unless marks are chosen on the command line or EM_LONG is set."""
    if config.option.markexpr or os.environ.get("EM_LONG"):
        return
    slow = [item for item in items if item.get_closest_marker("slow")]
    if slow:
        config.hook.pytest_deselected(items=slow)
        items[:] = [item for item in items if not item.get_closest_marker("slow")]
