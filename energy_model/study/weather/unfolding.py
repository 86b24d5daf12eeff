"""Tables with a day a row and an hour a column, as load curves are often published, with an hour a row."""

from __future__ import annotations

import re
from itertools import pairwise

from energy_model.dataset.reading.stamps import is_stamp
from energy_model.dataset.tables import Lines

VALUE = "value"  # name of the column that is made
_CLOCK = re.compile(
    r"(?:h|he|hour)?\s*0*(?P<hour>\d{1,2})(?:[:：](?P<minute>\d{2}))?\s*(?:时|時|点|點|小时|h)?", re.IGNORECASE
)
_COUNTS = (24, 48, 96)  # hours, half and quarter hours of a day


def unfolded(lines: Lines) -> Lines:
    """Lines with a stamp and a value each; the same lines where a row is no day."""
    for at, (header, first) in enumerate(pairwise(lines)):
        stamps = [column for column, cell in enumerate(first) if is_stamp(cell)]
        if not stamps:
            continue
        day = stamps[0]
        if ":" in first[day]:
            return lines
        clocks = {column: clock for column, name in enumerate(header) if column > day and (clock := _clock(name))}
        if len(clocks) not in _COUNTS:
            return lines
        days = [line for line in lines[at + 1 :] if len(line) > max(clocks) and is_stamp(line[day])]
        hours = [[f"{line[day]} {clock}", line[column]] for line in days for column, clock in clocks.items()]
        return [*lines[:at], ["time", VALUE], *hours]
    return lines


def _clock(name: str) -> str:
    """Time of day that a column's name says (1时, 0:15, H24); nothing where it says none."""
    found = _CLOCK.fullmatch(name.strip())
    return f"{found['hour']}:{found['minute'] or '00'}" if found else ""
