"""A city's energy system as a linear program of capacity and dispatch, checked hour by hour against its plan."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from energy_model.comparison import compare
    from energy_model.explanation import explain
    from energy_model.run import Run, solve

__all__ = ["Run", "compare", "explain", "solve"]

_PLACES = {
    "Run": "energy_model.run",
    "compare": "energy_model.comparison",
    "explain": "energy_model.explanation",
    "solve": "energy_model.run",
}


if not TYPE_CHECKING:  # where names are checked, a misspelt one is still found

    def __getattr__(name: str) -> Any:
        """Import a name when it is asked for: the solver and all tables take seconds, the command's help needs none."""
        if name in _PLACES:
            return getattr(import_module(_PLACES[name]), name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def __dir__() -> list[str]:
        return sorted({*globals(), *__all__})
