"""Origins of the values of a resolved scenario: the overrides of each of its files, in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from energy_model.dataset.editing import Scalar, Where, options_of
from energy_model.scenario.file import Scaling, ScenarioFile


class Origin(NamedTuple):
    """Value of a resolved scenario and the file that set it."""

    what: str
    value: str
    origin: str


def overrides(content: ScenarioFile, label: str) -> dict[str, Origin]:
    """Overrides of a file, with it as their origin; a later file's entry of the same key takes its place."""
    found: dict[str, Origin] = {}
    for key in ("name_zh", "name_en", "description_zh", "description_en", "years"):
        if (value := getattr(content, key)) is not None:
            found[key] = Origin(key, str(value), label)
    if content.from_actuals is not None:
        found["from_actuals"] = Origin("from_actuals", _shown(content.from_actuals), label)
    for name, value in content.settings.items():
        found[f"settings {name}"] = Origin(f"settings {name}", _shown(value), label)
    for _, change in content.all_set():
        for column, value in change.values.items():
            what = f"{change.table}[{_condition(change.where)}].{column}"
            found[what] = Origin(what, _shown(value), label)
    for number, scaled in enumerate(content.scale, start=1):
        for column in scaled.columns:  # factors of several files multiply: none takes another's place
            what = f"{scaled.table}{_chosen(scaled)}.{column}"
            found[f"{label} {number} {what}"] = Origin(what, f"× {scaled.factor:g}", label)
    for rows in content.drop:
        what = f"{rows.table}[{_condition(rows.where)}]"
        found[what] = Origin(what, "dropped", label)
    return found


def _shown(value: Scalar | Mapping[int, Scalar]) -> str:
    """Value as the scenario shows it."""
    if isinstance(value, Mapping):
        return ", ".join(f"{year}: {number}" for year, number in value.items())
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _chosen(change: Scaling) -> str:
    """Scaled rows or hours as '[01-08 to 01-22]' or '[demand=x]'; '' is everything."""
    if change.days:
        return f"[{' to '.join(change.days)}]"
    return f"[{_condition(change.where)}]" if change.where else ""


def _condition(where: Where) -> str:
    """Condition on rows as 'asset=offwind_far, year=2030'."""
    parts = []
    for column, wanted in where.items():
        parts.append(f"{column}={'|'.join(_shown(option) for option in options_of(wanted))}")
    return ", ".join(parts)
