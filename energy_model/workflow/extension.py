"""Rules of a user beside those of the formulation: a Python file that is named when a run is asked for.

The file has a function `extend(m, terms)` that declares Pyomo components on the abstract model `m`, and may push named
costs, `terms.cost.append(Cost(...))`. They are compiled like all others. No study names such a file, and nothing that
lies in a study is run.
"""

from __future__ import annotations

import hashlib
import traceback
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pyomo.core as pyo
import scipy.sparse as sp
import xarray as xr

from energy_model.compiler import LinearProgram, compile_model
from energy_model.compiler.program import Block
from energy_model.dataset import Problem, StudyError
from energy_model.formulation.model import Extend, build
from energy_model.horizon.partition import partition
from energy_model.workflow.options import RunOptions

FUNCTION, MODULE = "extend", "extension"  # the page tells its rules under this name
_REFUSED = (pyo.Objective, pyo.Block)


@dataclass(frozen=True)
class Extension:
    """Rules of a file that was run once; `build` gives the model with them.

    sha256 : of the file; names : of what it adds, by kind (variable, constraint, expression, set, parameter)
    """

    path: Path
    sha256: str
    extend: Extend = field(repr=False)
    names: dict[str, tuple[str, ...]]

    @classmethod
    def load(cls, path: Path | str) -> Extension:
        """Run a file and declare its rules once. Raises StudyError for one that is not there, fails or takes away."""
        path = Path(path)
        try:
            content = path.read_bytes()
        except OSError as error:
            raise _fault(path, f"the file cannot be read ({error.strerror}).") from error
        module = ModuleType(MODULE)
        module.__file__ = str(path)
        with _Reported(path):
            exec(compile(content, str(path), "exec"), module.__dict__)
        extend = getattr(module, FUNCTION, None)
        if not callable(extend):
            raise _fault(path, f"it has no function {FUNCTION}(m, terms).", "See docs/python.md.")
        return cls(path, hashlib.sha256(content).hexdigest(), extend, _added(path, extend))

    def build(self) -> pyo.AbstractModel:
        """The model with the rules of the file."""
        with _Reported(self.path):
            return build(self.extend)

    def record(self) -> dict[str, Any]:
        """Provenance for the manifest: file, hash and what it adds."""
        names = {kind: list(names) for kind, names in self.names.items() if names}
        return {"path": str(self.path.resolve()), "sha256": self.sha256, "adds": names}

    def check(self, dataset: xr.Dataset) -> None:
        """Raise StudyError where a result would take the place of something in the dataset."""
        taken = [name for kind in ("variable", "expression") for name in self.names[kind] if name in dataset.variables]
        if taken:
            hint = "Choose other names."
            raise _fault(self.path, f"{', '.join(taken)}: there is something of this name in the dataset.", hint)

    def allowed(self, options: RunOptions, program: LinearProgram) -> RunOptions:
        """Options under which the bound holds: all hours in one program where a rule concerns steps.

        Raises StudyError where the search was asked for.
        """
        if not self._reaches_steps(program):
            return options
        if options.hourly is False:
            message = "its rules concern steps, which the search in blocks of time cannot bound."
            raise _fault(self.path, message, "Leave --no-hourly away: all hours are then solved in one program.")
        return replace(options, hourly=True)

    def _reaches_steps(self, program: LinearProgram) -> bool:
        """Whether a rule or a variable concerns steps: whether it holds for means over hours nobody knows."""
        steps = partition(program, np.zeros(1, dtype=np.int64)).column >= 0
        own = [program.variables[name] for name in self.names["variable"]]
        rows = [matrix for matrix, _ in self._rows(program)]
        return any(steps[block.start : block.stop].any() for block in own) or any(
            steps[matrix.indices[matrix.data != 0]].any() for matrix in rows
        )

    def check_same(self, program: LinearProgram, hourly: LinearProgram) -> None:
        """Raise StudyError where the rules are others for segments of hours than for hours: then bounds do not hold."""
        for one, other in zip(self._first_stage(program), self._first_stage(hourly), strict=True):
            if one.shape != other.shape or not np.allclose(one, other, rtol=1e-9, atol=0.0, equal_nan=True):
                message = "a rule or bound reads numbers of steps, and is another for segments of hours."
                raise _fault(self.path, message, "Solve all hours in one program with --hourly.")

    def _first_stage(self, program: LinearProgram) -> list[Any]:
        """Rows and bounds over the columns without a step."""
        columns = np.flatnonzero(partition(program, np.zeros(1, dtype=np.int64)).column < 0)
        found: list[Any] = []
        for matrix, numbers in self._rows(program):
            found += [sp.csc_array(matrix)[:, columns].toarray(), *numbers]
        for name in self.names["variable"]:
            own = _slice(program.variables[name])
            found += [program.lower[own], program.upper[own]]
        return found

    def _rows(self, program: LinearProgram) -> list[tuple[sp.csr_array, list[Any]]]:
        """Rows of its constraints with both sides, and of its named expressions with their constants."""
        constraints = [_slice(program.constraints[name]) for name in self.names["constraint"]]
        of_rows = [(program.matrix[own], [program.row_lower[own], program.row_upper[own]]) for own in constraints]
        expressions = [program.expression(name) for name in self.names["expression"]]
        return of_rows + [(matrix, [constant]) for _, matrix, constant in expressions]


def _slice(block: Block) -> slice:
    return slice(block.start, block.stop)


def _added(path: Path, extend: Extend) -> dict[str, tuple[str, ...]]:
    """Names of what a function adds to the model, by kind."""
    before = {c.local_name: c.ctype for c in build().component_objects(descend_into=False)}
    with _Reported(path):
        model = build(extend)
    after = {c.local_name: c for c in model.component_objects(descend_into=False)}
    changed = [name for name, kind in before.items() if name not in after or after[name].ctype is not kind]
    changed += [name for name, c in after.items() if name in before and not c.active]
    if changed:
        message = f"it takes away or replaces {', '.join(sorted(changed))}."
        raise _fault(path, message, "A file of rules adds to the model and leaves the rest as it is.")
    new = {name: c.ctype for name, c in after.items() if name not in before}
    refused = [name for name, kind in new.items() if issubclass(kind, _REFUSED)]
    if refused:
        hint = "Push a cost, terms.cost.append(Cost(...)), and declare components on the model itself."
        raise _fault(path, f"{', '.join(refused)}: there is one objective, and no blocks.", hint)
    kinds = {"variable": pyo.Var, "constraint": pyo.Constraint, "expression": pyo.Expression, "parameter": pyo.Param}
    found = {word: tuple(name for name, kind in new.items() if kind is ctype) for word, ctype in kinds.items()}
    return found | {"set": tuple(name for name, kind in new.items() if issubclass(kind, pyo.Set))}


def model_with(extension: Extension | None) -> pyo.AbstractModel:
    """The model, with the rules of an extension if there is one."""
    return build() if extension is None else extension.build()


def compiled(model: pyo.AbstractModel, dataset: xr.Dataset, extension: Extension | None) -> LinearProgram:
    """Linear program of a model and a dataset. Raises StudyError where a rule of an extension is at fault."""
    if extension is None:
        return compile_model(model, dataset)
    extension.check(dataset)
    with _Reported(extension.path):
        return compile_model(model, dataset)


class _Reported:
    """Faults of a user's file as one problem that names the line."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if not isinstance(error, Exception) or isinstance(error, StudyError):
            return
        own = [frame for frame in traceback.extract_tb(trace) if frame.filename == str(self._path)]
        line = error.lineno if isinstance(error, SyntaxError) else own[-1].lineno if own else None
        where = f"line {line}: " if line else ""
        raise _fault(self._path, f"{where}{type(error).__name__}: {error}") from error


def _fault(path: Path, message: str, hint: str = "") -> StudyError:
    return StudyError([Problem("extension", str(path), message, hint)])
