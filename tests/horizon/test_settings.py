"""Every number of the search is documented, used, and in the table of docs/experiments.md."""

from __future__ import annotations

import ast
from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

from energy_model import horizon
from energy_model.horizon.setting_fields import CHOSEN, ROUNDING
from energy_model.horizon.setting_rows import setting_rows
from energy_model.horizon.settings import SearchSettings
from tests.horizon.settings_table import table, written

ROOM = Path(str(horizon.__file__)).parent
# numbers that are no tuning: signs, halves and steps of indices
_OWN = {"settings.py", "polish_settings.py", "rounding_settings.py"}
_PLAIN = {0, 0.5, 1, 2}


def test_the_table_of_the_page_is_current() -> None:
    assert written() == table(), "run: python -m tests.horizon.settings_table"


def test_every_setting_says_unit_reason_and_measurement() -> None:
    rows = setting_rows()
    assert [row.name for row in rows] == [one.name for one in fields(SearchSettings)]
    for row in rows:
        assert row.unit and row.why and row.measured, row.name
        assert bool(row.others) == (row.measured != ROUNDING), row.name
        assert row.value not in row.others, row.name
        for other in row.others:
            assert type(other) is type(row.value), row.name
    assert 0 < sum(row.measured == CHOSEN for row in rows) < len(rows)


def test_settings_do_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        SearchSettings().block_hours = 1.0  # type: ignore[misc]


def test_every_setting_is_used() -> None:
    text = "".join(path.read_text("utf-8") for path in ROOM.glob("*.py") if path.name not in _OWN)
    unused = [row.name for row in setting_rows() if not _is_read(row.name, text)]
    assert not unused


def _is_read(name: str, text: str) -> bool:
    return f"settings.{name}" in text or f"SearchSettings.{name}" in text


def test_no_other_file_of_the_room_holds_a_number() -> None:
    """All but signs, halves and indices, and the defaults of options that users have."""
    found = []
    for path in sorted(ROOM.glob("*.py")):
        if path.name in {*_OWN, "certificate.py"}:
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            value = node.value if isinstance(node, ast.Constant) else None
            if isinstance(value, int | float) and value not in _PLAIN:
                found.append(f"{path.name}: {value}")
    assert not found
