"""A plan that is held: the sizes of a finished run, under which another scenario is dispatched."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import xarray as xr

from energy_model.compiler import LinearProgram
from energy_model.compiler.program import Block, Floats
from energy_model.dataset import Problem, StudyError
from energy_model.runs.run_data import RunData

# what a plan decides; all other sizes follow from it and from what exists in the scenario
_BUILT = ("new_capacity", "new_energy", "new_retrofit")
_RETIRED, _TOTAL = "retired", "capacity"
_ROUNDING = 1e-6  # [MW, MWh] beyond which a size is above nothing


@dataclass(frozen=True, eq=False)
class HeldPlan:
    """Sizes that a finished run decided.

    folder : of the run; years : its model years; sizes : per variable, dims (set of assets, year) [MW, MWh]
    made : when the run was made
    """

    folder: Path
    name: str
    made: str
    years: tuple[int, ...]
    sizes: Mapping[str, xr.DataArray]

    @classmethod
    def of(cls, run: RunData | Path | str) -> HeldPlan:
        """The plan of a run, or of a results folder; raises StudyError where there is none."""
        run = run if isinstance(run, RunData) else RunData.load(run)
        solved = run.without_hours().dataset
        sizes = {name: solved[name] for name in (*_BUILT, _RETIRED, _TOTAL)}
        folder = Path(str(run.folder)) if run.folder is not None else Path(run.name)
        return cls(folder, run.name, str(run.manifest["made"]), tuple(run.summary["years"]), sizes)

    def named(self, scenario: str) -> str:
        """Name of the run of a scenario under this plan."""
        return f"{scenario}@{self.name}"

    def provenance(self) -> dict[str, Any]:
        """Which run's plan it is, for the manifest."""
        return {"name": self.name, "folder": str(self.folder), "made": self.made}

    def fits(self, years: tuple[int, ...]) -> None:
        """Raise StudyError unless the plan is of these model years."""
        if years == self.years:
            return
        own, asked = (", ".join(map(str, found)) for found in (self.years, years))
        message = f"its plan is of the years {own}, and the scenario of {asked}."
        hint = "Hold the plan of a run of the same model years, or give the scenario 'years' of the plan."
        raise StudyError([Problem("plan-years", str(self.folder), message, hint)])

    def held(self, program: LinearProgram) -> LinearProgram:
        """The program with these sizes as they are; what exists, and what follows, is the program's own.

        Limits of what may be built judge plans and not dispatch: the scenario's are widened to the plan's sizes. Raises
        StudyError where the scenario lacks an asset that the plan builds, with all of them at once.
        """
        lower, upper, problems = program.lower.copy(), program.upper.copy(), list[Problem]()
        for name in (*_BUILT, _RETIRED):
            own, sizes = program.variables[name], self.sizes[name]
            values, at = self._values(own, sizes), slice(own.start, own.stop)
            if name == _RETIRED:  # what is not there cannot be retired
                values = np.clip(values, lower[at], upper[at])
            else:
                problems += self._unknown(sizes, own.array(lower))
            lower[at] = upper[at] = values
        if problems:
            raise StudyError(problems)
        own = program.variables[_TOTAL]
        at = slice(own.start, own.stop)
        lower[at], upper[at] = 0.0, np.maximum(upper[at], self._values(own, self.sizes[_TOTAL]))
        return replace(program, lower=lower, upper=upper)

    def _values(self, own: Block, sizes: xr.DataArray) -> Floats:
        """Sizes of a variable's columns; nothing of what the plan does not know. shape: (column of the variable,)."""
        like = own.array(np.zeros(own.stop))
        found: Floats = np.maximum(
            sizes.reindex_like(like, fill_value=0.0).transpose(*like.dims).to_numpy().ravel(), 0.0
        )
        return found

    def _unknown(self, sizes: xr.DataArray, known: xr.DataArray) -> list[Problem]:
        """Problems of what the plan builds and the scenario does not have."""
        assets = str(sizes.dims[0])
        built = sizes[assets].values[(sizes > _ROUNDING).any("year").to_numpy()]
        message = "the plan builds it, and in the scenario nothing of it can be built."
        hint = "Keep its row in potentials; an outage is a plant without capacity or availability, not a missing row."
        missing = built[~np.isin(built, known[assets].values)]
        return [Problem("plan-asset", f"{self.folder}, {sizes.name} {asset}", message, hint) for asset in missing]
