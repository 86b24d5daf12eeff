"""Several runs side by side as Python users hold them: their data, and the page that is written of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from energy_model.dataset.tables import HOURS_PER_YEAR
from energy_model.run import Run, solve
from energy_model.runs.compared_runs import ComparedRuns
from energy_model.runs.run_data import RunData
from energy_model.workflow.compare import RESULTS, ComparisonItem, ComparisonRequest, Item, choose
from energy_model.workflow.stages import Listener


@dataclass(frozen=True)
class Comparison(ComparedRuns):
    """A comparison that can be reported."""

    def report(self, path: Path | str, lang: str = "en") -> Path:
        """Write the HTML page and give its path; `lang` is the language that it opens in."""
        from energy_model.report.comparison.page import write_page

        write_page(self, Path(path), lang)
        return Path(path)


def solved(item: ComparisonItem, request: ComparisonRequest, **options: Any) -> Run:
    """Solve a scenario and write its results; options : more of those of `solve`."""
    return solve(
        item.name,
        study=request.study,
        results=request.results,
        hours=request.hours,
        gap=request.gap,
        time_limit=request.time_limit,
        **options,
    )


def compare(
    items: Sequence[Item],
    *,
    study: Path | str | None = None,
    results: Path | str = RESULTS,
    gap: float = 0.01,
    threads: int = 0,
    time_limit: float = float("inf"),
    hours: int = HOURS_PER_YEAR,
    listener: Listener | None = None,
    lang: str = "en",
) -> Comparison:
    """Compare runs and scenarios with the first of them; what is not solved or out of date is solved first.

    items : runs, results folders or their names under `results`, scenarios by name or path of a YAML file, patterns
    others : as of `solve`; what is solved is written to `results`

    Raises what `solve` raises, StudyError for an item that is none of these, ValueError for fewer than two runs.
    """
    request = ComparisonRequest(study, Path(results), gap, time_limit, hours)
    chosen = choose(items, request)
    if len(chosen) < 2:
        raise ValueError("a comparison needs two different runs or more")
    found: list[RunData] = []
    for item in chosen:
        if item.run is None or item.must_be_solved:
            found.append(solved(item, request, threads=threads, listener=listener, lang=lang))
        else:
            found.append(item.run)
    return Comparison.of(found)
