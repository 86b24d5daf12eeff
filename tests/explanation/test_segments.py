"""A conflict of segments is one of the hours, whichever system it is."""

from __future__ import annotations

import numpy as np
import pytest
import xarray as xr

from energy_model.explanation import ExplanationOptions, explain_dataset
from energy_model.explanation.requirements import enforced
from energy_model.workflow.segmented_system import segmented
from tests.support.random_systems import random_small
from tests.support.random_targets import random_targeted
from tests.support.seeds import proof_seeds

pytestmark = pytest.mark.proof


def targeted(seed: int) -> xr.Dataset:
    """A random system with enforced targets, and the names that an explanation needs."""
    data = random_targeted(seed)
    words = {"metric": "green", "sense": "at_least"} | dict.fromkeys(("of", "unit", "family", "zone"), "")
    words |= dict.fromkeys(("reading", "option"), "")
    for name, word in words.items():
        data[f"target_{name}"] = "target", np.full(data.sizes["target"], word, dtype=object)
    for name in ("year", "value", "scale"):
        data[f"target_{name}"] = "target", np.full(data.sizes["target"], 1)
    return data.assign(metric_kind=("metric", np.full(data.sizes["metric"], "MWh", dtype=object)))


@proof_seeds(2)
def test_conflicts_of_segments_are_conflicts_of_hours(seed: int) -> None:
    data = targeted(seed)
    if not enforced(data)[0]:
        pytest.skip("a peak in one year has nothing to compare")
    few, every = explain_dataset(data, ExplanationOptions(segments=8)), explain_dataset(data)
    assert every.exact and not few.exact and every.complete and few.complete
    of_hours = [frozenset(conflict.targets) for conflict in every.conflicts]
    for conflict in few.conflicts:
        assert any(own <= frozenset(conflict.targets) for own in of_hours)


def test_segments_are_as_few_as_asked() -> None:
    data = random_small(1, hours=240)
    found = segmented(data, 30)
    assert 20 <= found.dataset.sizes["step"] <= 36 and not found.exact
    assert np.isclose(found.dataset["weight"].sum(), data["weight"].sum())
