"""CONTRIBUTING.md is true: the picture of the floors, the recipes' rows, and what to run for what one touches."""

from __future__ import annotations

import re
from pathlib import Path
from string import ascii_lowercase

import pytest

from energy_model.dataset import assemble
from energy_model.scenario.scenario import load_scenario
from energy_model.study.copying import copy_study
from tests.test_architecture import MAY_IMPORT, ROOT

pytestmark = pytest.mark.proof

PAGE = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
ROOMS = list(MAY_IMPORT)
LETTERS = dict(zip(ROOMS, ascii_lowercase, strict=False))


def block(name: str) -> str:
    """Text of the only block with this name."""
    (found,) = re.findall(rf"^```{re.escape(name)}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return str(found)


def floor(room: str) -> str:
    """Line of a room in the picture: letter, name, a mark under each room that it imports from."""
    marks = "".join(f"{LETTERS[other] if other in MAY_IMPORT[room] else '.'} " for other in ROOMS[: ROOMS.index(room)])
    return f"{LETTERS[room]}  {room:<14}{marks}".rstrip()


def test_the_picture_of_the_floors_is_the_table_of_the_architecture_test() -> None:
    heading, *lines = block("floors").splitlines()
    expected = [f"{'':17}{' '.join(LETTERS.values())}", *(floor(room) for room in reversed(ROOMS))]
    pictured = [heading, *(line.partition("  | ")[0].rstrip() for line in lines)]
    assert pictured == expected, "\n".join(["the floors are these:", *expected])
    assert all(line.partition("  | ")[2].strip() for line in lines), "say of each room what it knows"


@pytest.mark.proof
@pytest.mark.parametrize("kind", ["A technology", "A target"])
def test_the_rows_of_a_recipe_make_a_study_that_is_checked(kind: str, tmp_path: Path) -> None:
    """A target is one of the technology: its rows come on top."""
    study = tmp_path / "study"
    copy_study(study)
    part = PAGE.partition(f"### {kind}\n")[2].partition("\n### ")[0] if kind == "A technology" else PAGE
    blocks = re.findall(r"^```csv (\S+)\n(.*?)^```$", part, re.MULTILINE | re.DOTALL)
    assert blocks
    for file, rows in blocks:
        path = study / file
        path.write_text(path.read_text("utf-8") + rows, encoding="utf-8")
    scenario = load_scenario("baseline", study)
    found = assemble(scenario.read(), scenario.years)
    assert "iron_air_inland" in found["asset"].values
    assert ("iron_air_2030" in found["target"].values) is (kind == "A target")


def test_what_to_run_is_there() -> None:
    rows = re.findall(r"^\| (`.*?) \| (`.*?) \|$", PAGE.partition("## If you touch X")[2], re.MULTILINE)
    touched = {path for left, _ in rows for path in re.findall(r"`(energy_model/\w+)/`", left)}
    rooms = {
        f"energy_model/{path.name}" for path in (ROOT / "energy_model").iterdir() if (path / "__init__.py").is_file()
    }
    assert touched == rooms, "each room has a row"
    run = [path for _, right in rows for path in re.findall(r"\btests/[\w./]*", right)]
    assert run and not [path for path in run if not (ROOT / path).exists()]
