"""Starting from what was reached: the newest year of the table actuals is held in the model."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

import energy_model.dataset.units as units
from energy_model.dataset.problems import Problem
from energy_model.dataset.tables import Tables

HELD = "actuals"  # clause of the targets that hold what was reached
SLACK = 1e-3  # of a value: what is published has three or four digits
_ENDS = (  # sense, end of the name, words, direction of the slack
    ("at_least", "least", "不低于实际值", "not below what was reached", -1),
    ("at_most", "most", "不高于实际值", "not above what was reached", 1),
)


def hold_actuals(tables: Tables, years: Sequence[int], origin: str) -> None:
    """Add two enforced targets for each metric of the newest year of actuals: not below and not above its value.

    They are elastic as all targets are: what the tables cannot give is told as a shortfall. The year must be a model
    year; else, and where there are no actuals, a problem is added.
    """
    actuals = tables["actuals"]
    newest = actuals["year"].max()
    if pd.isna(newest):
        message, hint = "the table actuals has no rows to start from.", "Add what was reached, or leave this key out."
        tables.problems.append(Problem("no-actuals", origin, message, hint))
        return
    if int(newest) not in years:
        message = f"the newest year of actuals, {int(newest)}, is not one of the model's years."
        hint = f"Write it into 'years', e.g. {[int(newest), *(y for y in years if y > newest)]}."
        tables.problems.append(Problem("no-actuals", origin, message, hint))
        return
    names = tables["metrics"].drop_duplicates("metric").set_index("metric")
    for _, actual in actuals[actuals["year"] == newest].iterrows():
        if actual["metric"] in names.index:
            for end in _ENDS:
                _add(tables, actual, names.loc[actual["metric"]], end, origin)


def _add(
    tables: Tables,
    actual: pd.Series[str],
    metric: pd.Series[str],
    end: tuple[str, str, str, str, int],
    origin: str,
) -> None:
    """Add one target, in a row of its own that stands in no file."""
    sense, word, zh, en, way = end
    frame, texts = tables["targets"], tables.texts["targets"]
    row, year = min([0, *frame.index]) - 1, int(actual["year"])
    value = float(actual["value"]) + way * SLACK * abs(float(actual["value"]))
    shown = value / units.factor(str(actual["unit"]), units.model_unit(str(actual["unit"])))
    cells = {
        "target": f"actual_{actual['metric']}_{word}",
        "metric": str(actual["metric"]),
        "year": str(year),
        "sense": sense,
        "unit": str(actual["unit"]),
        "mode": "enforce",
        "origin": "study",
        "clause": HELD,
        "name_zh": f"{metric['name_zh']}{zh}",
        "name_en": f"{metric['name_en']} {en}",
        "basis": f"Held at what was reached in {year}, within 0.1 %.",
        "source": str(actual["source"]),
        "confidence": str(actual["confidence"]),
    }
    known = {name: cells.get(name, "") for name in frame.columns}
    blank = {name: pd.NA for name in frame.columns if str(frame[name].dtype) == "Int64"}
    typed = known | blank | {"year": year, "value": value}
    tables.frames["targets"] = pd.concat([frame, pd.DataFrame([typed], index=[row]).astype(frame.dtypes)])
    written = {name: cells.get(name, f"{shown:.10g}" if name == "value" else "") for name in texts.columns}
    tables.texts["targets"] = pd.concat([texts, pd.DataFrame([written], index=[row], dtype="str")])
    tables.edits |= {("targets", row, column): origin for column in frame.columns}
