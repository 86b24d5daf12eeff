"""The page docs/benchmarks.md, made from recorded measurements alone."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterable
from typing import Any

from tests.benchmarks.gallery.exhibits import EXHIBITS
from tests.benchmarks.gallery.page import gallery
from tests.benchmarks.registry import CONTENDERS, PHASES, SYSTEMS, Found

Row = list[Found]  # the runs of one contender on one system

_TITLE = """# What a certified plan costs in time

Written by `tests/benchmarks/certificate.py` from the measurements in its record; medians where there are several
runs."""
_LEGEND = """## What is counted

- Seconds from data in memory to results in memory; for Nantong from the study's files to the written results. Outside
  the clock: imports, one run of a tiny system, the making of a random system and the filling of PyPSA's network.
- *formulate*: declaring the rules; PyPSA's builder does that and *compile* in one. *pass*: handing the problem to
  HiGHS. *dispatch*: all blocks under a decision, in all stages and rounds; *solve* is then the rest: the initial
  relaxation and the master problem. *results*: values and prices by name.
- *ratio*: time over that of the first certified row. *CPU*: seconds that all cores worked. *peak*: largest memory of
  the process, or of all its processes together.
- *bound* of PyPSA follows from HiGHS's own distance of primal and dual objective. HiPO in `--hourly` stops at a tenth
  of the gap asked, at most 0.1 % (`docs/solver.md`), in PyPSA at HiGHS's tolerances.
- Random systems (`tests/support/systems`) are made up; several years have weather of their own and growing demand,
  and PyPSA plans them as investment periods, with a component for each year of building. Flows cost nothing in either.
- A contender is stopped at a limit and then not tried again."""


def page(measurements: list[Found]) -> str:
    """The page in Markdown."""
    known = latest(measurements)
    parts = [_TITLE, tables(known), _LEGEND, gallery(known), "## How it was measured", *_sessions(known)]
    return "\n\n".join(filter(None, parts)) + "\n"


def tables(measurements: list[Found]) -> str:
    """A table a system, with a sentence on whether the bounds hold what others found; exhibits have one in common."""
    known = [one for one in latest(measurements) if one["system"] not in EXHIBITS]
    order = list(SYSTEMS)
    found = sorted({(order.index(one["system"]), one["hours"]) for one in known})
    parts = []
    for position, hours in found:
        name = order[position]
        rows = _rows([one for one in known if one["system"] == name and one["hours"] == hours])
        parts += [f"## {name}: {SYSTEMS[name].title(hours)}", _table(rows), *_notes(rows)]
    return "\n\n".join(parts)


def latest(measurements: list[Found]) -> list[Found]:
    """Of each system, size, contender and gap the measurements of the last command that made any."""
    newest: dict[tuple[Any, ...], str] = {}
    for one in measurements:
        newest[_cell(one)] = max(one["session"], newest.get(_cell(one), ""))
    return [one for one in measurements if one["session"] == newest[_cell(one)]]


def _cell(one: Found) -> tuple[Any, ...]:
    return one["system"], one["hours"], one["contender"], one["gap_asked"]


def _rows(known: list[Found]) -> list[Row]:
    """Runs by contender and gap, in the registry's order."""
    cells: dict[tuple[Any, ...], Row] = {}
    for one in known:
        cells.setdefault(_cell(one), []).append(one)
    order = list(CONTENDERS)
    return [cells[cell] for cell in sorted(cells, key=lambda cell: (order.index(cell[2]), -(cell[3] or 0.0)))]


def _table(rows: list[Row]) -> str:
    reference = next((_seconds(row, "total") for row in rows if row[0]["contender"] == "certified"), None)
    phases = [phase for phase in PHASES if any(phase in one.get("seconds", {}) for row in rows for one in row)]
    columns: dict[str, Callable[[Row], str]] = {
        "": _name,
        "seconds": lambda row: _or_status(row, _time(row, "total")),
        "ratio": lambda row: _ratio(row, reference),
        **{phase: lambda row, phase=phase: _time(row, phase) for phase in phases},  # type: ignore[misc]
        "CPU [s]": lambda row: _number(_median(row, "cpu_seconds"), 1),
        "peak [GB]": lambda row: _number(_median(row, "gigabytes"), 2),
        "cost [million CNY]": lambda row: _number(_median(row, "objective"), 3, 1e-6),
        "bound [million CNY]": lambda row: _number(_median(row, "lower_bound"), 3, 1e-6),
        "gap [%]": lambda row: _number(gap(row[0]), 4, 100.0),
    }
    lines = [list(columns), ["---", *["---:"] * (len(columns) - 1)]]
    lines += [[cell(row) for cell in columns.values()] for row in rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _name(row: Row) -> str:
    asked = row[0]["gap_asked"]
    return CONTENDERS[row[0]["contender"]].title + (f", {asked * 100:g} % asked" if asked is not None else "")


def _or_status(row: Row, time: str) -> str:
    """The time, or why there is none; a mean of runs of which one was stopped would say nothing."""
    last = row[-1]
    if last["status"] == "stopped":
        return f"stopped at {last['seconds']['total']:,.0f} s"
    return time if last["status"] == "solved" else str(last["status"])


def _time(row: Row, phase: str) -> str:
    more = "> " if row[-1].get("during") == phase else ""
    seconds = _seconds(row, phase)
    return "" if seconds is None else more + _number(seconds, 2 if seconds < 10 else 1)


def _seconds(row: Row, phase: str) -> float | None:
    return _middle(one["seconds"].get(phase) for one in _counted(row) if "seconds" in one)


def _median(row: Row, quantity: str) -> float | None:
    return _middle(one.get(quantity) for one in _counted(row))


def _counted(row: Row) -> Row:
    """Runs that ended like the last one."""
    return [one for one in row if one["status"] == row[-1]["status"]]


def _middle(values: Iterable[float | None]) -> float | None:
    found = [value for value in values if value is not None]
    return statistics.median(found) if found else None


def _ratio(row: Row, reference: float | None) -> str:
    seconds = _seconds(row, "total")
    if not reference or seconds is None:
        return ""
    return ("> " if row[-1]["status"] == "stopped" else "") + f"{seconds / reference:,.1f}"


def gap(one: Found) -> float | None:
    """Relative distance of cost and bound; None where there is no solution."""
    if "objective" not in one:
        return None
    return float((one["objective"] - one["lower_bound"]) / max(1.0, abs(one["objective"])))


def _notes(rows: list[Row]) -> list[str]:
    """What the table has no room for."""
    reasons: dict[str, list[str]] = {}
    for row in rows:
        if "reason" in row[-1]:
            reasons.setdefault(row[-1]["reason"], []).append(_name(row))
    notes = [f"- {'; '.join(names)}: {reason}." for reason, names in reasons.items()]
    notes += [f"- {_name(row)}: the gap asked was not reached." for row in rows if _missed(row)]
    notes += [f"- {_name(row)}: {bounds_hold(row, rows)}." for row in rows if row[0]["contender"] == "certified"]
    return ["\n".join(notes)] if notes else []


def _missed(row: Row) -> bool:
    found, asked = gap(row[0]), row[0]["gap_asked"]
    return found is not None and asked is not None and found > asked


def bounds_hold(certified: Row, rows: list[Row]) -> str:
    """Whether every optimum found with all hours lies between a plan's bound and its cost.

    Others stop at a distance too: their cost may not be below our bound, nor their bound above our cost.
    """
    # costs and bounds of an accepted point are exact to about 1e-6 of them
    slack = 1e-6
    others = [row[0] for row in rows if row[0]["contender"] != "certified" and "objective" in row[0]]
    if "objective" not in certified[0] or not others:
        return "no optimum of all hours to compare with"
    wrong = [
        CONTENDERS[one["contender"]].title
        for one in others
        if one["objective"] < certified[0]["lower_bound"] - slack * abs(one["objective"])
        or one["lower_bound"] > certified[0]["objective"] + slack * abs(one["objective"])
    ]
    return (
        f"WRONG against {', '.join(wrong)}" if wrong else f"holds against {len(others)} solved with all hours at once"
    )


def _sessions(known: list[Found]) -> list[str]:
    """Date, command, machine and versions of each command that measured something shown."""
    sessions = {one["session"]: one for one in known}
    return [
        f"{one['session']}: `{one['command']}`, {one['machine']['processor']}, {one['machine']['cores']} cores, "
        f"{one['machine']['gigabytes']} GB of memory, {one['machine']['system']}; "
        + ", ".join(f"{name} {release}" for name, release in one["versions"].items())
        + "."
        for _, one in sorted(sessions.items())
    ]


def _number(value: float | None, digits: int, scale: float = 1.0) -> str:
    return "" if value is None else f"{value * scale:,.{digits}f}"
