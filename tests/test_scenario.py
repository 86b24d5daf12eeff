"""Scenarios: what they change, where each value comes from, and what is wrong with them; and where studies lie."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from energy_model import paths
from energy_model.dataset import Problem, StudyError, assemble, read_tables
from energy_model.paths import study_folder
from energy_model.scenario import Origin, Scenario, list_scenarios, load_scenario
from tests.study import HOURS, change_cell, write_study

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


@pytest.fixture
def study(tmp_path: Path) -> Path:
    return write_study(tmp_path / "study")


def add(study: Path, name: str, text: str) -> Scenario:
    (study / "scenarios" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return load_scenario(name, study)


def problems_of(study: Path, text: str) -> list[Problem]:
    """Give the problems of a scenario, at loading or when its tables are read."""
    with pytest.raises(StudyError) as raised:
        add(study, "x", text).read(HOURS)
    return list(raised.value.problems)


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
    assert changed == {
        "co2_price", "wacc", "maximum_capacity", "overnight_cost_energy", "existing", "target_value", "retirable",
        "minimum_capacity",  # of coal, which may no longer be retired
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
        "unknown-choice",
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
    assert scenario.years == (2030,)
    assert scenario.text("name_zh")
    assert (study_folder() / "seeds").is_dir()


def test_the_study_of_a_wheel_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "energy_model"
    monkeypatch.setattr(paths, "PACKAGE", package)
    with pytest.raises(StudyError, match="the packaged study is neither in"):
        study_folder()
    (tmp_path / "inputs").mkdir()
    assert study_folder() == tmp_path
    (package / "_study" / "inputs").mkdir(parents=True)
    assert study_folder() == package / "_study"


def test_a_folder_without_a_study(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="there is no study here: the folder inputs/ is missing"):
        study_folder(tmp_path)
