"""The tiny study with works: a process that makes a yearly carrier. And what is wrong with a study, as places."""

from __future__ import annotations

from pathlib import Path

from energy_model.dataset import Problem, StudyError, read_study
from tests.support.study import add_row, write_study

DAY = 24  # hours of the study with works


def study_with_works(folder: Path) -> Path:
    """Write the tiny study of a day and its works; it has no problem."""
    write_study(folder, hours=DAY)
    add_works(folder)
    return folder


def add_works(folder: Path) -> None:
    """Add a process: a mill in the city that makes steam, balanced over the year, from coal; 87.6 GWh are wanted."""
    names = {"name_zh": "工厂", "name_en": "Works"}
    add_row(folder, "carriers", carrier="steam", balanced="year", colour="#aaaaaa", **names)
    add_row(folder, "technologies", technology="mill", behaviour="process", carrier="steam", group="industry",
            sector="textiles", colour="#bbbbbb", **names)  # fmt: skip
    add_row(folder, "technology_data", technology="mill", parameter="lifetime", value="20", unit="year")
    for carrier, direction, value in (("steam", "out", "1"), ("coal", "in", "1.25")):
        add_row(folder, "ports", technology="mill", carrier=carrier, direction=direction, value=value, unit="MWh/MWh")
    add_row(folder, "assets", asset="city_mill", technology="mill", zone="city", shape="city_load", **names)
    add_row(
        folder, "plants", plant="mill_1", asset="city_mill", capacity="15", start="2020", status="operating", **names
    )
    add_row(folder, "demands", demand="city_steam", zone="city", carrier="steam", unserved_cost="20", **names)
    add_row(folder, "demand_data", demand="city_steam", year="2030", energy="0.0876")


def problems_of(study: Path) -> list[Problem]:
    """Problems of a study of one day."""
    try:
        read_study(study, hours=DAY)
    except StudyError as error:
        return list(error.problems)
    return []


def places(study: Path) -> set[tuple[str, str, int | None, str]]:
    """Kind, table, row and column of each problem."""
    return {(found.kind, found.table, found.row, found.column) for found in problems_of(study)}
