"""Published problems cost what they are known to cost."""

from __future__ import annotations

import pytest

from tests.support.published.ac_dc_meshed import ac_dc_meshed
from tests.support.solved_system import solved_data


@pytest.mark.parametrize(("with_voltage", "cost"), [(True, 18_441_021.4777), (False, 18_440_993.73305)])
def test_a_meshed_network_costs_what_is_published(with_voltage: bool, cost: float) -> None:
    """PyPSA's ac-dc-meshed: lines with Kirchhoff's voltage law, and as ways of transport."""
    found = solved_data(ac_dc_meshed(with_voltage))
    assert found.objective == pytest.approx(cost, rel=1e-9)
    (price,) = found.program.constraints["target_limit"].array(found.solution.row_dual).values
    if with_voltage:
        assert price == pytest.approx(2_178.2918, rel=1e-7)
