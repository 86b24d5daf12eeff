"""HiPO is stopped at the gap that is asked for, and its point survives the postsolve."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from energy_model.compiler import LinearProgram, SolveError, SolverOptions, compile_model, solve
from energy_model.compiler.hipo import _ROW, _console_lines
from energy_model.formulation.model import build
from tests.support.systems import random_system

pytestmark = pytest.mark.proof


@pytest.fixture(scope="module")
def program() -> LinearProgram:
    return compile_model(build(), random_system(3, 200))


def test_a_wide_gap_takes_fewer_iterations_and_is_told(program: LinearProgram) -> None:
    lines: list[str] = []
    exact = solve(program, SolverOptions("hipo", log=lines.append))
    early = solve(program, SolverOptions("hipo", gap=1e-2))
    assert early.iterations < exact.iterations
    assert exact.gap < 1e-6 < early.gap <= 2e-2
    assert early.dual_objective <= exact.objective * (1 + 1e-9)
    assert exact.objective <= early.objective * (1 + 1e-6)
    assert early.primal_residual < 1e-5
    # the table is there, or HiPO could not be stopped
    assert sum(_ROW.match(line) is not None for line in lines) > 10


def test_an_infeasible_program_is_told_as_such(program: LinearProgram) -> None:
    lower = program.lower.copy()
    block = program.variables["capacity"]
    lower[block.start] = 1e9
    with pytest.raises(SolveError) as error:
        solve(replace(program, lower=lower, _expressions={}), SolverOptions("hipo"))
    assert error.value.status == "infeasible"


def test_the_time_limit_ends_it(program: LinearProgram) -> None:
    with pytest.raises(SolveError) as error:
        solve(program, SolverOptions("hipo", time_limit=0.3))
    assert error.value.status == "time_limit"


def test_the_console_is_given_back(capfd: pytest.CaptureFixture[str]) -> None:
    taken: list[str] = []
    with _console_lines(taken.append):
        os.write(1, b"for the reader\nand more\n")
    os.write(1, b"for the console\n")
    assert taken == ["for the reader", "and more"]
    assert capfd.readouterr().out == "for the console\n"
