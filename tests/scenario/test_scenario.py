"""Scenarios: what they change, where each value comes from, and what is wrong with them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from energy_model.dataset import Problem, StudyError, assemble, read_tables
from energy_model.scenario.origins import Origin
from energy_model.scenario.scenario import Scenario, list_scenarios, load_scenario
from energy_model.study.location import study_folder
from tests.support.study import HOURS, add_row, change_cell, write_study

FAR = """
extends: baseline
name_en: Far
years: [2030, 2035]
settings:
  co2_price: 200 CNY/t
  wacc: 0.05
set:
  - {table: potentials, where: {asset: sea_wind, year: 2030}, values: {maximum: 2.5 GW}}
  - table: technology_data
    where: {technology: battery, parameter: [overnight_cost_energy]}
    values: {value: 400 CNY/kWh}
  - {table: assets, where: {asset: city_coal, retirable: yes}, values: {retirable: no}}
  - {table: targets, where: {target: green_share}, values: {value: 40 %}}
drop:
  - {table: plants, where: {plant: [wind_2, coal_1]}}
"""


CALM = """
extends: baseline
scale:
  - {table: hourly, columns: [sea_wind], from: "01-02", to: "01-03", factor: 0.2}
  - {table: demand_data, where: {demand: city_load}, columns: [energy], factor: 1.1}
  - {table: settings, where: {setting: co2_price}, columns: [value], factor: 2}
"""
CALM_TOLD = """
hourly[01-02 to 01-03].sea_wind: × 0.2
demand_data[demand=city_load].energy: × 1.1
settings[setting=co2_price].value: × 2
"""


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return write_study(tmp_path / "study")


def add(study: Path, name: str, text: str) -> Scenario:
    (study / "scenarios" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return load_scenario(name, study)


NEVER = """
extends: baseline
set:
  - {table: plants, where: {plant: coal_2}, values: {end: never}}
  - {table: plants, where: {end: never}, values: {capacity: 900 MW}}
"""


def test_a_plant_may_stay_for_ever(study: Path) -> None:
    tables = add(study, "far", NEVER).read(HOURS)
    assert assemble(tables, [2090]).existing.sel(asset="city_coal").item() == 900


def problems_of(study: Path, text: str) -> list[Problem]:
    """Give the problems of a scenario, at loading or when its tables are read."""
    with pytest.raises(StudyError) as raised:
        add(study, "x", text).read(HOURS)
    return list(raised.value.problems)


def own_changes(scenario: Scenario) -> str:
    """What a scenario's own file changes, as `check` tells it, line by line."""
    own = [origin for origin in scenario.origins() if origin.origin == f"scenarios/{scenario.name}.yaml"]
    return "".join(f"\n{origin.what}: {origin.value}" for origin in own) + "\n"


def test_a_scenario_without_changes_is_the_study(study: Path) -> None:
    scenario = load_scenario("baseline", study)
    assert (scenario.name, scenario.years, scenario.text("name_zh")) == ("baseline", (2030,), "基准")
    assert scenario.text("description_en") == ""
    tables, plain = scenario.read(HOURS), read_tables(study, HOURS)
    assert all(tables[name].equals(plain[name]) for name in plain.frames)


def test_a_scenario_changes_what_it_names_and_nothing_else(study: Path) -> None:
    scenario = add(study, "far", FAR)
    before = assemble(load_scenario("baseline", study).read(HOURS), scenario.years)
    after = assemble(scenario.read(HOURS), scenario.years)
    np.testing.assert_allclose(after.co2_price, [200, 200])
    np.testing.assert_allclose(after.wacc.sel(asset=["sea_wind", "city_coal"]), [0.06, 0.05])
    np.testing.assert_allclose(after.maximum_capacity.sel(asset="sea_wind"), [2500, 3250])
    np.testing.assert_allclose(after.overnight_cost_energy.sel(asset="city_battery"), [400e3, 400e3])
    np.testing.assert_allclose(after.existing.sel(asset="sea_wind"), [500, 500])
    np.testing.assert_allclose(after.target_value, [1500, 0.4, 5e6])
    assert not after.retirable.any()
    changed = {str(name) for name in before.data_vars if not before[name].identical(after[name])}
    assert {name for name in changed if not name.startswith("plant_")} == {  # two plants are dropped
        "co2_price", "wacc", "maximum_capacity", "overnight_cost_energy", "existing", "target_value", "retirable",
        "overnight_cost_energy_existing",  # a number without a year: also when plants started
        "committed_investment",  # of the plants that are dropped
        "most_retired",  # of what exists
        "minimum_capacity",  # of coal, which may no longer be retired
        "row_factor",  # of the share
    }  # fmt: skip


def test_the_origin_of_each_value(study: Path) -> None:
    scenario = add(study, "far", FAR)
    assert [path.name for path in scenario.files] == ["baseline.yaml", "far.yaml"]
    origins = scenario.origins()
    assert Origin("name_zh", "基准", "scenarios/baseline.yaml") in origins
    assert Origin("name_en", "Far", "scenarios/far.yaml") in origins
    assert Origin("settings wacc", "0.05", "scenarios/far.yaml") in origins
    assert Origin("potentials[asset=sea_wind, year=2030].maximum", "2.5 GW", "scenarios/far.yaml") in origins
    assert Origin("assets[asset=city_coal, retirable=yes].retirable", "no", "scenarios/far.yaml") in origins
    assert Origin("plants[plant=wind_2|coal_1]", "dropped", "scenarios/far.yaml") in origins
    tables = scenario.read(HOURS)
    assert tables.origin("potentials", 2, "maximum") == "scenarios/far.yaml, set 1"
    assert tables.origin("potentials", 3, "maximum") == "inputs/potentials.csv, row 3, column maximum [GW]"
    wacc = tables["settings"].index[tables["settings"]["setting"] == "wacc"][0]
    assert tables.origin("settings", int(wacc), "value") == "scenarios/far.yaml, settings wacc"
    assert tables.texts["potentials"].at[2, "maximum"] == "2.5 GW"


def test_a_later_file_wins(study: Path) -> None:
    add(study, "dear", "extends: baseline\nsettings: {co2_price: 200 CNY/t}\n")
    dearer = add(
        study, "dearer", "extends: dear\nsettings: {co2_price: {2030: 250 CNY/t, 2040: 350 CNY/t}}\nyears: [2035]\n"
    )
    assert assemble(dearer.read(HOURS), dearer.years).co2_price.item() == 300
    values = [origin for origin in dearer.origins() if origin.what == "settings co2_price"]
    assert values == [Origin("settings co2_price", "2030: 250 CNY/t, 2040: 350 CNY/t", "scenarios/dearer.yaml")]


MATCHED = """
extends: baseline
readings: {matching: monthly, year: 2035}
targets:
  enforce: [wind_2030]
  hard: [green_share]
  ignore: [carbon_cap]
"""
MATCHED_TOLD = """
readings[reading=matching].option: monthly
readings[reading=year].option: 2035
targets[target=wind_2030].mode: enforce
targets[target=green_share].mode: hard
targets[target=carbon_cap].mode: ignore
"""


@pytest.fixture
def open_study(study: Path) -> Path:
    """The tiny study with two questions that its plan leaves open."""
    names = {"name_zh": "问", "name_en": "Question", "basis": "Open."}
    add_row(study, "readings", reading="matching", option="annual", options="annual monthly hourly", **names)
    add_row(study, "readings", reading="year", option="2030", options="2030 2035", **names)
    return study


def test_targets_are_enforced_and_readings_chosen(open_study: Path) -> None:
    scenario = add(open_study, "matched", MATCHED)
    tables = scenario.read(HOURS)
    assert tables["readings"]["option"].to_list() == ["monthly", "2035"]
    assert tables["targets"]["mode"].to_list() == ["enforce", "hard", "ignore"]
    assert list(assemble(tables, [2030]).target.values) == ["wind_2030", "green_share"]
    assert tables.origin("targets", 3, "mode") == "scenarios/matched.yaml, targets hard"
    assert tables.origin("readings", 2, "option") == "scenarios/matched.yaml, readings matching"
    assert own_changes(scenario) == MATCHED_TOLD


def test_a_later_file_and_what_is_set_win_over_modes(open_study: Path) -> None:
    """One target of several is checked again; ``set`` in the same file comes after the short keys."""
    add(open_study, "matched", MATCHED)
    change = "{table: targets, where: {target: carbon_cap}, values: {mode: enforce}}"
    text = "extends: matched\ntargets: {check: [green_share, carbon_cap]}\nreadings: {matching: hourly}\n"
    later = add(open_study, "later", f"{text}set: [{change}]\n")
    tables = later.read(HOURS)
    assert tables["targets"]["mode"].to_list() == ["enforce", "check", "enforce"]
    assert tables["readings"]["option"].to_list() == ["hourly", "2035"]
    shown = {origin.what: (origin.value, origin.origin.split("/")[1]) for origin in later.origins()}
    assert shown["targets[target=wind_2030].mode"] == ("enforce", "matched.yaml")
    assert shown["targets[target=green_share].mode"] == ("check", "later.yaml")
    assert shown["targets[target=carbon_cap].mode"] == ("enforce", "later.yaml")
    assert shown["readings[reading=matching].option"] == ("hourly", "later.yaml")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "targets: {enforce: [wind_2031]}",
            "scenarios/x.yaml, targets enforce: no row of targets has target 'wind_2031'. Did you mean 'wind_2030'?",
        ),
        (
            "targets: {enforced: [wind_2030]}",
            "scenarios/x.yaml, targets: there is no key 'enforced' here. Did you mean 'enforce'?",
        ),
        (
            "targets: {enforce: [wind_2030, carbon_cap], ignore: [carbon_cap]}",
            "scenarios/x.yaml, targets: each target is named once, and 'carbon_cap' is there 2 times.",
        ),
        ("targets: {check: [wind_2030, wind_2030]}", "and 'wind_2030' is there 2 times."),
        ("targets: {enforce: wind_2030}", "scenarios/x.yaml, targets enforce: input should be a valid list."),
        ("target: {enforce: [wind_2030]}", "scenarios/x.yaml: there is no key 'target' here. Did you mean 'targets'?"),
        (
            "readings: {maching: hourly}",
            "scenarios/x.yaml, readings maching: no row of readings has reading 'maching'. Did you mean 'matching'?",
        ),
        (
            "readings: {matching: hourli}",
            "scenarios/x.yaml, readings matching, for inputs/readings.csv, row 2, column option: 'hourli' is not an "
            "option of 'matching'. Use one of: annual, monthly, hourly.",
        ),
        ("readings: {year: 2040}", "'2040' is not an option of 'year'. Use one of: 2030, 2035."),
        ("readings: {matching: null}", "scenarios/x.yaml, readings matching, for inputs/readings.csv, row 2"),
    ],
)
def test_malformed_targets_and_readings(open_study: Path, text: str, message: str) -> None:
    (problem,) = problems_of(open_study, f"extends: baseline\n{text}\n")
    assert message in str(problem)


def test_all_unknown_targets_and_readings_are_told_at_once(open_study: Path) -> None:
    text = "extends: baseline\nreadings: {a: b}\ntargets: {enforce: [c, d], ignore: [e]}\n"
    places = [problem.file for problem in problems_of(open_study, text)]
    assert places == [
        f"scenarios/x.yaml, {place}" for place in ("readings a", "targets enforce", "targets enforce", "targets ignore")
    ]


def test_a_blank_value_is_the_default(study: Path) -> None:
    change = "{table: market_data, where: {market: power_purchase}, values: {energy: null}}"
    scenario = add(study, "free", f"extends: baseline\nset:\n  - {change}\n")
    assert np.isinf(assemble(scenario.read(HOURS), [2030]).market_energy.sel(market="power_purchase").item())


def test_a_scenario_may_mend_a_cell_of_the_study(study: Path) -> None:
    change_cell(study, "plants", 2, "capacity", "much")
    scenario = add(
        study, "mend", "extends: baseline\nset: [{table: plants, where: {plant: wind_1}, values: {capacity: 400 MW}}]\n"
    )
    assert scenario.read(HOURS)["plants"].at[2, "capacity"] == 400


def test_numbers_and_hours_are_scaled(study: Path) -> None:
    scenario = add(study, "calm", CALM)
    before, after = load_scenario("baseline", study).read(HOURS), scenario.read(HOURS)
    wind, scaled = (tables["hourly"]["sea_wind"].to_numpy() for tables in (before, after))
    np.testing.assert_allclose(scaled[:24], wind[:24])
    np.testing.assert_allclose(scaled[24:72], 0.2 * wind[24:72])
    np.testing.assert_allclose(scaled[72:], wind[72:])
    energy, more = (tables["demand_data"]["energy"].to_list() for tables in (before, after))
    np.testing.assert_allclose(more, [1.1 * energy[0], 1.1 * energy[1], energy[2]])
    assert after["settings"].query("setting == 'co2_price'")["value"].to_list() == [120, 400]
    assert after.texts["demand_data"]["energy"].to_list() == ["9.636", "11.5632", "0.0876"]
    assert after.texts["hourly"]["sea_wind"].iloc[24] == "0.18"
    assert after.origin("hourly", 26, "sea_wind") == "scenarios/calm.yaml, scale 1"
    assert after.origin("hourly", 25, "sea_wind").startswith("inputs/hourly.csv, row 25")
    assert after.origin("demand_data", 2, "energy") == "scenarios/calm.yaml, scale 2"
    assert own_changes(scenario) == CALM_TOLD


def test_factors_multiply_and_come_after_what_is_set(study: Path) -> None:
    add(study, "calm", CALM)
    change = "{table: demand_data, where: {demand: city_load}, values: {energy: 2 TWh/year}}"
    text = f"extends: calm\nset: [{change}]\nscale: [{{table: demand_data, columns: [energy], factor: 1.5}}]\n"
    twice = add(study, "twice", text)
    tables = twice.read(HOURS)
    assert tables["demand_data"]["energy"].to_list() == pytest.approx([3e6, 3e6, 1.5 * 87600])
    assert tables.texts["demand_data"].at[2, "energy"] == "3 TWh/year"
    again = add(study, "again", "extends: calm\nscale: [{table: hourly, columns: [sea_wind], factor: 0.5}]\n")
    wind = again.read(HOURS)["hourly"]["sea_wind"].to_numpy()
    np.testing.assert_allclose(wind[[0, 24]], [0.05, 0.09])
    assert [origin.value for origin in again.origins() if "sea_wind" in origin.what] == ["× 0.2", "× 0.5"]


def test_days_may_go_over_the_turn_of_the_year(study: Path) -> None:
    text = 'extends: baseline\nscale: [{table: hourly, columns: [sea_wind], from: "12-20", to: "1-1", factor: 0}]\n'
    wind = add(study, "turn", text).read(HOURS)["hourly"]["sea_wind"].to_numpy()
    assert (wind[:24] == 0).all()
    assert (wind[24:] > 0).all()


SCALED = [
    ("{table: hourly, columns: [sea_wnd], factor: 0.5}", "has no profile 'sea_wnd'. Did you mean 'sea_wind'?"),
    ("{table: hourly, columns: [time], factor: 0.5}", "has no profile 'time'."),
    (
        "{table: hourly, columns: [city_load], factor: 0.5}",
        "scenarios/x.yaml, scale 1: 'city_load' is a profile of kind demand, whose mean must stay 1. "
        "Scale the energy in demand_data instead.",
    ),
    ("{table: hourly, columns: [tariff], factor: 0.5}", "Scale the price in market_data instead."),
    ("{table: hourly, columns: [sea_wind], factor: 1.2}", "1.2 is above 1"),
    ("{table: hourly, columns: [sea_wind], factor: -1}", "scale 1 factor: input should be greater than or equal to 0."),
    ("{table: hourly, columns: [sea_wind], from: 07-01, to: 07-02, factor: 0}", "no hour lies between 07-01 and 07-02"),
    ("{table: hourly, columns: [sea_wind], from: 07-01, factor: 0}", "'from' and 'to' come together."),
    ("{table: hourly, columns: [sea_wind], from: 02-29, to: 03-01, factor: 0}", "29 February is none"),
    ("{table: hourly, columns: [sea_wind], from: July, to: 03-01, factor: 0}", "a day is written as month and day"),
    ("{table: hourly, where: {time: now}, columns: [sea_wind], factor: 0}", "not by 'where'"),
    ("{table: plants, from: 01-01, to: 01-02, columns: [capacity], factor: 1}", "choose rows by 'where'"),
    ("{table: plants, form: 01-01, columns: [capacity], factor: 1}", "no key 'form' here. Did you mean 'from'?"),
    ("{table: plants, columns: [capacity]}", "scale 1: the key 'factor' is missing. Add it."),
    ("{table: plant, columns: [capacity], factor: 1}", "there is no table 'plant' to change. Did you mean 'plants'?"),
    ("{table: plants, columns: [capazity], factor: 1}", "has no column 'capazity'. Did you mean 'capacity'?"),
    ("{table: plants, columns: [start], factor: 1}", "the table plants has no numbers in the column 'start'."),
    (
        "{table: plants, where: {plant: wind_1}, columns: [energy], factor: 1}",
        "scale 1: row 2 of plants has no number in the column 'energy'.",
    ),
    ("{table: settings, where: {setting: wacc}, columns: [value], factor: 9}", "is above the largest allowed, 0.5."),
]


@pytest.mark.parametrize(("change", "message"), SCALED)
def test_what_cannot_be_scaled_is_told(study: Path, change: str, message: str) -> None:
    (problem,) = problems_of(study, f"extends: baseline\nscale: [{change}]\n")
    assert message in str(problem)


MALFORMED = [
    ("setings: {co2_price: 60 CNY/t}", "scenarios/x.yaml: there is no key 'setings' here. Did you mean 'settings'?"),
    (
        "set: [{tabel: plants, table: plants, where: {plant: wind_1}, values: {start: 2031}}]",
        "scenarios/x.yaml, set 1: there is no key 'tabel' here. Did you mean 'table'?",
    ),
    ("set: [{table: plants, where: {plant: wind_1}}]", "scenarios/x.yaml, set 1: the key 'values' is missing. Add it."),
    (
        "years: [2035, 2030]",
        "scenarios/x.yaml, years: years must be given in ascending order, each once, e.g. [2030, 2035].",
    ),
    ("years: soon", "scenarios/x.yaml, years: input should be a valid list."),
    (
        "name_en: a\nname_en: b",
        "scenarios/x.yaml, line 3: this is not YAML as it must be: the key 'name_en' is there twice.",
    ),
    ("name_en: [", "this is not YAML as it must be"),
    (
        "settings: {co2_prise: 60 CNY/t}",
        "scenarios/x.yaml, settings co2_prise: there is no setting 'co2_prise'. Did you mean 'co2_price'?",
    ),
    (
        "settings: {co2_price: 60}",
        "scenarios/x.yaml, settings co2_price, for inputs/settings.csv, column value: '60' has no unit. "
        "Write '60 CNY/t' for example.",
    ),
    ("settings: {co2_price: 60 CNY/MWh}", "the unit 'CNY/MWh' is not of the right kind. Use a unit such as CNY/t."),
    ("settings: {wacc: 60 %}", "wacc 60 (0.6) is above the largest allowed, 0.5."),
    (
        "set: [{table: potental, where: {asset: sea_wind}, values: {maximum: 2 GW}}]",
        "scenarios/x.yaml, set 1: there is no table 'potental' to change. Did you mean 'potentials'?",
    ),
    ("set: [{table: hourly, where: {time: now}, values: {tariff: 2}}]", "there is no table 'hourly' to change."),
    (
        "set: [{table: potentials, where: {aset: sea_wind}, values: {maximum: 2 GW}}]",
        "scenarios/x.yaml, set 1: the table potentials has no column 'aset'. Did you mean 'asset'?",
    ),
    (
        "set: [{table: potentials, where: {maximum: 2}, values: {maximum: 2 GW}}]",
        "cannot be searched by the number 'maximum'.",
    ),
    (
        "set: [{table: potentials, where: {asset: sea_wind}, values: {maximun: 2 GW}}]",
        "scenarios/x.yaml, set 1: the table potentials has no column 'maximun'. Did you mean 'maximum'?",
    ),
    (
        "set: [{table: potentials, where: {asset: sea_wnd}, values: {maximum: 2 GW}}]",
        "scenarios/x.yaml, set 1: no row of potentials has asset 'sea_wnd'. Did you mean 'sea_wind'?",
    ),
    (
        "set: [{table: potentials, where: {asset: sea_wind, year: 2050}, values: {maximum: 2 GW}}]",
        "no row of potentials has year '2050'. Did you mean '2040'?",
    ),
    (
        "set: [{table: technology_data, where: {technology: cable, parameter: min_load}, values: {value: 3 %}}]",
        "no row of technology_data has technology 'cable', parameter 'min_load' together.",
    ),
    (
        "set: [{table: potentials, where: {asset: sea_cable}, values: {maximum: 2}}]",
        "scenarios/x.yaml, set 1, for inputs/potentials.csv, row 6, column maximum: '2' has no unit. "
        "Write '2 MW' for example.",
    ),
    (
        "set: [{table: potentials, where: {asset: sea_cable}, values: {maximum: 2 GWh}}]",
        "'GWh' is not of the right kind.",
    ),
    ("set: [{table: potentials, where: {asset: sea_cable}, values: {maximum: much}}]", "'much' is no number."),
    (
        "set: [{table: potentials, where: {asset: sea_cable}, values: {maximum: -2 GW}}]",
        "-2 GW (-2000 MW) is below the least",
    ),
    ("set: [{table: plants, where: {plant: wind_1}, values: {plant: wind_9}}]", "the column 'plant' cannot be set."),
    ("set: [{table: settings, where: {setting: wacc}, values: {unit: '%'}}]", "the column 'unit' cannot be set."),
    (
        "set: [{table: assets, where: {asset: sea_wind}, values: {zone: se}}]",
        "'se' is not in the table zones. Did you mean 'sea'?",
    ),
    (
        "drop: [{table: plants, where: {plant: wind_3}}]",
        "scenarios/x.yaml, drop 1: no row of plants has plant 'wind_3'.",
    ),
]


@pytest.mark.parametrize(("text", "message"), MALFORMED)
def test_a_malformed_scenario(study: Path, text: str, message: str) -> None:
    head = "" if text.startswith("years") else "extends: baseline\n"
    (problem,) = problems_of(study, head + text)
    assert message in str(problem)


def test_all_problems_of_a_scenario_and_its_study_at_once(study: Path) -> None:
    change_cell(study, "zones", 2, "kind", "town")
    text = (
        "extends: baseline\nsettings: {x: 1}\ndrop: [{table: plants, where: {plant: y}}, {table: z, where: {a: b}}]\n"
    )
    assert [problem.kind for problem in problems_of(study, text)] == [
        "unknown-parameter",
        "no-row",
        "unknown-table",
        "unknown-reference",
    ]


def test_years_are_needed(study: Path) -> None:
    (problem,) = problems_of(study, "name_en: Nothing\n")
    assert str(problem) == "scenarios/x.yaml: the years are missing. Add for example 'years: [2030]'."


def test_an_unknown_scenario(study: Path) -> None:
    with pytest.raises(StudyError, match=r"there is no scenario 'basline'. Did you mean 'baseline'\?"):
        load_scenario("basline", study)
    (problem,) = problems_of(study, "extends: basline\n")
    assert str(problem) == "scenarios/x.yaml, extends: there is no scenario 'basline'. Did you mean 'baseline'?"


def test_a_circle(study: Path) -> None:
    (study / "scenarios" / "y.yaml").write_text("extends: x\n", encoding="utf-8")
    (problem,) = problems_of(study, "extends: y\n")
    assert (problem.kind, problem.file) == ("circle", "scenarios/y.yaml, extends")


def test_a_scenario_by_its_path(study: Path, tmp_path: Path) -> None:
    (tmp_path / "base.yaml").write_text("extends: baseline\nname_en: Base\n", encoding="utf-8")
    (tmp_path / "own.yaml").write_text("extends: base.yaml\nyears: [2040]\n", encoding="utf-8")
    scenario = load_scenario(tmp_path / "own.yaml", study)
    assert (scenario.name, scenario.years, scenario.text("name_en")) == ("own", (2040,), "Base")
    assert scenario.files[1:] == (tmp_path / "base.yaml", tmp_path / "own.yaml")


def test_scenarios_are_listed(study: Path) -> None:
    add(study, "far", FAR)
    assert list_scenarios(study) == ["baseline", "far"]


def test_the_packaged_study_is_found() -> None:
    assert "baseline" in list_scenarios()
    scenario = load_scenario("baseline")
    assert scenario.years == (2025, 2030, 2035)
    assert scenario.text("name_zh")
    assert (study_folder() / "seeds").is_dir()
