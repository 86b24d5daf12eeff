"""Fields of settings: value, unit, reason, and how each was measured."""

from __future__ import annotations

from dataclasses import field
from typing import Any

CHOSEN = "chosen, not measured"
ROUNDING = "definition of rounding, not tuned"
EARLIER = "measured on one year before the pathway"


def setting(value: Any, unit: str, why: str, measured: str = CHOSEN, others: tuple[Any, ...] = ()) -> Any:
    """Field of `SearchSettings`; `others` are the values an ablation tries, half and double where there are none."""
    return field(default=value, metadata={"unit": unit, "why": why, "measured": measured, "others": others})
