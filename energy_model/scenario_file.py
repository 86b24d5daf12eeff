"""The YAML of a scenario: its keys, reading it, and telling what is wrong with it as problems."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from energy_model.dataset.dictionary import HOURLY
from energy_model.dataset.editing import Scalar, Where, options_of
from energy_model.dataset.problems import Problem, suggestion


class Origin(NamedTuple):
    """A value of a resolved scenario and the file that set it."""

    what: str
    value: str
    origin: str


class Rows(BaseModel):
    """Rows of a table: those in which each column of ``where`` has the value (or one of the values)."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    table: str
    where: dict[str, Scalar | list[Scalar]] = Field(min_length=1)


class Setting(Rows):
    """Rows and the cells to set in them."""

    values: dict[str, Scalar] = Field(min_length=1)


class Scaling(BaseModel):
    """Numbers to multiply: columns of rows of a table, or of the table hourly in a spell of days ('MM-DD')."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    table: str
    where: dict[str, Scalar | list[Scalar]] = {}
    columns: list[str] = Field(min_length=1)
    first: str | None = Field(default=None, alias="from")
    last: str | None = Field(default=None, alias="to")
    factor: float = Field(ge=0, allow_inf_nan=False)

    @field_validator("first", "last")
    @classmethod
    def _a_day(cls, day: str | None) -> str | None:
        """A day is written as month and day, and is one of a year without leap day."""
        try:
            month, number = map(int, (day or "01-01").split("-"))
            word = f"{date(2030, month, number):%m-%d}"
        except ValueError as error:
            raise ValueError("a day is written as month and day, e.g. '01-08', and 29 February is none") from error
        return None if day is None else word

    @model_validator(mode="after")
    def _days_of_hours(self) -> Scaling:
        """Days are those of hours and come in pairs; rows are chosen in the other tables."""
        if (self.first is None) != (self.last is None):
            raise ValueError("'from' and 'to' come together")
        if self.table == HOURLY and self.where:
            raise ValueError("the hours of the table hourly are chosen by 'from' and 'to', not by 'where'")
        if self.table != HOURLY and self.days:
            raise ValueError("'from' and 'to' are for the table hourly; choose rows by 'where'")
        return self

    @property
    def days(self) -> tuple[str, str] | None:
        """First and last day, if there are some."""
        return (self.first, self.last) if self.first and self.last else None


class ScenarioFile(BaseModel):
    """One scenario file, as written."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    extends: str | None = None
    name_zh: str | None = None
    name_en: str | None = None
    description_zh: str | None = None
    description_en: str | None = None
    years: list[int] | None = Field(default=None, min_length=1)
    settings: dict[str, Scalar | dict[int, Scalar]] = {}
    set: list[Setting] = []
    scale: list[Scaling] = []
    drop: list[Rows] = []

    @field_validator("years")
    @classmethod
    def _ascending(cls, years: list[int] | None) -> list[int] | None:
        """Years are given once each, in order, as numbers of four digits."""
        if years is not None and (years != sorted(set(years)) or not 1900 <= years[0] <= years[-1] <= 2300):
            raise ValueError("years must be given in ascending order, each once, e.g. [2030, 2035]")
        return years


class _Loader(yaml.SafeLoader):
    """YAML in which a key that is there twice is an error and not silently the last one."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for index, key in enumerate(keys):
            if key in keys[:index]:
                message = f"the key '{key}' is there twice"
                raise yaml.constructor.ConstructorError(None, None, message, node.value[index][0].start_mark)
        return super().construct_mapping(node, deep)


def read_scenario_file(path: Path, label: str) -> tuple[ScenarioFile, list[Problem]]:
    """Read a scenario file; with problems (placed at ``label``) an empty scenario comes with them."""
    try:
        content = yaml.load(path.read_text(encoding="utf-8-sig"), _Loader)  # a SafeLoader
        return ScenarioFile.model_validate({} if content is None else content), []
    except yaml.MarkedYAMLError as error:
        line = f"{label}, line {error.problem_mark.line + 1}" if error.problem_mark else label
        problem = Problem("not-yaml", line, f"this is not YAML as it must be: {error.problem}.", "Mend the line.")
        return ScenarioFile(), [problem]
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        return ScenarioFile(), [Problem("not-yaml", label, f"the file cannot be read: {error}.", "Save it in UTF-8.")]
    except ValidationError as error:
        return ScenarioFile(), [_translate(dict(detail), label) for detail in error.errors()]


def _translate(detail: dict[str, Any], label: str) -> Problem:
    """Make a problem of an error of pydantic, placed by the path of keys, e.g. 'scenarios/x.yaml, set 1 values'."""
    path = [str(part + 1) if isinstance(part, int) else str(part) for part in detail["loc"]]
    if detail["type"] == "extra_forbidden":
        models: dict[str, type[BaseModel]] = {"set": Setting, "scale": Scaling, "drop": Rows}
        model = models.get(path[0], ScenarioFile) if len(path) > 1 else ScenarioFile
        place, message = path[:-1], f"there is no key '{path[-1]}' here."
        known = [field.alias or name for name, field in model.model_fields.items()]
        return Problem("unknown-key", _place(label, place), message, suggestion(path[-1], known))
    if detail["type"] == "missing":
        return Problem("missing-key", _place(label, path[:-1]), f"the key '{path[-1]}' is missing.", "Add it.")
    message = str(detail["msg"]).removeprefix("Value error, ")
    return Problem("malformed-key", _place(label, path), f"{message[0].lower()}{message[1:]}.")


def _place(label: str, path: list[str]) -> str:
    """Name a place in a scenario file."""
    return f"{label}, {' '.join(path)}" if path else label


def said(content: ScenarioFile, label: str) -> dict[str, Origin]:
    """Give what a file says and names it as origin; a later file's entry of the same key takes its place."""
    found: dict[str, Origin] = {}
    for key in ("name_zh", "name_en", "description_zh", "description_en", "years"):
        if (value := getattr(content, key)) is not None:
            found[key] = Origin(key, str(value), label)
    for name, value in content.settings.items():
        found[f"settings {name}"] = Origin(f"settings {name}", _shown(value), label)
    for change in content.set:
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
    """Give a value as the scenario shows it."""
    if isinstance(value, Mapping):
        return ", ".join(f"{year}: {number}" for year, number in value.items())
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _chosen(change: Scaling) -> str:
    """Give what is scaled as '[01-08 to 01-22]' or '[demand=x]'; '' is everything."""
    if change.days:
        return f"[{' to '.join(change.days)}]"
    return f"[{_condition(change.where)}]" if change.where else ""


def _condition(where: Where) -> str:
    """Give the condition on rows as 'asset=offwind_far, year=2030'."""
    parts = []
    for column, wanted in where.items():
        parts.append(f"{column}={'|'.join(_shown(option) for option in options_of(wanted))}")
    return ", ".join(parts)
