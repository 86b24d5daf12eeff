"""The mathematics of a run: every rule with its sentence, formula and unit, and one real row of the run's matrix."""

from __future__ import annotations

from typing import Any

import pandas as pd

from energy_model.report.mathml import in_prose, mathml
from energy_model.report.sections.section import Rules, Section
from energy_model.runs.run_data import RunData
from energy_model.sheets.wording import Labels

_NOISE = 1e-6  # a sum below it, in the unit of its rule, is the solver's rounding


def mathematics(run: RunData, labels: Labels) -> Section:
    """Give the rules by file of the formulation, unfolded by the reader; of a run that carries none, a sentence."""
    tr, found = labels.tr, run.table("rules")
    part = Section("mathematics", tr("title.mathematics"))
    if found.empty:
        part.bullets = [tr("note.no_rules")]
        return part
    kinds = found["kind"].value_counts()
    counts = {kind: int(kinds.get(kind, 0)) for kind in ("variable", "constraint", "expression")}
    part.bullets = [tr("note.mathematics", **counts), tr("note.real_row")]
    families = list(dict.fromkeys(found["family"]))
    rules = {family: [_rule(row) for row in of.to_dict("records")] for family, of in found.groupby("family")}
    texts = {f"kind.{kind}": tr.of("kind", kind) for kind in kinds.index}
    texts |= {f"family.{family}": tr.of("family", family) for family in families}
    texts |= {
        "unit": tr("rule.unit"),
        "rows": tr("rule.rows", count="{count}"),
        "row": tr("rule.row"),
        "value": tr("rule.value", value="{value}"),
        "is": tr("rule.is", value="{value}"),
        "columns": tr("rule.columns"),
        "none": tr("rule.none"),
    }
    part.rules = Rules({str(family): rules[family] for family in families}, texts)
    return part


def _rule(row: dict[Any, Any]) -> dict[str, Any]:
    """A rule as the page's script draws it, in no language: texts, and prose and formula as MathML."""
    formula = row["latex"] if f"${row['latex']}$" not in row["sentence"] else ""
    return {
        "name": row["rule"],
        "kind": row["kind"],
        "sets": row["sets"],
        "unit": row["unit"],
        "rows": int(row["rows"]),
        "sentence": in_prose(row["sentence"]),
        "formula": mathml(formula, display=True) if formula else "",
        "symbols": in_prose(row["symbols"]),
        "cell": row["cell"],
        "text": row["text"],
        "value": _number(row["value"]),
        "columns": row["columns"],
    }


def _number(value: float) -> str:
    if pd.isna(value):
        return ""
    return f"{0.0 if abs(value) < _NOISE else value:,.6g}" if abs(value) < 1e6 else f"{value:,.0f}"
