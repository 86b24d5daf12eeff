"""Every check finds its fault: one cell of the tiny study is spoilt, and exactly one problem says where and how."""

from __future__ import annotations

from pathlib import Path

import pytest

from energy_model.dataset import Problem, StudyError, read_study
from energy_model.dataset.problems import SHOWN_OF_A_KIND, describe, suggestion
from energy_model.dataset.shipped import NEEDED
from tests.support.study import HOURS, change_cell, read_rows, write_rows, write_study

SPOILT = [
    # words: references, choices, parameters
    ("assets", 2, "zone", "citty", "'citty' is not in the table zones. Did you mean 'city'?"),
    ("assets", 2, "availability", "sea_wnd", "'sea_wnd' is not in the table profiles. Did you mean 'sea_wind'?"),
    ("market_data", 2, "market", "coal_purchases", "is not in the table markets. Did you mean 'coal_purchase'?"),
    ("technologies", 2, "behaviour", "suply", "'suply' is not a choice here. Did you mean 'supply'?"),
    ("targets", 2, "sense", "atleast", "'atleast' is not a choice here. Did you mean 'at_least'?"),
    ("plants", 2, "status", "planned", "'planned' is not a choice here. Known: operating, committed."),
    ("technology_data", 2, "parameter", "overnight_costs", "is not a parameter. Did you mean 'overnight_cost'?"),
    ("settings", 2, "setting", "waac", "'waac' is not a setting. Did you mean 'wacc'?"),
    # cells that cannot be read
    ("links", 2, "length", "fifty", "'fifty' is not a finite number. Write a number such as 12.5."),
    ("links", 2, "length", "1,000", "'1,000' is not a finite number. Write 1000."),
    ("plants", 2, "capacity", "5 GW", "Write 5 only; the unit belongs into the header or the column unit."),
    ("plants", 2, "capacity", "nan", "'nan' is not a finite number."),
    ("technology_data", 2, "value", "inf", "'inf' is not a finite number."),
    ("plants", 2, "start", "20200", "'20200' is not a year. Write a year such as 2030."),
    ("demand_data", 2, "year", "2030.5", "'2030.5' is not a year."),
    ("plants", 2, "end", "nevver", "'nevver' is not a year. Write a year such as 2040, or never (永久)"),
    ("plants", 2, "end", "2250", "end 2250 (2250) is above the largest allowed, 2200."),
    ("links", 2, "bidirectional", "maybe", "'maybe' is neither yes nor no. Write yes or no."),
    ("plants", 2, "capacity", "", "the cell is empty. It says: Capacity."),
    ("technology_data", 2, "value", "", "the cell is empty."),
    ("zones", 2, "source", "", "the cell is empty. It says: Where the row's numbers come from"),
    ("zones", 2, "confidence", "", "the cell is empty. It says: A official or primary text"),
    ("zones", 2, "confidence", "D", "'D' is not a choice here. Known: A, B, C."),
    # units in rows
    ("technology_data", 2, "unit", "", "the unit is missing. Write CNY/MW for example."),
    ("technology_data", 2, "unit", "CNY/kWh", "'CNY/kWh' is not of the right kind. Use a unit such as CNY/MW."),
    ("technology_data", 2, "unit", "CNY/kv", "the unit 'CNY/kv' is not known."),
    ("settings", 3, "unit", "year", "the unit 'year' is not of the right kind. Use a plain number (1 or %)."),
    ("metrics", 2, "unit", "km", "the unit 'km' is not of a kind that can be shown."),
    ("targets", 2, "unit", "TWh", "'TWh' does not fit the metric 'wind_capacity'. Use a unit such as GW."),
    ("targets", 3, "unit", "TWh", "the unit 'TWh' does not fit a share, a change or a count. Use % or 1."),
    ("targets", 3, "of", "carbon", "'green_energy' (TWh) cannot be a share of 'carbon' (Mt)."),
    # ranges
    ("plants", 2, "capacity", "-500", "capacity -500 (-500 MW) is below the least allowed, 0 MW."),
    ("demands", 2, "interruptible_share", "120", "120 (1.2) is above the largest allowed, 1."),
    ("carriers", 3, "emission_factor", "9500", "9500 (34.2 t/MWh) is above the largest allowed, 2 t/MWh."),
    ("technology_data", 4, "value", "200", "fixed_om_share 200 (2 1/year) is above the largest allowed, 1 1/year."),
    ("zones", 2, "latitude", "132", "latitude 132 (132 deg) is above the largest allowed, 90 deg."),
    ("ports", 3, "value", "-300", "value -300 (-2.4423 MWh/MWh) is below the least allowed, 0 MWh/MWh."),
    # rows that contradict each other
    ("technology_data", 3, "year", "2030", "wind, overnight_cost, 2030 is already in row 2."),
    ("potentials", 3, "year", "2030", "sea_wind, 2030 is already in row 2."),
    ("potentials", 2, "minimum", "3", "the minimum (3000 MW) is above the maximum (2000 MW)."),
    ("plants", 2, "end", "2020", "the plant ends in 2020, but starts in 2020."),
    ("plants", 6, "energy", "", "a storage plant needs its energy capacity."),
    ("plants", 2, "energy", "100", "a plant of behaviour supply has no energy capacity."),
    ("technology_data", 24, "value", "0.5", "duration_max of 'battery' (0.5 hour) is below its duration_min (1 hour)."),
    # behaviours
    ("assets", 2, "technology", "cable", "'cable' is a technology of behaviour transmission."),
    (
        "links",
        2,
        "technology",
        "wind",
        "'wind' is a technology of behaviour supply. The table links needs transmission.",
    ),
    ("ports", 2, "technology", "wind", "behaviour supply. The table ports needs conversion or process."),
    ("links", 2, "to_zone", "sea", "the link ends where it begins."),
    # energy from nothing
    ("ports", 5, "value", "0", "'electrolyser' would take no electricity for what it gives."),
    # demands and markets
    (
        "markets",
        2,
        "emission_intensity",
        "0.3",
        "the CO2 of coal would count twice: its carrier has an emission_factor.",
    ),
    ("demands", 3, "zone", "sea", "nothing can supply hydrogen in the zone 'sea'."),
    ("market_data", 4, "price", "400", "in 84 hours 'power_sale' pays more than 'power_purchase' costs"),
    # sites
    ("assets", 2, "site", "seabad", "'seabad' is not in the table sites. Did you mean 'seabed'?"),
    ("assets", 2, "site_use", "-1", "site_use -1 (-1) is below the least allowed, 0."),
    ("site_data", 3, "year", "2030", "seabed, 2030 is already in row 2."),
    # reference figures
    ("known", 2, "metric", "power", "'power' is not in the table metrics."),
    ("known", 2, "unit", "GW", "'GW' is not of the right kind. Use a unit such as MWh."),
    ("known", 3, "unit", "TWh", "'TWh' is not of the right kind. Use a unit such as hour."),
    ("known", 2, "low", "10", "low (10) is above high (9)."),
    # metrics
    ("metric_terms", 2, "group", "solar", "the term selects nothing that has capacity."),
    ("metric_terms", 4, "zone", "sea", "the term selects nothing that has consumption."),
    ("metric_terms", 4, "green", "yes", "the term selects nothing that has consumption."),
    ("metric_terms", 5, "zone", "sea", "the term selects nothing that has emissions."),
    # profiles and hours
    ("assets", 2, "availability", "tariff", "'tariff' is a profile of kind price, not availability or flexibility."),
    ("demands", 2, "profile", "tariff", "'tariff' is a profile of kind price, not demand. Known: city_load."),
    ("hourly", 30, "sea_wind", "1.2", "1.2 is not within 0 and 1, as a profile of kind availability must be."),
    ("hourly", 30, "sea_wind", "-0.1", "-0.1 is not within 0 and 1"),
    ("hourly", 30, "sea_wind", "", "the cell is empty. Every hour needs a number."),
    ("hourly", 30, "sea_wind", "NaN", "'NaN' is not a finite number."),
    ("hourly", 30, "time", "noon", "'noon' is not a time stamp like the others. Write 2025-01-31 13:00, or"),
    ("hourly", 169, "time", "2025-01-08 05:00", "6 hours missing between 2025-01-07 22:00:00 and 2025-01-08 05:00:00."),
]

# faults that are told at another place than the spoilt cell
ELSEWHERE = [
    ("ports", 3, "value", "68", ("technologies", 3, "technology"), "would give 1 MWh of fuel or power for 0.553"),
    ("ports", 5, "value", "0.9", ("technologies", 4, "technology"), "would give 1 MWh of fuel or power for 0.9 MWh"),
    ("technologies", 3, "carrier", "coal", ("technologies", 3, "carrier"), "no port of ratio 1 in its carrier 'coal'"),
    ("ports", 2, "value", "2", ("technologies", 3, "carrier"), "no port of ratio 1 in its carrier 'electricity'"),
    ("market_data", 5, "year", "", ("market_data", 4, "year"), "power_sale has a row for all years besides this one."),
    ("plants", 3, "capacity", "3000", ("potentials", 2, "maximum"), "'sea_wind' has 3500 MW of plants in 2030"),
    ("plants", 5, "start", "1990", ("plants", 5, "end"), "by the lifetime of its technology is gone in 2020."),
    ("profiles", 3, "kind", "price", ("demands", 2, "profile"), "'city_load' is a profile of kind price, not demand."),
    (
        "metrics",
        2,
        "unit",
        "TWh",
        ("metric_terms", 2, "unit"),
        "a coefficient in '1' is not of the metric's kind (MWh).",
    ),
    ("hourly", 30, "city_load", "40", ("hourly", None, "city_load"), "demand must be 1; it is 1.23304."),
]


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return write_study(tmp_path / "study")


def problems_of(study: Path, hours: int = HOURS) -> list[Problem]:
    with pytest.raises(StudyError) as raised:
        read_study(study, hours=hours)
    return list(raised.value.problems)


def remove_rows(study: Path, table: str, word: str) -> None:
    """Remove the rows that hold a word."""
    write_rows(study, table, [row for row in read_rows(study, table) if word not in row])


def test_the_tiny_study_has_no_problem(study: Path) -> None:
    assert not read_study(study, hours=HOURS).problems


@pytest.mark.parametrize(("table", "row", "column", "text", "message"), SPOILT)
def test_a_spoilt_cell_makes_one_problem(
    study: Path, table: str, row: int, column: str, text: str, message: str
) -> None:
    change_cell(study, table, row, column, text)
    (problem,) = problems_of(study)
    assert (problem.file, problem.row, problem.column) == (f"inputs/{table}.csv", row, column)
    assert str(problem).startswith(f"inputs/{table}.csv, row {row}, column {column}: ")
    assert message in str(problem)
    assert problem.hint


@pytest.mark.parametrize(("table", "row", "column", "text", "place", "message"), ELSEWHERE)
def test_a_spoilt_cell_is_told_where_it_shows(
    study: Path, table: str, row: int, column: str, text: str, place: tuple[str, int | None, str], message: str
) -> None:
    change_cell(study, table, row, column, text)
    (problem,) = problems_of(study)
    assert (problem.table, problem.row, problem.column) == place
    assert message in str(problem)


@pytest.mark.parametrize(
    ("table", "row", "column", "text", "kind", "message"),
    [
        ("assets", 3, "asset", "sea_wind", "duplicate-key", "'sea_wind' is already in inputs/assets.csv, row 2."),
        ("links", 2, "link", "sea_wind", "duplicate-key", "'sea_wind' is already in inputs/assets.csv, row 2."),
        ("assets", 3, "asset", "sea wind", "malformed-key", "'sea wind' cannot be a name here."),
        ("assets", 3, "asset", "sea/wind", "malformed-key", "'sea/wind' cannot be a name here."),
        ("profiles", 2, "profile", "always", "malformed-key", "the name 'always' is taken"),
        (
            "profiles",
            4,
            "profile",
            "tarif",
            "missing-profile",
            "the table hourly has no column 'tarif'. Did you mean 'tariff'?",
        ),
        ("profiles", 4, "profile", "tarif", "unknown-profile", "there is no profile 'tariff'."),
        ("technology_data", 5, "parameter", "ramp", "missing-parameter", "the technology 'wind' has no lifetime."),
        (
            "technology_data",
            24,
            "parameter",
            "loss",
            "missing-parameter",
            "the technology 'battery' has no duration_max.",
        ),
        ("demand_data", 4, "demand", "city_load", "missing-data", "'city_hydrogen' has no numbers."),
        ("hourly", 30, "time", "2025-01-02 03:00", "duplicate-hour", "2025-01-02 03:00:00 is there twice."),
        ("hourly", 30, "time", "2025-01-02 03:00", "missing-hour", "1 hour missing between 2025-01-02 03:00:00"),
    ],
)
def test_a_fault_with_consequences(
    study: Path, table: str, row: int, column: str, text: str, kind: str, message: str
) -> None:
    change_cell(study, table, row, column, text)
    (problem,) = [found for found in problems_of(study) if found.kind == kind]
    assert message in str(problem)


def test_missing_rows(study: Path) -> None:
    remove_rows(study, "settings", "base_year")
    remove_rows(study, "ports", "electrolyser")
    remove_rows(study, "metric_terms", "carbon")
    remove_rows(study, "technology_data", "variable_om")
    found = {(problem.kind, problem.table, problem.row) for problem in problems_of(study)}
    assert found == {
        ("missing-parameter", "settings", None),
        ("ports", "technologies", 4),
        ("empty-metric", "metrics", 5),
    }


def test_existing_above_maximum_is_no_fault_of_what_may_be_retired(study: Path) -> None:
    rows = read_rows(study, "potentials")
    write_rows(study, "potentials", [*rows, ["city_coal", "", "0", "0.2", "made up", "C"]])
    assert not read_study(study, hours=HOURS).problems
    change_cell(study, "assets", 3, "retirable", "no")
    (problem,) = problems_of(study)
    assert "'city_coal' has 1000 MW of plants in 2030, above the maximum of 200 MW." in problem.message


def test_a_link_that_changes_the_carrier_goes_one_way(study: Path) -> None:
    header, link = read_rows(study, "links")
    write_rows(study, "links", [[*header, "to_carrier"], [*link, "hydrogen"]])
    (problem,) = problems_of(study)
    assert (problem.kind, problem.row, problem.column) == ("link-ends", 2, "bidirectional")
    change_cell(study, "links", 2, "bidirectional", "no")
    assert not read_study(study, hours=HOURS).problems


def test_all_problems_at_once(study: Path) -> None:
    change_cell(study, "assets", 2, "zone", "citty")
    change_cell(study, "plants", 4, "capacity", "-1")
    change_cell(study, "demands", 2, "unserved_cost", "dear")
    change_cell(study, "hourly", 10, "sea_wind", "2")
    change_cell(study, "targets", 2, "unit", "furlong")
    (study / "inputs" / "ports.csv").unlink()
    places = {(problem.table, problem.row, problem.column) for problem in problems_of(study)}
    assert places >= {
        ("assets", 2, "zone"),
        ("plants", 4, "capacity"),
        ("demands", 2, "unserved_cost"),
        ("hourly", 10, "sea_wind"),
        ("targets", 2, "unit"),
        ("technologies", 3, "technology"),  # without ports
    }


@pytest.mark.parametrize("table", [*NEEDED, "hourly"])
def test_a_missing_table(study: Path, table: str) -> None:
    (study / "inputs" / f"{table}.csv").unlink()
    missing = [problem for problem in problems_of(study) if problem.kind == "missing-table"]
    assert [str(problem).split(":")[0] for problem in missing] == [f"inputs/{table}.csv"]


def test_the_same_fault_in_many_rows_is_one_line(study: Path) -> None:
    change_cell(study, "profiles", 4, "kind", "availability")  # half of its 168 hours are 1.5
    with pytest.raises(StudyError) as raised:
        read_study(study, hours=HOURS)
    lines = str(raised.value).splitlines()
    assert lines[0] == "85 problems in the study:"
    (line,) = [line for line in lines if "1.5 is not within 0 and 1" in line]
    rows = sorted(problem.row or 0 for problem in raised.value.problems if problem.kind == "out-of-range")
    assert f"rows {', '.join(str(row) for row in rows[:6])} and 78 more, column" in line


def test_many_faults_of_a_kind_are_counted() -> None:
    problems = [Problem("x", "a.csv", f"{row} is wrong.", row=row) for row in range(1, SHOWN_OF_A_KIND + 4)]
    lines = describe([*problems, Problem("y", "b.csv", "c.")]).splitlines()
    assert lines[0] == f"{SHOWN_OF_A_KIND + 4} problems in the study:"
    assert lines[SHOWN_OF_A_KIND] == f"- a.csv, row {SHOWN_OF_A_KIND}: {SHOWN_OF_A_KIND} is wrong."
    assert lines[SHOWN_OF_A_KIND + 1 :] == ["  ... and 3 more of the kind 'x'.", "- b.csv: c."]


def test_describe_orders_by_row() -> None:
    problems = [Problem("x", "a.csv", message, row=row) for row, message in ((12, "b."), (3, "c."), (7, "b."))]
    assert describe(problems).splitlines()[1:] == ["- a.csv, row 3: c.", "- a.csv, rows 7, 12: b."]


def test_suggestions() -> None:
    assert suggestion("Offwind", ["offwind_far", "coal"]) == "Did you mean 'offwind_far'?"
    assert suggestion("xyz", ["coal", "gas"]) == "Known: coal, gas."
    assert suggestion("xyz", []) == ""
