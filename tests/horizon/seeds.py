"""How many systems a proof is run on: a few always, all of them in the long form."""

from __future__ import annotations

from typing import Any

import pytest

LONG = 500


def proof_seeds(short: int) -> list[Any]:
    """Seeds 0..499, of which all from `short` on are marked `slow`."""
    return [*range(short), *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(short, LONG))]
