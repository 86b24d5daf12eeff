"""Storages in tables: inflow, what they begin and end with, sizes of energy, converters; and what does not fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from energy_model.dataset import assemble, read_study
from tests.support.study import add_row, read_rows, set_cell, write_rows
from tests.support.works import DAY, problems_of, study_with_works

LEVELS = ("inflow [MW]", "inflow_profile", "initial_energy [MWh]", "final_energy_min [MWh]", "final_energy_max [MWh]")
RIVERS = {"river": "0.5", "uphill": "-1"}


@pytest.fixture
def study(tmp_path: Path) -> Path:
    """The tiny study with works of a day, and two rivers. Its battery has 100 MW and 200 MWh, and may be built."""
    folder = study_with_works(tmp_path / "study")
    for name in RIVERS:
        add_row(folder, "profiles", profile=name, kind="factor", name_zh="来水", name_en="River")
    header, *rows = read_rows(folder, "hourly")
    write_rows(folder, "hourly", [[*header, *RIVERS], *([*row, *RIVERS.values()] for row in rows)])
    return folder


def test_they_are_read(study: Path) -> None:
    for column, text in zip(LEVELS, ("30", "river", "20", "10", "40"), strict=True):
        set_cell(study, "assets", "city_battery", column, text)
    set_cell(study, "assets", "city_battery", "least_level", "sea_wind")
    set_cell(study, "assets", "city_battery", "most_level", "river")
    set_cell(study, "technologies", "battery", "shared_converter", "no")
    set_cell(study, "potentials", "city_battery", "energy_minimum [GWh]", "0.3")
    set_cell(study, "potentials", "city_battery", "energy_maximum [GWh]", "0.5")
    add_row(study, "technology_data", technology="battery", parameter="charge_ratio", value="80", unit="%")
    data = assemble(read_study(study, hours=DAY), [2030])
    battery, coal = data.sel(asset="city_battery"), data.sel(asset="city_coal")
    names = ("inflow", "inflow_profile_of", "initial_energy", "final_energy_min", "final_energy_max", "charge_ratio")
    assert [battery[name].item() for name in names] == [30.0, "river", 20.0, 10.0, 40.0, 0.8]
    assert [coal[name].item() for name in names] == [0.0, "always", float("inf"), 0.0, float("inf"), 1.0]
    assert [battery[f"{name}_energy"].item() for name in ("minimum", "maximum")] == [300.0, 500.0]
    limits = [battery[f"{name}_level_{what}"].item() for name in ("least", "most") for what in ("of", "share")]
    assert limits == ["sea_wind as steps end", 1.0, "river as steps end", 0.0]
    assert coal["least_level_of"].item() == coal["most_level_of"].item() == ""
    values = data["profile_value"].sel(profile=["river", "river as steps end"])
    assert (values == 0.5).all() and data["profile_at_end"].values.tolist()[-3:] == [False, True, True]
    assert not battery["shares_converter"].item() and coal["shares_converter"].item()


FAULTS = (
    {
        ("assets", "city_coal", "inflow [MW]"): ("3", "a conversion has no inflow."),
        ("assets", "sea_wind", "initial_energy [MWh]"): ("3", "a supply has no initial_energy."),
        ("assets", "city_battery", "inflow_profile"): ("river", "there is no inflow, so that its hourly factor means"),
        ("technologies", "wind", "shared_converter"): ("no", "a supply has no shared_converter."),
        ("potentials", "sea_cable", "energy_maximum [MWh]"): ("3", "a transmission has no energy_maximum."),
        ("potentials", "city_battery", "energy_minimum [MWh]"): ("9000", "with 1000 MW there are 8000 MWh at most."),
    },
    {
        ("assets", "city_battery", "inflow [MW]"): ("3", ""),
        ("assets", "city_battery", "inflow_profile"): ("uphill", "'uphill' is below 0 in 24 hours: no inflow is."),
        ("assets", "city_battery", "final_energy_max [MWh]"): ("8", ""),
        ("assets", "city_battery", "final_energy_min [MWh]"): ("9", "final_energy_min (9 MWh) is above final_energy_"),
        ("potentials", "city_battery", "energy_maximum [MWh]"): ("150", "its plants have 200 MWh already."),
        ("assets", "city_battery", "least_level"): ("river", ""),
        ("assets", "city_battery", "most_level"): ("uphill", "'river' is above 'uphill' in 24 hours: nothing could"),
    },
)


@pytest.mark.parametrize("cells", FAULTS)
def test_what_does_not_fit(study: Path, cells: dict[tuple[str, str, str], tuple[str, str]]) -> None:
    """Each is told at its cell; what is blank here is at fault only beside another."""
    for (table, key, column), (text, _) in cells.items():
        set_cell(study, table, key, column, text)
    found = {(problem.table, problem.column): problem.message for problem in problems_of(study)}
    wanted = {(table, column.split(" [")[0]): says for (table, _, column), (_, says) in cells.items() if says}
    assert found.keys() == wanted.keys()
    assert [place for place in wanted if not found[place].startswith(wanted[place])] == []


def test_more_than_it_can_hold_and_nothing_to_fill_it(study: Path) -> None:
    """Its plants have 200 MWh, and with what may be built beside them 300; to be filled it has pumps or inflow."""
    set_cell(study, "assets", "city_battery", "final_energy_min [MWh]", "310")
    set_cell(study, "potentials", "city_battery", "energy_maximum [MWh]", "300")
    add_row(study, "technology_data", technology="battery", parameter="charge_ratio", value="0", unit="1")
    assert [problem.message for problem in problems_of(study)] == [
        "nothing can fill it: the charge_ratio of 'battery' is 0.",
        "'city_battery' can hold 300 MWh at most, less than these 310 MWh.",
    ]
    set_cell(study, "assets", "city_battery", "final_energy_min [MWh]", "290")
    set_cell(study, "assets", "city_battery", "inflow [MW]", "3")
    assert problems_of(study) == []
