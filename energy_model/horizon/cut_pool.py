"""Cuts of a master problem: all so far, and those that its program holds at the moment."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import scipy.sparse as sp

from energy_model.compiler.program import Floats
from energy_model.horizon.cut_origins import CutOrigin
from energy_model.horizon.segments import Positions
from energy_model.horizon.settings import SearchSettings


class CutPool:
    """Rows `rows @ column >= constant` of a master problem [million CNY].

    working : (working cut,) those in its program, in the order of its rows. A bound from some cuts is a bound; one that
    bounds nothing for a while leaves, and comes back when a solution has violated it.
    """

    def __init__(self, columns: int, blocks: int, settings: SearchSettings) -> None:
        self._settings, self._most = settings, settings.most_cuts * blocks
        self.rows = sp.csr_array((0, columns))
        self.constant = np.zeros(0)
        self.working: Positions = np.zeros(0, dtype=np.int64)
        self._idle = np.zeros(0, dtype=np.int64)
        self._origins: list[CutOrigin | None] = []

    @property
    def bounding(self) -> list[CutOrigin]:
        """Origins of the cuts that bounded something not long ago."""
        return [origin for origin in self._origins if origin is not None]

    def added(self, rows: sp.csr_array, constant: Floats, origins: Sequence[CutOrigin | None]) -> Positions:
        """Take cuts on and put them to work; their positions. shape: (cut,)."""
        fresh = len(self.constant) + np.arange(len(constant), dtype=np.int64)
        self.rows = sp.csr_array(sp.vstack([self.rows, rows]))
        self.constant = np.append(self.constant, constant)
        self._idle = np.append(self._idle, np.zeros(len(constant), dtype=np.int64))
        self._origins += origins
        return self._at_work(fresh)

    def violated(self, values: Floats, objective: float) -> Positions:
        """Cuts at rest that a solution violates, now at work; shapes: values (column,), (cut,)."""
        most = self._settings.cut_violation * max(1.0, abs(objective))
        is_short = self.constant - self.rows @ values > most
        is_short[self.working] = False
        return self._at_work(np.flatnonzero(is_short).astype(np.int64))

    def rested(self, dual: Floats) -> Positions:
        """Working rows that had no dual for a while, put to rest. shapes: dual (working cut,), (row of those,)."""
        settings, bounds = self._settings, np.abs(dual) > self._settings.cut_rounding
        self._idle += 1
        self._idle[self.working[bounds]] = 0
        is_stored = (self._idle < settings.stored_solves).tolist()
        self._origins = [origin if kept else None for origin, kept in zip(self._origins, is_stored, strict=True)]
        rests = self._idle[self.working] > settings.working_solves
        self.working = self.working[~rests]
        if len(self.constant) > self._most:
            self._forget()
        return np.flatnonzero(rests).astype(np.int64)

    def _at_work(self, cuts: Positions) -> Positions:
        self.working = np.append(self.working, cuts)
        self._idle[cuts] = 0
        return cuts

    def _forget(self) -> None:
        """Drop cuts that bounded nothing for long; the bound found so far stays true."""
        is_kept = self._idle <= self._settings.idle_solves
        is_kept[self.working] = True
        self.rows, self.constant = self.rows[np.flatnonzero(is_kept)], self.constant[is_kept]
        self._idle = self._idle[is_kept]
        self._origins = [origin for origin, kept in zip(self._origins, is_kept.tolist(), strict=True) if kept]
        self.working = (np.cumsum(is_kept) - 1)[self.working]
