"""The glossary does not rot: every term has its fields, its file is there, and the file has the name."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pyomo.environ as pyo
import pytest

from energy_model.formulation.model import build
from tests.test_architecture import MAY_IMPORT, PACKAGE, ROOT

TEXT = (ROOT / "docs" / "glossary.md").read_text("utf-8")
ROOMS_PART = TEXT[TEXT.index("\n## `") :]


def rooms(text: str = TEXT) -> list[str]:
    """Rooms in the headings."""
    return [
        room for heading in re.findall(r"^## (`.*`)$", text, re.MULTILINE) for room in re.findall(r"`(\w+)`", heading)
    ]


def rows() -> Iterator[list[str]]:
    """Cells of each term: term, Chinese, unit, meaning, place."""
    for line in ROOMS_PART.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and cells[0] != "term":
            yield cells


@pytest.mark.parametrize("cells", list(rows()), ids=lambda cells: cells[0])
def test_a_term_has_a_meaning_and_a_place(cells: list[str]) -> None:
    term, chinese, _, meaning, place = cells
    assert term and re.search(r"[\u4e00-\u9fff]", chinese), "the term in both languages"
    assert meaning.endswith(".") and ". " not in meaning, "one sentence"
    path, *names = re.findall(r"`([^`]+)`", place)
    text = (PACKAGE / path).read_text("utf-8")
    assert not [name for name in names if not re.search(rf"\b{re.escape(name)}\b", text)], path


def test_terms_are_sorted_by_room_and_occur_once() -> None:
    found = rooms()
    assert set(found) <= set(MAY_IMPORT) and len(found) == len(set(found))
    terms = [cells[0] for cells in rows()]
    assert len(terms) == len(set(terms))
    for part in re.split(r"\n(?=## `)", ROOMS_PART)[1:]:
        for path in re.findall(r"\| `([\w./]+)`[^|]*\|$", part, re.MULTILINE):
            assert path.partition("/")[0].removesuffix(".py") in rooms(part), path


def test_every_variable_of_the_mathematics_is_a_term() -> None:
    terms = " ".join(cells[0] for cells in rows())
    assert not [v.local_name for v in build().component_objects(pyo.Var) if f"`{v.local_name}`" not in terms]


def test_words_of_one_meaning_come_first() -> None:
    part = TEXT.partition("## One meaning each")[2].partition("\n## ")[0]
    assert {"step", "plan", "budget", "level"} <= set(re.findall(r"^\| (\w+) \|", part, re.MULTILINE))
