"""Table of the scenarios that ship: `python -m tests.benchmarks.scenarios RESULTS` adds runs to docs/scenarios.md.

What a run took stands in its `summary.json`; the newest run of each scenario is kept as a line of docs/scenarios.jsonl.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parents[2] / "docs"
RECORD, PAGE = DOCS / "scenarios.jsonl", DOCS / "scenarios.md"
SCENARIOS = Path(__file__).parents[2] / "scenarios"
_TITLE = """# The scenarios that ship, solved

Written by `python -m tests.benchmarks.scenarios RESULTS` from the summaries of the runs in a results folder. Cost and
bound are net present values in bn CNY; *gap* is their distance as a share of what decisions can change, in brackets
before the polish; *polish* is what keeping to smallest sizes adds to the cost and the seconds it took; *from*: the run
whose search this one began from. Runs of one table need not be of one machine or moment: other work ran beside most of
them, so that CPU seconds say more than seconds."""
_HEADER = (
    "scenario",
    "from",
    "cost",
    "bound",
    "gap [%]",
    "polish",
    "not served [MWh]",
    "seconds",
    "CPU [s]",
    "peak [GB]",
    "made",
)


def row(folder: Path) -> dict[str, Any]:
    """What a run took, of its folder."""
    summary, manifest = (json.loads((folder / f"{name}.json").read_text("utf-8")) for name in ("summary", "manifest"))
    kept = ("scenario", "objective", "lower_bound", "gap", "gap_searched", "polish", "years", "status")
    used = summary.get("used", {})
    return {name: summary[name] for name in kept} | {
        "unserved_mwh": summary["audit"]["unserved_mwh"],
        "seconds": summary["seconds"]["total"],
        "began_from": manifest.get("began_from"),
        "made": manifest["made"],
        **{name: used.get(name) for name in ("cpu_seconds", "peak_memory_gb")},
    }


def page(rows: Iterable[dict[str, Any]]) -> str:
    """The page in Markdown: a line a scenario, and those that are missing by name."""
    known = {one["scenario"]: one for one in rows}
    shipped = sorted(path.stem for path in SCENARIOS.glob("*.yaml"))
    missing = ", ".join(f"`{name}`" for name in shipped if name not in known)
    lines = [_HEADER, ("---",) * len(_HEADER), *(_cells(known[name]) for name in shipped if name in known)]
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in lines)
    parts = [_TITLE, table, f"Not solved to their end with this release: {missing}." if missing else ""]
    return "\n\n".join(filter(None, parts)) + "\n"


def _cells(one: dict[str, Any]) -> list[str]:
    polish = one["polish"] or {}
    told = f"{polish['cost'] / 1e9:+.3f}, {polish['seconds']:.0f} s" if polish.get("cost") is not None else "–"
    return [
        f"`{one['scenario']}`",
        one["began_from"] or "cold",
        f"{one['objective'] / 1e9:.2f}",
        f"{one['lower_bound'] / 1e9:.2f}",
        f"{100 * one['gap']:.2f} ({100 * one['gap_searched']:.2f})",
        told,
        f"{one['unserved_mwh']:,.0f}",
        f"{one['seconds']:,.0f}",
        *(
            f"{one[name]:,.{digits}f}" if one[name] else "–"
            for name, digits in (("cpu_seconds", 0), ("peak_memory_gb", 1))
        ),
        one["made"][:10],
    ]


def recorded(record: Path = RECORD) -> list[dict[str, Any]]:
    """Rows of a record; none without one."""
    return [json.loads(line) for line in record.read_text("utf-8").splitlines()] if record.exists() else []


def main() -> None:
    """Take the runs of a results folder on, and write the page anew."""
    parser = argparse.ArgumentParser(description=str(__doc__))
    parser.add_argument("results", type=Path)
    folders = sorted(path.parent for path in parser.parse_args().results.glob("*/summary.json"))
    known = {one["scenario"]: one for one in recorded()}
    for one in map(row, folders):
        if one["made"] >= known.get(one["scenario"], one)["made"]:
            known[one["scenario"]] = one
    RECORD.write_text("".join(json.dumps(known[name]) + "\n" for name in sorted(known)), encoding="utf-8")
    PAGE.write_text(page(known.values()), encoding="utf-8")


if __name__ == "__main__":
    main()
