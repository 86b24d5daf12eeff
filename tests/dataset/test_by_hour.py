"""Profiles of costs, ratios, least outputs and lines: read from tables, and what means nothing is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from energy_model.dataset import assemble, read_study
from tests.support.study import add_row, read_rows, set_cell, write_rows
from tests.support.works import DAY, problems_of, study_with_works

FACTORS = {"spot": "2", "flow": "0.05", "turned": "-1"}  # sea wind is 0.1 on the day


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """The tiny study with works of a day, and three more profiles."""
    folder = study_with_works(tmp_path / "study")
    for name in FACTORS:
        kind = "availability" if name == "flow" else "factor"
        add_row(folder, "profiles", profile=name, kind=kind, name_zh="逐时", name_en="By hour")
    header, *rows = read_rows(folder, "hourly")
    write_rows(folder, "hourly", [[*header, *FACTORS], *([*row, *FACTORS.values()] for row in rows)])
    add_row(folder, "technology_data", technology="wind", parameter="variable_om", value="1", unit="CNY/MWh")
    return folder


def set_port(study: Path, carrier: str, technology: str, profile: str) -> None:
    """Write a profile into a row of the table ports."""
    header, *rows = read_rows(study, "ports")
    rows = [[*row, profile if row[:2] == [technology, carrier] else ""] for row in rows]
    write_rows(study, "ports", [[*header, "profile"], *rows])


def test_they_are_read(study: Path) -> None:
    set_cell(study, "assets", "sea_wind", "cost_profile", "spot")
    set_cell(study, "assets", "sea_wind", "least_output", "flow")
    set_cell(study, "links", "sea_cable", "shared", "no")
    set_cell(study, "links", "sea_cable", "availability", "sea_wind")
    set_port(study, "electricity", "electrolyser", "spot")
    data = assemble(read_study(study, hours=DAY), [2030])
    wind, cable = data.sel(asset="sea_wind"), data.sel(asset="sea_cable")
    assert (wind["cost_profile_of"].item(), wind["least_output_of"].item()) == ("spot", "flow")
    assert (cable["availability_of"].item(), cable["back_availability_of"].item()) == ("sea_wind", "sea_wind")
    assert not cable["shares_capacity"].item() and data.sel(asset="city_coal")["least_output_of"].item() == ""
    assert data["port_profile"].sel(port="city_electrolyser/electricity/in").item() == "spot"
    assert data["profile_value"].sel(profile="spot").values.tolist() == [2.0] * DAY  # no mean of 1 is asked of it
    set_cell(study, "links", "sea_cable", "availability_back", "flow")
    assert assemble(read_study(study, hours=DAY), [2030])["back_availability_of"].values[-1] == "flow"


@pytest.mark.parametrize(
    ("table", "key", "column", "text", "message"),
    [
        ("assets", "city_battery", "least_output", "flow", "a storage has no least_output."),
        ("assets", "city_mill", "cost_profile", "spot", "a process has no cost_profile."),
        ("assets", "sea_wind", "cost_profile", "city_load", "'city_load' is a profile of kind demand, not price or"),
        ("assets", "city_electrolyser", "cost_profile", "spot", "'electrolyser' has no variable_om, so that its"),
        ("links", "sea_cable", "availability_back", "flow", "both directions share one capacity"),
    ],
)
def test_what_nothing_reads(study: Path, table: str, key: str, column: str, text: str, message: str) -> None:
    set_cell(study, table, key, column, text)
    (problem,) = problems_of(study)
    assert problem.message.startswith(message) and (problem.table, problem.column) == (table, column)


def test_a_link_in_one_direction_has_no_way_back(study: Path) -> None:
    set_cell(study, "links", "sea_cable", "bidirectional", "no")
    set_cell(study, "links", "sea_cable", "availability_back", "flow")
    (problem,) = problems_of(study)
    assert problem.message == "a link in one direction has no way back."


def test_no_more_must_be_given_than_there_is(study: Path) -> None:
    header, *rows = read_rows(study, "hourly")
    at = header.index("flow")
    write_rows(study, "hourly", [header, *([*row[:at], "0.6", *row[at + 1 :]] for row in rows)])
    set_cell(study, "assets", "sea_wind", "least_output", "flow")
    (problem,) = problems_of(study)
    assert "'flow' is above the availability 'sea_wind' in 24 hours, the first 01-01 00:00" in problem.message


@pytest.mark.parametrize(
    ("technology", "carrier", "profile", "message"),
    [
        ("electrolyser", "hydrogen", "spot", "the capacity of 'electrolyser' is measured in this port"),
        ("electrolyser", "electricity", "turned", "'turned' is below 0 in 24 hours"),
        ("mill", "coal", "spot", "ratios of a process hold for all of the year."),
    ],
)
def test_a_ratio_that_cannot_be(study: Path, technology: str, carrier: str, profile: str, message: str) -> None:
    set_port(study, carrier, technology, profile)
    (problem,) = problems_of(study)
    assert problem.message.startswith(message) and (problem.table, problem.column) == ("ports", "profile")


@pytest.mark.parametrize(
    ("technology", "what"), [("battery", "charging and"), ("cable", "sending both ways"), ("wind", "")]
)
def test_a_premium_is_for_output(study: Path, technology: str, what: str) -> None:
    header, *rows = read_rows(study, "technology_data")
    rows = [row for row in rows if row[:2] != [technology, "variable_om"]]
    write_rows(study, "technology_data", [header, *rows])
    add_row(study, "technology_data", technology=technology, parameter="variable_om", value="-9", unit="CNY/MWh")
    found = [problem.message for problem in problems_of(study)]
    assert len(found) == bool(what) and all(f"would earn by {what}" in message for message in found)


@pytest.mark.parametrize(("efficiency", "faults"), [("95", []), ("100", ["free-cycling"])])
def test_only_a_storage_that_loses_nothing_needs_a_cost(study: Path, efficiency: str, faults: list[str]) -> None:
    header, *rows = read_rows(study, "technology_data")
    rows = [[*row[:3], efficiency, *row[4:]] if row[1].startswith("efficiency") else row for row in rows]
    rows = [row for row in rows if row[:2] != ["battery", "variable_om"]]
    write_rows(study, "technology_data", [header, *rows])
    assert [problem.kind for problem in problems_of(study)] == faults


@pytest.mark.parametrize(
    ("technology", "both", "message"),
    [
        ("cable", "yes", "a line with reactance has no losses."),
        ("ring", "no", "a line with reactance runs both ways."),
        ("ring", "yes", ""),
    ],
)
def test_a_line_with_reactance_is_plain(study: Path, technology: str, both: str, message: str) -> None:
    """Two lines beside each other are a cycle, in which the other's reactance runs against its sense."""
    names = {"name_zh": "环网", "name_en": "Ring"}
    add_row(study, "technologies", technology="ring", behaviour="transmission", carrier="electricity", group="grid",
            colour="#aaaaaa", **names)  # fmt: skip
    add_row(study, "technology_data", technology="ring", parameter="lifetime", value="40", unit="year")
    for link, reactance in (("first", "0.2"), ("second", "0.5")):
        add_row(study, "links", link=link, technology="ring", from_zone="sea", to_zone="city", bidirectional="yes",
                reactance=reactance, **names)  # fmt: skip
    set_cell(study, "links", "first", "technology", technology)
    set_cell(study, "links", "first", "bidirectional", both)
    if message:
        assert [problem.message for problem in problems_of(study)] == [message]
    else:
        data = assemble(read_study(study, hours=DAY), [2030])
        (row,) = data["cycle_reactance"].sel(asset=["first", "second"]).values.tolist()
        assert row == [-0.4, 1.0]


def test_without_interest_is_allowed(study: Path) -> None:
    set_cell(study, "settings", "wacc", "value", "0")
    assert not problems_of(study)
