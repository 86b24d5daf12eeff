"""Columns, rows, solutions and duals come back by component and index."""

from __future__ import annotations

import numpy as np
import pyomo.environ as pyo

from energy_model.compiler import create_instance, solve
from tests.support.models import compiled, data, model


def declare(m: pyo.AbstractModel) -> None:
    """Rows over a product, over pairs and scalar."""
    m.least = pyo.Constraint(m.letter, m.number, rule=lambda m, a, n: m.x[a, n] >= m.table[a, n])
    m.chosen = pyo.Constraint(m.pair, rule=lambda m, a, n: m.q[a, n] >= m.x[a, n] + 1)
    m.top = pyo.Constraint(rule=lambda m: m.z >= m.q["a", 40])
    m.free = pyo.Constraint(m.number, rule=lambda m, n: m.y[n] == n)
    m.cost = pyo.Objective(
        rule=lambda m: (
            m.z + sum(m.price[a] * m.x[a, n] for a in m.letter for n in m.number) + sum(m.q[a, n] for a, n in m.pair)
        )
    )


def test_names_are_those_of_pyomo() -> None:
    program = compiled(declare, objective=False)
    instance = create_instance(model(declare, objective=False), data())
    columns = [v[key].name for v in instance.component_objects(pyo.Var) for key in v.index_set()]
    rows = [row.name for row in instance.component_data_objects(pyo.Constraint)]
    assert program.column_names() == columns and program.row_names() == rows
    assert columns[0] == "x[a,10]" and columns[-1] == "z" and rows[12] == "chosen[c,20]"


def test_solution_and_duals_as_arrays() -> None:
    program = compiled(declare, objective=False)
    solution = solve(program)
    x = program.variables["x"].array(solution.x)
    assert x.dims == ("letter", "number") and x.name == "x"
    assert x.coords["number"].values.tolist() == [10, 20, 30, 40]
    # x is at its least, or at zero
    assert x.sel(letter="c").values.tolist() == [4, 5, 6, 7] and float(x.sel(letter="a", number=20)) == 0
    q = program.variables["q"].array(solution.x)
    assert q.dims == ("pair",) and float(q.sel(pair=("c", 20))) == 6
    assert float(program.variables["z"].array(solution.x)) == 1
    # one unit more of c in 20 costs its price and one unit of q
    duals = program.constraints["least"].array(solution.row_dual)
    assert float(duals.sel(letter="c", number=20)) == 5 + 1
    assert float(duals.sel(letter="c", number=10)) == 5
    # the row is q - z <= 0: one more on its right side saves one unit of z
    assert float(program.constraints["top"].array(solution.row_dual)) == -1
    assert program.constraints["chosen"].array(solution.row_dual).sizes == {"pair": 3}


def test_blocks_cover_all_columns_and_rows_once() -> None:
    program = compiled(declare, objective=False)
    for blocks, total in ((program.variables, program.size["columns"]), (program.constraints, program.size["rows"])):
        covered = np.concatenate([np.arange(b.start, b.stop) for b in blocks.values()])
        assert covered.tolist() == list(range(total))
