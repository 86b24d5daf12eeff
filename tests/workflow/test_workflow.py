"""The path of one run on a tiny study: files, figures, and that nothing is written when something fails."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import xarray as xr

import energy_model
from energy_model import Run
from energy_model.analysis.audit import AuditError, audit
from energy_model.analysis.tables import TABLES
from energy_model.compiler import SolveError
from energy_model.dataset import StudyError
from energy_model.runs import solution_file
from energy_model.workflow import solve as workflow
from tests.support.study import HOURS, write_study

pytestmark = pytest.mark.proof


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("study")
    write_study(folder)
    return folder


@pytest.fixture(scope="module")
def run(study: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    results = tmp_path_factory.mktemp("results")
    return energy_model.solve("baseline", study=study, results=results, hours=HOURS)


def test_the_results_folder_is_complete_and_reads_back(run: Run) -> None:
    assert run.folder is not None
    names = {p.name for p in run.folder.iterdir()}
    assert names == {"solution.nc", "tables", "summary.json", "manifest.json", "report.html"}
    assert {p.stem for p in (run.folder / "tables").glob("*.csv")} == set(TABLES)
    again = Run.load(run.folder)
    assert again.summary == run.summary
    xr.testing.assert_allclose(again.dataset["dispatch"], run.dataset["dispatch"])
    pd.testing.assert_frame_equal(again.table("costs"), run.table("costs"), check_dtype=False)


def test_the_summary_has_what_the_design_promises(run: Run) -> None:
    summary = run.summary
    wanted = {
        "scenario",
        "status",
        "objective_cny",
        "lower_bound_cny",
        "gap",
        "years",
        "seconds",
        "size",
        "targets",
        "audit",
    }
    assert wanted <= set(summary)
    assert {"read", "formulate", "compile", "solve", "total"} <= set(summary["seconds"])
    assert set(summary["size"]) == {"rows", "columns", "nonzeros", "steps"}
    errors = {"balance_error", "energy_error", "carbon_error", "cost_error"}
    assert errors | {"unserved_mwh", "primal_residual"} <= set(summary["audit"])
    assert summary["lower_bound_cny"] <= summary["objective_cny"] * (1 + 1e-9)


def test_reported_costs_sum_to_the_objective(run: Run) -> None:
    assert run.table("costs")["present"].sum() == pytest.approx(run.summary["objective_cny"], rel=1e-9)
    (row,) = run.summary["costs"]
    assert row["cost"] == pytest.approx(run.table("costs")["cost"].sum())
    assert row["cost"] * row["weight"] == pytest.approx(row["present"])


def test_every_carrier_balances_over_the_year(run: Run) -> None:
    sums = run.table("energy_balance").groupby(["carrier", "year"])["energy"].sum()
    assert len(sums) >= 2
    assert sums.abs().max() < 1e-3


def test_generation_agrees_with_hourly_dispatch(run: Run) -> None:
    hourly = run.dataset["dispatch"].sum("step").to_series()
    table = run.table("generation").set_index("asset")["generation"]
    pd.testing.assert_series_equal(table, hourly.reindex(table.index), check_names=False)


def test_prices_are_what_one_more_megawatt_costs(study: Path, run: Run) -> None:
    dataset = run.dataset
    hour = int(np.argmax(dataset["price"].sel(zone="city", carrier="electricity").values))
    price = float(dataset["price"].sel(zone="city", carrier="electricity", step=hour))
    from energy_model.dataset import assemble
    from energy_model.scenario.scenario import load_scenario

    scenario = load_scenario("baseline", study)
    inputs = assemble(scenario.read(HOURS), scenario.years)
    profile = str(inputs["demand_profile"].sel(demand="city_load").item())
    mean = float(inputs["demand_mean"].sel(demand="city_load", year=scenario.years[0]))
    step = 1e-3  # MW
    inputs["profile_value"].loc[{"profile": profile, "step": hour}] += step / mean
    _, dearer, _ = workflow.solve_dataset(inputs)
    # a price is in money of its year, the objective is discounted
    cost = (dearer.attrs["objective"] - dataset.attrs["objective"]) / step / float(dataset["year_weight"][0])
    share = float(inputs["interruptible_share"].sel(demand="city_load"))
    assert share < 1
    # a degenerate hour has a price to each side; more demand costs at least the price and not much more
    assert cost == pytest.approx(price, rel=0.1)


def test_a_failed_audit_writes_nothing_and_keeps_earlier_results(
    study: Path, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run.folder is not None
    kept = shutil.copytree(run.folder, tmp_path / "baseline")
    before = (kept / "summary.json").read_bytes()

    def refuse(ds: xr.Dataset) -> None:
        raise AuditError("out of balance")

    monkeypatch.setattr(workflow, "audit", refuse)
    with pytest.raises(AuditError):
        energy_model.solve("baseline", study=study, results=tmp_path, hours=HOURS)
    assert (kept / "summary.json").read_bytes() == before
    assert [p.name for p in tmp_path.iterdir()] == ["baseline"]


def test_a_failure_while_writing_keeps_earlier_results(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run.folder is not None
    kept = shutil.copytree(run.folder, tmp_path / "baseline")
    before = json.loads((kept / "summary.json").read_text("utf-8"))

    def full_disk(*args: object, **kwargs: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(solution_file, "write", lambda dataset, path: path.touch())
    monkeypatch.setattr(Run, "report", full_disk)
    with pytest.raises(OSError, match="no space"):
        run.save(kept)
    assert json.loads((kept / "summary.json").read_text("utf-8")) == before
    assert [p.name for p in tmp_path.iterdir()] == ["baseline"]


def _convert_more(ds: xr.Dataset) -> None:
    ds["contribution_energy"].values[ds["contribution_kind"].values == "conversion"] *= 1 + 1e-5


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda ds: ds["violation"].loc[{"constraint": "balance"}].__iadd__(1e-3), "out of balance"),
        (_convert_more, "what goes into a carrier of a zone"),
        (lambda ds: ds["combustion_emissions"].__imul__(1 + 1e-5), "CO2 by source"),
        (lambda ds: ds.attrs.update(objective=ds.attrs["objective"] * (1 + 1e-5)), "reported costs differ"),
    ],
)
def test_the_audit_fails_loudly(run: Run, spoil: Callable[[xr.Dataset], object], message: str) -> None:
    spoiled = run.dataset.copy(deep=True)
    spoil(spoiled)
    with pytest.raises(AuditError, match=message):
        audit(spoiled)


def test_an_infeasible_study_is_no_result(study: Path, tmp_path: Path) -> None:
    from energy_model.dataset import assemble
    from energy_model.scenario.scenario import load_scenario

    scenario = load_scenario("baseline", study)
    inputs = assemble(scenario.read(HOURS), scenario.years)
    asset = str(inputs["asset"].values[np.flatnonzero(~inputs["expandable"].values)[0]])
    inputs["minimum_capacity"].loc[{"asset": asset}] = 1e6
    inputs["maximum_capacity"].loc[{"asset": asset}] = 1e6
    with pytest.raises(SolveError) as caught:
        workflow.solve_dataset(inputs)
    assert caught.value.status == "infeasible"


def test_an_unknown_scenario_is_bad_input_with_a_suggestion(study: Path) -> None:
    with pytest.raises(StudyError, match="baseline"):
        energy_model.solve("basline", study=study, hours=HOURS)


def test_no_run_there_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(StudyError, match="no results"):
        Run.load(tmp_path / "nothing")
