"""Why enforced targets cannot all hold: the smallest way out and the sets that exclude each other; else their costs."""

from energy_model.explanation.explaining import explain, explain_dataset
from energy_model.explanation.result import Conflict, Cost, Explanation, Missed, Options, Relaxation, Room

__all__ = ["Conflict", "Cost", "Explanation", "Missed", "Options", "Relaxation", "Room", "explain", "explain_dataset"]
