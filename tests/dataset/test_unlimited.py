"""A limit that is none has a word, in tables and scenarios; what must be a number is still told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from energy_model.dataset import assemble, read_study
from energy_model.dataset.editing import set_cells
from tests.support.study import change_cell, set_cell, write_study
from tests.support.works import DAY, problems_of


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return write_study(tmp_path / "study", hours=DAY)


def test_a_limit_may_be_none(study: Path) -> None:
    """Of capacities it stands for 10 TW, so that bounds stay numbers; of energies there is no limit."""
    set_cell(study, "potentials", "city_battery", "maximum", "Unlimited")
    set_cell(study, "market_data", "power_purchase", "energy", "不限")
    tables = read_study(study, hours=DAY)
    set_cells(tables, "potentials", {"asset": "sea_cable"}, {"maximum": "inf"}, "scenario")
    assert not tables.problems
    data = assemble(tables, [2030])
    assert data["maximum_capacity"].sel(asset=["city_battery", "sea_cable"]).values.tolist() == [[1e7], [1e7]]
    assert data["market_energy"].sel(market="power_purchase").values.tolist() == [np.inf]


def test_other_numbers_have_no_such_word(study: Path) -> None:
    change_cell(study, "plants", 2, "capacity", "unlimited")
    assert [problem.message for problem in problems_of(study)] == ["'unlimited' is not a finite number."]
