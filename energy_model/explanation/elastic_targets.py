"""A linear program whose targets can be let off, held or left out, one by one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import scipy.sparse as sp
import xarray as xr

from energy_model.compiler import Block, LinearProgram
from energy_model.compiler.program import Floats

# demand that may go unserved beyond what does without targets: rounding, as a part of the demand
_ROUNDING = 1e-8


class Elastic:
    """The program of a system with enforced targets; `program` may be replaced by one with more rows.

    targets : the enforced ones; rows : of each in the program
    """

    def __init__(self, program: LinearProgram, dataset: xr.Dataset) -> None:
        self.program = program
        relaxation, limit = program.variables["relaxation"], program.constraints["target_limit"]
        names, rows = (list(block.space.factors[0].members) for block in (relaxation, limit))
        of = dict(zip(dataset["target_row"].values.tolist(), dataset["row_target"].values.tolist(), strict=True))
        self.targets = tuple(str(name) for name in names)
        self._column = {str(name): relaxation.start + k for k, name in enumerate(names)}
        self.rows = {t: np.array([limit.start + k for k, row in enumerate(rows) if of[row] == t]) for t in self.targets}

    def counted(self, cost: Mapping[str, float], most: Mapping[str, float]) -> LinearProgram:
        """The least sum of what targets are let off, at these costs [1/unit of the metric]; no others.

        Targets without a cost are let off so much at `most` [unit of the metric], or left out.
        """
        program = self.held(dict.fromkeys(cost, np.inf) | dict(most))
        only = np.zeros(len(program.cost))
        for target, weight in cost.items():
            only[self._column[target]] = weight
        return replace(program, cost=only, offset=0.0)

    def held(self, most: Mapping[str, float]) -> LinearProgram:
        """The program with these targets let off so much at most [unit of the metric]; the others are left out."""
        row_lower, upper = self.program.row_lower.copy(), self.program.upper.copy()
        for target in self.targets:
            upper[self._column[target]] = most.get(target, 0.0)
            if target not in most:
                row_lower[self.rows[target]] = -np.inf
        return replace(self.program, row_lower=row_lower, upper=upper)

    def amounts(self, x: Floats) -> dict[str, float]:
        """What each target is let off [unit of the metric]."""
        return {target: max(float(x[self._column[target]]), 0.0) for target in self.targets}

    def margins(self, x: Floats) -> dict[str, float]:
        """What each target has to spare, at least of its rows [unit of the metric]."""
        program = self.program
        relaxed = x.copy()
        relaxed[list(self._column.values())] = 0.0
        spare = program.matrix @ relaxed - program.row_lower
        return {target: float(spare[rows].min()) for target, rows in self.rows.items()}

    def serving_as(self, x: Floats) -> None:
        """Let no demand of a year go unserved more than at a point: not to serve it is no way to meet a target."""
        program = self.program
        block, matrix, constant = program.expression("unserved_energy")
        _, _, demanded = program.expression("demanded")
        most = matrix @ x + constant
        limit = np.maximum(most, 0.0) + _ROUNDING * np.maximum(demanded, 1.0)
        rows = program.matrix.shape[0]
        self.program = replace(
            program,
            matrix=sp.csr_array(sp.vstack([program.matrix, matrix])),
            row_lower=np.append(program.row_lower, np.full(len(limit), -np.inf)),
            row_upper=np.append(program.row_upper, limit - constant),
            constraints=program.constraints | {"unserved_limit": Block("unserved_limit", rows, block.space)},
        )
