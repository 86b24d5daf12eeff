"""The YAML of a scenario: its keys, reading it, and telling what is wrong with it as problems."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from energy_model.dataset.dictionary import HOURLY
from energy_model.dataset.editing import Scalar
from energy_model.dataset.problems import Problem, suggestion

Year = Annotated[int, Field(ge=1900, le=2300)]


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


class TargetModes(BaseModel):
    """Targets by what is done with them: short for ``set`` on the column mode of the table targets."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    enforce: list[str] = []
    hard: list[str] = []
    check: list[str] = []
    ignore: list[str] = []

    @model_validator(mode="after")
    def _once(self) -> TargetModes:
        """A target has one mode."""
        names = [*self.enforce, *self.hard, *self.check, *self.ignore]
        if twice := [name for name in dict.fromkeys(names) if names.count(name) > 1]:
            raise ValueError(f"each target is named once, and '{twice[0]}' is there {names.count(twice[0])} times")
        return self


class ScenarioFile(BaseModel):
    """One scenario file, as written."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    extends: str | None = None
    name_zh: str | None = None
    name_en: str | None = None
    description_zh: str | None = None
    description_en: str | None = None
    years: list[int] | None = Field(default=None, min_length=1)
    from_actuals: bool | None = None
    settings: dict[str, Scalar | Annotated[dict[Year, Scalar], Field(min_length=1)]] = {}
    readings: dict[str, Scalar] = {}
    targets: TargetModes = TargetModes()
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

    def all_set(self) -> list[tuple[str, Setting]]:
        """Give what is set in the order in which it is applied, each with its place in the file, e.g. 'set 1'."""
        found = [
            (f"readings {name}", Setting(table="readings", where={"reading": name}, values={"option": option}))
            for name, option in self.readings.items()
        ]
        for mode in TargetModes.model_fields:
            for name in getattr(self.targets, mode):
                one = Setting(table="targets", where={"target": name}, values={"mode": mode})
                found.append((f"targets {mode}", one))
        return found + [(f"set {number}", change) for number, change in enumerate(self.set, start=1)]


class _Loader(yaml.SafeLoader):
    """YAML whose scalars stay the texts they are written as: NO is a country, 12:30 a time, 007 a name.

    Only what is blank, `~` or `null` is no text. A key that is there twice is an error and not silently the last one.
    """

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [self.construct_object(key, deep=True) for key, _ in node.value]
        for index, key in enumerate(keys):
            if key in keys[:index]:
                message = f"the key '{key}' is there twice"
                raise yaml.constructor.ConstructorError(None, None, message, node.value[index][0].start_mark)
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {
    first: [("tag:yaml.org,2002:null", re.compile("^(~|null|Null|NULL|)$"))] for first in ("~", "n", "N", "")
}


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
        models: dict[str, type[BaseModel]] = {"targets": TargetModes, "set": Setting, "scale": Scaling, "drop": Rows}
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
