"""Published problems cost what they are known to cost."""

from __future__ import annotations

import pytest

from tests.support.published.ac_dc_meshed import ac_dc_meshed
from tests.support.published.storage_hvdc import storage_hvdc
from tests.support.solved_system import solved_data


@pytest.mark.parametrize(("with_voltage", "cost"), [(True, 18_441_021.4777), (False, 18_440_993.73305)])
def test_a_meshed_network_costs_what_is_published(with_voltage: bool, cost: float) -> None:
    """PyPSA's ac-dc-meshed: lines with Kirchhoff's voltage law, and as ways of transport."""
    found = solved_data(ac_dc_meshed(with_voltage))
    assert found.objective == pytest.approx(cost, rel=1e-9)
    (price,) = found.program.constraints["target_limit"].array(found.solution.row_dual).values
    if with_voltage:
        assert price == pytest.approx(2_178.2918, rel=1e-7)


def test_storages_cost_what_is_published() -> None:
    """PyPSA's storage-hvdc: inflow, storages that begin empty or with what they end, contents given at an hour.

    PyPSA 1.4 with HiGHS: objective and its constant, and 412,991.45 for what stands.
    """
    found = solved_data(storage_hvdc())
    assert found.objective == pytest.approx(16_294_830.28676, rel=1e-9)
    (price,) = found.program.constraints["target_limit"].array(found.solution.row_dual).values
    assert price == pytest.approx(394.4658709, rel=1e-7)
    assert found.of("state_of_charge", "Storage 3")[3] == 50 and found.of("state_of_charge", "Storage 4")[2] == 25
