"""How many systems a proof is run on: `@proof_seeds(few)` always on those, in the long form on all of them."""

from __future__ import annotations

import pytest

LONG = 500

# seeds 0..499, of which all from the given number on are marked `slow`: see tests/conftest.py
proof_seeds = pytest.mark.proof_seeds
