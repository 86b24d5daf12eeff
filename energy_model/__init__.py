"""A city's energy system as a linear program of capacity and dispatch, checked hour by hour against its plan."""

from energy_model.explanation import explain
from energy_model.run import Run
from energy_model.workflow import solve

__all__ = ["Run", "explain", "solve"]
