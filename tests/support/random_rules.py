"""Random linear formulations: a small grammar of rules, drawn by hypothesis and run as ordinary Pyomo rules.

A rule is drawn as nested tuples (an abstract syntax) and interpreted twice by Pyomo: once with templates, once for each
index. All numbers are small multiples of powers of two, so that sums are exact in any order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyomo.environ as pyo
import xarray as xr
from hypothesis import strategies as st

# a node of a rule: its kind and what belongs to it
Node = tuple[Any, ...]
# index variables in scope: their name and the set in which they run
Scope = tuple[tuple[str, str], ...]

NUMBERS = st.sampled_from([-2.0, -0.5, 0.0, 0.25, 1.0, 3.0])
DIVISORS = st.sampled_from([-2.0, 0.5, 1.0, 4.0])
VARIABLES = {"x": ("letter", "number"), "y": ("number",), "q": ("letter", "number"), "w": ()}
PARAMETERS = {"price": ("letter",), "weight": ("number",), "table": ("letter", "number"), "rate": ()}
MAPS = {"previous": ("number", "number"), "home": ("number", "letter"), "favourite": ("letter", "number")}
INDEX_SETS = [(), ("letter",), ("number",), ("letter", "number"), ("number", "letter"), ("pair",), ("pair", "number")]


@dataclass(frozen=True)
class Formulation:
    """A drawn model: data, rows (index sets, kind, body, other side), bounds, named expression, objective."""

    data: xr.Dataset
    members: dict[str, Any]
    rows: list[tuple[tuple[str, ...], str, Node, Node]]
    bounds: tuple[Node, Node]
    domain: str
    said: Node
    objective: Node
    maximise: bool


@st.composite
def formulations(draw: st.DrawFn) -> Formulation:
    """A random formulation with its data."""
    letters = draw(st.lists(st.sampled_from("abcd"), min_size=1, max_size=3, unique=True))
    numbers = draw(st.lists(st.integers(0, 9), min_size=1, max_size=4, unique=True))
    both = [(a, n) for a in letters for n in numbers]
    rows = draw(st.lists(_row(), min_size=1, max_size=3))
    return Formulation(
        data=draw(_data(letters, numbers)),
        members={
            "pair": draw(st.lists(st.sampled_from(both), unique=True)),
            "numbers_of": {a: draw(st.lists(st.sampled_from(numbers), unique=True)) for a in letters},
        },
        rows=rows,
        bounds=(draw(data_nodes((("i0", "letter"), ("i1", "number")), 2)), draw(data_nodes((("i0", "letter"),), 1))),
        domain=draw(st.sampled_from(["Reals", "NonNegativeReals", "NonPositiveReals", "UnitInterval"])),
        said=draw(linear_nodes((("i0", "number"),), 2, named=False)),
        objective=draw(linear_nodes((), 4)),
        maximise=draw(st.booleans()),
    )


@st.composite
def _data(draw: st.DrawFn, letters: list[str], numbers: list[int]) -> xr.Dataset:
    coords = {"letter": np.array(letters, dtype=object), "number": np.array(numbers)}
    variables: dict[str, Any] = {}
    for name, sets in PARAMETERS.items():
        shape = tuple(len(coords[s]) for s in sets)
        count = int(np.prod(shape, dtype=int))
        values = np.array(draw(st.lists(NUMBERS, min_size=count, max_size=count)))
        variables[name] = (sets, values.reshape(shape))
    for name, (source, target) in MAPS.items():
        count = len(coords[source])
        chosen = draw(st.lists(st.sampled_from(coords[target].tolist()), min_size=count, max_size=count))
        variables[name] = (source, np.array(chosen, dtype=object if target == "letter" else np.int64))
    return xr.Dataset(variables, coords=coords)


@st.composite
def _row(draw: st.DrawFn) -> tuple[tuple[str, ...], str, Node, Node]:
    sets = draw(st.sampled_from(INDEX_SETS))
    scope = scope_of(sets)
    kind = draw(st.sampled_from(["==", "<=", ">=", "range"]))
    if kind == "range" or draw(st.booleans()):
        other = draw(data_nodes(scope, 2))
    else:  # an empty sum would leave data only, and Pyomo would then write this one row the other way round
        other = "add", draw(linear_nodes(scope, 3)), ("item", "far", ())
    return sets, kind, draw(linear_nodes(scope, 4)), other


def scope_of(sets: tuple[str, ...]) -> Scope:
    """Index variables of a rule over the sets; a set of pairs has two."""
    columns = [c for s in sets for c in (("letter", "number") if s == "pair" else (s,))]
    return tuple((f"i{k}", c) for k, c in enumerate(columns))


@st.composite
def _index(draw: st.DrawFn, scope: Scope, wanted: str) -> Node | None:
    """An index variable of the wanted set, or a map that leads there."""
    direct: list[Node] = [("name", name) for name, where in scope if where == wanted]
    mapped: list[Node] = [
        ("map", key, name)
        for key, (source, target) in MAPS.items()
        for name, where in scope
        if (source, wanted) == (where, target)
    ]
    return draw(st.sampled_from(direct + mapped)) if direct + mapped else None


@st.composite
def _item(draw: st.DrawFn, scope: Scope, components: dict[str, tuple[str, ...]]) -> Node:
    have = {where for _, where in scope}
    reached = have | {target for source, target in MAPS.values() if source in have}
    fitting = [name for name, sets in components.items() if set(sets) <= reached]
    name = draw(st.sampled_from(fitting))
    return "item", name, tuple(draw(_index(scope, s)) for s in components[name])


@st.composite
def data_nodes(draw: st.DrawFn, scope: Scope, depth: int) -> Node:
    """An expression without variables."""
    kinds = ["number", "item"] + (["add", "subtract", "multiply", "negate", "square", "divide", "sum"] if depth else [])
    kind = draw(st.sampled_from(kinds))
    if kind == "number":
        return kind, draw(NUMBERS)
    if kind == "item":
        return draw(_item(scope, PARAMETERS))
    if kind == "sum":
        return draw(_summed(scope, depth, data_nodes))
    part = draw(data_nodes(scope, depth - 1))
    if kind in ("negate", "square"):
        return kind, part
    return kind, part, ("number", draw(DIVISORS)) if kind == "divide" else draw(data_nodes(scope, depth - 1))


@st.composite
def linear_nodes(draw: st.DrawFn, scope: Scope, depth: int, named: bool = True) -> Node:
    """A linear expression of the variables."""
    kinds = ["item"] + (["add", "subtract", "add data", "scale", "negate", "divide", "sum", "sum"] if depth else [])
    kind = draw(st.sampled_from(kinds))
    if kind == "item":
        return draw(_item(scope, VARIABLES | ({"said": ("number",)} if named else {})))
    if kind == "sum":
        return draw(_summed(scope, depth, linear_nodes, named))
    part = draw(linear_nodes(scope, depth - 1, named))
    if kind == "negate":
        return kind, part
    if kind == "divide":
        return kind, part, ("number", draw(DIVISORS))
    if kind in ("add", "subtract"):
        return kind, part, draw(linear_nodes(scope, depth - 1, named))
    other = draw(data_nodes(scope, depth - 1))
    return ("add", part, other) if kind == "add data" else ("multiply", *draw(st.permutations([part, other])))


@st.composite
def _summed(draw: st.DrawFn, scope: Scope, depth: int, inner: Any, *more: Any) -> Node:
    letters = [name for name, where in scope if where == "letter"]
    kinds = ["letter", "number", "pair", "letter, number", "letter, numbers_of"] + (["numbers_of"] if letters else [])
    kind = draw(st.sampled_from(kinds))
    first, second = f"i{len(scope)}", f"i{len(scope) + 1}"
    if kind == "numbers_of":
        key = draw(st.sampled_from(letters))
        return "sum", kind, (first, key), draw(inner((*scope, (first, "number")), depth - 1, *more))
    if kind in ("letter", "number"):
        return "sum", kind, (first,), draw(inner((*scope, (first, kind)), depth - 1, *more))
    wider = (*scope, (first, "letter"), (second, "number"))
    return "sum", kind, (first, second), draw(inner(wider, depth - 1, *more))


def value(node: Node, m: Any, names: dict[str, Any]) -> Any:
    """Run a node as a Pyomo rule would be run: with templates or with labels."""
    kind, *parts = node
    if kind == "number":
        return parts[0]
    if kind == "name":
        return names[parts[0]]
    if kind == "map":
        return getattr(m, parts[0])[names[parts[1]]]
    if kind == "item":
        component = getattr(m, parts[0])
        arguments = tuple(value(p, m, names) for p in parts[1])
        return component[arguments] if arguments else component
    if kind == "sum":
        return _sum(parts, m, names)
    left, *right = (value(p, m, names) for p in parts)
    return _OPERATIONS[kind](left, *right)


_OPERATIONS: dict[str, Any] = {
    "add": lambda a, b: a + b,
    "subtract": lambda a, b: a - b,
    "multiply": lambda a, b: a * b,
    "divide": lambda a, b: a / b,
    "negate": lambda a: -a,
    "square": lambda a: a**2,
}


def _sum(parts: list[Any], m: Any, names: dict[str, Any]) -> Any:
    over, variables, inner = parts
    first, second = variables[0], variables[-1]
    if over == "letter, number":
        return sum(value(inner, m, names | {first: a, second: n}) for a in m.letter for n in m.number)
    if over == "letter, numbers_of":
        return sum(value(inner, m, names | {first: a, second: n}) for a in m.letter for n in m.numbers_of[a])
    if over == "pair":
        return sum(value(inner, m, names | {first: a, second: n}) for a, n in m.pair)
    if over == "numbers_of":
        return sum(value(inner, m, names | {first: n}) for n in m.numbers_of[names[second]])
    return sum(value(inner, m, names | {first: i}) for i in getattr(m, over))


def build(drawn: Formulation) -> pyo.AbstractModel:
    """The formulation as a Pyomo model. A free variable in every row keeps Pyomo from finding a row without any."""
    m = pyo.AbstractModel()
    m.letter = pyo.Set(dimen=1)
    m.number = pyo.Set(dimen=1)
    m.pair = pyo.Set(dimen=2, initialize=drawn.members["pair"])
    m.numbers_of = pyo.Set(m.letter, dimen=1, initialize=drawn.members["numbers_of"])
    for name, sets in PARAMETERS.items():
        m.add_component(name, pyo.Param(*(getattr(m, s) for s in sets)))
    for name, (source, _) in MAPS.items():
        m.add_component(name, pyo.Param(getattr(m, source), within=pyo.Any))
    m.x = pyo.Var(m.letter, m.number, dense=False, within=getattr(pyo, drawn.domain), bounds=_bounds(drawn.bounds))
    m.y = pyo.Var(m.number, dense=False)
    m.q = pyo.Var(m.letter, m.number, dense=False)
    m.w = pyo.Var()
    m.anchor = pyo.Var()
    m.far = pyo.Var()
    m.said = pyo.Expression(m.number, rule=lambda m, n: value(drawn.said, m, {"i0": n}))
    for k, row in enumerate(drawn.rows):
        m.add_component(f"row{k}", pyo.Constraint(*(getattr(m, s) for s in row[0]), rule=_rule(*row)))
    sense = pyo.maximize if drawn.maximise else pyo.minimize
    m.objective = pyo.Objective(rule=lambda m: value(drawn.objective, m, {}) + m.anchor, sense=sense)
    return m


def _bounds(nodes: tuple[Node, Node]) -> Any:
    return lambda m, a, n: tuple(value(node, m, {"i0": a, "i1": n}) for node in nodes)


def _rule(sets: tuple[str, ...], kind: str, body: Node, other: Node) -> Any:
    names = [name for name, _ in scope_of(sets)]

    def rule(m: Any, *indices: Any) -> Any:  # a scalar row is called with one index, None
        bound = dict(zip(names, indices, strict=False))
        left, right = value(body, m, bound) + m.anchor, value(other, m, bound)
        if kind == "range":
            return right - 1, left, right + 0.5
        return {"==": left.__eq__, "<=": left.__le__, ">=": left.__ge__}[kind](right)

    return rule
