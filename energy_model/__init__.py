"""Capacity and dispatch of a city's energy system as a linear program, hour by hour, checked against the city's plan."""

from energy_model.run import Run
from energy_model.workflow import solve

__all__ = ["Run", "solve"]
