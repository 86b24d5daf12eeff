"""Demands in the Dataset: the hour of the peak, what bends then, blocks of the day, and how far shifting can reach."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from energy_model.dataset import assemble, read_study
from tests.support.study import add_row, read_rows, set_cell, write_rows, write_study

pytestmark = pytest.mark.proof

HOURS = 48
YEARS = [2030, 2035]
SHIFT = {"shift_share [%]": "20", "shift_up [%]": "50", "shift_cost [CNY/kWh]": "0.1"}


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """City load 1,000 MW times 0.7 at midnight to 1.3 at noon; 5 % of it may be interrupted."""
    return write_study(tmp_path / "study", hours=HOURS)


def assembled(study: Path) -> xr.Dataset:
    return assemble(read_study(study, hours=HOURS, years=YEARS), YEARS)


def add_night_demand(study: Path, zone: str) -> None:
    """Add 100 MW on average, all of it between 0 and 1 o'clock: 2,400 MW."""
    add_row(study, "profiles", profile="night", kind="demand", name_zh="夜", name_en="Night")
    header, *rows = read_rows(study, "hourly")
    shape = ["24" if k % 24 == 0 else "0" for k in range(HOURS)]
    write_rows(study, "hourly", [[*header, "night"], *([*row, shape[k]] for k, row in enumerate(rows))])
    add_row(study, "demands", demand="night_load", zone=zone, carrier="electricity", profile="night",
            unserved_cost="20", name_zh="夜间负荷", name_en="Night load")  # fmt: skip
    add_row(study, "demand_data", demand="night_load", year="2030", energy="0.876")


def shiftable(study: Path, **cells: str) -> None:
    for name, text in (SHIFT | cells).items():
        set_cell(study, "demands", "city_load", name, text)


def test_each_demand_at_the_peak_of_its_carrier(study: Path) -> None:
    """Noon for power; hydrogen is the same in every hour, and its peak is its own."""
    found = assembled(study)
    np.testing.assert_allclose(found.demand_at_peak, [[1300, 1430], [10, 10]])
    np.testing.assert_allclose(found.flexible_at_peak, [[65.0, 71.5], [0.0, 0.0]])


def test_the_peak_is_that_of_the_sum(study: Path) -> None:
    """With 2,400 MW more at midnight the city needs most then, when the city load itself is at its lowest, 700 MW."""
    add_night_demand(study, "city")
    at_peak = assembled(study).demand_at_peak
    np.testing.assert_allclose(at_peak.sel(demand="city_load"), [700, 770])
    np.testing.assert_allclose(at_peak.sel(demand="night_load"), [2400, 2400])
    assert at_peak.sel(demand="city_hydrogen").values.tolist() == [10, 10]


def test_demand_outside_makes_no_peak_of_the_city(study: Path) -> None:
    """The same demand in a zone of kind 'outside': noon it stays, and the night demand has nothing then."""
    set_cell(study, "zones", "sea", "kind", "outside")
    add_night_demand(study, "sea")
    at_peak = assembled(study).demand_at_peak
    np.testing.assert_allclose(at_peak.sel(demand="city_load"), [1300, 1430])
    np.testing.assert_allclose(at_peak.sel(demand="night_load"), [0, 0])


def test_peak_and_reach_are_of_the_shape_that_is_used(study: Path) -> None:
    """Of a shape whose mean is 0.9995 in the file: the peak is that of the balance, the reach no less than it needs."""
    header, *rows = read_rows(study, "hourly")
    at = header.index("city_load")
    write_rows(study, "hourly", [header, *([*r[:at], str(float(r[at]) * 0.9995), *r[at + 1 :]] for r in rows)])
    shiftable(study, **{"shift_up [%]": "10"})
    found = assembled(study)
    highest = found.profile_value.sel(profile="city_load").max().item()
    assert found.demand_at_peak.sel(demand="city_load").values == pytest.approx([1000 * highest, 1100 * highest])
    assert found.shift_energy.sel(demand="city_load", year=2030).item() == pytest.approx(24 * 0.2 * 1000 * highest)


@pytest.mark.parametrize(("share", "flexible"), [("20", 325), ("95", 1300)])
def test_what_can_be_shifted_is_flexible_too(study: Path, share: str, flexible: float) -> None:
    """5 % may be interrupted and 20 % put off: 25 % of 1,300 MW; 5 and 95 % are all of it."""
    shiftable(study, **{"shift_share [%]": share})
    assert assembled(study).flexible_at_peak.sel(demand="city_load", year=2030).item() == pytest.approx(flexible)


@pytest.mark.parametrize(
    ("window", "closed"), [("24", [23, 47]), ("12", [11, 23, 35, 47]), ("8", [7, 15, 23, 31, 39, 47])]
)
def test_blocks_close_at_their_last_hour(study: Path, window: str, closed: list[int]) -> None:
    shiftable(study, **{"shift_window [h]": window})
    found = assembled(study)
    name = f"window {window}"
    assert list(found.shift_open.values) == [name, "always"]
    profile = found.profile_value.sel(profile=name).values
    assert set(np.flatnonzero(profile == 0)) == {hour + start for hour in closed for start in (0, HOURS)}
    assert set(profile) == {0.0, 1.0}
    # of several hours put together the last one counts, for such profiles only
    assert list(found.profile.values[found.profile_at_end.values]) == [name]


def test_a_block_that_does_not_end_with_the_year_closes_there(tmp_path: Path) -> None:
    """Of 30 hours the second day has 6: its block closes at the last of them, as the year is cyclic."""
    study = write_study(tmp_path / "study", hours=HOURS)
    shiftable(study)
    tables = read_study(study, hours=HOURS, years=YEARS)
    tables.frames["hourly"] = tables["hourly"].iloc[:30]
    profile = assemble(tables, [2030]).profile_value.sel(profile="window 24").values
    assert list(np.flatnonzero(profile == 0)) == [23, 29]


def test_without_shiftable_demand_there_are_no_blocks(study: Path) -> None:
    found = assembled(study)
    assert list(found.profile.values) == ["always", "sea_wind", "city_load", "tariff"]
    assert list(found.shift_open.values) == ["always", "always"] and not found.profile_at_end.any()


@pytest.mark.parametrize(("up", "hours"), [("50", 6 * 0.5), ("10", 6 * 0.2 * 1.3)])
def test_reach_of_shifting(study: Path, up: str, hours: float) -> None:
    """Six hours of a block at the larger of what may be added, of the mean, and put off, of 1.3 times the mean."""
    shiftable(study, **{"shift_up [%]": up, "shift_window [h]": "6"})
    np.testing.assert_allclose(assembled(study).shift_energy.sel(demand="city_load"), [1000 * hours, 1100 * hours])


def test_numbers_of_shifting(study: Path) -> None:
    shiftable(study, shift_profile="", **{"shift_cost [CNY/kWh]": "0.3", "shift_hours [h]": "12"})
    found = assembled(study).sel(demand="city_load")
    names = ("shift_share", "shift_up", "shift_cost", "shift_hours", "interruptible_share")
    assert [found[name].item() for name in names] == pytest.approx([0.2, 0.5, 300, 12, 0.05])
    other = assembled(study).sel(demand="city_hydrogen")
    assert np.isinf(other.shift_hours.item()) and other.shift_share.item() == 0 and other.shift_energy.values[0] == 0
