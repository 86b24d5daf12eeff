"""Targets, readings and indicators of the tables: every fault is found, and every row that comes of them is right."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import xarray as xr

from energy_model.dataset import Problem, StudyError, assemble, read_study
from tests.support.study import add_row, change_cell, read_rows, set_cell, write_rows, write_study
from tests.support.works import DAY, problems_of

pytestmark = pytest.mark.proof

NAMES = {"name_zh": "名", "name_en": "Name"}
PLAIN = {
    "metric": "carbon", "year": "2030", "sense": "at_most", "value": "5", "unit": "Mt",
    "clause": "none", "basis": "As written.", **NAMES,
}  # fmt: skip
COUNT = {"metric": "", "sense": "count", "value": "1", "unit": "1", "family": "parks"}
NEXT = 6  # row of the first target that a test adds


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """The tiny study of a day with an indicator, a metric of it, three readings, and a target of a park."""
    folder = write_study(tmp_path / "study", hours=DAY)
    add_row(folder, "indicators", indicator="gdp", **NAMES)
    for year, value in (("2030", "100"), ("2040", "200")):
        add_row(folder, "indicator_data", indicator="gdp", year=year, value=value, unit="亿元")
    add_row(folder, "metrics", metric="output", unit="亿元", **NAMES)
    add_row(folder, "metric_terms", metric="output", quantity="given", indicator="gdp")
    for reading, options in (
        ("matching", "annual monthly hourly"), ("peak_between_years", "after across"), ("scope", "wide narrow"),
    ):  # fmt: skip
        option = options.split()[0]
        add_row(folder, "readings", reading=reading, option=option, options=options, basis="Open.", **NAMES)
    add_target(folder, "park_sea", family="parks", zone="sea")
    return folder


def add_target(study: Path, target: str, **cells: str) -> None:
    """Append a target: a cap of 5 Mt in 2030, but for the cells that are given."""
    add_row(study, "targets", **{"target": target, **PLAIN, **cells})


def assembled(study: Path, years: list[int], hours: int = DAY) -> xr.Dataset:
    return assemble(read_study(study, hours=hours, years=years), years)


def only_problem(study: Path) -> Problem:
    (problem,) = problems_of(study)
    return problem


def test_the_study_has_no_problem(study: Path) -> None:
    assert not problems_of(study)


FAULTS = [
    # what the sense needs, and what it cannot use
    ({**COUNT, "metric": "carbon"}, "metric", "a count has no metric of its own. Leave metric and of blank."),
    ({**COUNT, "of": "power_use"}, "metric", "a count has no metric of its own. Leave metric and of blank."),
    ({**COUNT, "family": ""}, "family", "no targets with a zone are in this family. Name the family that is counted."),
    ({**COUNT, "family": "park"}, "family", "no targets with a zone are in this family."),
    ({"metric": ""}, "metric", "a target of the sense at_most needs a metric. Name a metric."),
    ({"metric": "", "sense": "peak"}, "metric", "a target of the sense peak needs a metric. Name a metric."),
    ({"sense": "peak", "of": "carbon"}, "of", "a peak compares a metric with itself. Leave of blank."),
    (
        {"sense": "change_at_most", "of": "power_use", "value": "-17", "unit": "%"}, "of",
        "the change of a ratio to 'power_use', which plans decide too, is not linear. "
        "Divide by a metric that is made of indicators only (quantity given).",
    ),
    ({"family": "parks"}, "zone", "an indicator of a family needs its park. Name the zone."),
    ({"sense": "peak", "last_year": "2035"}, "last_year", "a peak has one year only. Leave last_year blank."),
    ({**COUNT, "last_year": "2035"}, "last_year", "a count has one year only. Leave last_year blank."),
    ({"sense": "rising", "last_year": "2035"}, "last_year", "a rise has one year only. Leave last_year blank."),
    ({"sense": "rising", "mode": "enforce"}, "mode", "that a share rises in every year is not linear"),
    ({"last_year": "2029"}, "last_year", "the last year is before the first. Exchange them."),
    # units
    ({"unit": "TWh"}, "unit", "the unit 'TWh' does not fit the metric 'carbon'. Use a unit such as Mt."),
    ({"unit": "%"}, "unit", "the unit '%' does not fit the metric 'carbon'."),
    ({"sense": "peak", "unit": "GW"}, "unit", "the unit 'GW' does not fit the metric 'carbon'."),
    ({"sense": "change_at_most"}, "unit", "the unit 'Mt' does not fit a share, a change or a count. Use % or 1."),
    ({"metric": "green_energy", "of": "power_use"}, "unit", "'Mt' does not fit a share, a change or a count."),
    ({**COUNT, "unit": "GW"}, "unit", "the unit 'GW' does not fit a share, a change or a count. Use % or 1."),
    (
        {"of": "power_use", "unit": "%"}, "of",
        "'carbon' (Mt) cannot be a share of 'power_use' (TWh). Compare metrics of one kind.",
    ),
    # readings
    ({"reading": "scope"}, "option", "a reading and its option come together. Fill in both or none."),
    ({"option": "wide"}, "option", "a reading and its option come together. Fill in both or none."),
    ({"reading": "scope", "option": "wyde"}, "option", "'wyde' is not an option of 'scope'. Did you mean 'wide'?"),
    ({"reading": "scop", "option": "wide"}, "reading", "'scop' is not in the table readings. Did you mean 'scope'?"),
    (
        {"reading": "scope", "option": "narrow", "mode": "enforce"}, "mode",
        "the target is enforced, but holds only where 'scope' is 'narrow'. Choose that option (now: wide)",
    ),
    ({**COUNT, "value": "1.5"}, "value", "parks are counted in whole numbers. Write a whole number."),
    # words
    ({"mode": "enforced"}, "mode", "'enforced' is not a choice here. Did you mean 'enforce'?"),
    ({"sense": "at_leest"}, "sense", "Did you mean 'at_least'?"),
    ({"zone": "se"}, "zone", "Did you mean 'sea'?"),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "column", "message"), FAULTS)
def test_a_faulty_target(study: Path, cells: dict[str, str], column: str, message: str) -> None:
    add_target(study, "new", **cells)
    problem = only_problem(study)
    assert str(problem).startswith(f"inputs/targets.csv, row {NEXT}, column {column}: ")
    assert message in str(problem)
    assert problem.hint


SOUND = [
    COUNT,
    {"sense": "peak", "value": "0"},
    {"sense": "change_at_most", "value": "-17", "unit": "%", "of": "output"},  # of another kind, but given
    {"sense": "change_at_least", "value": "0.5", "unit": "1"},
    {"metric": "green_energy", "of": "power_use", "value": "30", "unit": "%", "sense": "at_least"},
    {"unit": "kt", "last_year": "2030"},
    {"reading": "scope", "option": "narrow", "mode": "ignore"},
    {"reading": "scope", "option": "narrow"},
    {"reading": "scope", "option": "wide", "mode": "enforce"},
]


@pytest.mark.parametrize("cells", SOUND)
def test_a_sound_target(study: Path, cells: dict[str, str]) -> None:
    add_target(study, "new", **cells)
    assert not problems_of(study)


def test_the_faults_of_several_targets_are_told_at_once(study: Path) -> None:
    add_target(study, "a", sense="peak", of="carbon", last_year="2035", reading="scope")
    add_target(study, "b", family="parks", last_year="2020", unit="GW")
    found = {(problem.row, problem.column) for problem in problems_of(study)}
    wanted = {(NEXT, column) for column in ("of", "last_year", "option")}
    assert found == wanted | {(NEXT + 1, column) for column in ("zone", "last_year", "unit")}


@pytest.mark.parametrize(
    ("reading", "column", "text", "message"),
    [
        ("scope", "option", "none", "'none' is not an option of 'scope'. Use one of: wide, narrow."),
        (
            "matching", "options", "annual weekly",
            "the program does not know the option 'weekly' of 'matching'. Use one of: annual, monthly, hourly.",
        ),
        ("peak_between_years", "options", "after both", "does not know the option 'both' of 'peak_between_years'."),
    ],
)  # fmt: skip
def test_a_faulty_reading(study: Path, reading: str, column: str, text: str, message: str) -> None:
    row = next(k for k, cells in enumerate(read_rows(study, "readings"), start=1) if cells[0] == reading)
    set_cell(study, "readings", reading, column, text)
    problem = only_problem(study)
    assert str(problem).startswith(f"inputs/readings.csv, row {row}, column {column}: ")
    assert message in str(problem)


def test_names_by_year_stay_different(study: Path) -> None:
    add_target(study, "wind", year="2029", last_year="2030")
    assert str(only_problem(study)) == (
        f"inputs/targets.csv, row {NEXT}, column target: 'wind' is named 'wind_2030' in one of its years, as another "
        "target is. Rename one of them."
    )
    set_cell(study, "targets", "wind", "last_year", "2029")
    assert not problems_of(study)


def test_an_indicator_needs_a_number(study: Path) -> None:
    add_row(study, "indicators", indicator="people", **NAMES)
    assert str(only_problem(study)) == (
        "inputs/indicators.csv, row 3, column indicator: the indicator 'people' has no number. "
        "Add one to inputs/indicator_data.csv."
    )


@pytest.mark.parametrize(
    ("year", "unit", "kind", "column"),
    [
        ("2035", "MW", "unit-kind", "unit"),
        ("2030", "亿元", "duplicate-row", "year"),
        ("2035", "h", "unit-kind", "unit"),
    ],
)
def test_a_faulty_number_of_an_indicator(study: Path, year: str, unit: str, kind: str, column: str) -> None:
    add_row(study, "indicator_data", indicator="gdp", year=year, value="3", unit=unit)
    problem = only_problem(study)
    assert (problem.kind, problem.table, problem.row, problem.column) == (kind, "indicator_data", 4, column)


@pytest.mark.parametrize(
    ("cells", "column", "message"),
    [
        ({"quantity": "given"}, "indicator", "a term of the quantity given needs an indicator. Name the indicator."),
        (
            {"quantity": "capacity", "indicator": "gdp", "unit": "CNY/kW"}, "indicator",
            "the term selects nothing that has capacity.",
        ),
        # no link traces
        ({"quantity": "matched", "unit": "CNY/kWh"}, "quantity", "the term selects nothing that has matched."),
        (
            {"quantity": "given", "indicator": "gdp", "unit": "kg/kWh"}, "unit",
            "given times a coefficient in 'kg/kWh' is not of the metric's kind (CNY). Use a plain number (1 or %).",
        ),
        ({"quantity": "purchase", "carrier": "electricity"}, "unit", "(CNY). Use a unit such as CNY/MWh."),
    ],
)  # fmt: skip
def test_a_faulty_term(study: Path, cells: dict[str, str], column: str, message: str) -> None:
    add_row(study, "metric_terms", metric="output", **cells)
    problem = only_problem(study)
    assert str(problem).startswith(f"inputs/metric_terms.csv, row 7, column {column}: ")
    assert message in str(problem)


def test_a_wrong_unit_of_a_metric_is_told_once(study: Path) -> None:
    """Not again for the targets and the reference figures that are compared with it."""
    change_cell(study, "metrics", 5, "unit", "TWh")
    problem = only_problem(study)
    assert (problem.table, problem.row, problem.column) == ("metric_terms", 5, "unit")


def test_a_target_of_several_years_is_one_for_each_model_year(study: Path) -> None:
    add_target(study, "cap", last_year="2035")
    add_target(study, "later", year="2041", last_year="2049")
    found = assembled(study, [2025, 2030, 2033, 2035, 2040])
    assert list(found.target.values[4:]) == ["cap_2030", "cap_2033", "cap_2035", "later"]
    assert list(found.target_year.values[4:]) == [2030, 2033, 2035, 2041]
    own = [str(name) for name in found.target_row.values if str(name).startswith(("cap", "later"))]
    assert own == ["cap_2030", "cap_2033", "cap_2035"]  # no year of the last is modelled
    assert list(found.row_year.sel(target_row=own).values) == [2030, 2033, 2035]
    assert list(found.row_target.sel(target_row=own).values) == own


def test_a_row_says_what_a_target_compares(study: Path) -> None:
    found = assembled(study, [2030])
    assert list(found.target_row.values) == ["wind_2030", "green_share", "carbon_cap", "park_sea"]
    assert list(found.row_metric.values) == ["wind_capacity", "green_energy", "carbon", "carbon"]
    assert list(found.row_reference.values) == ["wind_capacity", "power_use", "carbon", "carbon"]
    np.testing.assert_allclose(found.row_factor, [0, 0.3, 0, 0])
    np.testing.assert_allclose(found.row_constant, [1500, 0, 5e6, 5e6])
    np.testing.assert_allclose(found.row_sign, [1, 1, -1, -1])


@pytest.mark.parametrize(("option", "kept"), [("wide", ["any", "wide"]), ("narrow", ["any", "narrow"])])
def test_readings_choose_targets(study: Path, option: str, kept: list[str]) -> None:
    add_target(study, "any")
    for name in ("wide", "narrow"):
        add_target(study, name, reading="scope", option=name)
    set_cell(study, "readings", "scope", "option", option)
    found = assembled(study, [2030])
    assert list(found.target.values[4:]) == kept
    assert found.reading_option.sel(reading="scope").item() == option


@pytest.mark.parametrize("option", ["annual", "monthly", "hourly"])
def test_the_reading_of_matching_is_that_of_every_zone(study: Path, option: str) -> None:
    set_cell(study, "readings", "matching", "option", option)
    assert list(assembled(study, [2030]).matching.values) == [option, option]


def test_modes(study: Path) -> None:
    """What is ignored is left out; blank is check; what is hard is enforced, and may miss nothing."""
    for mode in ("ignore", "enforce", "check", "", "hard"):
        add_target(study, f"is_{mode}", mode=mode)
    found = assembled(study, [2030])
    assert list(found.target.values[4:]) == ["is_enforce", "is_check", "is_", "is_hard"]
    assert list(found.target_mode.values[4:]) == ["enforce", "check", "check", "enforce"]
    assert list(found.target_most_missed.values[4:]) == [np.inf, np.inf, np.inf, 0.0]


def enforced(study: Path, years: list[int]) -> list[str]:
    found = assembled(study, years)
    return [str(name) for name in found.target.values[found.target_mode.values == "enforce"]]


def test_an_enforced_count_enforces_the_first_parks_of_the_table(study: Path) -> None:
    add_target(study, "park_city", family="parks", zone="city")
    add_target(study, "more_sea", family="parks", zone="sea", value="4")
    add_target(study, "later_sea", family="parks", zone="sea", year="2040")
    add_target(study, "other_sea", family="others", zone="sea")
    add_target(study, "sea_alone", zone="sea")
    add_target(study, "parks", **COUNT)
    assert enforced(study, [2030, 2040]) == []
    set_cell(study, "targets", "parks", "mode", "enforce")
    assert enforced(study, [2030, 2040]) == ["park_sea", "more_sea", "parks"]
    set_cell(study, "targets", "parks", "mode", "hard")
    hard = assembled(study, [2030, 2040])
    assert list(hard.target.values[hard.target_most_missed.values == 0]) == ["park_sea", "more_sea", "parks"]
    set_cell(study, "targets", "parks", "value", "2")
    assert enforced(study, [2030, 2040]) == ["park_sea", "park_city", "more_sea", "parks"]
    set_cell(study, "targets", "parks", "year", "2040")
    assert enforced(study, [2030, 2040]) == ["later_sea", "parks"]
    assert "parks" not in assembled(study, [2030, 2040]).row_target.values  # it is no linear form itself


def test_an_indicator_that_only_guides_is_not_enforced_by_a_count(study: Path) -> None:
    rule = {"name_zh": "引导", "name_en": "guide", "source": "made up", "confidence": "C"}
    rows = [
        ["park_rule", "role", *rule],
        *([name, role, *rule.values()] for name, role in (("veto", ""), ("guide", "guiding"))),
    ]
    write_rows(study, "park_rules", rows)
    add_target(study, "core_city", family="parks", zone="city", park_rule="veto")
    add_target(study, "guide_city", family="parks", zone="city", park_rule="guide")
    add_target(study, "parks", **COUNT | {"value": "2"}, mode="enforce")
    assert enforced(study, [2030]) == ["park_sea", "core_city", "parks"]
    found = assembled(study, [2030])
    assert dict(zip(found.target.values, found.target_decides.values, strict=True))["guide_city"] == np.False_


@pytest.mark.parametrize(
    ("option", "limit", "pairs"),
    [
        ("after", "2029", [(2030, 2035), (2035, 2040)]),
        ("across", "2029", [(2025, 2030), (2030, 2035), (2035, 2040)]),
        ("after", "2030", [(2030, 2035), (2035, 2040)]),
        ("across", "2030", [(2030, 2035), (2035, 2040)]),
        ("after", "2040", []),
        ("across", "2039", [(2035, 2040)]),
    ],
)
def test_a_peak_compares_model_years(study: Path, option: str, limit: str, pairs: list[tuple[int, int]]) -> None:
    add_target(study, "top", sense="peak", year=limit, value="0.5")
    set_cell(study, "readings", "peak_between_years", "option", option)
    found = assembled(study, [2025, 2030, 2035, 2040])
    rows = found.sel(target_row=found.row_target == "top")
    assert list(zip(rows.row_reference_year.values, rows.row_year.values, strict=True)) == pairs
    assert (rows.row_metric == rows.row_reference).all()
    np.testing.assert_allclose(rows.row_factor, 1)
    np.testing.assert_allclose(rows.row_constant, 0.5e6)
    np.testing.assert_allclose(rows.row_sign, -1)


def test_a_change_compares_with_the_base_year(study: Path) -> None:
    add_row(study, "indicator_data", indicator="gdp", year="2025", value="80", unit="亿元")
    add_target(study, "cut", sense="change_at_most", value="-10", unit="%")
    add_target(study, "rise", sense="change_at_least", value="50", unit="%", year="2035", metric="green_energy")
    add_target(study, "per_gdp", sense="change_at_most", value="-17", unit="%", of="output")
    found = assembled(study, [2025, 2030, 2035]).sel(target_row=["cut", "rise", "per_gdp"])
    assert list(found.row_metric.values) == list(found.row_reference.values) == ["carbon", "green_energy", "carbon"]
    assert list(found.row_year.values) == [2030, 2035, 2030]
    assert list(found.row_reference_year.values) == [2025, 2025, 2025]
    np.testing.assert_allclose(found.row_factor, [0.9, 1.5, 0.83 * 100 / 80])
    np.testing.assert_allclose(found.row_constant, 0)
    np.testing.assert_allclose(found.row_sign, [-1, 1, -1])
    without_base = assembled(study, [2030, 2035])
    assert not set(without_base.row_target.values) & {"cut", "rise", "per_gdp"}


def test_what_missing_a_target_costs_goes_by_the_kind_of_its_metric(study: Path) -> None:
    for kind, price, unit in (("power", "3", "万元/MW"), ("energy", "2", "CNY/kWh"), ("mass", "7", "CNY/kg")):
        add_row(study, "settings", setting=f"penalty_{kind}", value=price, unit=unit)
    add_row(study, "settings", setting="penalty_money", value="11", unit="1")
    add_target(study, "output_2030", metric="output", unit="亿元")
    add_target(study, "parks", **COUNT)
    found = assembled(study, [2030]).target_penalty
    expected = {"wind_2030": 3e4, "green_share": 2e3, "carbon_cap": 7e3, "output_2030": 11, "parks": 0}
    np.testing.assert_allclose(found.sel(target=list(expected)), list(expected.values()))


@pytest.mark.parametrize(("coefficient", "unit"), [("0.5", "kg/kWh"), ("500", "g/kWh"), ("0.5", "t/MWh")])
def test_a_coefficient_with_a_unit_turns_energy_into_tonnes(study: Path, coefficient: str, unit: str) -> None:
    term = {"quantity": "purchase", "carrier": "electricity", "coefficient": coefficient, "unit": unit}
    add_row(study, "metric_terms", metric="carbon", **term)
    found = assembled(study, [2030]).metric_purchase.sel(metric="carbon")
    np.testing.assert_allclose(found.sel(market=["coal_purchase", "power_purchase"]), [0, 0.5])


def test_indicators_are_interpolated_and_held(study: Path) -> None:
    add_row(study, "indicators", indicator="unit", **NAMES)
    add_row(study, "indicator_data", indicator="unit", value="2", unit="GW")
    found = assembled(study, [2025, 2030, 2035, 2045])
    np.testing.assert_allclose(found.indicator_value.sel(indicator="gdp"), [1e10, 1e10, 1.5e10, 2e10])
    np.testing.assert_allclose(found.indicator_value.sel(indicator="unit"), 2000)
    assert found.metric_given.sel(metric="output").values.tolist() == [1, 0]


CALM_WIND = [0, 1, 2, 3, 4, 5, 6, 7, 8, 10]  # the six still days (even), then the first four of the windy ones
CALM_SUN = [0, 1, 2, 3, 4, 5, 6, 7, 9, 11]


def study_of_twelve_days(folder: Path) -> Path:
    """Wind 10 % on even days and 90 % on odd ones; the load of days 9 and 11 is 40 %, of all others 112 %."""
    write_study(folder, hours=12 * DAY)
    header, *rows = read_rows(folder, "hourly")
    load = header.index("city_load")
    for hour, row in enumerate(rows):
        row[load] = f"{float(row[load]) * (0.4 if hour // 24 in (9, 11) else 1.12):.9f}"
    write_rows(folder, "hourly", [header, *rows])
    return folder


def test_the_calmest_days(tmp_path: Path) -> None:
    found = assembled(study_of_twelve_days(tmp_path / "study"), [2030], 12 * DAY)
    assert found.calm_day.values.tolist() == CALM_WIND
    # of the ten days six are still: (6 x 0.1 + 4 x 0.9) / 10; coal is always there
    np.testing.assert_allclose(found.calm_availability.sel(year=2030, asset=["sea_wind", "city_coal"]), [0.42, 1])
    np.testing.assert_allclose(found.demand_at_calm.sel(year=2030), [1120, 10], rtol=1e-6)


def add_sun(study: Path) -> None:
    """A profile of 85 % on even days and 15 % on odd ones."""
    add_row(study, "profiles", profile="sun", kind="availability", **NAMES)
    header, *rows = read_rows(study, "hourly")
    sun = [[*row, "0.15" if hour // 24 % 2 else "0.85"] for hour, row in enumerate(rows)]
    write_rows(study, "hourly", [[*header, "sun"], *sun])


@pytest.mark.parametrize(("wind", "days"), [("2", CALM_WIND), ("0.8", CALM_SUN)])
def test_the_calmest_days_go_by_the_largest_plants_up_to_the_demand(tmp_path: Path, wind: str, days: list[int]) -> None:
    """Sun swings by 0.7 against wind, which swings by 0.8, and 3 GW of it count as the 1,010 MW of mean demand."""
    study = study_of_twelve_days(tmp_path / "study")
    add_sun(study)
    add_row(study, "technologies", technology="pv", behaviour="supply", carrier="electricity", group="solar",
            green="yes", colour="#ffff00", **NAMES)  # fmt: skip
    add_row(study, "technology_data", technology="pv", parameter="lifetime", value="25", unit="year")
    add_row(study, "technology_data", technology="pv", parameter="overnight_cost", value="3000", unit="CNY/kW")
    add_row(study, "assets", asset="city_pv", technology="pv", zone="city", availability="sun", **NAMES)
    add_row(study, "potentials", asset="city_pv", maximum="3")
    set_cell(study, "potentials", "sea_wind", "maximum", wind)
    assert assembled(study, [2030], 12 * DAY).calm_day.values.tolist() == days


def test_outages_of_fuelled_plants_make_no_day_calm(tmp_path: Path) -> None:
    """1,000 MW of coal that come and go weigh more than 800 MW of wind, and are not weather."""
    study = study_of_twelve_days(tmp_path / "study")
    add_sun(study)
    set_cell(study, "assets", "city_coal", "availability", "sun")
    set_cell(study, "potentials", "sea_wind", "maximum", "0.8")
    found = assembled(study, [2030], 12 * DAY)
    assert found.calm_day.values.tolist() == CALM_WIND
    # in the calm days it counts with what it has then: (6 x 0.85 + 4 x 0.15) / 10
    np.testing.assert_allclose(found.calm_availability.sel(asset="city_coal"), 0.57)


def test_every_problem_of_targets_stops_the_study(study: Path) -> None:
    add_target(study, "new", metric="")
    with pytest.raises(StudyError, match="1 problem in the study"):
        read_study(study, hours=DAY)
