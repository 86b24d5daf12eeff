"""The gallery's table: the search, one program of all hours, which of them a user gets, and how much better one was."""

from __future__ import annotations

from energy_model.compiler.highs import SIMPLEX_COLUMNS
from energy_model.compiler.residuals import relative_gap
from tests.benchmarks.gallery.exhibits import EXHIBITS
from tests.benchmarks.registry import Found

_HEAD = f"""## Gallery: systems unlike Nantong

CPU seconds of the search and of one program of all hours (simplex up to {SIMPLEX_COLUMNS:,} columns, HiPO above), to
the gap that is asked for; *gap* is the one reached, as a share of the cost that decisions can change where the search
knows it. *Chosen* is what a run takes when nothing is said, *times* its time over that of the better of the two."""
_NEAR = 1.3
_COLUMNS = ("", "system", "columns", "asked [%]", "search", "gap [%]", "one program", "gap [%]", "chosen", "times")


def gallery(known: list[Found]) -> str:
    """Head, table and the sentence on the choice, of the newest measurements; '' where there is none of an exhibit."""
    rows = [row for name in EXHIBITS if (row := _row(name, [one for one in known if one["system"] == name]))]
    if not rows:
        return ""
    lines = [list(_COLUMNS), [*["---"] * 2, *["---:"] * 6, "---", "---:"], *rows]
    table = "\n".join("| " + " | ".join(line) + " |" for line in lines)
    ratios = [float(row[-1]) for row in rows if row[-1]]
    near = sum(ratio <= _NEAR for ratio in ratios)
    said = f"On {near} of {len(rows)} systems what is chosen takes at most {_NEAR:g} times the better"
    rest = f", on the others up to {max(ratios):.2f} times" if near < len(ratios) else ""
    return f"{_HEAD}\n\n{table}\n\n{said}{rest}."


def _row(name: str, found: list[Found]) -> list[str]:
    """Cells of an exhibit; none where it was not measured by both ways."""
    by_way = {one["contender"]: one for one in found}
    if by_way.keys() != {"certified", "hourly"}:
        return []
    search, whole = by_way["certified"], by_way["hourly"]
    columns = next((one["size"]["columns"] for one in by_way.values() if "size" in one), 0)
    is_whole = columns <= SIMPLEX_COLUMNS
    chosen, best = (whole if is_whole else search), min(filter(_is_done, by_way.values()), key=_seconds, default=None)
    ratio = f"{_seconds(chosen) / _seconds(best):.2f}" if best is not None and _is_done(chosen) else ""
    cells = [f"{search['gap_asked'] * 100:g}"]
    for one in (search, whole):
        cells += [f"{_seconds(one):,.1f}", f"{_gap(one) * 100:.2g}"] if "objective" in one else [one["status"], ""]
    title = EXHIBITS[name].title(search["hours"])
    return [name, title, f"{columns:,}", *cells, "one program" if is_whole else "search", ratio]


def _gap(one: Found) -> float:
    return relative_gap(one["objective"], one["lower_bound"], one.get("common_cost", 0.0))


def _is_done(one: Found) -> bool:
    return bool(one["status"] == "solved" and _gap(one) <= one["gap_asked"])


def _seconds(one: Found) -> float:
    return float(one["cpu_seconds"])
