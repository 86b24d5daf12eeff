"""A run whose program is too large for simplex: certified, in blocks, through the same path as any other."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from typing import Any

import pytest

import energy_model
from energy_model import Run
from energy_model.compiler import SolveError
from energy_model.horizon import Certified, certify
from energy_model.sheets.messages import LANGUAGES
from energy_model.terminal import Progress
from energy_model.workflow import at_once
from energy_model.workflow import solve as workflow
from tests.support.study import HOURS
from tests.support.tiny_run import study_folder, tiny_run

pytestmark = pytest.mark.proof

GAP = 1e-4


class Heard:
    """A listener that keeps what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str]] = []

    def __call__(self, kind: str, text: str) -> None:
        self.told.append((kind, text))


def certified(heard: Heard, **options: Any) -> Run:
    return energy_model.solve(
        "baseline", study=study_folder(), hours=HOURS, listener=heard, **({"gap": GAP, "hourly": False} | options)
    )


def test_cost_and_bound_enclose_what_simplex_finds() -> None:
    heard = Heard()
    run = certified(heard)
    optimum = tiny_run().summary["objective_cny"]
    assert run.summary["status"] == "solved"
    assert run.summary["gap"] <= GAP
    assert run.summary["lower_bound_cny"] <= optimum * (1 + 1e-9)
    assert run.summary["objective_cny"] >= optimum * (1 - 1e-9)
    assert run.summary["seconds"]["dispatch"] > 0
    assert run.summary["seconds"]["solve"] >= 0

    rounds = [json.loads(text) for kind, text in heard.told if kind == "bounds"]
    bounds = [found["lower_bound"] for found in rounds]
    assert bounds == sorted(bounds)
    assert rounds[-1]["is_hourly"]
    assert rounds[-1]["steps"] == HOURS

    solver = run.manifest["solver"]
    assert "blocks" in solver["method"]
    assert solver["dual_residual"] is None
    assert solver["attempts"][-1].startswith(f"{HOURS} steps")
    assert solver["primal_residual"] <= 1e-9


@pytest.mark.parametrize("option", [{"hourly": True}, {"solver": "simplex"}])
def test_all_hours_at_once_when_asked_for(option: dict[str, Any]) -> None:
    heard = Heard()
    run = certified(heard, **option)
    assert "blocks" not in run.manifest["solver"]["method"]
    assert not [kind for kind, _ in heard.told if kind == "bounds"]


def test_a_search_that_fails_is_followed_by_all_hours_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object, **__: object) -> Certified:
        raise SolveError("failed", "lost its way")

    monkeypatch.setattr(workflow, "certify", failing)
    heard = Heard()
    run = certified(heard)
    assert ("stage", "at_once") in heard.told
    assert run.summary["objective_cny"] == pytest.approx(tiny_run().summary["objective_cny"], rel=1e-6)
    assert run.manifest["solver"]["attempts"][0] == "blocks: lost its way"


@pytest.mark.parametrize("is_interrupted", [False, True])
def test_a_search_whose_gap_stays_open_is_completed_by_one_program(
    monkeypatch: pytest.MonkeyPatch, is_interrupted: bool
) -> None:
    """Unless the user was content with it: the cheaper schedule, and the higher bound, which is proved anew."""

    def far_apart(*asked: Any, **named: Any) -> Certified:
        found = certify(*asked, **named)
        worse = replace(found.solution, dual_objective=0.5 * found.solution.objective, gap=0.5)
        return replace(found, solution=worse, is_interrupted=is_interrupted)

    monkeypatch.setattr(workflow, "certify", far_apart)
    heard = Heard()
    run = certified(heard)
    assert (("stage", "at_once") in heard.told) is not is_interrupted
    assert (run.summary["status"] == "solved") is not is_interrupted
    if not is_interrupted:
        optimum = tiny_run().summary["objective_cny"]
        assert run.summary["objective_cny"] == pytest.approx(optimum, rel=1e-6)
        assert optimum * (1 - GAP) <= run.summary["lower_bound_cny"] <= optimum * (1 + 1e-9)
        assert run.manifest["solver"]["method"].endswith("blocks, simplex")


def test_what_is_too_large_is_not_solved_at_once_unasked(monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object, **__: object) -> Certified:
        raise SolveError("failed", "lost its way")

    monkeypatch.setattr(workflow, "certify", failing)
    monkeypatch.setattr(at_once, "_MOST_AT_ONCE", 10)
    with pytest.raises(SolveError, match="lost its way"):
        certified(Heard())


def test_other_ends_of_a_search_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SolveError) as caught:
        certified(Heard(), time_limit=1e-6)
    assert caught.value.status == "time_limit"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_terminal_shows_the_bounds_closing(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    told = {"steps": 8760, "number": 3, "seconds": 20.0, "lower_bound": 17.9e9, "cost": 18.0e9, "is_hourly": True}
    told["gap"] = 0.1 / 18.0
    with Progress("baseline", lang) as progress:
        progress("bounds", json.dumps(told | {"cost": math.inf, "steps": 500, "is_hourly": False}))
        progress("bounds", json.dumps(told))
    shown = capsys.readouterr().err
    assert "0.56 %" in shown
    assert "inf" not in shown
