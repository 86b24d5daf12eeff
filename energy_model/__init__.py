"""A city's energy system as a linear program of capacity and dispatch, checked hour by hour against its plan."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from energy_model.explanation import explain
    from energy_model.run import Run
    from energy_model.workflow.compare import compare
    from energy_model.workflow.solve import solve

__all__ = ["Run", "compare", "explain", "solve"]


if not TYPE_CHECKING:  # where names are checked, a misspelt one is still found

    def __getattr__(name: str) -> Any:
        """Import a name when it is asked for: the solver and all tables take seconds, the command's help needs none."""
        match name:
            case "Run":
                from energy_model import run

                return run.Run
            case "compare":
                from energy_model.workflow import compare as comparing

                return comparing.compare
            case "explain":
                from energy_model import explanation

                return explanation.explain
            case "solve":
                from energy_model.workflow import solve as workflow

                return workflow.solve
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
