"""Explanation of enforced targets: irreducible infeasible subsets with corrections, or the costs of holding them."""

from energy_model.explanation.explaining import explain, explain_dataset
from energy_model.explanation.result import (
    Conflict,
    Explanation,
    ExplanationOptions,
    MissedTarget,
    Relaxation,
    Slack,
    TargetCost,
)

__all__ = [
    "Conflict",
    "Explanation",
    "ExplanationOptions",
    "MissedTarget",
    "Relaxation",
    "Slack",
    "TargetCost",
    "explain",
    "explain_dataset",
]
