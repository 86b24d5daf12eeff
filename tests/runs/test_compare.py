"""Comparing runs: what is solved and what is taken, tables with differences, the page, the command."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import xarray as xr
from click.testing import CliRunner, Result

import energy_model
from energy_model import cli, comparison
from energy_model.analysis.run_alignment import aligned, overview, targets
from energy_model.comparison import Comparison
from energy_model.compiler import SolveError
from energy_model.dataset import StudyError
from energy_model.run import Run
from energy_model.runs import solution_file
from energy_model.runs import table_files as result_tables
from energy_model.runs.up_to_date import Reason, provenance, stale
from energy_model.scenario.scenario import load_scenario
from energy_model.versions import version_of
from energy_model.workflow.compare import ComparisonRequest, choose
from tests.support.study import HOURS
from tests.support.tiny_run import study_folder, tiny_folder, tiny_run

pytestmark = pytest.mark.proof

RELEASE = version_of("energy-model")
DEAR = "extends: baseline\nname_en: Dear <b>CO2\nsettings: {co2_price: 500 CNY/t}\n"


class TestResultsOnDisk:
    def test_tables_come_back_as_they_were_and_without_the_dataset(self) -> None:
        run = Run.load(tiny_folder())
        for name in ("capacity", "costs", "generation", "hydrogen", "reference_figures"):
            pd.testing.assert_frame_equal(run.table(name), tiny_run().table(name))
        assert "dataset" not in vars(run.solved), "nothing was read but the tables"

    def test_columns_of_every_kind(self, tmp_path: Path) -> None:
        numbers = [0.1 + 0.2, np.nan, -np.inf, 5e-324]
        frame = pd.DataFrame({"word": ["a", "", "NA", '1,"2'], "number": numbers, "whole": [1, 2, 3, 4]})
        frame["flag"], frame["told"] = [True, False, True, True], pd.Series([True, None, False, None], dtype=object)
        mixed = pd.DataFrame({"mixed": pd.Series(["2030", 2030], dtype=object)})
        result_tables.write({"good": frame, "mixed": mixed}, tmp_path)
        found = result_tables.read(tmp_path, "good")
        assert found is not None
        pd.testing.assert_frame_equal(found, frame, check_exact=True)
        assert result_tables.read(tmp_path, "mixed") is None, "it would not come back as it was"
        assert result_tables.read(tmp_path, "none") is None

    def test_a_dataset_is_read_as_xarray_reads_it(self, tmp_path: Path) -> None:
        ds = xr.Dataset(
            {
                "name": ("thing", ["风电", "Wind"]),
                "flag": ("thing", [True, False]),
                "power": (("thing", "step"), np.array([[1.0, np.nan, 3.0], [4.0, 5.0, 6.0]], dtype=np.float32)),
                "bare": ("no_coordinates", [1, 2]),
                "nothing": ("empty", np.zeros(0)),
                "base_year": 2025,
                "time": ("step", pd.date_range("2030", periods=3, freq="h").as_unit("ns")),
            },
            {"thing": ["a", "b"], "step": [0, 1, 2]},
            {"objective": 1.5, "method": "simplex"},
        )
        solution_file.write(ds, tmp_path / "x.nc")
        found = solution_file.read(tmp_path / "x.nc")
        xr.testing.assert_identical(found, ds)
        assert {n: v.dtype for n, v in found.variables.items()} == {n: v.dtype for n, v in ds.variables.items()}
        xr.testing.assert_identical(solution_file.read(tmp_path / "x.nc", hourly=False), ds.drop_dims("step"))

    def test_the_dataset_of_a_run_is_what_was_solved(self) -> None:
        found = Run.load(tiny_folder())
        xr.testing.assert_equal(found.dataset, tiny_run().dataset)
        assert found.dataset.attrs == tiny_run().dataset.attrs
        xr.testing.assert_equal(found.without_hours().dataset, tiny_run().dataset.drop_dims("step"))

    def test_a_table_that_was_changed_is_computed_anew(self, tmp_path: Path) -> None:
        shutil.copytree(tiny_folder(), tmp_path / "run")
        path = tmp_path / "run/tables/capacity.csv"
        path.write_text(path.read_text("utf-8-sig").replace("1000.0", "2000.0"), encoding="utf-8-sig")
        pd.testing.assert_frame_equal(Run.load(tmp_path / "run").table("capacity"), tiny_run().table("capacity"))

    def test_results_that_were_replaced_are_not_mixed(self, tmp_path: Path) -> None:
        shutil.copytree(tiny_folder(), tmp_path / "run")
        run = Run.load(tmp_path / "run")
        shutil.rmtree(tmp_path / "run")
        shutil.copytree(tiny_folder(), tmp_path / "run", copy_function=shutil.copy)
        with pytest.raises(StudyError, match="were replaced"):
            run.table("capacity")


class TestFreshness:
    @pytest.fixture
    def own(self, tmp_path: Path) -> Path:
        shutil.copytree(study_folder(), tmp_path / "study")
        return tmp_path / "study"

    def reason(self, study: Path, run: Run | None = None, **asked: Any) -> Reason | None:
        return stale(
            run or tiny_run(), load_scenario("baseline", study), **{"release": RELEASE, "hours": HOURS} | asked
        )

    def test_the_same_study_elsewhere_is_up_to_date(self, own: Path) -> None:
        text = "name_zh: 另一名\nname_en: Another name\nyears: [2030]\n"  # words change no number
        (own / "scenarios/baseline.yaml").write_text(text, encoding="utf-8")
        assert self.reason(own) is None

    def test_changed_tables_are_named(self, own: Path) -> None:
        with (own / "inputs/settings.csv").open("a", encoding="utf-8") as file:
            file.write("\n")
        assert self.reason(own) == Reason("inputs", ("inputs/settings.csv",))

    def test_changed_values_of_the_scenario_are_named(self, own: Path) -> None:
        with (own / "scenarios/baseline.yaml").open("a", encoding="utf-8") as file:
            file.write("settings: {co2_price: 61 CNY/t}\n")
        assert self.reason(own) == Reason("scenario", ("settings co2_price",))

    def test_releases_and_hours(self, own: Path) -> None:
        assert self.reason(own, release="9") == Reason("release", (RELEASE, "9"))
        assert self.reason(own, hours=24) == Reason("hours", ("168", "24"))

    def test_a_gap_is_closed_further_only_where_more_is_asked(self, own: Path) -> None:
        options = tiny_run().manifest["options"] | {"gap": 0.01, "time_limit": 60.0}
        manifest, summary = tiny_run().manifest | {"options": options}, tiny_run().summary | {"gap_searched": 0.02}
        run = replace(tiny_run(), manifest=manifest, summary=summary)
        assert self.reason(own, run, gap=0.03) is None
        assert self.reason(own, run, gap=0.01, time_limit=60.0) is None, "it was tried as long"
        assert self.reason(own, run, gap=0.01, time_limit=61.0) == Reason("gap", ("2 %", "1 %"))
        assert self.reason(own, run, gap=0.005, time_limit=60.0) == Reason("gap", ("2 %", "0.5 %"))


def test_runs_in_several_currencies_are_refused() -> None:
    run = tiny_run()
    other = replace(run, summary=run.summary | {"scenario": "euro", "currency": "EUR"})
    with pytest.raises(StudyError, match=r"several currencies \(baseline in CNY, euro in EUR\)"):
        Comparison.of([run, other])


class TestTables:
    def test_what_one_run_lacks_is_zero_in_its_years_and_untold_in_others(self) -> None:
        first = pd.DataFrame({"thing": ["a", "b"], "year": [1, 2], "size": [1.0, 2.0]})
        second = pd.DataFrame({"thing": ["c"], "year": [1], "size": [5.0]})
        found = aligned({"x": first, "y": second}, ["thing", "year"], ["size"], {"x": [1, 2], "y": [1]})
        sizes = found.set_index(["run", "thing"])["size"].to_dict()
        assert sizes == {("x", "a"): 1, ("x", "b"): 2, ("x", "c"): 0, ("y", "a"): 0, ("y", "c"): 5} | {
            ("y", "b"): pytest.approx(float("nan"), nan_ok=True)
        }
        differences = found.set_index(["run", "thing"])["size_difference"]
        assert differences["y", "c"] == 5 and differences["y", "a"] == -1 and differences["x"].eq(0).all()
        assert pd.isna(differences["y", "b"])

    def summary(self, cost: float, bound: float, weight: float = 2.0) -> dict[str, Any]:
        given = {"objective_cny": cost, "lower_bound_cny": bound, "targets": []}
        return tiny_run().summary | given | {"costs": [{"year": 2030, "cost": cost / weight, "weight": weight}]}

    def test_a_difference_within_the_gaps_is_not_proved(self) -> None:
        base = self.summary(100.0, 98.0)
        runs = {
            "same": (100.0, 100.0 + 1e-9),
            "less": (97.5, 97.0),
            "close": (98.5, 98.0),
            "overlap": (103.0, 99.9),
            "more": (103.0, 100.1),
        }
        found = overview({"base": base} | {name: self.summary(*numbers) for name, numbers in runs.items()})
        proved = dict(zip(found["run"], found["proved"], strict=True))
        assert proved == {"base": None, "same": False, "less": True, "close": False, "overlap": False, "more": True}
        close = found.set_index("run").loc["close"]
        assert (close["difference_least"], close["difference_most"]) == (-2.0, 0.5)
        other = overview({"base": base, "other": self.summary(100.0, 98.0, weight=3.0)}).iloc[1]
        assert pd.isna(other["cost_difference"]) and other["proved"] is None

    def test_targets_gained_lost_and_missing(self) -> None:
        base = [{"id": name, "year": 2030, "value": 1.0, "margin": 0.0, "met": met, "unit": "GW"} for name, met in
                (("won", False), ("gone", True), ("dropped", True))]  # fmt: skip
        other = [base[0] | {"met": True, "value": 3.0}, base[1] | {"met": False}]
        found = targets({"x": {"targets": base}, "y": {"targets": other}}).set_index(["run", "id"])
        assert found.loc["y", "change"].to_dict() == {"won": "gained", "gone": "lost", "dropped": ""}
        assert found.loc[("y", "won"), "value_difference"] == 2.0
        dropped = found.loc[("y", "dropped")]
        assert not dropped["in_run"] and pd.isna(dropped["value_difference"])


class Place:
    """A copy of the tiny study and its results, and a solver that takes no time."""

    def __init__(self, folder: Path) -> None:
        self.study, self.results = folder / "study", folder / "results"
        self.solved: list[str] = []
        shutil.copytree(study_folder(), self.study)
        shutil.copytree(tiny_folder(), self.results / "baseline")
        self.scenario("dear", DEAR)
        self.scenario("no-way", "extends: baseline\nyears: [2040]\n")

    def scenario(self, name: str, text: str) -> None:
        (self.study / "scenarios" / f"{name}.yaml").write_text(text, encoding="utf-8")

    def solve(self, name: str, *, study: Path, results: Path, hours: int, gap: float, **_: object) -> Run:
        """Stand for `energy_model.solve`: the tiny run, two per cent dearer."""
        scenario = load_scenario(name, study)
        self.solved.append(scenario.name)
        if scenario.name == "no-way":
            raise SolveError("infeasible", "there is no way")
        folder = results / scenario.name
        shutil.copytree(tiny_folder(), folder, dirs_exist_ok=True)
        more = {"scenario": scenario.name, "name_en": scenario.text("name_en")}
        more |= {name: 1.02 * tiny_run().summary[name] for name in ("objective_cny", "lower_bound_cny")}
        origins = [origin._asdict() for origin in scenario.origins()]
        self.write(folder / "summary.json", tiny_run().summary | more)
        self.write(folder / "manifest.json", tiny_run().manifest | provenance(scenario, hours) | {"origins": origins})
        return Run.load(folder)

    @staticmethod
    def write(path: Path, content: dict[str, Any]) -> None:
        path.write_text(json.dumps(content), encoding="utf-8")

    def compare(self, *items: object) -> Result:
        where = ("--study", self.study, "--results", self.results, "--lang", "en", "--hours", HOURS)
        return CliRunner().invoke(cli.commands, [str(argument) for argument in ("compare", *items, *where)])


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    made = Place(tmp_path)
    monkeypatch.setattr(comparison, "solve", made.solve)
    return made


class TestCommand:
    def test_what_is_not_solved_or_stale_is_solved_and_the_rest_taken(self, place: Place) -> None:
        found = place.compare("baseline", place.study / "scenarios" / "d*r.yaml")
        assert found.exit_code == 0, found.output
        assert place.solved == ["dear"]
        assert f"baseline: taken from {place.results / 'baseline'}, up to date" in found.stderr
        assert "dear.yaml: solving, not solved yet" in found.stderr
        assert "Baseline costs least" in found.stdout and "✓ dearer" in found.stdout
        self.check_files(place)
        place.solved.clear()
        both = energy_model.compare(["d?ar", tiny_run()], study=place.study, results=place.results, hours=HOURS)
        assert (list(both.runs), place.solved) == (["dear", "baseline"], [])
        place.scenario("dear", DEAR.replace("500", "501"))
        (_, again) = choose(["baseline", "dear"], ComparisonRequest(place.study, place.results, hours=HOURS))
        assert again.must_be_solved and again.reason == Reason("scenario", ("settings co2_price",))

    def check_files(self, place: Place) -> None:
        written = pd.read_csv(place.results / "comparison/tables/overview.csv")
        cost = tiny_run().summary["objective_cny"]
        assert written["cost_difference"].tolist() == [0.0, pytest.approx(0.02 * cost)]
        page = (place.results / "comparison/report.html").read_text("utf-8")
        assert "Dear &lt;b&gt;CO2" in page and "<b>CO2" not in page
        assert '<html lang="en">' in page and "基准 (baseline)成本最低" in page, (
            "names that are the same are told apart"
        )
        assert "settings co2_price" in page, "what the scenarios set differently"

    def test_what_cannot_be_solved_hides_no_other(self, place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Comparison, "report", lambda _, path, lang: path)
        found = place.compare("baseline", "no-way", "dear")
        assert (found.exit_code, place.solved) == (1, ["no-way", "dear"]), found.output
        assert "No result for the scenario no-way" in found.stderr
        assert "Baseline compared with Dear <b>CO2" in found.stdout

    def test_faults_are_told_before_any_work(self, place: Place) -> None:
        few = place.compare("baseline", place.results / "baseline")
        assert few.exit_code == 2 and "needs two different runs" in few.stderr
        unknown = place.compare("dear", "basline", "no/*/such")
        assert (unknown.exit_code, place.solved) == (2, [])
        assert "Did you mean 'baseline'?" in unknown.stderr and "2 problems" in unknown.stderr

    def test_a_folder_is_never_solved_again_but_said_to_be_stale(self, place: Place) -> None:
        manifest = tiny_run().manifest | {"study": str(place.study), "scenario_files": ["baseline.yaml"]}
        place.write(place.results / "baseline/manifest.json", manifest)
        (place.study / "inputs/markets.csv").write_text("", encoding="utf-8")
        (choice,) = choose([place.results / "baseline"], ComparisonRequest(hours=HOURS))
        assert not choice.must_be_solved and choice.reason == Reason("inputs", ("inputs/markets.csv",))
