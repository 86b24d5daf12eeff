"""The mathematics of a run: every rule told, real rows as they are in the matrix, formulas that browsers can show."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pyomo.environ as pyo
import pytest
import xarray as xr

from energy_model.compiler import compile_model
from energy_model.compiler.row_text import SHOWN, RowWriter
from energy_model.formulation import model as contents
from energy_model.formulation.model import build
from energy_model.formulation.rules import rules
from energy_model.report.mathml import in_prose, mathml
from energy_model.report.sections.mathematics import mathematics as section
from energy_model.run import Run
from energy_model.sheets.wording import Labels
from energy_model.workflow.rule_rows import namer
from tests.support.tiny_run import tiny_run

TERM = re.compile(r"(?:^|([+-]) )(-?)([\d.e+-]+ )?([a-z_]+\[[^\]]*\])")


def test_every_rule_is_told_with_a_formula_and_a_unit() -> None:
    model = build()
    found = {rule.name: rule for rule in rules(model)}
    components = [c.local_name for c in model.component_objects((pyo.Var, pyo.Constraint, pyo.Expression))]
    assert set(components) | {"total_cost"} == set(found)
    assert len(rules(model)) == len(found), "a name stands for two rules"
    assert [rule.name for rule in found.values() if not rule.sentence or not rule.unit] == []
    assert [rule.name for rule in found.values() if rule.kind != "variable" and not rule.latex] == []


def test_every_rule_stands_in_the_file_that_is_named() -> None:
    folder = Path(contents.__file__).parent
    texts = {path.stem: path.read_text("utf-8") for path in folder.glob("*.py")}
    wrong = [r.name for r in rules(build()) if not re.search(rf"m\.{r.name} = |def {r.name}\(", texts[r.family])]
    assert wrong == []


def test_every_formula_becomes_mathml() -> None:
    for rule in rules(build()):
        shown = [mathml(rule.latex, display=True)] if rule.latex else []
        shown += [*in_prose(rule.sentence)[1::2], *in_prose(rule.symbols)[1::2]]
        for text in shown:
            assert text.startswith("<math") and "\\" not in text, rule.name
    assert "<munder><mo>∑" in mathml(r"\left(\sum_{s \in y} w_s\right)", display=True)


def test_prose_is_split_at_its_formulas() -> None:
    before, formula, after = in_prose("a year: $w_s$ [MWh].")
    assert (before, after) == ("a year: ", " [MWh].") and formula.startswith("<math")


def test_rows_of_a_run_are_those_of_its_matrix() -> None:
    """Every row that is told, read back from its text, is the matrix's row: entries, sides, and its sum."""
    run = tiny_run()
    program = compile_model(build(), run.dataset)
    name = namer(run.dataset)
    row_writer = RowWriter(program, np.zeros(program.matrix.shape[1]), name)
    columns = [
        row_writer.name(block, number) for block in program.variables.values() for number in range(block.space.size)
    ]
    told = run.table("rules").set_index("rule")
    told = told[(told["kind"] == "constraint") & (told["text"] != "") & ~told["text"].str.contains("…")]
    assert len(told) > 15
    for rule, row in told.iterrows():
        block = program.constraints[str(rule)]
        number = next(n for n in range(block.space.size) if row_writer.name(block, n) == row["cell"])
        entries = program.matrix[[block.start + number]].tocoo()
        body, sides = _read(row["text"])
        assert body == pytest.approx({columns[c]: v for c, v in zip(entries.col, entries.data, strict=True)}, rel=1e-5)
        assert sides == pytest.approx(
            (program.row_lower[block.start + number], program.row_upper[block.start + number]), rel=1e-5
        )
        assert sides[0] - 1e-4 <= row["value"] <= sides[1] + 1e-4
        assert row["rows"] == block.space.size


def _read(text: str) -> tuple[dict[str, float], tuple[float, float]]:
    """Entries and sides of a row that was written out."""
    lower, upper = -np.inf, np.inf
    if " = " in text:
        text, side = text.split(" = ")
        lower = upper = float(side)
    elif " ≥ " in text:
        text, side = text.split(" ≥ ")
        lower = float(side)
    else:
        *low, text, side = text.split(" ≤ ")
        lower, upper = (float(low[0]) if low else lower), float(side)
    found = {}
    for sign, minus, size, column in TERM.findall(text):
        found[column] = (-1.0 if "-" in (sign, minus) else 1.0) * float(size or 1)
    return found, (lower, upper)


def test_the_row_that_is_told_is_short_and_binds() -> None:
    model = pyo.AbstractModel()
    model.i = pyo.Set(dimen=1)
    model.size = pyo.Param(model.i)
    model.x = pyo.Var(model.i, dense=False, bounds=(0, 9))
    model.limit = pyo.Constraint(model.i, rule=lambda m, i: m.size[i] * m.x[i] <= 6)
    model.total = pyo.Expression(rule=lambda m: sum(m.x[i] for i in m.i))
    model.cost = pyo.Objective(rule=lambda m: sum(2 * m.x[i] for i in m.i))
    data = xr.Dataset({"size": ("i", np.array([1.0, 3.0, 2.0, *[1.0] * 9]))}, {"i": [f"i{k}" for k in range(12)]})
    program = compile_model(model, data)
    x = np.array([6.0, 2.0, 2.0, *[0.5] * 9])
    row_writer = RowWriter(program, x)
    limit = row_writer.constraint("limit")
    assert limit is not None
    assert (limit.name, limit.text, limit.value) == ("limit[i1]", "3 x[i1] ≤ 6", 6.0)  # binds, its coefficient is not 1
    total = row_writer.expression("total")
    assert total is not None
    assert total.text.endswith("and 4 more terms") and total.text.count("x[") == SHOWN and total.value == 14.5
    assert total.text.startswith("x[i0] + x[i1] + x[i2] + ")  # those that weigh most, in their order
    assert row_writer.objective().text.startswith("min 2 x[i0] + 2 x[i1]")
    largest = row_writer.variable("x")
    assert largest is not None and largest.text == "0 ≤ x[i0] ≤ 9"


def test_the_page_has_every_rule_and_no_language_twice() -> None:
    run = tiny_run()
    parts = {lang: section(run, Labels(run.dataset, lang)) for lang in ("zh", "en")}
    chinese, english = parts["zh"].rules, parts["en"].rules
    assert chinese is not None and english is not None
    assert chinese.families == english.families
    shown = [rule for family in chinese.families.values() for rule in family]
    assert {rule["name"] for rule in shown} == {rule.name for rule in rules(build())}
    for rule in shown:
        if rule["kind"] == "constraint":
            assert "<math" in rule["formula"] + "".join(rule["sentence"][1::2]), rule["name"]
    assert {f"family.{family}" for family in english.families} <= set(english.labels)


def test_a_run_without_rules_says_so() -> None:
    run = tiny_run()
    old = Run(run.dataset.drop_dims(["rule", "assumption"]), run.summary, run.manifest)
    part = section(old, Labels(old.dataset, "en"))
    assert part.rules is None and "earlier release" in part.bullets[0]
    pd.testing.assert_index_equal(old.table("rules").columns, run.table("rules").columns)
