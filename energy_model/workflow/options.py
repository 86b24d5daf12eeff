"""Options of a run, as Python users and the command line give them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RunOptions:
    """How a run is solved.

    gap : distance of cost and bound that is accepted, as a share of the cost that decisions can change; threads : 0 for
        all; time_limit [s]
    hourly : all hours in one linear program (True) or by the certified search (False, `horizon`); None: by size
        (`workflow.at_once`). A `solver` other than "auto" asks for one program
    polish : sizes below the `block` of their technology go to nothing or up to it; blocks : sizes are whole blocks
    """

    gap: float = 0.01
    hourly: bool | None = None
    solver: str = "auto"
    threads: int = 0
    time_limit: float = float("inf")
    polish: bool = True
    blocks: bool = False

    @property
    def asks_at_once(self) -> bool | None:
        """Whether one program is asked for, or the search; None: neither."""
        return self.hourly if self.solver == "auto" else True
