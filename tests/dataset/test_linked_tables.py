"""Limits of outputs, tied capacities, ports in other zones: read from their tables; what means nothing is told."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from energy_model.dataset import assemble, read_study
from tests.support.study import read_rows, write_rows
from tests.support.works import DAY, problems_of, study_with_works

HEADER = ["asset", "month", "year", "minimum [MWh]", "maximum [GWh]", "source", "confidence"]


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return study_with_works(tmp_path / "study")


def limit(study: Path, *rows: tuple[str, str, str, str, str]) -> None:
    """Write the table of limits."""
    write_rows(study, "output_limits", [HEADER, *([*row, "made up", "C"] for row in rows)])


def test_they_are_read(study: Path) -> None:
    limit(
        study,
        ("city_coal", "", "", "50", "0.2"),
        ("city_coal", "3", "2030", "", "0.02"),
        ("city_mill", "", "", "9", "不限"),
    )
    data = assemble(read_study(study, hours=DAY), [2030, 2040]).sel(asset=["city_coal", "city_mill", "sea_wind"])
    assert data["least_energy"].values.tolist() == [[50, 50], [9, 9], [0, 0]]
    assert data["most_energy"].values.tolist() == [[200, 200], [np.inf, np.inf], [np.inf, np.inf]]
    of_coal = data["most_month_energy"].sel(asset="city_coal").values
    assert of_coal[[2, 14]].tolist() == [20, 20] and np.isinf(np.delete(of_coal, [2, 14])).all()


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (("city_battery", "", "", "", "1"), "a storage has no limit here."),
        (("city_mill", "2", "", "", "1"), "a process has no limit here."),
        (("city_coal", "2.5", "", "", "1"), "2.5 is no month."),
        (("city_coal", "", "", "1001", "1"), "the minimum (1001 MWh) is above the maximum (1000 MWh)."),
        (("city_coal", "13", "", "", "1"), "month 13 (13) is above the largest allowed, 12."),
        (("city_coal", "", "", "", "2"), "city_coal, the whole year, all years is already in row 2."),
    ],
)
def test_what_means_nothing_is_told(study: Path, row: tuple[str, str, str, str, str], message: str) -> None:
    limit(study, ("city_coal", "", "", "", "2"), row)
    if "already" not in message:
        limit(study, row)
    assert [problem.message for problem in problems_of(study)] == [message]


def test_capacities_are_tied(study: Path) -> None:
    rows = [["asset", "partner", "ratio", "source", "confidence"], ["city_battery", "sea_cable", "0.5", "made up", "C"]]
    write_rows(study, "capacity_ties", rows)
    data = assemble(read_study(study, hours=DAY), [2030])
    assert data["tie"].values.tolist() == ["city_battery/sea_cable"]
    assert (data["tied_asset"].item(), data["tied_to"].item()) == ("city_battery", "sea_cable")
    assert data["tie_ratio"].item() == 0.5


def test_a_port_may_lie_in_another_zone(study: Path) -> None:
    """The electrolyser of the city takes power at sea."""
    header, *rows = read_rows(study, "ports")
    elsewhere = [[*row, "sea" if row[:2] == ["electrolyser", "electricity"] else ""] for row in rows]
    write_rows(study, "ports", [[*header, "zone"], *elsewhere])
    data = assemble(read_study(study, hours=DAY), [2030])
    zones = dict(zip(data["port"].values.tolist(), data["port_zone"].values.tolist(), strict=True))
    assert zones["city_electrolyser/electricity/in/sea"] == "sea" and zones["city_electrolyser/hydrogen/out"] == "city"
