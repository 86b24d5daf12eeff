"""Documentation of the search's settings, as tests and ablations read it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from energy_model.horizon.setting_fields import ROUNDING
from energy_model.horizon.settings import SearchSettings


@dataclass(frozen=True)
class SettingRow:
    """Documentation of one setting; `others` are the values that an ablation tries."""

    name: str
    value: Any
    unit: str
    why: str
    measured: str
    others: tuple[Any, ...]


def setting_rows() -> list[SettingRow]:
    """Documentation of every setting, in the order of the class."""
    return [_row(one.name, one.default, **one.metadata) for one in fields(SearchSettings)]


def _row(name: str, value: Any, *, unit: str, why: str, measured: str, others: tuple[Any, ...]) -> SettingRow:
    if not others and measured != ROUNDING:
        others = (value // 2, value * 2) if isinstance(value, int) else (value / 2, value * 2)
    return SettingRow(name, value, unit, why, measured, others)
