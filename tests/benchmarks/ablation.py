"""Effect of each setting of the certified search, one at a time: rounds, bound, cost and time beside the default's.

`python -m tests.benchmarks.ablation [--system random-2 nantong-2030] [--setting NAME ...] [--hours 8760]
[--threads 2]`. Each value is one search in this process; programs are compiled before the clock starts. All settings
but those that only say what rounding is are varied unless some are named; two systems and all settings take hours.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import xarray as xr

from energy_model.compiler import LinearProgram, SolveError, compile_model
from energy_model.dataset import assemble
from energy_model.formulation.model import build
from energy_model.horizon import Certified, CertifyOptions, SearchSettings, certify
from energy_model.horizon.setting_rows import SettingRow, setting_rows
from energy_model.scenario.scenario import load_scenario
from tests.benchmarks.registry import RandomSystem
from tests.horizon.settings_table import shown

YEAR = 2030


@dataclass(frozen=True)
class Ablated:
    """One search: setting and value (empty: the default), seconds, and the certificate or why there is none."""

    setting: str
    value: str
    seconds: float
    cpu_seconds: float
    found: Certified | None
    reason: str = ""


def systems() -> dict[str, tuple[Callable[[int], xr.Dataset], float]]:
    """Datasets by name, made of a number of hours of a year, and the relative gap that is asked for."""
    return {
        "random-2": (RandomSystem(2).dataset, 0.005),
        "nantong-2030": (lambda _: assemble(load_scenario("baseline").read(), (YEAR,)), 0.01),
    }


def ablated(
    dataset: xr.Dataset, rows: Sequence[SettingRow], options: CertifyOptions, base: SearchSettings
) -> Iterator[Ablated]:
    """The search with default settings, then with each other value of each setting."""
    program = _compiled(dataset)
    yield _search(dataset, program, options, base, "", "")
    for row in rows:
        for value in row.others:
            changed: Any = {row.name: value}
            yield _search(dataset, program, options, replace(base, **changed), row.name, shown(value))


def table(results: Iterable[Ablated]) -> Iterator[str]:
    """Lines of a table in Markdown, each as soon as its result is there; seconds as a ratio to the default's."""
    yield "| setting | value | rounds | of hours | bound [M CNY] | cost [M CNY] | gap [%] | time | CPU |"
    yield "|---|---|---|---|---|---|---|---|---|"
    default: Ablated | None = None
    for one in results:
        default = default or one
        name = f"`{one.setting}`" if one.setting else f"default ({one.seconds:.1f} s)"
        time_ratio, cpu_ratio = one.seconds / default.seconds, one.cpu_seconds / default.cpu_seconds
        yield f"| {name} | {one.value} | {_figures(one)} | {time_ratio:.2f} | {cpu_ratio:.2f} |"


def _figures(one: Ablated) -> str:
    if one.found is None:
        return f"{one.reason} | | | |"
    hourly = sum(seen.is_hourly for seen in one.found.rounds)
    bound, cost = one.found.lower_bound / 1e6, one.found.solution.objective / 1e6
    return f"{len(one.found.rounds)} | {hourly} | {bound:,.1f} | {cost:,.1f} | {100 * one.found.gap:.3f}"


def _search(
    dataset: xr.Dataset,
    program: LinearProgram,
    options: CertifyOptions,
    settings: SearchSettings,
    name: str,
    value: str,
) -> Ablated:
    begin, cpu_begin = time.perf_counter(), time.process_time()
    found, reason = None, ""
    try:
        found = certify(dataset, _compiled, build().state_variables, options, settings, program)
    except SolveError as error:
        reason = str(error)
    return Ablated(name, value, time.perf_counter() - begin, time.process_time() - cpu_begin, found, reason)


def _compiled(dataset: xr.Dataset) -> LinearProgram:
    return compile_model(build(), dataset)


def main(arguments: list[str] | None = None) -> None:
    """Print a table for each system."""
    known = {row.name: row for row in setting_rows()}
    varied = [name for name, row in known.items() if row.others]
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--system", nargs="+", choices=systems(), default=list(systems()), metavar="NAME")
    parser.add_argument("--setting", nargs="+", choices=varied, default=varied, metavar="NAME")
    parser.add_argument("--hours", type=int, default=8760, help="hours of a year of the random system")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--time-limit", type=float, default=1800.0, help="seconds of one search")
    asked = parser.parse_args(arguments)
    for name in asked.system:
        make, gap = systems()[name]
        options = CertifyOptions(gap, asked.threads, asked.time_limit)
        rows = [known[one] for one in asked.setting]
        print(f"{name}, gap asked {100 * gap:g} %\n")
        for line in table(ablated(make(asked.hours), rows, options, SearchSettings())):
            print(line, flush=True)
        print()


if __name__ == "__main__":
    main()
