"""Sums, index sets and index maps: each compiled model equals Pyomo's, and a row of it is written out by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pyomo.environ as pyo
import pytest
import xarray as xr

from energy_model.compiler import compile_model
from tests.support.matrices import our_rows
from tests.support.models import Declare, compiled, data, proved

Rows = dict[str, dict[str, float]]


def constraint(*sets: str, rule: Any) -> Declare:
    """Declare the constraint `row` over sets of the model named here."""

    def declare(m: pyo.AbstractModel) -> None:
        m.row = pyo.Constraint(*(getattr(m, s) for s in sets), rule=rule)

    return declare


def rows(*sets: str, rule: Any) -> Rows:
    """Entries of the rows of a rule, by name, proved equal to Pyomo's."""
    program = proved(constraint(*sets, rule=rule))
    return dict(zip(program.row_names(), our_rows(program), strict=True))


def test_product_set() -> None:
    found = rows("letter", "number", rule=lambda m, a, n: m.table[a, n] * m.x[a, n] <= m.price[a])
    assert len(found) == 12
    assert found["row[c,20]"] == {"x[c,20]": 5.0}
    assert found["row[b,10]"] == {}  # its coefficient is zero, and zeros are dropped


def test_set_of_pairs() -> None:
    found = rows("pair", rule=lambda m, a, n: m.q[a, n] - m.x[a, n] == 0)
    assert list(found) == ["row[c,20]", "row[a,40]", "row[a,10]"]
    assert found["row[a,40]"] == {"q[a,40]": 1.0, "x[a,40]": -1.0}


def test_pairs_in_a_product() -> None:
    found = rows("number", "pair", rule=lambda m, n, a, k: m.q[a, k] + m.x[a, n] * m.weight[k] >= m.table[a, n])
    assert len(found) == 12
    assert found["row[30,a,40]"] == {"q[a,40]": 1.0, "x[a,30]": 0.25}


def test_product_and_union_written_out() -> None:
    def declare(m: pyo.AbstractModel) -> None:
        m.ends = pyo.Set(dimen=1, initialize=["c", "a"])
        m.product = pyo.Constraint(m.ends * m.number, rule=lambda m, a, n: m.x[a, n] <= 1)
        m.union = pyo.Constraint(m.ends | m.letter, rule=lambda m, a: m.x[a, 10] <= 1)
        m.summed = pyo.Constraint(rule=lambda m: sum(m.x[a, n] for a, n in m.ends * m.number) <= 1)

    names = proved(declare).row_names()
    assert names[0] == "product[c,10]" and names[8:] == ["union[c]", "union[a]", "union[b]", "summed"]


def test_range_set() -> None:
    def declare(m: pyo.AbstractModel) -> None:
        m.k = pyo.RangeSet(3)
        m.w = pyo.Var(m.k, dense=False)
        m.row = pyo.Constraint(m.k, rule=lambda m, i: m.w[i] * i <= 1)

    program = proved(declare)
    assert our_rows(program)[2] == {"w[3]": 3.0}


def test_sum_over_plain_set() -> None:
    found = rows("number", rule=lambda m, n: sum(m.price[a] * m.x[a, n] for a in m.letter) == m.weight[n])
    assert found["row[20]"] == {"x[a,20]": 2.0, "x[b,20]": 3.0, "x[c,20]": 5.0}


def test_double_sum_into_a_scalar_row() -> None:
    found = rows(rule=lambda m: sum(m.table[a, n] * m.x[a, n] for a in m.letter for n in m.number) <= 7)
    assert len(found["row"]) == 11 and found["row"]["x[c,40]"] == 7.0


def test_sum_over_indexed_set() -> None:
    found = rows("letter", rule=lambda m, a: m.z + sum(m.x[a, n] for n in m.numbers_of[a]) == 0)
    assert found["row[a]"] == {"z": 1.0, "x[a,20]": 1.0, "x[a,40]": 1.0}
    assert found["row[b]"] == {"z": 1.0}  # the sum over no members


def test_sum_over_plain_then_indexed_set() -> None:
    found = rows(
        "number", rule=lambda m, k: sum(m.table[a, k] * m.x[a, n] for a in m.letter for n in m.numbers_of[a]) >= 0
    )
    assert found["row[30]"] == {"x[a,20]": -2.0, "x[a,40]": -2.0, "x[c,10]": 6.0, "x[c,20]": 6.0, "x[c,30]": 6.0}


def test_nested_sums() -> None:
    found = rows(
        rule=lambda m: sum(m.price[a] * sum(m.weight[n] * m.x[a, n] for n in m.numbers_of[a]) for a in m.letter) <= 1
    )
    assert found["row"] == {"x[a,40]": 0.5, "x[c,10]": 5.0, "x[c,30]": 20.0}


def test_sum_over_set_of_pairs() -> None:
    found = rows("letter", rule=lambda m, b: sum(m.q[a, n] * m.table[b, n] for a, n in m.pair) <= 1)
    assert found["row[b]"] == {"q[c,20]": 1.0, "q[a,40]": 3.0}


def test_sum_over_indexed_set_of_pairs() -> None:
    found = rows("number", rule=lambda m, n: sum(m.price[a] * m.q[a, k] for a, k in m.pairs_of[n]) + m.z <= 0)
    assert found["row[10]"] == {"z": 1.0, "q[c,20]": 5.0, "q[a,40]": 2.0}


def test_indexed_set_of_pairs_without_any() -> None:
    def declare(m: pyo.AbstractModel) -> None:
        m.none_of = pyo.Set(m.number, dimen=2, initialize=lambda m, n: [])
        m.row = pyo.Constraint(m.number, rule=lambda m, n: sum(m.q[a, k] for a, k in m.none_of[n]) + m.z <= 0)

    assert our_rows(proved(declare)) == [{"z": 1.0}] * 4


def test_index_map() -> None:
    found = rows("letter", "number", rule=lambda m, a, n: m.x[a, n] - m.rate * m.x[a, m.previous[n]] == m.weight[n])
    assert found["row[b,10]"] == {"x[b,10]": 1.0, "x[b,40]": -0.5}


def test_index_map_of_an_index_map() -> None:
    found = rows(
        "number", rule=lambda m, n: m.x[m.home[m.previous[n]], m.previous[m.previous[n]]] <= m.price[m.home[n]]
    )
    assert found["row[10]"] == {"x[c,30]": 1.0}


def test_index_map_as_key_of_an_indexed_set() -> None:
    found = rows("number", rule=lambda m, n: sum(m.y[k] for k in m.numbers_of[m.home[n]]) + m.z <= 0)
    assert found["row[20]"] == {"z": 1.0, "y[20]": 1.0, "y[40]": 1.0}
    assert found["row[10]"] == {"z": 1.0}


def test_index_map_inside_a_sum_adds_duplicates() -> None:
    found = rows(rule=lambda m: sum(m.weight[n] * m.x[m.home[n], 10] for n in m.number) <= 1)
    assert found["row"] == {"x[b,10]": 5.0, "x[c,10]": 0.25}


def test_computed_index() -> None:
    def declare(m: pyo.AbstractModel) -> None:
        m.later = pyo.Set(dimen=1, initialize=[20, 30, 40])
        m.row = pyo.Constraint(m.later, rule=lambda m, n: m.y[n] >= m.y[n - 10])

    assert our_rows(proved(declare))[0] == {"y[10]": 1.0, "y[20]": -1.0}


def test_index_as_a_number() -> None:
    found = rows("number", rule=lambda m, n: n * m.y[n] + sum(k * m.x["b", k] for k in m.number) <= n)
    assert found["row[20]"]["y[20]"] == 20.0 and found["row[20]"]["x[b,30]"] == 30.0


def test_members_written_out() -> None:
    found = rows("number", rule=lambda m, n: m.x["a", n] + m.y[40] * m.table["c", n] <= m.price["b"])
    assert found["row[20]"] == {"x[a,20]": 1.0, "y[40]": 5.0}


def test_python_loop_over_a_list_is_no_loop_over_a_set() -> None:
    found = rows("number", rule=lambda m, n: sum(k * m.x[a, n] for k, a in enumerate(["a", "c"], start=1)) <= 0)
    assert found["row[10]"] == {"x[a,10]": 1.0, "x[c,10]": 2.0}


def test_sum_of_data() -> None:
    program = proved(
        constraint("letter", rule=lambda m, a: m.z <= sum(m.table[a, n] for n in m.numbers_of[a]) - m.price[a])
    )
    assert program.row_upper.tolist() == [-6.0, -3.0, 10.0]


def test_sum_of_data_as_a_coefficient() -> None:
    found = rows("letter", rule=lambda m, a: sum(m.weight[n] for n in m.numbers_of[a]) * m.z + m.y[10] <= 0)
    assert found["row[c]"] == {"z": 5.0, "y[10]": 1.0} and found["row[b]"] == {"y[10]": 1.0}


NESTED_OVER_NOTHING = {
    "nested": lambda m: sum(sum(m.y[n] for n in m.numbers_of[e]) for e in m.nothing),
    "double": lambda m: sum(m.y[n] for e in m.nothing for n in m.numbers_of[e]),
    "pairs": lambda m: sum(m.q[a, n] for e in m.nothing for a, n in m.pairs_of[e]),
    "beside a set that is not empty": lambda m: sum(m.y[k] for n in m.number for e in m.nothing for k in m.keyed[n, e]),
    "through a map": lambda m: sum(m.y[k] for e in m.nothing for k in m.numbers_of[m.home[e]]),
    "members of members": lambda m: sum(m.y[k] for a in m.letter for n in m.few_of[a] for k in m.numbers_of[m.home[n]]),
    "in itself": lambda m: sum(m.y[k] for e in m.nothing for k in m.none_of[e]),
}


@pytest.mark.parametrize("case", NESTED_OVER_NOTHING)
def test_indexed_sets_whose_keys_come_from_an_empty_set(case: str) -> None:
    def declare(m: pyo.AbstractModel) -> None:
        m.keyed = pyo.Set(m.number, m.nothing, dimen=1, initialize=lambda m, n, e: [n])
        m.few_of = pyo.Set(m.letter, dimen=1, initialize=lambda m, a: [20] if a == "c" else [])
        m.none_of = pyo.Set(m.nothing, dimen=1, initialize=lambda m, e: [e])
        m.row = pyo.Constraint(m.number, rule=lambda m, n: m.y[n] + m.z + NESTED_OVER_NOTHING[case](m) <= 1)

    entries = our_rows(proved(declare))[0]
    members = {"y[20]": 1.0, "y[40]": 1.0} if case == "members of members" else {}
    assert entries == {"y[10]": 1.0, "z": 1.0} | members


def test_empty_sets_give_no_rows_and_no_columns() -> None:
    def declare(m: pyo.AbstractModel) -> None:
        m.w = pyo.Var(m.nothing, m.number, dense=False)
        m.row = pyo.Constraint(m.nothing, m.number, rule=lambda m, e, n: m.w[e, n] <= 1)
        m.other = pyo.Constraint(rule=lambda m: m.z + sum(m.w[e, n] for e in m.nothing for n in m.number) <= 1)
        m.said = pyo.Expression(m.nothing, rule=lambda m, e: m.w[e, 10])

    program = proved(declare)
    assert program.row_names() == ["other"] and not any(c.startswith("w[") for c in program.column_names())
    assert program.evaluate("said", np.zeros(len(program.cost))).shape == (0,)


@pytest.mark.parametrize("order", [["c", "a", "b"], ["b", "c", "a"]])
def test_data_in_another_order_than_the_set(order: list[str]) -> None:
    given = data()
    moved = given["table"].sel(letter=order).rename(letter="other")
    rule = constraint("letter", "number", rule=lambda m, a, n: m.table[a, n] * m.x[a, n] <= 1)
    assert (compiled(rule, given.assign(table=moved)).matrix != compiled(rule, given).matrix).nnz == 0


def test_parameter_over_pairs() -> None:
    pairs = pd.MultiIndex.from_tuples([("a", 10), ("c", 20), ("a", 40)], names=["first", "second"])
    given = data().assign_coords(xr.Coordinates.from_pandas_multiindex(pairs, "pair"))
    given["share"] = "pair", np.array([1.0, 2.0, 3.0])

    def declare(m: pyo.AbstractModel) -> None:
        m.share = pyo.Param(m.pair)
        m.row = pyo.Constraint(m.pair, rule=lambda m, a, n: m.share[a, n] * m.q[a, n] <= 1)

    program = proved(declare, given)
    assert dict(zip(program.row_names(), our_rows(program), strict=True))["row[c,20]"] == {"q[c,20]": 2.0}


def test_defaults_of_parameters() -> None:
    given = data(price=("letter", np.array([2.0, np.nan, 5.0])))

    def declare(m: pyo.AbstractModel) -> None:
        m.del_component("price")
        m.price = pyo.Param(m.letter, default=7.0)
        m.unknown = pyo.Param(m.letter, default=11.0)
        m.row = pyo.Constraint(m.letter, rule=lambda m, a: m.price[a] * m.z + m.unknown[a] * m.y[10] <= 0)

    assert our_rows(proved(declare, given))[1] == {"z": 7.0, "y[10]": 11.0}


def test_rules_of_sets_read_parameters_over_long_sets() -> None:
    """Three years of hours and the year of each hour: the set of hours of a year is made from the parameter."""
    hours = np.arange(26_280)
    given = xr.Dataset({"year_of": ("hour", 2025 + hours // 8760)}, coords={"hour": hours, "year": [2025, 2026, 2027]})
    m = pyo.AbstractModel()
    m.hour, m.year = pyo.Set(dimen=1), pyo.Set(dimen=1)
    m.year_of = pyo.Param(m.hour)
    m.hours_of = pyo.Set(m.year, dimen=1, initialize=lambda m, y: [h for h in m.hour if m.year_of[h] == y])
    m.x = pyo.Var(m.hour, dense=False)
    m.row = pyo.Constraint(m.year, rule=lambda m, y: sum(m.x[h] for h in m.hours_of[y]) <= y)
    m.cost = pyo.Objective(rule=lambda m: sum(m.x[h] for h in m.hour))
    program = compile_model(m, given)
    assert np.diff(program.matrix.indptr).tolist() == [8760] * 3 and program.matrix.indices[8760] == 8760


def test_a_large_parameter_with_a_default_is_read_by_rules_of_sets() -> None:
    """It was left out above a size, and every set made from it was silently empty."""
    size = 300  # 90,000 cells

    def build() -> pyo.AbstractModel:
        m = pyo.AbstractModel()
        m.i = pyo.Set(dimen=1)
        m.j = pyo.Set(dimen=1)
        m.share = pyo.Param(m.i, m.j, default=0.0)
        m.used = pyo.Set(m.i, dimen=1, initialize=lambda m, i: [j for k, j in m.share.sparse_keys() if k == i])
        m.x = pyo.Var(m.j, dense=False)
        m.total = pyo.Constraint(m.i, rule=lambda m, i: sum(m.share[i, j] * m.x[j] for j in m.used[i]) <= 1)
        m.cost = pyo.Objective(expr=0.0)
        return m

    share = np.zeros((size, size))
    share[np.arange(size), (np.arange(size) * 7) % size] = 2.0
    labels = np.arange(size)
    program = compile_model(build(), xr.Dataset({"share": (("i", "j"), share)}, {"i": labels, "j": labels}))
    assert program.matrix.nnz == size
