"""Values of lost load that are a hundred times the dearest supply are told, others are not; worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from energy_model.dataset import read_study
from energy_model.dataset.lost_load import DearLostLoad, dear_lost_load
from tests.support.study import HOURS, change_cell, write_study

# power is bought at 600 CNY/MWh in the half of the day in which its tariff is half above the mean: 900 CNY/MWh.
# coal plants give it for 264 CNY/MWh (300 gce/kWh at 100 CNY/MWh, and 20 CNY/MWh). Hydrogen takes 1.5 MWh of it
POWER, HYDROGEN = 600 * 1.5, 600 * 1.5 * 1.5


@pytest.mark.parametrize(
    ("row", "value", "found"),
    [
        (2, "89.9", []),
        (2, "90", [DearLostLoad("electricity", ("city_load",), 90_000.0, POWER)]),
        (3, "134.9", []),
        (3, "270", [DearLostLoad("hydrogen", ("city_hydrogen",), 270_000.0, HYDROGEN)]),
    ],
)
def test_a_hundred_times_the_dearest_supply(row: int, value: str, found: list[DearLostLoad], tmp_path: Path) -> None:
    study = write_study(tmp_path / "study")
    change_cell(study, "demands", row, "unserved_cost", value)
    assert dear_lost_load(read_study(study, HOURS)) == found
