"""HiPO, HiGHS's interior point, stopped at the gap that is asked for.

HiPO has no option for that: it goes on until the last digits are right, and on large degenerate systems these may never
come (docs/solver.md). It writes its bounds only on the console. So they are read there, and when they are close enough
it is interrupted; its point is then carried back through HiGHS's postsolve and judged by our own arithmetic (`highs`).
"""

from __future__ import annotations

import os
import re
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import highspy

# "   41   4.57630384e+09   4.57629563e+09   2.80e-09   9.44e-16  1.80e-06 ...": iteration, objectives, residuals, gap
_NUMBER = r"[-+]?\d\.\d+e[-+]\d+"
_ROW = re.compile(
    rf"\s*\d+\s+{_NUMBER}\s+{_NUMBER}\s+(?P<primal>{_NUMBER})\s+(?P<dual>{_NUMBER})\s+(?P<gap>{_NUMBER})\s"
)

Log = Callable[[str], None]


def run_to_gap(
    solver: highspy.Highs,
    gap: float,
    residual: float,
    configure: Callable[[highspy.Highs], None],
    log: Log | None,
) -> int:
    """Presolve in `solver`, run HiPO on what is left until its gap is small enough, postsolve; give its iterations.

    solver : holds the model; afterwards it holds the solution, whose quality the caller must check
    gap : relative distance of the objectives at which HiPO is stopped
    residual : of rows and reduced costs as HiPO writes them, relative to the largest number, that is small enough then
    configure : sets options (method, threads, tolerances) on the HiGHS object that runs HiPO
    log : is given each line that HiPO prints
    """
    solver.presolve()
    if solver.getModelPresolveStatus() != highspy.HighsPresolveStatus.kReduced:
        return _run_whole(solver, configure)
    inner = highspy.Highs()
    inner.setOptionValue("output_flag", False)
    inner.passModel(solver.getPresolvedLp())
    configure(inner)
    inner.setOptionValue("presolve", "off")
    stopped = _run_watched(inner, gap, residual, log)
    if not stopped and inner.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return _run_whole(solver, configure)
    point = inner.getSolution()
    point.value_valid = point.dual_valid = True
    solver.postsolve(point)
    return int(inner.getInfo().ipm_iteration_count)


def _run_whole(solver: highspy.Highs, configure: Callable[[highspy.Highs], None]) -> int:
    """Let HiGHS itself say what is wrong with the model, or try its own way; give its iterations."""
    configure(solver)
    run_interruptibly(solver)
    return max(0, int(solver.getInfo().ipm_iteration_count))


def _run_watched(inner: highspy.Highs, gap: float, residual: float, log: Log | None) -> bool:
    """Run, read the console, interrupt when the gap is small enough; give whether that was so."""
    reached = threading.Event()

    def read(line: str) -> None:
        if log is not None:
            log(line)
        found = _ROW.match(line)
        if found is None:
            return
        if float(found["gap"]) <= gap and max(float(found["primal"]), float(found["dual"])) <= residual:
            reached.set()

    def interrupt(event: Any) -> None:
        if reached.is_set():
            event.interrupt()

    inner.setOptionValue("output_flag", True)
    inner.setOptionValue("log_dev_level", 1)  # without it HiPO prints no table
    inner.cbIpmInterrupt += interrupt
    with _console_lines(read):
        run_interruptibly(inner)
    return reached.is_set() and inner.getModelStatus() == highspy.HighsModelStatus.kInterrupt


def run_interruptibly(solver: highspy.Highs) -> None:
    """Run in a thread of its own: the main thread must be free to notice Ctrl+C, which HiPO does not look at."""
    work = threading.Thread(target=solver.run, name="HiGHS", daemon=True)
    work.start()
    while work.is_alive():
        work.join(0.1)


@contextmanager
def _console_lines(read: Callable[[str], None]) -> Iterator[None]:
    """Pass the standard output of compiled code to a function, line by line."""
    sys.stdout.flush()
    source, sink = os.pipe()
    kept = os.dup(1)

    def forward() -> None:
        with os.fdopen(source, encoding="utf-8", errors="replace") as lines:
            for line in lines:
                read(line.rstrip())

    reader = threading.Thread(target=forward, name="HiPO log", daemon=True)
    reader.start()
    os.dup2(sink, 1)
    os.close(sink)
    try:
        yield
    finally:
        sys.stdout.flush()
        os.dup2(kept, 1)
        os.close(kept)
        reader.join(1.0)
