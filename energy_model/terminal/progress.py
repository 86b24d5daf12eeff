"""Progress of a run: a live line on a terminal, plain lines elsewhere."""

from __future__ import annotations

import json
import time
from math import isfinite
from types import TracebackType
from typing import Any, Self

import xarray as xr
from rich import progress
from rich.console import Console

from energy_model.dataset.lost_load import DearLostLoad
from energy_model.sheets.messages import Messages
from energy_model.sheets.notices import lost_load
from energy_model.sheets.run import percent
from energy_model.sheets.wording import Labels
from energy_model.terminal.consoles import messages_console
from energy_model.terminal.solver_log import Iteration, parse

QUIET_SECONDS = 15.0  # between two plain lines on the solver


class Progress:
    """A listener (see `workflow.Listener`) that shows the stage, the seconds, and where the solver is.

    Use it as a context: ``with Progress("baseline", "en") as progress: solve(..., listener=progress)``.
    """

    def __init__(self, title: str, lang: str, console: Console | None = None) -> None:
        self._title, self._tr, self._study = title, Messages(lang), xr.Dataset()
        self._console = console or messages_console()
        self._started = self._shown_at = time.monotonic()
        self._live: progress.Progress | None = None
        self._task = progress.TaskID(0)

    def __enter__(self) -> Self:
        if self._console.is_terminal:
            columns = (progress.SpinnerColumn(), progress.TextColumn("{task.description}", markup=False))
            elapsed = progress.TimeElapsedColumn()
            self._live = progress.Progress(*columns, elapsed, console=self._console, transient=True)
            self._live.start()
            self._task = self._live.add_task(self._title, total=None)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._live is not None:
            self._live.stop()

    def __call__(self, kind: str, text: str) -> None:
        """Hear of a stage, of a line of the solver, or of a round that closed the bounds."""
        if kind == "place":
            tr, place = self._tr, json.loads(text)
            path = place["path"]
            line = tr("progress.packaged", study=path) if place["packaged"] else tr("progress.study", study=path)
            self._console.print(f"{self._title}  {line}", soft_wrap=True, markup=False)
        elif kind == "study":
            self._study = xr.Dataset(attrs=json.loads(text))
        elif kind == "lost_load":
            found = DearLostLoad(**json.loads(text))
            self._console.print(lost_load(found, str(self._study.attrs["currency"]), self._tr), soft_wrap=True)
        elif kind == "stage":
            tr = self._tr
            stage = tr.of("stage", text)
            self._show(stage)
            self._line(stage)
        elif kind == "warm":
            tr = self._tr
            self._line(tr("progress.warm", run=text))
        elif kind == "log" and (iteration := parse(text)) is not None:
            line = self._progress_of(iteration)
            self._show(line)
            if time.monotonic() - self._shown_at >= QUIET_SECONDS:
                self._line(line)
        elif kind == "bounds":
            self._show_bounds(json.loads(text))

    def _show_bounds(self, found: dict[str, Any]) -> None:
        """A round of the certified solve: how far cost and bound are apart."""
        tr = self._tr
        if found["is_hourly"] and isfinite(found["cost"]):
            cost, bound = self._amounts(found["cost"], found["lower_bound"])
            line = tr("progress.certified", cost=cost, bound=bound, gap=percent(found["gap"]))
        else:
            (bound,) = self._amounts(found["lower_bound"]) if isfinite(found["lower_bound"]) else ("-",)
            line = tr("progress.segments", steps=f"{found['steps']:,}", bound=bound)
        self._show(line)
        if found["is_hourly"] or time.monotonic() - self._shown_at >= QUIET_SECONDS:
            self._line(line)

    def _progress_of(self, found: Iteration) -> str:
        """An iteration in words."""
        tr, count = self._tr, f"{found.iterations:,}"
        if found.objective is None:
            return tr("progress.count", count=count)
        if found.bound is None:
            (objective,) = self._amounts(found.objective)
            return tr("progress.iterations", count=count, objective=objective)
        objective, bound = self._amounts(found.objective, found.bound)
        return tr("progress.bounds", count=count, objective=objective, bound=bound)

    def _amounts(self, *values: float) -> list[str]:
        """Amounts of money in the study's currency, in the unit of the largest."""
        labels = Labels(self._study, self._tr.lang, lambda _: max(map(abs, values)))
        return [labels.figure("money", value) for value in values]

    def _show(self, text: str) -> None:
        if self._live is not None:
            self._live.update(self._task, description=f"{self._title}  {text}")

    def _line(self, text: str) -> None:
        self._shown_at = time.monotonic()
        if self._live is None:
            self._console.print(f"{self._shown_at - self._started:7.1f} s  {self._title}  {text}", soft_wrap=True)
