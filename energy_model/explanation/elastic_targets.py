"""A linear program whose targets can be relaxed, held or left out, one by one."""

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


class ElasticTargets:
    """Linear program of a system with enforced targets; `program` may be replaced by one with more rows.

    targets : the enforced ones; rows, columns : of each in the program; a year has a relaxation of its own
    """

    def __init__(self, program: LinearProgram, dataset: xr.Dataset) -> None:
        self.program = program
        relaxation, limit = program.variables["row_relaxation"], program.constraints["target_limit"]
        of = dict(zip(dataset["target_row"].values.tolist(), dataset["row_target"].values.tolist(), strict=True))
        rows, columns = (
            np.array([of[row] for row in b.space.factors[0].members], dtype=object) for b in (limit, relaxation)
        )
        self.targets = tuple(str(t) for t in dataset["target"].values if (rows == t).any())
        self.rows = {t: limit.start + np.flatnonzero(rows == t) for t in self.targets}
        self.columns = {t: relaxation.start + np.flatnonzero(columns == t) for t in self.targets}

    def least_shortfall(self, cost: Mapping[str, float], most: Mapping[str, float]) -> LinearProgram:
        """Program of the least sum of shortfalls at these costs [1/unit of the metric], and of no other costs.

        Targets without a cost fall short by `most` [unit of the metric] at most, or are left out.
        """
        program = self.held(dict.fromkeys(cost, np.inf) | dict(most))
        only = np.zeros(len(program.cost))
        for target, weight in cost.items():
            only[self.columns[target]] = weight
        return replace(program, cost=only, offset=0.0)

    def held(self, most: Mapping[str, float]) -> LinearProgram:
        """Program with these targets relaxed by so much at most [unit of the metric]; the others are left out."""
        row_lower, upper = self.program.row_lower.copy(), self.program.upper.copy()
        for target in self.targets:
            upper[self.columns[target]] = most.get(target, 0.0)
            if target not in most:
                row_lower[self.rows[target]] = -np.inf
        return replace(self.program, row_lower=row_lower, upper=upper)

    def shortfalls(self, x: Floats) -> dict[str, float]:
        """Amount by which each target is relaxed at a point, over all of its years [unit of the metric]."""
        return {target: float(np.maximum(x[columns], 0.0).sum()) for target, columns in self.columns.items()}

    def slacks(self, x: Floats) -> dict[str, float]:
        """Slack of each target at a point, the least of its rows [unit of the metric]."""
        program = self.program
        relaxed = x.copy()
        relaxed[np.concatenate(list(self.columns.values()))] = 0.0
        above = program.matrix @ relaxed - program.row_lower
        return {target: float(above[rows].min()) for target, rows in self.rows.items()}

    def serving_as(self, x: Floats) -> None:
        """Limit the unserved energy of each year to that at a point: not to serve demand is no way to meet a target."""
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
