"""The command line: verbs, messages, exit statuses; in this process and in one of its own."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner, Result
from rich.console import Console

from energy_model import cli
from energy_model import run as runs
from energy_model.analysis.audit import AuditError
from energy_model.cli import options
from energy_model.compiler import METHODS, SolveError
from energy_model.dataset.tables import HOURS_PER_YEAR
from energy_model.report import run_page
from energy_model.run import Run
from energy_model.runs import solution_file
from energy_model.terminal import Progress
from energy_model.terminal.solver_log import Iteration, parse
from tests.support.study import add_row, change_cell, read_rows, write_study
from tests.support.tiny_run import study_folder, tiny_folder, tiny_run

ROOT = Path(__file__).parents[2]
WEEK = ("--hours", "168")


def call(*arguments: object) -> Result:
    return CliRunner().invoke(cli.commands, [str(argument) for argument in arguments])


@pytest.fixture
def results() -> Path:
    return tiny_folder().parent


@pytest.fixture
def _solution_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """For runs that are written, but not to be loaded whole: the file of the solution takes long."""
    monkeypatch.setattr(solution_file, "write", lambda dataset, path: path.touch())


@pytest.fixture
def _page_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """For runs that are written, but not to look at their page."""
    monkeypatch.setattr(run_page, "write_page", lambda run, path, lang: path.touch())


@pytest.mark.proof
class TestSolve:
    @pytest.mark.usefixtures("_solution_is_left_out")
    def test_in_chinese(self, tmp_path: Path) -> None:
        found = call("solve", "--study", study_folder(), "--results", tmp_path, "--lang", "zh", *WEEK)
        assert found.exit_code == 0, found.output
        for text in (
            "基准 · 2030",
            "2.724 亿元",
            "规划有自身数值的指标可评价 3 项：达到 2 项",
            "各类技术装机",
            "电量平衡",
            "成本构成",
            "✗ 未达到",
            "核验：",
        ):
            assert text in found.stdout
        assert found.stderr.startswith(f"baseline  研究：{study_folder()}\n") and "读取并检查数据" in found.stderr
        assert "\x1b" not in found.output, "no control codes where there is no terminal"
        summary = json.loads((tmp_path / "baseline/summary.json").read_text("utf-8"))
        assert summary["objective_cny"] == pytest.approx(tiny_run().summary["objective_cny"])
        assert '<html lang="zh">' in (tmp_path / "baseline/report.html").read_text("utf-8")

    @pytest.mark.usefixtures("_solution_is_left_out", "_page_is_left_out")
    def test_several_of_the_study_of_the_working_directory(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        study = write_study(tmp_path / "study")
        change_cell(study, "demands", 2, "unserved_cost", "500")
        dear = "extends: baseline\nname_en: Dear CO2\nsettings: {co2_price: 500 CNY/t}\n"
        (study / "scenarios/dear.yaml").write_text(dear, encoding="utf-8")
        monkeypatch.chdir(study)
        found = call("solve", "baseline", "dear", "--results", tmp_path / "r", "--lang", "en", *WEEK)
        assert found.exit_code == 0, found.output
        assert found.stderr.startswith(f"baseline  study: {study}\n")
        costs = [Run.load(tmp_path / "r" / name).summary["objective_cny"] for name in ("baseline", "dear")]
        assert costs[0] < costs[1]
        assert found.stderr.count("500,000 CNY/MWh, 556 times the dearest supply of electricity (900 CNY/MWh)") == 2
        assert found.stdout.index("Baseline · 2030") < found.stdout.index("Dear CO2 · 2030")

    def test_a_misspelt_scenario_is_told_before_any_work(self, tmp_path: Path) -> None:
        found = call("solve", "baseline", "basline", "--study", study_folder(), "--results", tmp_path / "r", *WEEK)
        assert found.exit_code == 2
        assert "Did you mean 'baseline'?" in found.stderr
        assert not (tmp_path / "r").exists()

    def test_a_study_that_nobody_named_replaces_no_results_of_another(self, results: Path) -> None:
        before = (results / "baseline" / "manifest.json").read_bytes()
        found = call("solve", "--results", results, "--lang", "en")
        assert found.exit_code == 2
        assert f"it holds a run of the study {study_folder()}, and here {ROOT} would be solved." in found.stderr
        assert (results / "baseline" / "manifest.json").read_bytes() == before

    def test_what_excludes_each_other_is_refused(self) -> None:
        found = call("solve", "--resume", "--cold", "--lang", "en")
        assert found.exit_code == 2 and "give one of the two" in found.stderr

    def test_bad_input_lists_every_problem(self, tmp_path: Path) -> None:
        study = write_study(tmp_path / "study")
        change_cell(study, "assets", 2, "zone", "sae")
        change_cell(study, "demand_data", 2, "energy", "-1")
        found = call("solve", "--study", study, "--results", tmp_path / "r", *WEEK)
        assert found.exit_code == 2
        assert "inputs/assets.csv, row 2, column zone" in found.stderr
        assert "inputs/demand_data.csv, row 2, column energy" in found.stderr
        assert "Traceback" not in found.output
        assert not (tmp_path / "r" / "baseline").exists()

    @pytest.mark.parametrize("option", [("--solver", "cplex"), ("--gap", "-1"), ("--threads", "x"), ("--lang", "fr")])
    def test_bad_options(self, option: tuple[str, str]) -> None:
        assert call("solve", *option).exit_code == 2

    def test_time_limit(self, tmp_path: Path) -> None:
        limit = ("--time-limit", "0.000001", "--lang", "en")
        found = call("solve", "--study", study_folder(), "--results", tmp_path / "r", *limit, *WEEK)
        assert found.exit_code == 1
        assert "time limit" in found.stderr
        assert "Raise --time-limit" in found.stderr
        assert not (tmp_path / "r" / "baseline").exists()

    @pytest.mark.parametrize(
        ("error", "status", "text"),
        [
            (SolveError("infeasible", "no plan satisfies all constraints"), 1, "minimum capacities in potentials"),
            (AuditError("a node is out of balance by 3 MW"), 1, "out of balance by 3 MW"),
            (KeyboardInterrupt(), 130, "Interrupted"),
            (PermissionError(13, "Permission denied", "results"), 1, "Permission denied: 'results'"),
        ],
    )
    def test_errors_are_one_message(
        self, error: BaseException, status: int, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def fail(*arguments: object, **options: object) -> Run:
            raise error

        monkeypatch.setattr(runs, "solve", fail)
        found = call("solve", "--study", study_folder(), "--results", tmp_path, "--lang", "en")
        assert found.exit_code == status
        assert text in found.stderr
        assert "Traceback" not in found.output

    def test_the_others_are_solved_when_one_fails(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        study = write_study(tmp_path / "study")
        (study / "scenarios/hard.yaml").write_text("extends: baseline\n", encoding="utf-8")

        def fail_first(scenario: str, **options: object) -> Run:
            if scenario == "hard":
                raise SolveError("infeasible", "no plan")
            return tiny_run()

        monkeypatch.setattr(runs, "solve", fail_first)
        found = call("solve", "hard", "baseline", "--study", study, "--lang", "en", *WEEK)
        assert found.exit_code == 1
        assert "No result for the scenario hard" in found.stderr
        assert "Baseline · 2030" in found.stdout

    def test_an_error_nobody_foresaw_keeps_its_trace(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(runs, "solve", lambda *a, **k: 1 / 0)
        assert isinstance(call("solve", "--study", study_folder()).exception, ZeroDivisionError)

    def test_a_gap_that_was_not_reached(self, monkeypatch: pytest.MonkeyPatch) -> None:
        wide = replace(tiny_run(), summary=tiny_run().summary | {"gap_searched": 0.05})
        monkeypatch.setattr(runs, "solve", lambda *a, **k: wide)
        found = call("solve", "--study", study_folder(), "--gap", "0.02", "--lang", "en")
        assert found.exit_code == 1
        assert "The gap 5 % is above the 2 % asked for" in found.stderr
        assert call("solve", "--study", study_folder(), "--gap", "0.06").exit_code == 0


@pytest.mark.proof
class TestRuns:
    def test_targets_by_name_and_by_folder(self, results: Path) -> None:
        by_name = call("targets", "baseline", "--results", results, "--lang", "en")
        by_folder = call("targets", results / "baseline", "--lang", "en")
        assert by_name.exit_code == by_folder.exit_code == 0
        assert by_name.stdout == by_folder.stdout
        for text in (
            "Wind capacity",
            "≥ 1.5 GW",
            "0.8 GW",
            "-0.7 GW",
            "✗ missed",
            "✓ met",
            "Interpretations of the plan",
        ):
            assert text in by_name.stdout

    def test_base_year_against_what_is_known(self, results: Path) -> None:
        found = call("base-year", "baseline", "--results", results, "--lang", "en")
        assert found.exit_code == 0, found.output
        line = next(line for line in found.stdout.splitlines() if line.startswith("Hours of wind"))
        for text in ("2030", "2,000 hour", "4,000 hour", "74.4 hour", "✗ outside", "made up (C)"):
            assert text in line
        assert "Of 2 reference figures 0 are within" in found.stdout
        assert "基准年核对" in call("base-year", results / "baseline", "--lang", "zh").stdout

    def test_base_year_of_a_run_without_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        other = tiny_run().dataset.assign(known_year=("known", [2025, 2025]))
        later = replace(tiny_run(), solved=other)
        monkeypatch.setattr(Run, "load", lambda folder: later)
        found = call("base-year", "later", "--lang", "en")
        assert found.exit_code == 0, found.output
        assert "year not modelled" in found.stdout
        assert "There are no reference figures for the years of this run (2030)" in found.stdout

    def test_a_run_that_is_not_there(self, results: Path) -> None:
        found = call("targets", "bsaeline", "--results", results)
        assert found.exit_code == 2
        assert "There are: baseline." in found.stderr

    def test_report(self, results: Path, tmp_path: Path) -> None:
        found = call("report", "baseline", "--results", results, "--out", tmp_path / "x.html", "--lang", "zh")
        assert found.exit_code == 0
        assert found.stdout.strip() == str(tmp_path / "x.html")
        assert '<html lang="zh">' in (tmp_path / "x.html").read_text("utf-8")


class TestCheck:
    def test_shows_values_with_their_origin(self, tmp_path: Path) -> None:
        study = write_study(tmp_path / "study")
        change_cell(study, "demands", 2, "unserved_cost", "500")
        text = "extends: baseline\nname_en: Much [bold]wind[/bold]\nset:\n"
        text += "  - {table: potentials, where: {asset: sea_wind, year: 2030}, values: {maximum: 3 GW}}\n"
        (study / "scenarios/windy.yaml").write_text(text, encoding="utf-8")
        found = call("check", "windy", "--study", study, "--lang", "en", *WEEK)
        assert found.exit_code == 0, found.output
        line = next(line for line in found.stdout.splitlines() if "potentials[" in line)
        assert line.split("  ")[0] == "potentials[asset=sea_wind, year=2030].maximum"
        assert "3 GW" in line
        assert line.rstrip().endswith("scenarios/windy.yaml")
        assert "Much [bold]wind[/bold]" in found.stdout, "what users typed is no markup"
        assert "it can be solved" in found.stdout
        assert "C estimate" not in found.stdout
        assert "556 times the dearest supply of electricity" in found.stderr

    def test_verbose_counts_sources(self) -> None:
        found = call("check", "--study", study_folder(), "--verbose", "--lang", "en", *WEEK)
        line = next(line for line in found.stdout.splitlines() if line.startswith("technology_data"))
        rows = len(read_rows(study_folder(), "technology_data")) - 1
        assert line.split() == ["technology_data", str(rows), "0", "0", str(rows)]

    def test_problems(self, tmp_path: Path) -> None:
        study = write_study(tmp_path / "study")
        change_cell(study, "assets", 2, "zone", "sae")
        found = call("check", "--study", study, *WEEK)
        assert found.exit_code == 2
        assert "Did you mean 'sea'?" in found.stderr
        assert found.stdout == ""


@pytest.mark.proof
class TestNew:
    def test_a_copy_of_the_packaged_study_is_sound(self, tmp_path: Path) -> None:
        found = call("new", tmp_path / "mine", "--lang", "en")
        assert found.exit_code == 0, found.output
        assert f"energy-model solve --study {tmp_path / 'mine'}" in found.stdout
        assert (tmp_path / "mine/seeds/plan_facts.csv").read_bytes() == (ROOT / "seeds/plan_facts.csv").read_bytes()
        assert call("check", "--study", tmp_path / "mine").exit_code == 0

    def test_refuses_a_folder_with_something_in_it(self, tmp_path: Path) -> None:
        (tmp_path / "diary.txt").write_text("mine", encoding="utf-8")
        found = call("new", tmp_path)
        assert found.exit_code == 2
        assert [path.name for path in tmp_path.iterdir()] == ["diary.txt"]


class TestImport:
    @pytest.fixture
    def study(self, tmp_path: Path) -> Path:
        return write_study(tmp_path / "study", hours=8760)

    def weather(self, folder: Path, most: float = 1.0) -> Path:
        time = pd.date_range("2019-01-01", periods=8760, freq="h")
        frame = pd.DataFrame({"time": time, "site_1": np.linspace(0, most, 8760)})
        frame.to_csv(folder / "weather.csv", index=False)
        return folder / "weather.csv"

    def test_replaces_the_mapped_profile_only(self, study: Path, tmp_path: Path) -> None:
        before = read_rows(study, "hourly")
        found = call("import", self.weather(tmp_path), "--study", study, "--map", "site_1=sea_wind", "--lang", "en")
        assert found.exit_code == 0, found.output
        assert "sea_wind" in found.stdout
        assert "taken as the study's time (UTC+8)" in found.stdout
        after = read_rows(study, "hourly")
        assert [row[:1] + row[2:] for row in after] == [row[:1] + row[2:] for row in before]
        assert [float(row[1]) for row in after[1:]] == pytest.approx(np.linspace(0, 1, 8760), abs=1e-6)
        assert call("check", "--study", study).exit_code == 0
        assert sorted(path.name for path in (study / "inputs").iterdir() if path.name.startswith(".")) == []

    def test_stamps_in_utc_are_moved_to_the_studys_time(self, study: Path, tmp_path: Path) -> None:
        add_row(study, "settings", setting="utc_offset", value="-5", unit="hour")
        time = pd.date_range("2019-01-01", periods=8760, freq="h", tz="UTC")
        frame = pd.DataFrame({"time": time, "sea_wind": np.linspace(0, 1, 8760)})
        frame.to_csv(tmp_path / "w.csv", index=False)
        found = call("import", tmp_path / "w.csv", "--study", study, "--lang", "en")
        assert found.exit_code == 0, found.output
        assert "Stamps in UTC moved by -5 h to the study's time (UTC-5)." in found.stdout
        after = [float(row[1]) for row in read_rows(study, "hourly")[1:]]
        assert after == pytest.approx(np.roll(frame["sea_wind"], -5), abs=1e-6)

    @pytest.mark.parametrize(
        ("most", "mapping", "text"),
        [
            (1.5, "site_1=sea_wind", "outside of 0..1"),
            (1.0, "site_1=sea_wnd", "did you mean 'sea_wind'"),
            (1.0, "site=sea_wind", "has no column 'site'"),
        ],
    )
    def test_bad_weather_changes_nothing(
        self, study: Path, tmp_path: Path, most: float, mapping: str, text: str
    ) -> None:
        before = (study / "inputs/hourly.csv").read_bytes()
        found = call("import", self.weather(tmp_path, most), "--study", study, "--map", mapping)
        assert found.exit_code == 2
        assert text in found.stderr
        assert (study / "inputs/hourly.csv").read_bytes() == before

    def test_a_mapping_without_a_profile(self, study: Path, tmp_path: Path) -> None:
        found = call("import", self.weather(tmp_path), "--study", study, "--map", "site_1")
        assert found.exit_code == 2
        assert "SOURCE=PROFILE" in found.stderr


class TestProgress:
    @pytest.mark.parametrize(
        ("line", "found"),
        [
            ("        1202     2.7238290709e+08 Pr: 0(0) 0.1s", Iteration(1202, 272382907.09)),
            ("       34598     1.8068886310e+09 Pr: 44408(2.52347e+08) 7.2s", Iteration(34598, 1806888631.0)),
            (
                "   7    8.13882224e+10  -1.24647448e+12   9.89e-06   1.09e-11  2.28e+00       5.7",
                Iteration(7, 8.13882224e10, -1.24647448e12),
            ),
            (
                "Performed postsolve\n   9    1.61254130e+10  -2.61590122e+10   8.25e-07\n",
                Iteration(9, 1.6125413e10, -2.61590122e10),
            ),
            ("interior point iteration 12", Iteration(12)),
            ("122643 rows, 122646 cols, 411724 nonzeros 0s", None),
            ("  Iteration        Objective     Infeasibilities num(sum)", None),
            ("Objective value     :  2.7238290709e+08", None),
            ("", None),
        ],
    )
    def test_lines_of_the_solver(self, line: str, found: Iteration | None) -> None:
        read = parse(line)
        assert (read is None) == (found is None)
        assert read is None or found is None or [v or 0 for v in read] == pytest.approx([v or 0 for v in found])

    def test_on_a_terminal_it_shows_the_last_iteration(self) -> None:
        written = io.StringIO()
        with Progress("windy", "en", Console(file=written, force_terminal=True, width=100)) as progress:
            progress("stage", "solve")
            progress("log", "        1202     2.7238290709e+09 Pr: 0(0) 0.1s")
        assert "windy  solving: 1,202 iterations, at 2.724 bn CNY" in written.getvalue()

    def test_elsewhere_it_is_plain_lines(self) -> None:
        written = io.StringIO()
        with Progress("windy", "zh", Console(file=written, force_terminal=False)) as progress:
            progress("stage", "read")
            progress("stage", "solve")
        lines = written.getvalue().splitlines()
        assert [line.split(" s  ")[1] for line in lines] == ["windy  读取并检查数据", "windy  求解"]


# what only pages, workbooks and Pyomo's own solvers need, half a second each
_PAGE = {"plotly", "latex2mathml", "openpyxl"}
_HEAVY = {"pyomo.environ", "scipy.stats", "scipy.optimize", "energy_model.report"}


@pytest.mark.proof
class TestProcess:
    """As a user starts it."""

    def command(self, *arguments: object) -> list[str]:
        return [sys.executable, "-m", "energy_model", *(str(argument) for argument in arguments)]

    def environment(self) -> dict[str, str]:
        return os.environ | {"LC_ALL": "zh_CN.UTF-8", "PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(ROOT)}

    def test_solves_without_page_and_without_what_only_the_page_needs(self, tmp_path: Path) -> None:
        command = self.command("solve", "--no-report", "--study", study_folder(), *WEEK)
        command[1:1] = ["-X", "importtime"]
        options = {"cwd": tmp_path, "env": self.environment(), "timeout": 120}
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False, **options)  # type: ignore[call-overload]
        assert done.returncode == 0, done.stderr
        assert "规划目标" in done.stdout, "the language of the environment"
        assert "\x1b" not in done.stdout + done.stderr
        files = {path.name for path in (tmp_path / "results/baseline").iterdir()}
        assert files == {"solution.nc", "summary.json", "manifest.json", "tables"}
        assert "结果文件夹" in done.stdout and "网页报告" not in done.stdout
        imported = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines() if "import time:" in line}
        assert {"highspy", "energy_model.run", "scipy.sparse"} <= imported
        assert not (_PAGE | _HEAVY) & imported
        with (tmp_path / "results/baseline/tables/costs.csv").open(encoding="utf-8-sig") as opened:
            total = sum(float(row["present"]) for row in csv.DictReader(opened))
        assert total == pytest.approx(tiny_run().summary["objective_cny"])

    def test_help_in_the_language_of_the_environment(self) -> None:
        command = self.command("solve", "--help")
        done = subprocess.run(command, capture_output=True, encoding="utf-8", env=self.environment(), check=True)
        assert "求解情景" in done.stdout

    def test_help_waits_for_no_library(self) -> None:
        heavy = {"highspy", "numpy", "pandas", "plotly", "pydantic", "pyomo", "rich", "scipy", "xarray"}
        code = f"import sys, energy_model.cli; print(sorted({heavy} & set(sys.modules)))"
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True)
        assert done.stdout.strip() == "[]"
        # what it would take them to tell
        assert ("auto", *METHODS) == options.SOLVERS and options.HOURS == HOURS_PER_YEAR

    @pytest.mark.skipif(os.name != "posix", reason="signals")
    @pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
    def test_an_interrupt_ends_it_at_once(self, tmp_path: Path, sent: signal.Signals) -> None:
        study = write_study(tmp_path / "study", hours=8760)
        command = self.command(
            "solve", "--study", study, "--results", tmp_path / "r", "--solver", "hipo", "--lang", "en"
        )
        started = subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8", env=self.environment())
        assert started.stderr is not None
        while "solving" not in started.stderr.readline():
            assert started.poll() is None
        time.sleep(0.3)  # into HiPO, which takes a second and does not look for signals
        begin = time.monotonic()
        started.send_signal(sent)
        _, errors = started.communicate(timeout=30)
        assert started.returncode == 130
        assert time.monotonic() - begin < 10
        assert "Interrupted" in errors
        assert not (tmp_path / "r").exists() or list((tmp_path / "r").iterdir()) == []
