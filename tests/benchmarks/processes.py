"""A measurement as a process of its own: its peak memory, its limit of time, what it had done when it was stopped."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.build import ROOT
from tests.benchmarks.registry import Found, Specification, phases_until

_POLL = 0.25  # [s]


def measured(asked: Specification, limit: float) -> Found:
    """Run one measurement in a process of its own, see `observed`."""
    with tempfile.TemporaryDirectory() as folder:
        events = Path(folder) / "events"
        command = [sys.executable, "-m", "tests.benchmarks.measurement", asked.text(), str(events)]
        return observed(command, events, limit)


def observed(command: list[str], events: Path, limit: float) -> Found:
    """Run a command that tells its events in a file, and stop it `limit` seconds after the first of them.

    Returns `status` (solved, stopped or failed), seconds by phase, peak memory [GB] and, of a solved one, its result;
    of a stopped one the phase `during` which that was; of a failed one a `reason`.
    """
    with tempfile.TemporaryFile() as output:
        # a session of its own, so that what it starts is counted and stopped with it
        process = subprocess.Popen(command, cwd=ROOT, stdout=output, stderr=output, start_new_session=True)
        code, peak, stopped = _watch(process, events, limit)
        output.seek(0)
        printed = output.read().decode(errors="replace").strip().splitlines()
    lines = [json.loads(line) for line in events.read_text("utf-8").splitlines()] if events.exists() else []
    if lines and "result" in lines[-1]:
        return {"status": "solved", "gigabytes": peak, **lines[-1]["result"]}
    if stopped:
        # what runs is looked at a few times a second: a stage may have begun after the limit
        return {"status": "stopped", "gigabytes": peak, **phases_until(lines, max(limit, lines[-1]["at"]))}
    return {"status": "failed", "gigabytes": peak, "reason": f"exit status {code}: {printed[-1] if printed else ''}"}


def _watch(process: subprocess.Popen[bytes], events: Path, limit: float) -> tuple[int, float, bool]:
    """Wait for the end, or bring it about; give the exit status, the peak memory [GB] and whether it was stopped."""
    peak, stopped, deadline = 0.0, False, float("inf")
    try:
        while True:
            ended, status, usage = os.wait4(process.pid, os.WNOHANG)
            if ended:
                break
            if (
                deadline == float("inf") and events.exists() and events.stat().st_size
            ):  # the clock runs from the first event on
                deadline = time.monotonic() + limit
            if time.monotonic() > deadline:
                stopped = True
                os.killpg(process.pid, signal.SIGKILL)
            peak = max(peak, _memory_of_all(process.pid))
            time.sleep(_POLL)
    except BaseException:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise
    # Popen is not to wait for what has been waited for
    process.returncode = os.waitstatus_to_exitcode(status)
    unit = 1 if sys.platform == "darwin" else 1024
    return process.returncode, max(peak, usage.ru_maxrss * unit / 1e9), stopped


def _memory_of_all(session: int) -> float:
    """Memory [GB] of the processes of a session where they are several, shared pages counted once; otherwise 0.

    The system keeps the peak of a single process itself, which is exact where samples are not.
    """
    members = [entry for entry in Path("/proc").glob("[0-9]*") if _session(entry) == session]
    return sum(_proportional_set(entry) for entry in members) if len(members) > 1 else 0.0


def _session(entry: Path) -> int:
    try:
        # the name in parentheses may hold spaces: state, parent, group and session follow it
        return int((entry / "stat").read_text().rpartition(")")[2].split()[3])
    except (OSError, IndexError):
        return -1


def _proportional_set(entry: Path) -> float:
    try:
        lines = (entry / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return sum(int(line.split()[1]) for line in lines if line.startswith("Pss:")) * 1024 / 1e9
