"""From Pyomo rules to arrays: each rule is read once as a template and evaluated over all its indices at once.

This room knows nothing of energy. `compile_model` takes a Pyomo `AbstractModel` and the data of its sets and
parameters and gives a `LinearProgram`; `solve` hands that to HiGHS.
"""

import energy_model.compiler.deferred_imports  # noqa: F401  (first: before scipy is imported)
from energy_model.compiler.compiling import compile_model
from energy_model.compiler.errors import CompileError, SolveError
from energy_model.compiler.extraction import extract
from energy_model.compiler.highs import METHODS, Solution, SolverOptions, solve
from energy_model.compiler.instance import create_instance
from energy_model.compiler.program import Block, LinearProgram

__all__ = [
    "METHODS",
    "Block",
    "CompileError",
    "LinearProgram",
    "Solution",
    "SolveError",
    "SolverOptions",
    "compile_model",
    "create_instance",
    "extract",
    "solve",
]
