"""Random formulations compiled equal Pyomo's own standard form of the same model and data."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings

from energy_model.compiler import compile_model, create_instance
from tests.support.matrices import differences
from tests.support.random_rules import Formulation, build, formulations

pytestmark = pytest.mark.proof


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(formulations())
def test_random_formulation(drawn: Formulation) -> None:
    program = compile_model(build(drawn), drawn.data)
    found, compared = differences(program, create_instance(build(drawn), drawn.data))
    assert found == []
    assert {"x", "y", "q", "w", "anchor", "said", "objective", "row0"} <= compared.keys()
