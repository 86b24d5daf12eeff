"""Memory that was freed, given back to the system."""

from __future__ import annotations

import ctypes
from collections.abc import Callable


def _trim() -> Callable[[int], int] | None:
    """The function of glibc that gives memory back; None where the C library has none."""
    try:
        found: Callable[[int], int] = ctypes.CDLL(None).malloc_trim
    except (AttributeError, OSError, TypeError):
        return None
    return found


_TRIM = _trim()


def give_back() -> None:
    """Give memory that is free back to the system, where its C library keeps it (glibc).

    It keeps what threads and arrays of some megabytes leave, in a large search up to a third of all. Giving back a
    quarter of a gigabyte and taking it again costs half a second: to be done between stages, not in their loops.
    """
    if _TRIM is not None:
        _TRIM(0)
