"""Relations, sides, bounds, objectives and named expressions, each proved equal to Pyomo's and checked by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyomo.environ as pyo
import pytest

from energy_model.compiler import LinearProgram
from tests.support.matrices import our_rows
from tests.support.models import Declare, compiled, proved

INF = float("inf")


def scalar_row(rule: Any) -> tuple[dict[str, float], float, float]:
    """Entries and sides of one scalar row, proved."""

    def declare(m: pyo.AbstractModel) -> None:
        m.row = pyo.Constraint(rule=rule)

    program = proved(declare)
    return our_rows(program)[0], float(program.row_lower[0]), float(program.row_upper[0])


@pytest.mark.parametrize(
    ("rule", "entries", "lower", "upper"),
    [
        (lambda m: m.z == 3, {"z": 1.0}, 3, 3),
        (lambda m: m.z <= m.rate, {"z": 1.0}, -INF, 0.5),
        (lambda m: m.rate >= m.z, {"z": 1.0}, -INF, 0.5),
        (lambda m: m.z >= m.rate, {"z": 1.0}, 0.5, INF),
        (lambda m: m.rate * 14 <= m.z, {"z": 1.0}, 7, INF),
        (lambda m: (1, m.z, m.rate + 2), {"z": 1.0}, 1, 2.5),
        (lambda m: (None, m.z, 5), {"z": 1.0}, -INF, 5),
        (lambda m: (2, m.z, None), {"z": 1.0}, 2, INF),
        (lambda m: (m.z, 4), {"z": 1.0}, 4, 4),
        (lambda m: pyo.inequality(-1, m.z - 3, 1), {"z": 1.0}, 2, 4),
        (lambda m: m.z + 1 <= 4 + m.rate, {"z": 1.0}, -INF, 3.5),
        (lambda m: m.z + 1 == 2 * m.y[10] + 4, {"z": 1.0, "y[10]": -2.0}, 3, 3),
        (lambda m: 3 * m.z - 1 >= m.z, {"z": -2.0}, -INF, -1),
        (lambda m: -(m.z - 2) / 4 <= 1, {"z": -0.25}, -INF, 0.5),
        (lambda m: (m.z + m.y[20]) / m.rate <= 1, {"z": 2.0, "y[20]": 2.0}, -INF, 1),
        (lambda m: m.rate**2 * m.z + 3 ** (m.rate * 2) * m.y[10] <= 1, {"z": 0.25, "y[10]": 3.0}, -INF, 1),
        (lambda m: 2 * (m.z + 3 * (m.z - 1)) <= 0, {"z": 8.0}, -INF, 6),
        (lambda m: m.z - m.z + m.y[10] <= 0, {"y[10]": 1.0}, -INF, 0),
        (lambda m: abs(-m.rate) * m.z + pyo.sqrt(m.rate * 8) * m.y[10] <= 0, {"z": 0.5, "y[10]": 2.0}, -INF, 0),
        (lambda m: sum([m.z, m.z, m.y[10]]) <= m.rate * 4, {"z": 2.0, "y[10]": 1.0}, -INF, 2),
    ],
)
def test_scalar_row(rule: Any, entries: dict[str, float], lower: float, upper: float) -> None:
    assert scalar_row(rule) == (entries, lower, upper)


def test_ranges_with_sides_from_data() -> None:
    def declare(m: pyo.AbstractModel) -> None:
        m.row = pyo.Constraint(
            m.letter, m.number, rule=lambda m, a, n: (m.table[a, n] - 9, m.x[a, n] + m.price[a], m.weight[n])
        )

    program = proved(declare)
    at = program.row_names().index("row[c,20]")
    assert (program.row_lower[at], program.row_upper[at]) == (5 - 9 - 5, 0 - 5)


def test_infinite_sides_are_no_sides() -> None:
    def declare(m: pyo.AbstractModel) -> None:
        m.row = pyo.Constraint(rule=lambda m: (-INF, m.z, 3))
        m.other = pyo.Constraint(rule=lambda m: m.z <= INF)

    program = compiled(declare)
    assert program.row_lower.tolist() == [-INF, -INF] and program.row_upper.tolist() == [3, INF]


def variable(**options: Any) -> tuple[np.ndarray, np.ndarray]:
    """Lower and upper bounds of a variable over letters, proved."""

    def declare(m: pyo.AbstractModel) -> None:
        m.w = pyo.Var(m.letter, dense=False, **options)

    program = proved(declare)
    block = program.variables["w"]
    return block.array(program.lower).values, block.array(program.upper).values


def test_bounds_from_data() -> None:
    lower, upper = variable(bounds=lambda m, a: (-m.price[a], m.price[a] * m.rate + sum(m.weight[n] for n in m.number)))
    assert lower.tolist() == [-2, -3, -5] and upper.tolist() == [6.25, 6.75, 7.75]


def test_one_sided_and_constant_bounds() -> None:
    assert variable(bounds=lambda m, a: (None, m.price[a]))[0].tolist() == [-INF] * 3
    assert variable(bounds=(1, 4))[1].tolist() == [4] * 3
    assert variable()[1].tolist() == [INF] * 3


@pytest.mark.parametrize(
    ("domain", "lower", "upper"),
    [
        (pyo.Reals, -INF, INF),
        (pyo.NonNegativeReals, 0, INF),
        (pyo.NonPositiveReals, -INF, 0),
        (pyo.UnitInterval, 0, 1),
        (pyo.PercentFraction, 0, 1),
    ],
)
def test_domains(domain: Any, lower: float, upper: float) -> None:
    assert variable(within=domain)[0][0] == lower and variable(within=domain)[1][0] == upper


def test_domain_and_bounds_both_hold() -> None:
    lower, upper = variable(within=pyo.UnitInterval, bounds=lambda m, a: (-3, m.price[a] - 2.5))
    assert lower.tolist() == [0, 0, 0] and upper.tolist() == [-0.5, 0.5, 1]


def test_scalar_variable_with_bounds() -> None:
    def declare(m: pyo.AbstractModel) -> None:
        m.w = pyo.Var(bounds=lambda m: (m.rate, None), within=pyo.NonNegativeReals)

    program = proved(declare)
    assert program.lower[program.variables["w"].start] == 0.5


def test_named_expressions_in_rows_and_in_each_other() -> None:
    def declare(m: pyo.AbstractModel) -> None:
        m.total = pyo.Expression(
            m.letter, rule=lambda m, a: sum(m.weight[n] * m.x[a, n] for n in m.number) + m.price[a]
        )
        m.shifted = pyo.Expression(m.number, rule=lambda m, n: m.total[m.home[n]] - m.rate * m.y[m.previous[n]])
        m.all = pyo.Expression(rule=lambda m: sum(m.shifted[n] for n in m.numbers_of["a"]) + m.z)
        m.row = pyo.Constraint(m.number, rule=lambda m, n: 2 * m.shifted[n] <= m.all + m.rate)

    program = proved(declare)
    row = our_rows(program)[program.row_names().index("row[20]")]
    # all = total[a] - y[10]/2 + total[c] - y[30]/2 + z and shifted[20] = total[a] - y[10]/2
    assert row["y[10]"] == -0.5 and row["y[30]"] == 0.5 and row["z"] == -1.0
    assert row["x[a,30]"] == 4.0 and row["x[c,30]"] == -4.0
    assert program.row_upper[program.row_names().index("row[20]")] == 0.5 + (2 + 5) - 2 * 2
    x = np.arange(len(program.cost), dtype=float)
    total = program.evaluate("total", x)
    assert total.dims == ("letter",)
    assert float(total.sel(letter="b")) == 3 + x[4] + 4 * x[6] + 0.25 * x[7]


def test_unknown_named_expression() -> None:
    program = compiled(lambda m: None)
    with pytest.raises(KeyError, match=r"no named expression 'cost'"):
        program.expression("cost")


def objective(declare: Declare) -> tuple[LinearProgram, dict[str, float]]:
    """The program and the entries of its objective, proved."""
    program = proved(declare, objective=False)
    return program, {c: v for c, v in zip(program.column_names(), program.cost.tolist(), strict=True) if v}


def test_objective_with_constants() -> None:
    def declare(m: pyo.AbstractModel) -> None:
        m.objective = pyo.Objective(rule=lambda m: 3 + m.rate + sum(m.price[a] * (m.x[a, 10] + 1) for a in m.letter))

    program, costs = objective(declare)
    assert costs == {"x[a,10]": 2.0, "x[b,10]": 3.0, "x[c,10]": 5.0}
    assert program.offset == 13.5 and not program.maximise


def test_objective_to_be_maximised() -> None:
    def declare(m: pyo.AbstractModel) -> None:
        m.objective = pyo.Objective(rule=lambda m: m.z - 2 * m.y[10], sense=pyo.maximize)

    program, costs = objective(declare)
    assert program.maximise and costs == {"z": 1.0, "y[10]": -2.0}


def test_deactivated_components_are_left_out() -> None:
    def declare(m: pyo.AbstractModel) -> None:
        m.row = pyo.Constraint(rule=lambda m: m.z <= 1)
        m.row.deactivate()
        m.other = pyo.Constraint(rule=lambda m: m.z <= 2)

    assert proved(declare).row_names() == ["other"]


def test_model_without_rows() -> None:
    program = proved(lambda m: None)
    assert program.size == {"rows": 0, "columns": 20, "nonzeros": 0}
