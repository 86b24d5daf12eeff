"""Checks of what plants, processes, sites and flexible demands do: each finds its fault and spares what is good.

Every test begins with the tiny study and its works, which have no problem.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from energy_model.dataset.checks.operation import READ_BY
from energy_model.dataset.dictionary import dictionary
from tests.support.study import add_row, change_cell, read_rows, set_cell, write_rows
from tests.support.works import places, problems_of, study_with_works

pytestmark = pytest.mark.proof

SHIFT = {"shift_share": "0.2", "shift_up": "0.3", "shift_cost [CNY/MWh]": "50"}


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return study_with_works(tmp_path / "study")


def add_number(study: Path, technology: str, name: str, value: str, unit: str) -> int:
    """Add a row of technology data; give its row number."""
    add_row(study, "technology_data", technology=technology, parameter=name, value=value, unit=unit)
    return len(read_rows(study, "technology_data"))


def test_the_works_have_no_problem(study: Path) -> None:
    assert not problems_of(study)


def test_the_behaviours_that_read_a_parameter_are_behaviours() -> None:
    behaviours = set(dictionary()["technologies"].columns["behaviour"].choices)
    assert set(READ_BY) <= set(dictionary()["technology_data"].parameters)
    assert all(set(readers) <= behaviours for readers in READ_BY.values())


@pytest.mark.parametrize(
    ("good", "bad", "name", "value", "unit"),
    [
        ("battery", "coal_plant", "heel", "5", "%"),
        ("battery", "mill", "cycles", "330", "1/year"),
        ("electrolyser", "mill", "min_load", "20", "%"),
        ("electrolyser", "battery", "ramp", "50", "%/h"),
        ("mill", "cable", "must_run", "20", "%"),
        ("mill", "wind", "direct_emissions", "0.3", "t/MWh"),
        ("coal_plant", "battery", "benchmark", "0.8", "t/MWh"),
        ("cable", "battery", "certificates", "1", "1"),
        ("coal_plant", "mill", "stock", "20", "d"),
    ],
)
def test_a_parameter_that_nothing_reads(study: Path, good: str, bad: str, name: str, value: str, unit: str) -> None:
    add_number(study, good, name, value, unit)
    if name == "certificates":  # of power that goes one way only
        set_cell(study, "links", "sea_cable", "bidirectional", "no")
    assert not problems_of(study)
    row = add_number(study, bad, name, value, unit)
    (problem,) = problems_of(study)
    assert (problem.kind, problem.row) == ("unread-parameter", row)
    assert f"'{bad}' is a " in problem.message and f"has no {name}" in problem.message


def test_a_process_has_a_shape_and_everything_else_an_availability(study: Path) -> None:
    set_cell(study, "assets", "city_mill", "availability", "sea_wind")
    set_cell(study, "assets", "sea_wind", "shape", "city_load")
    assert places(study) == {
        ("unread-profile", "assets", 6, "availability"),
        ("unread-profile", "assets", 2, "shape"),
    }


@pytest.mark.parametrize(
    ("table", "key", "column", "profile", "good"),
    [
        ("assets", "city_mill", "shape", "city_load", True),
        ("assets", "city_mill", "shape", "tariff", False),
        ("assets", "city_mill", "shape", "plugged", False),
        ("assets", "city_battery", "availability", "plugged", True),
        ("assets", "city_battery", "availability", "city_load", False),
        ("demands", "city_load", "shift_profile", "plugged", True),
        ("demands", "city_load", "shift_profile", "sea_wind", False),
    ],
)
def test_each_use_has_its_kinds_of_profile(
    study: Path, table: str, key: str, column: str, profile: str, good: bool
) -> None:
    """`plugged` is of kind flexibility: 1 by night and 0.5 by day, a share whose mean need not be 1."""
    add_row(study, "profiles", profile="plugged", kind="flexibility", name_zh="插电", name_en="Plugged in")
    header, *rows = read_rows(study, "hourly")
    write_rows(
        study, "hourly", [[*header, "plugged"], *([*row, "1" if k < 8 else "0.5"] for k, row in enumerate(rows))]
    )
    assert not problems_of(study)
    set_cell(study, table, key, column, profile)
    assert [found.kind for found in problems_of(study)] == ([] if good else ["profile-kind"])


def test_a_flexibility_is_a_share(study: Path) -> None:
    set_cell(study, "profiles", "tariff", "kind", "flexibility")
    set_cell(study, "markets", "power_purchase", "price_profile", "")
    found = problems_of(study)
    assert {problem.kind for problem in found} == {"out-of-range"} and len(found) == 12  # the dear half of the day
    assert "1.5 is not within 0 and 1, as a profile of kind flexibility must be." in str(found[0])


def test_no_load_needs_a_minimum_load(study: Path) -> None:
    set_cell(study, "ports", "coal_plant", "no_load [%]", "10")
    assert not problems_of(study)
    change_cell(study, "ports", 5, "no_load", "10")
    (problem,) = problems_of(study)
    assert (problem.kind, problem.row, problem.column) == ("no-load", 5, "no_load")
    assert "'electrolyser' has no min_load" in problem.message


@pytest.mark.parametrize(
    ("after", "good"),
    [("20", True), ("0", True), ("30", False), ("40", False), ("", False)],
)
def test_a_retrofit_lowers_the_minimum_load(study: Path, after: str, good: bool) -> None:
    """The coal plant's minimum load is 30 %; to which the retrofit lowers it has to be said."""
    row = add_number(study, "coal_plant", "retrofit_cost", "120", "CNY/kW")
    if after:
        add_number(study, "coal_plant", "retrofit_min_load", after, "%")
    assert places(study) == (set() if good else {("retrofit", "technology_data", row, "technology")})


@pytest.mark.parametrize(
    ("key", "cells", "column"),
    [
        ("city_load", SHIFT, ""),
        *(("city_load", SHIFT | {"shift_window [h]": hours}, "") for hours in ("2", "3", "4", "6", "8", "12", "24")),
        *(("city_load", SHIFT | {"shift_window [h]": hours}, "shift_window") for hours in ("1", "1.5", "4.8", "5")),
        ("city_load", SHIFT | {"shift_up": "0"}, "shift_up"),
        ("city_load", SHIFT | {"shift_cost [CNY/MWh]": "0"}, "shift_cost"),
        ("city_load", SHIFT | {"shift_share": "0.95"}, ""),
        ("city_load", SHIFT | {"shift_share": "0.96"}, "shift_share"),  # 5 % are interruptible
        ("city_steam", SHIFT, "shift_share"),
        ("city_steam", {"interruptible_share": "10"}, "interruptible_share"),
    ],
)
def test_shifting(study: Path, key: str, cells: dict[str, str], column: str) -> None:
    for name, text in cells.items():
        set_cell(study, "demands", key, name, text)
    row = 2 if key == "city_load" else 4
    assert places(study) == ({("shifting", "demands", row, column)} if column else set())


def test_a_site_without_a_size(study: Path) -> None:
    write_rows(study, "site_data", read_rows(study, "site_data")[:1])
    assert places(study) == {("missing-data", "sites", 2, "site")}


@pytest.mark.parametrize(
    ("size", "retirable", "good"), [("0.4", "no", True), ("0.39", "no", False), ("0.39", "yes", True)]
)
def test_a_site_holds_what_is_there(study: Path, size: str, retirable: str, good: bool) -> None:
    """The 800 MW of wind take half a MW each, 400 MW of the site."""
    change_cell(study, "site_data", 2, "maximum", size)
    change_cell(study, "assets", 2, "retirable", retirable)
    found = problems_of(study)
    assert [problem.kind for problem in found] == ([] if good else ["existing-above-maximum"])
    if not good:
        assert "the plants on 'seabed' take 400 MW in 2030, more than its 390 MW." in found[0].message
