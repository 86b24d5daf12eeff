"""Numbers of the polish, and of what dispatches faulty hours anew."""

from __future__ import annotations

from dataclasses import dataclass

from energy_model.horizon.rounding_settings import RoundingSettings
from energy_model.horizon.setting_fields import setting


@dataclass(frozen=True)
class PolishSettings(RoundingSettings):
    """Tuning of the polish."""

    polish_room: float = setting(
        2.0,
        "times the gap",
        "a polished plan may be so far above the bound: the search has used the gap up, and sizes can then be built",
        others=(1.0, 3.0),
    )
    polish_radius: float = setting(
        0.1, "of the scale of a decision", "first half side of the box around the plan that is polished"
    )
    polish_rounds: int = setting(5, "rounds", "within unit sizes, at most")
    polish_widening: float = setting(
        4.0, "times", "the box grows by that where nothing in it is cheaper and the gap is still open"
    )
    polish_moves: int = setting(12, "columns", "that are tried at their next size, those first that promise most")
    polish_gain: float = setting(
        0.05, "of the gap asked for", "less than that, promised by the cuts, is not worth another round"
    )
    redispatch_reach: int = setting(12, "h", "to either side of a faulty hour that are dispatched with it")
    redispatch_share: float = setting(0.25, "of all hours", "that faulty hours and those around them are at most")
    enlarged_columns: int = setting(150_000, "columns", "of hours that lose demand, in one program at most")
    enlarged_reach: int = setting(6, "h", "to either side of an hour that loses demand, where capacities may grow")
    enlarged_iterations: int = setting(
        60_000,
        "iterations",
        "of these hours, from their dispatch",
        "Nantong 2035: 25,276 and 27 s (12 h to either side: 31,335, 55 s; from none 85,609 and no end)",
    )
    enlarged_from: tuple[float, ...] = setting(
        (0.5, 1.0), "of a unit", "from which on what has grown is a unit, else nothing", others=((1.0,),)
    )
    redispatch_iterations: int = setting(20_000, "iterations", "of hours dispatched anew, which else stay as they are")
