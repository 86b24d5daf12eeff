"""The model's rules one by one, as its docstrings tell them: sentence, formula, symbols, unit, sets, file."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass
from typing import Any

import pyomo.core as pyo

KINDS = {"variable": pyo.Var, "objective": pyo.Objective, "constraint": pyo.Constraint, "expression": pyo.Expression}
TERM = "term"  # of a balance: a named expression over the things that the balance sums over
MATH = re.compile(r"\.\. math:: (.*?)(?=\n\s*\n|\Z)", re.DOTALL)
INLINE = re.compile(r":math:`(.*?)`", re.DOTALL)
_NEITHER = re.compile(r":?\s*\$[^$]*\$(\s*\[[^\]]*\])?")  # an inline formula and its unit
_UNIT = re.compile(r"\[([^\]]*)\]\s*")


@dataclass(frozen=True)
class Rule:
    """One component of the model, or a term of a balance (kind 'term').

    family : file of formulation/ that declares it; sets : names of its index sets; sentence and symbols : prose with
    inline formulas between dollar signs; latex : its formula ('' where it has none); unit : of its rows or columns
    """

    name: str
    kind: str
    family: str
    sets: tuple[str, ...]
    sentence: str
    latex: str
    symbols: str
    unit: str


def rules(model: pyo.AbstractModel) -> list[Rule]:
    """All rules of the model in the order of its files, those of a file in the order in which they are declared."""
    kinds = {ctype: kind for kind, ctype in KINDS.items()}
    components = [c for c in model.component_objects(descend_into=False) if c.ctype in kinds]
    terms = term_names(model)
    found = [
        _rule(component, TERM if component.local_name in terms else kinds[component.ctype], family)
        for component, family in zip(components, _families(components), strict=True)
    ]
    files = list(dict.fromkeys(rule.family for rule in found))
    return sorted(found, key=lambda rule: files.index(rule.family))


def declarations(model: pyo.AbstractModel) -> dict[str, tuple[str, str]]:
    """Unit and meaning of each set, parameter, variable and named expression, as they are declared, in plain text."""
    kinds = (pyo.Set, pyo.Param, pyo.Var, pyo.Expression)
    found: dict[str, tuple[str, str]] = {}
    for component in model.component_objects(kinds, descend_into=False):
        unit, says = _declared(component)
        first = _parts(inspect.getdoc(rule_of(component)))[0] if component.ctype is pyo.Expression else ""
        found[str(component.local_name)] = unit, _NEITHER.sub("", says or first).strip()
    return found


def term_names(model: pyo.AbstractModel) -> set[str]:
    """Names of the named expressions that the balances add up."""
    return {term.name for term in (*model.balance_terms, *model.yearly_balance_terms)}


def rule_of(component: Any) -> Any:
    """The Python function behind a component's rule or bounds; None where it has none."""
    rule = getattr(component, "_rule", None) or getattr(component, "_rule_bounds", None)
    rule = getattr(rule, "_initializer", rule)
    return getattr(rule, "_fcn", None)


def prose(text: str) -> str:
    """Text with inline formulas between dollar signs."""
    return INLINE.sub(lambda found: f"${found[1]}$", text)


def sets_of(component: Any) -> list[str]:
    """Names of a component's index sets."""
    return [s.local_name for s in component.index_set().subsets()] if component.is_indexed() else []


def _families(components: list[Any]) -> list[str]:
    """File of each component: that of its rule, or else of the next one's: a file declares variables before rules."""
    found: list[str] = []
    family = ""
    for component in reversed(components):
        function = rule_of(component)
        family = _family(function) if function is not None else family
        found.append(family)
    return found[::-1]


def _family(function: Any) -> str:
    return str(function.__module__).rpartition(".")[2]


def _rule(component: Any, kind: str, family: str) -> Rule:
    sentence, latex, symbols = _parts(inspect.getdoc(rule_of(component)))
    unit, says = _declared(component)
    if says:  # of a variable: what it is, then what bounds it
        says = says[0].upper() + says[1:] + ("" if says.endswith(".") else ".")
        sentence = f"{says} {sentence}".strip()
    sets = tuple(sets_of(component))
    return Rule(str(component.local_name), kind, family, sets, sentence, latex, symbols, unit)


def _declared(component: Any) -> tuple[str, str]:
    """Unit and words of a component's doc, `[MW] sent from begin to end`."""
    doc = component.doc or ""
    unit = _UNIT.match(doc)
    return (unit[1], _UNIT.sub("", doc, count=1).strip()) if unit else ("", doc)


def _parts(docstring: str | None) -> tuple[str, str, str]:
    """A docstring's prose, its formula, and what follows the formula.

    A docstring without a displayed formula has its formula in its prose: then that one is the formula too.
    """
    text = docstring or ""
    blocks = [" ".join(block.split()) for block in MATH.findall(text)]
    before, *after = MATH.split(text)[::2]
    if blocks:
        return _plain(before), " \\quad ".join(blocks), _plain("\n\n".join(after))
    first, _, rest = text.partition("\n\n")
    inline = INLINE.search(first)
    return _plain(first), inline[1].strip() if inline else "", _plain(rest)


def _plain(text: str) -> str:
    """Prose in one line a paragraph."""
    return "\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", prose(text)) if part.strip())
