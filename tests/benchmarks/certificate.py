"""What a certified plan costs in time: ours certified, ours with all hours at once, and PyPSA with HiGHS.

`python tests/benchmarks/certificate.py [--systems random-2 random-8 nantong] [--contenders certified hourly pypsa]
[--runs 1] [--limit 3600] [--hours 8760] [--page docs/benchmarks.md]` in a checkout that is installed (pip install -e).

Each measurement is a process of its own and is kept as a line of JSON (`--record FILE`; beside the page when that is
not said) as soon as it is made. `--from FILE --page FILE` writes the page again without measuring anything. A page
shows the newest measurements that its record holds of a system and a contender, so that slow peers are run once.
"""

from __future__ import annotations

import argparse
import datetime
import json
import shlex
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks.page import page, tables
from tests.benchmarks.processes import measured
from tests.benchmarks.registry import CONTENDERS, SYSTEMS, Found, Specification
from tests.benchmarks.surroundings import machine, versions


def main(arguments: list[str] | None = None) -> None:
    """Measure, record, print the tables and write the page."""
    options = _options(arguments)
    known = read(options.source) if options.source else []
    if not options.source:
        record = options.record or (options.page.with_suffix(".jsonl") if options.page else None)
        known = read(record) if record and record.exists() else []
        for found in measurements(options, shlex.join(["python", *sys.argv])):
            known.append(found)
            if record:
                with record.open("a", encoding="utf-8") as file:
                    file.write(json.dumps(found) + "\n")
    print(tables(known))
    if options.page:
        options.page.write_text(page(known), encoding="utf-8")


def read(record: Path) -> list[Found]:
    """Measurements of a file, one a line."""
    return [json.loads(line) for line in record.read_text("utf-8").splitlines()]


def measurements(options: argparse.Namespace, command: str) -> Iterator[Found]:
    """One measurement after the other; contenders take turns, and what was stopped or failed is not tried again."""
    session = {
        "session": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "command": command,
        "limit": options.limit,
        "machine": machine(),
        "versions": versions(),
    }
    for name in options.systems:
        hopeless: set[Specification] = set()
        for _ in range(options.runs):
            for asked in _turns(name, options):
                if asked in hopeless:
                    continue
                found = _one(asked, options.limit)
                if found["status"] != "solved":
                    hopeless.add(asked)
                yield {**session, "system": name, "contender": asked.contender, "hours": asked.hours} | {
                    "gap_asked": asked.gap,
                    "threads": asked.threads,
                    **found,
                }


def _turns(name: str, options: argparse.Namespace) -> Iterator[Specification]:
    system = SYSTEMS[name]
    for contender in options.contenders:
        for gap in CONTENDERS[contender].gaps(system):
            yield Specification(name, contender, system.hours(options.hours), gap, options.threads)


def _one(asked: Specification, limit: float) -> Found:
    obstacle = CONTENDERS[asked.contender].obstacle(SYSTEMS[asked.system])
    if obstacle is not None:
        return {"status": "not translated", "reason": obstacle}
    print(f"{asked.system} {asked.contender} ...", end=" ", flush=True, file=sys.stderr)
    found = measured(asked, limit)
    what = found.get("reason") or f"{found['seconds']['total']:.1f} s"
    print(f"{found['status']}, {what}, {found['gigabytes']:.2f} GB", file=sys.stderr)
    return found


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    default = ["random-2", "random-8", "nantong"]
    parser.add_argument("--systems", nargs="+", choices=SYSTEMS, default=default, metavar="NAME")
    parser.add_argument("--contenders", nargs="+", choices=CONTENDERS, default=list(CONTENDERS), metavar="NAME")
    parser.add_argument("--runs", type=int, default=1, help="measurements of each; the table shows medians")
    parser.add_argument("--limit", type=float, default=3600.0, help="seconds after which a contender is stopped")
    parser.add_argument("--hours", type=int, default=8760, help="hours of a year of the random systems")
    parser.add_argument("--threads", type=int, default=2, help="of all but HiGHS's default options")
    parser.add_argument("--record", type=Path, help="file to which each measurement is appended")
    parser.add_argument("--from", dest="source", type=Path, help="record to make the page from, measuring nothing")
    parser.add_argument("--page", type=Path, help="page in Markdown to write")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    main()
