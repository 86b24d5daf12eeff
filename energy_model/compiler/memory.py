"""Memory of the process: its peak, and what was freed, given back to the system."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Callable


def _trim() -> Callable[[int], int] | None:
    """The function of glibc that gives memory back; None where the C library has none."""
    try:
        found: Callable[[int], int] = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):
        return None
    return found


_TRIM = _trim()


def peak_memory() -> float | None:
    """Largest memory of the process so far [GB]; None where the system does not tell (Windows)."""
    if sys.platform == "win32":
        return None
    import resource

    unit = 1.0 if sys.platform == "darwin" else 1024.0  # bytes there, kilobytes elsewhere
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e9


def give_back() -> None:
    """Give memory that is free back to the system, where its C library keeps it (glibc).

    It keeps what threads and arrays of some megabytes leave, in a large search up to a third of all. Giving back a
    quarter of a gigabyte and taking it again costs half a second: to be done between stages, not in their loops.
    """
    if _TRIM is not None:
        _TRIM(0)
