"""Errors of the compiler and of the solver."""


class CompileError(ValueError):
    """A rule that cannot be turned into arrays, named together with the offending sub-expression.

    Parameters
    ----------
    component : name of the Pyomo component whose rule it is
    reason : the obstacle, and what to write instead
    expression : the offending sub-expression, printed as Pyomo prints it
    """

    def __init__(self, component: str, reason: str, expression: object = None) -> None:
        self.component = component
        self.reason = reason
        self.expression = None if expression is None else str(expression)
        where = f" in `{self.expression}`" if self.expression else ""
        super().__init__(f"{component}: {reason}{where}")


class SolveError(RuntimeError):
    """HiGHS found no optimum. `status` is infeasible, unbounded, time_limit or failed."""

    def __init__(self, status: str, message: str) -> None:
        self.status = status
        super().__init__(message)
