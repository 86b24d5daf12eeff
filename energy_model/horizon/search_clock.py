"""Clock of a search: seconds since its start, until its end, and by activity."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


class SearchClock:
    """Seconds since the start in all and by activity; `deadline` as of time.perf_counter."""

    def __init__(self, time_limit: float) -> None:
        self._time_limit = time_limit
        self._started = time.perf_counter()
        self.deadline = self._started + time_limit
        self.seconds = {"initial": 0.0, "dispatch": 0.0, "master": 0.0, "prices": 0.0}

    def elapsed(self) -> float:
        """Seconds since the start."""
        return time.perf_counter() - self._started

    def left(self) -> float:
        """Seconds until the time limit."""
        return self.deadline - time.perf_counter()

    def is_late(self, share: float) -> bool:
        """Whether more than this share of the time limit has gone."""
        return self.elapsed() > share * self._time_limit

    def after(self, share: float) -> float:
        """When a share of the time limit will have gone from now on, or that ends; as of time.perf_counter."""
        return min(time.perf_counter() + share * self._time_limit, self.deadline)

    @contextmanager
    def counting(self, activity: str) -> Iterator[None]:
        """Count the seconds spent inside for an activity."""
        begin = time.perf_counter()
        yield
        self.seconds[activity] += time.perf_counter() - begin
