"""Scenarios: short YAML files that say what differs from the study's tables, or from another scenario.

    extends: baseline
    name_zh: 高碳价
    name_en: High CO2 price
    years: [2030]
    from_actuals: yes
    settings: {co2_price: "200 CNY/t"}
    readings: {matching: hourly}
    targets: {enforce: [co2_peak], check: [coal_peak], ignore: [oil_peak]}
    set:
      - {table: potentials, where: {asset: offwind_far, year: 2030}, values: {maximum: "2 GW"}}
    scale:
      - {table: hourly, columns: [wind_far], from: "01-08", to: "01-22", factor: 0.2}
      - {table: demand_data, where: {demand: industry_netda}, columns: [energy], factor: 1.1}
    drop:
      - {table: plants, where: {plant: old_coal}}

``readings`` (the option of each) and ``targets`` (their modes) are short for ``set`` on the tables of these names.
A file is applied after the one it extends; in a file settings come first, then ``readings`` and ``targets``, then
``set`` in order, then ``scale``, then ``drop``. With ``from_actuals`` the newest year of the table actuals, which must
be a model year, is held at what was reached (`dataset.actuals`).

The files lie in the study's folder ``scenarios/``, of a workbook in the folder ``scenarios/`` beside it. A study
without a file ``baseline`` has such a scenario of its own: the tables as they are, in the years that have demands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from energy_model.dataset import editing, scaling
from energy_model.dataset.actuals import hold_actuals
from energy_model.dataset.checks.study import check
from energy_model.dataset.dictionary import HOURLY
from energy_model.dataset.problems import Problem, StudyError, suggestion
from energy_model.dataset.reading.demand_years import demand_years
from energy_model.dataset.reading.reading import read_tables
from energy_model.dataset.tables import HOURS_PER_YEAR, Tables
from energy_model.scenario.file import Scaling, ScenarioFile, read_scenario_file
from energy_model.scenario.origins import Origin, overrides
from energy_model.study.location import scenarios_folder, study_folder

SUFFIXES = (".yaml", ".yml")
BASELINE = "baseline"


@dataclass(frozen=True)
class Layer:
    """One scenario file of a chain; label is its place in messages, e.g. 'scenarios/baseline.yaml'."""

    path: Path
    label: str
    content: ScenarioFile


@dataclass(frozen=True)
class Scenario:
    """A resolved scenario: its name, its study, and the files that it is made of, the extended ones first."""

    name: str
    study: Path
    layers: tuple[Layer, ...]

    @property
    def files(self) -> tuple[Path, ...]:
        """The scenario files, the extended ones first."""
        return tuple(layer.path for layer in self.layers)

    @property
    def years(self) -> tuple[int, ...]:
        """The model years, ascending."""
        return next((tuple(layer.content.years) for layer in reversed(self.layers) if layer.content.years), ())

    def text(self, key: str) -> str:
        """Give ``name_zh``, ``name_en``, ``description_zh`` or ``description_en`` ('' if no file has it)."""
        found = [getattr(layer.content, key) for layer in self.layers]
        return next((str(value) for value in reversed(found) if value is not None), "")

    def origins(self) -> list[Origin]:
        """Overrides of the scenario files, and the file of each; those that a later file replaced are left out."""
        resolved: dict[str, Origin] = {}
        for layer in self.layers:
            resolved |= overrides(layer.content, layer.label)
        return list(resolved.values())

    def apply(self, tables: Tables) -> Tables:
        """Give tables with the scenario's changes; what cannot be changed is added to their problems."""
        changed = tables.copy()
        for layer in self.layers:
            for name, value in layer.content.settings.items():
                editing.set_setting(changed, name, value, f"{layer.label}, settings {name}")
            for place, change in layer.content.all_set():
                editing.set_cells(changed, change.table, change.where, change.values, f"{layer.label}, {place}")
            for number, scaled in enumerate(layer.content.scale, start=1):
                _scale(changed, scaled, f"{layer.label}, scale {number}")
            for number, rows in enumerate(layer.content.drop, start=1):
                editing.drop_rows(changed, rows.table, rows.where, f"{layer.label}, drop {number}")
        said = [layer for layer in self.layers if layer.content.from_actuals is not None]
        if said and said[-1].content.from_actuals:
            hold_actuals(changed, self.years, f"{said[-1].label}, from_actuals")
        return changed

    def read(self, hours: int = HOURS_PER_YEAR) -> Tables:
        """Read the study's tables, change them, and check them; raise StudyError with all problems at once."""
        return check(self.apply(read_tables(self.study, hours)), self.years)


def scenario_name(name: str | Path) -> str:
    """Name of a scenario: of a file that without its suffix; other dots are part of the name."""
    written = Path(name).name
    return written.removesuffix(next((suffix for suffix in SUFFIXES if written.endswith(suffix)), ""))


def list_scenarios(study: Path | str | None = None) -> list[str]:
    """Give the names of a study's scenarios; study: as of `load_scenario`."""
    folder = scenarios_folder(study_folder(study))
    return sorted({BASELINE} | {scenario_name(path) for path in folder.glob("*") if path.suffix in SUFFIXES})


def load_scenario(name: str | Path, study: Path | str | None = None) -> Scenario:
    """Load a scenario of a study by its name, or from a YAML file by its path; raise StudyError if it is unusable.

    study: a folder with inputs/ and scenarios/, or a workbook; None is the study of the working directory, and the
    packaged one where there is none.
    """
    scenario = load_changes(name, study)
    if not scenario.years:
        message = "the years are missing."
        hint = "Add for example 'years: [2030]'."
        raise StudyError([Problem("missing-key", scenario.layers[-1].label, message, hint)])
    return scenario


def load_changes(name: str | Path, study: Path | str | None = None) -> Scenario:
    """Load a scenario as `load_scenario` does, also one that leaves its years to what it is laid over."""
    root = study_folder(study)
    problems: list[Problem] = []
    layers: list[Layer] = []
    path: Path | None = _find(str(name), root, Path())
    asked_by = "scenarios"
    while path is not None:
        label = _label(path, root)
        if not path.is_file() and path == _find(BASELINE, root, Path()):
            layers.insert(0, _own_baseline(root))
            break
        if not path.is_file():
            known = list_scenarios(root)
            message = f"there is no scenario '{scenario_name(path)}'."
            problems.append(Problem("no-scenario", asked_by, message, suggestion(scenario_name(path), known)))
            break
        if path.resolve() in [layer.path.resolve() for layer in layers]:
            message = f"'{scenario_name(path)}' extends itself through {', '.join(layer.label for layer in layers)}."
            problems.append(Problem("circle", asked_by, message, "Remove one 'extends'."))
            break
        content, found = read_scenario_file(path, label)
        problems += found
        layers.insert(0, Layer(path, label, content))
        path = _find(content.extends, root, path.parent) if content.extends else None
        asked_by = f"{label}, extends"
    if problems:
        raise StudyError(problems)
    return Scenario(scenario_name(name), root, tuple(layers))


def same_name(place: str, other: Path) -> Problem:
    """Problem of a scenario, named at ``place``, whose results another file's would replace."""
    message = f"it has the name and so the results of {other}."
    return Problem("same-name", place, message, "Give one of the two files another name.")


def load_scenarios(names: Sequence[str | Path], study: Path | str | None = None) -> list[Scenario]:
    """Scenarios to solve one after another; raise StudyError where one is unusable or two share their results."""
    found: list[Scenario] = []
    problems: list[Problem] = []
    for name in names:
        try:
            found.append(load_scenario(name, study))
        except StudyError as error:
            problems += error.problems
    first: dict[str, Path] = {}
    for scenario in found:
        file = scenario.files[-1].resolve()
        if first.setdefault(scenario.name, file) != file:
            problems.append(same_name(str(file), first[scenario.name]))
    if problems:
        raise StudyError(problems)
    return found


def _find(name: str, root: Path, beside: Path) -> Path:
    """Give the file of a scenario: a path (relative to the file that names it), or a name in the study's scenarios."""
    if name.endswith(SUFFIXES):
        return beside / name
    folder = scenarios_folder(root)
    found = [folder / f"{name}{suffix}" for suffix in SUFFIXES]
    return next((path for path in found if path.is_file()), found[0])


def _label(path: Path, root: Path) -> str:
    """Give the path as messages show it: relative to the study where it lies inside."""
    base = scenarios_folder(root).parent
    return path.relative_to(base).as_posix() if path.is_relative_to(base) else path.as_posix()


def _own_baseline(study: Path) -> Layer:
    """Give the baseline that a study has without a file: its tables as they are."""
    years = demand_years(study)
    if not years:
        message = "no years can be read."
        hint = "Fill its column year, e.g. with 2030, or write a file scenarios/baseline.yaml with 'years: [2030]'."
        raise StudyError([Problem("missing-key", Tables(study).place("demand_data"), message, hint)])
    content = ScenarioFile(name_zh="基准", name_en="Baseline", years=years)
    return Layer(study, study.name, content)


def _scale(tables: Tables, change: Scaling, origin: str) -> None:
    """Multiply what one entry of ``scale`` names."""
    if change.table == HOURLY:
        scaling.scale_hours(tables, change.columns, change.days, change.factor, origin)
    else:
        scaling.scale_cells(tables, change.table, change.where, change.columns, change.factor, origin)
