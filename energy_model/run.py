"""A finished run as Python users hold it: its data, and what is written of it: pages, workbooks, a results folder."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from energy_model.analysis.tables import TABLES
from energy_model.atomic_write import replacing_file, replacing_folder
from energy_model.compiler.errors import SolveError
from energy_model.dataset.tables import HOURS_PER_YEAR
from energy_model.dataset.units import MONEY
from energy_model.runs import hourly_files, solution_file, table_files
from energy_model.runs.datapackage import About
from energy_model.runs.folder import SOLUTION
from energy_model.runs.iamc import iamc
from energy_model.runs.run_data import RunData
from energy_model.workflow.extension import Extension
from energy_model.workflow.held_plan import HeldPlan
from energy_model.workflow.options import RunOptions
from energy_model.workflow.solve import solve_scenario
from energy_model.workflow.stages import Clock, Listener
from energy_model.workflow.stress import StressCase
from energy_model.workflow.warm_start import SEARCH, WarmStart, unfinished

if TYPE_CHECKING:
    from energy_model.report.plots import RunPlots

EXPORTS = {"xlsx": "tables.xlsx", "csv": "export", "iamc": "iamc.csv", "parquet": "hourly"}  # form: where in the folder


@dataclass(frozen=True, repr=False)
class Run(RunData):
    """A run that can be drawn, reported, exported and saved."""

    @property
    def plot(self) -> RunPlots:
        """Figures of the report, each a method: `run.plot.capacity()`; see `report.plots.RunPlots`."""
        from energy_model.report.plots import RunPlots

        return RunPlots(self)

    @classmethod
    def of(cls, data: RunData) -> Run:
        """The run whose data these are."""
        return cls(data.solved, data.summary, data.manifest, data.folder, search=data.search)

    def report(self, path: Path | str | None = None, lang: str = "en") -> Path:
        """Write the HTML report and give its path (default: `report.html` in the run's folder)."""
        from energy_model.report.run_page import write_page

        if path is None and self.folder is None:
            raise ValueError("the run is in memory only: say where to write its report, run.report('report.html')")
        target = Path(path) if path is not None else Path(str(self.folder)) / "report.html"
        write_page(self, target, lang)
        return target

    def export(self, path: Path | str | None = None, form: str = "xlsx", lang: str = "en") -> Path:
        """Write the run in another format and give its path.

        form : xlsx, all tables as a workbook; csv, as a folder of CSV files; iamc, energy, CO2 and capacity in the
            variables of the IAMC (`runs.iamc`); parquet, what there is of each step (`runs.hourly_files`)
        path : default: `tables.xlsx`, `iamc.csv`, or a folder `export` or `hourly`, in the run's folder
        """
        if path is None and self.folder is None:
            raise ValueError("the run is in memory only: say where to write its tables, run.export('tables.xlsx')")
        target = Path(path) if path is not None else Path(str(self.folder)) / EXPORTS[form]
        match form:
            case "iamc":
                with replacing_file(target) as fresh:
                    iamc(self).to_csv(fresh, index=False, encoding="utf-8")
            case "parquet":
                hourly_files.write(self.dataset, target)
            case _:
                self._write_pages(target, form, lang)
        return target

    def _write_pages(self, target: Path, form: str, lang: str) -> None:
        """All tables in words, as a workbook or as a folder of CSV files."""
        from energy_model.dataset.spreadsheet import write_csv, write_workbook
        from energy_model.sheets.wording import Labels
        from energy_model.sheets.workbook_pages import pages

        kept = self.without_hours()
        write = {"xlsx": write_workbook, "csv": write_csv}[form]
        write(target, pages(kept, Labels.of_run(kept, lang)))

    def save(self, folder: Path, lang: str = "en", report: bool = True) -> Run:
        """Write the results folder whole or not at all; an earlier one is replaced when the new one is complete.

        report : also its page
        """
        if self.whole is not None:
            return self.whole.save(folder, lang, report)
        kept = Run(self.dataset, self.summary, self.manifest, folder)
        kept._tables.update(self._tables)
        with replacing_folder(folder) as fresh:
            solution_file.write(self.dataset, fresh / SOLUTION)
            table_files.write({name: kept.table(name) for name in TABLES}, fresh / "tables", self._about())
            _write_json(fresh / "summary.json", self.summary)
            _write_json(fresh / "manifest.json", self.manifest)
            if self.search is not None:
                (fresh / SEARCH).write_bytes(self.search)
            if report:
                kept.report(fresh / "report.html", lang)
        return kept

    def _about(self) -> About:
        """Facts of the run for the description of its tables."""
        sources = self.table("assumptions")["source"]
        return About(
            title=str(self.summary.get("name_en") or self.name),
            licence=str(self.dataset.attrs.get("licence", "")),
            currency=str(self.summary.get("currency", MONEY)),
            release=str(self.manifest["versions"]["energy-model"]),
            made=str(self.manifest["made"]),
            sources=tuple(dict.fromkeys(sources[sources != ""])),
        )


def _write_json(path: Path, content: dict[str, Any]) -> None:
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False) + "\n", encoding="utf-8")


def solve(
    scenario: str | Path = "baseline",
    *,
    study: Path | str | None = None,
    results: Path | str | None = None,
    listener: Listener | None = None,
    lang: str = "en",
    report: bool = True,
    hours: int = HOURS_PER_YEAR,
    cold: bool = False,
    resume: bool = False,
    plan: Path | str | None = None,
    extend: Path | str | None = None,
    **options: Any,
) -> Run:
    """Solve a scenario and check its targets.

    Parameters
    ----------
    scenario : name of a scenario of the study, or the path of a YAML file
    study : folder or workbook; None: the study of the working directory, else the packaged one
    results : folder under which `<scenario>/` is written; None: nothing is written
    listener : is told what happens, see `Listener`
    lang : language of the written report, en or zh; report : whether it is written with the results
    hours : hours that the year must have; fewer than 8,760 are for tests
    cold : begin anew, though there is a run of the study under `results` from which the search could begin
    resume : go on from what this scenario's own last search left; its run stays if nothing better is found
    plan : results folder of a run whose sizes are held, so that only dispatch is decided; named `<scenario>@<run>`
    extend : Python file with rules of one's own beside the model's (docs/python.md); it is run
    options : fields of `workflow.solve.RunOptions`

    Raises
    ------
    StudyError : bad input, with all problems at once; compiler.SolveError : no optimum; AuditError : an optimum that
    does not balance. Earlier results are untouched by any of these.
    """
    chosen, clock = RunOptions(**options), Clock(listener)
    held = None if plan is None else HeldPlan.of(plan)
    extension = None if extend is None else Extension.load(extend)
    kept = None if results is None or extension else Path(results)  # what a search leaves is of the rules it knew
    warm = WarmStart(kept, cold, resume, None if held is None else held.folder)
    with _kept_for_resuming(warm):
        run = Run.of(solve_scenario(scenario, study, hours, chosen, clock, warm, held, extension))
    if results is None:
        return run
    with clock.stage("write"):
        run.summary["seconds"] = clock.figures()
        return _saved(run, warm, Path(results), lang, report, hours)


@contextmanager
def _kept_for_resuming(warm: WarmStart) -> Iterator[None]:
    """While inside, an interrupt or a time limit leaves what the search knew."""
    try:
        yield
    except (KeyboardInterrupt, SolveError) as error:
        if not isinstance(error, SolveError) or error.status == "time_limit":
            warm.keep()
        raise


def _saved(run: Run, warm: WarmStart, results: Path, lang: str, report: bool, hours: int) -> Run:
    """The run in its folder, or the earlier one where a resumed search found nothing better."""
    better = warm.earlier(run, hours)
    saved = run.save(results / run.name, lang, report) if better is None else Run.load(better)
    unfinished(results, run.name).unlink(missing_ok=True)
    return saved


def stressed(run: Run, case: StressCase, listener: Listener | None = None, lang: str = "en", **options: Any) -> Run:
    """The plan of a run, which has a folder, dispatched in a case and saved beside it; as it is where that was done.

    lang : of nothing that is written: pages of cases are made when they are asked for
    options, errors : as of `solve`
    """
    if case.done is not None:
        return Run.of(case.done)
    results = Path(str(run.folder)).parent
    chosen, held, clock = RunOptions(**options), HeldPlan.of(run), Clock(listener)
    warm = WarmStart(results, first=held.folder)
    found = Run.of(solve_scenario(case.scenario, None, run.manifest["hours"], chosen, clock, warm, held))
    return replace(found, search=None).save(results / found.name, report=False)
