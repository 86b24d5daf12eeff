"""The mathematics as a page: every rule's sentence, formula and symbols, taken from its docstring.

`python -m energy_model.formulation.page docs/formulation.md` writes it.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyomo.core as pyo

from energy_model.formulation.model import build
from energy_model.formulation.rules import MATH, prose, rule_of, sets_of, term_names

_HEADINGS = {
    pyo.Var: "Variables",
    pyo.Objective: "Objective",
    pyo.Constraint: "Constraints",
    pyo.Expression: "Named expressions",
}
_TITLE = """# The mathematics

Inside the model: MW, MWh, t CO2, CNY, hours. Written from the docstrings of the rules in `energy_model/formulation/` by
`python -m energy_model.formulation.page docs/formulation.md`; a test fails when it is out of date."""


def page() -> str:
    """The page in Markdown with formulas in LaTeX."""
    model = build()
    parts = [_TITLE]
    names = term_names(model)
    for ctype, heading in _HEADINGS.items():
        parts.append(f"## {heading}")
        for component in model.component_objects(ctype, descend_into=False):
            parts += [] if component.local_name in names else list(_entry(component))
    parts.append("## Terms of the balance")
    for term in (*model.balance_terms, *model.yearly_balance_terms):
        parts += [*_entry(getattr(model, term.name)), f"Shown as `{term.kind}`."]
    return "\n\n".join(parts) + "\n"


def _entry(component: Any) -> Iterator[str]:
    sets = sets_of(component)
    yield f"### `{component.local_name}`{'[' + ', '.join(sets) + ']' if sets else ''}"
    if component.doc:
        yield component.doc
    if rule_of(component) is not None:
        yield _rendered(inspect.getdoc(rule_of(component)))


def _rendered(docstring: str | None) -> str:
    """A docstring as Markdown."""
    return prose(MATH.sub(lambda found: f"```math\n{inspect.cleandoc(found[1])}\n```", docstring or ""))


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page(), encoding="utf-8")
