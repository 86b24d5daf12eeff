"""What `certificate.py` measures: systems, contenders and the phases of a run."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from energy_model.dataset.tables import HOURS_PER_YEAR
from tests.benchmarks.gallery.exhibits import EXHIBITS, Exhibit
from tests.support.systems import random_system

# what a contender has no such phase for stays empty in the table
PHASES = ("read", "formulate", "compile", "pass", "solve", "dispatch", "results", "write")
FIRST_YEAR, GROWTH = 2030, 0.05


@dataclass(frozen=True)
class RandomSystem:
    """A random system of `tests.support.systems`, with a weather year of its own for each of its years.

    gaps : relative distances of cost and bound for which ours are measured
    """

    zones: int
    years: int = 1
    gaps: tuple[float, ...] = (0.005,)

    def title(self, hours: int) -> str:
        """What a reader sees."""
        return f"{self.zones} zones, {_count(self.years, 'year')} of {hours:,} hours"

    def hours(self, asked: int) -> int:
        """Hours of each year when so many are asked for."""
        return asked

    def dataset(self, hours: int) -> xr.Dataset:
        """Inputs in model units, as `energy_model.dataset.assemble` gives them."""
        return consecutive([_year(self.zones, hours, k) for k in range(self.years)])


@dataclass(frozen=True)
class StudySystem:
    """A scenario of a study on disk; `study` None is the packaged one."""

    name: str
    scenario: str = "baseline"
    study: Path | None = None
    study_hours: int = HOURS_PER_YEAR
    gaps: tuple[float, ...] = (0.01, 0.001)

    def title(self, hours: int) -> str:
        """What a reader sees."""
        return f"{self.name}, scenario {self.scenario}, {hours:,} hours"

    def hours(self, asked: int) -> int:
        """A study has the hours it has."""
        return self.study_hours


System = RandomSystem | StudySystem | Exhibit
# what is known of a measurement, as JSON keeps it
Found = dict[str, Any]

SYSTEMS: dict[str, System] = {
    **{f"random-{zones}": RandomSystem(zones) for zones in (2, 4, 8, 12)},
    **{f"random-{zones}-3y": RandomSystem(zones, years=3) for zones in (2, 4, 8, 12)},
    "nantong": StudySystem("Nantong"),
    **EXHIBITS,
}


@dataclass(frozen=True)
class Contender:
    """One way to solve a system.

    hourly : all hours in one program, as it is asked; else the search
    every_gap : measured for each gap of the system, not for the first only
    solver_options : HiGHS's options, of a peer
    """

    title: str
    ours: bool
    hourly: bool = True
    every_gap: bool = False
    solver_options: tuple[tuple[str, str | int], ...] = ()

    def gaps(self, system: System) -> tuple[float | None, ...]:
        """Gaps for which it is measured on a system; None: it is not asked for one."""
        if not self.ours:
            return (None,)
        return system.gaps if self.every_gap else system.gaps[:1]

    def obstacle(self, system: System) -> str | None:
        """Why the contender does not solve a system; None where it does."""
        if self.ours or isinstance(system, RandomSystem):
            return None
        if isinstance(system, Exhibit):
            return "the gallery holds ours against ours"
        return (
            "nobody has translated the study into a PyPSA network; that takes linearised unit commitment of links with "
            "several ports, green power and hydrogen as carriers, and markets with hourly prices and limits of energy "
            "a year"
        )


CONTENDERS = {
    "certified": Contender("ours, certified", ours=True, hourly=False, every_gap=True),
    "hourly": Contender("ours, `--hourly`", ours=True),
    "pypsa": Contender("PyPSA, HiGHS's default options", ours=False),
    "pypsa-hipo": Contender(
        "PyPSA, HiPO, crossover off",
        ours=False,
        solver_options=(("solver", "hipo"), ("run_crossover", "off")),
    ),
}


@dataclass(frozen=True)
class Specification:
    """What is measured; names are those of the registry. `hours` of a year; `gap` None: not asked for one."""

    system: str
    contender: str
    hours: int
    gap: float | None
    threads: int

    def text(self) -> str:
        """As JSON, for a command line."""
        return json.dumps(asdict(self))


def phases_until(lines: list[Found], end_of_all: float) -> Found:
    """Seconds of each phase up to an end, from the times at which stages began."""
    begun = [(line["stage"], line["at"]) for line in lines]
    seconds: dict[str, float] = {}
    for (stage, start), (_, end) in zip(begun, [*begun[1:], ("", end_of_all)], strict=True):
        if stage:
            seconds[stage] = seconds.get(stage, 0.0) + end - start
    return {"seconds": seconds | {"total": end_of_all}, "during": begun[-1][0]}


def _year(zones: int, hours: int, k: int) -> xr.Dataset:
    """Year `k` of a random system: the plants of the first, with weather and demand of their own, demand growing.

    Flows cost nothing, because PyPSA would pay for those that run back. Yearly costs are cut to the share of the year
    that is modelled; otherwise nothing would be worth building in a short one.
    """
    data = random_system(zones, hours)
    share = hours / HOURS_PER_YEAR
    profiles = random_system(zones, hours, seed=1 + k)["profile_value"]
    is_load = np.isin(data["profile"].values, data["demand_profile"].values)
    return data.assign(
        profile_value=profiles * xr.DataArray(np.where(is_load, 1 + GROWTH * k, 1.0), dims="profile"),
        variable_om=data["variable_om"].where(data["behaviour"] != "transmission", 0.0),
        overnight_cost=data["overnight_cost"] * share,
        fixed_om=data["fixed_om"] * share,
    )


def consecutive(parts: Sequence[xr.Dataset]) -> xr.Dataset:
    """Datasets of one year each as one of consecutive years; what depends on neither year nor step is the first's."""
    hours = parts[0].sizes["step"]
    placed = []
    for k, part in enumerate(parts):
        year = FIRST_YEAR + k
        moved = part.assign_coords(step=part["step"] + k * hours, year=[year])
        placed.append(moved.assign(previous=part["previous"].variable + k * hours, year_of=("step", [year] * hours)))
    return xr.merge(
        [
            parts[0].drop_dims(["step", "year"]),
            xr.concat([_over(part, "step") for part in placed], dim="step"),
            xr.concat([_over(part, "year") for part in placed], dim="year"),
        ]
    )


def _over(data: xr.Dataset, dim: str) -> xr.Dataset:
    """The variables that have a dimension."""
    return data[[name for name, values in data.data_vars.items() if dim in values.dims]]


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
