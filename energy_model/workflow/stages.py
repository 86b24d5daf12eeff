"""Stages of a run and the seconds of each."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

from energy_model.compiler.memory import peak_memory
from energy_model.dataset.lost_load import DearLostLoad
from energy_model.horizon.certificate import Round
from energy_model.study.location import is_packaged

# called with ("place", JSON of the study's path and whether it is the packaged one) at first, ("stage", name) when a
# stage begins, ("study", JSON of the texts of its dataset) when it is read,
# ("lost_load", JSON of a DearLostLoad) for each carrier whose lost load is far dearer than any supply,
# ("warm", name) of the run from which a certified solve begins,
# ("log", line) for each line of the solver, ("bounds", JSON of a horizon.Round and its gap) for each round of a
# certified solve
Listener = Callable[[str, str], None]
STAGES = ("read", "formulate", "compile", "solve", "dispatch", "results", "verdicts", "write")


class Clock:
    """Seconds of each stage; the listener is called when one begins."""

    def __init__(self, listener: Listener | None) -> None:
        self._listener = listener
        self._started, self._cpu = time.perf_counter(), time.process_time()
        self._seconds: dict[str, float] = {}
        self._named = ""  # the stage that the listener knows of

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Stage of the run that the body of the `with` belongs to."""
        if name != self._named:
            self._notify("stage", name)
        self._named = name
        begin = time.perf_counter()
        try:
            yield
        finally:
            self._seconds[name] = self._seconds.get(name, 0.0) + time.perf_counter() - begin

    def move(self, source: str, target: str, seconds: float) -> None:
        """Count seconds of one stage as another's."""
        self._seconds[source] = self._seconds.get(source, 0.0) - seconds
        self._seconds[target] = self._seconds.get(target, 0.0) + seconds

    def turn(self, name: str) -> None:
        """Announce that a stage goes on in another way; its seconds stay its own."""
        self._notify("stage", name)

    def log(self, line: str) -> None:
        """Pass a line of the solver on."""
        self._notify("log", line)

    def warm(self, run: str) -> None:
        """Announce from which run the search begins."""
        self._notify("warm", run)

    def place(self, study: Path) -> None:
        """Announce which study is read."""
        self._notify("place", json.dumps({"path": str(study), "packaged": is_packaged(study)}))

    def study(self, texts: Mapping[str, str]) -> None:
        """Pass on the words of the study: its currency, place and plan."""
        self._notify("study", json.dumps(texts))

    def lost_load(self, found: DearLostLoad) -> None:
        """Pass on a value of lost load that is far above what supply costs."""
        self._notify("lost_load", json.dumps(asdict(found)))

    def bounds(self, found: Round) -> None:
        """Pass on where the bounds are."""
        self._notify("bounds", json.dumps(asdict(found) | {"gap": found.gap}))

    def _notify(self, kind: str, text: str) -> None:
        if self._listener is not None:
            self._listener(kind, text)

    def figures(self) -> dict[str, float]:
        """Seconds by stage so far, and in total."""
        total = time.perf_counter() - self._started
        return {name: round(seconds, 3) for name, seconds in self._seconds.items()} | {"total": round(total, 3)}

    def used(self) -> dict[str, float | None]:
        """Seconds of all cores since the start, and the largest memory of the process [GB]; None where not told."""
        peak = peak_memory()
        return {"cpu_seconds": round(time.process_time() - self._cpu, 1), "peak_memory_gb": peak and round(peak, 3)}
