"""The catalogue: every message is there in both languages, with the same places, and is used."""

from __future__ import annotations

import ast
import csv
import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

import energy_model
from energy_model.analysis.carbon.factors import LEVELS as LEVELS_OF_FACTORS
from energy_model.analysis.energy.electricity import CURTAILED, SEASONS
from energy_model.analysis.parks import MATCHINGS, SHARES
from energy_model.analysis.peaks import CONCLUSIONS
from energy_model.analysis.roles import NEEDS
from energy_model.analysis.verdicts import DECIDED, ENFORCED, GIVEN, OPEN, ORIGINS, VERDICTS
from energy_model.dataset.dictionary import dictionary
from energy_model.dataset.provenance import LEVELS
from energy_model.dataset.units import currencies
from energy_model.exchange.pypsa.ledger import REASONS
from energy_model.formulation.model import build
from energy_model.formulation.rules import KINDS, TERM, rules
from energy_model.report.sections.contents import CHAPTERS
from energy_model.runs.totals import SECTIONS
from energy_model.sheets.carbon import ACCOUNTS
from energy_model.sheets.gas import TERMINAL
from energy_model.sheets.headline import NOT_MODELLED
from energy_model.sheets.messages import Messages, catalogue, environment_language
from energy_model.sheets.node_names import PLANTS, SMALL_KINDS
from energy_model.sheets.parks import GREEN
from energy_model.sheets.prefixes import DIVISORS
from energy_model.sheets.security import POWERS
from energy_model.sheets.storage import SERVICES
from energy_model.study.copying import EXAMPLES
from energy_model.study.weather.notes import Taken
from energy_model.workflow.stages import STAGES

LOSSES = ("conversion", "grid", "storage", "surplus")
PACKAGE = Path(energy_model.__file__).parent


def families() -> dict[str, set[str]]:
    """The words that can follow a family's name, from where they are defined."""
    kinds = {term.kind for term in build().cost_terms} - {"trade"}
    return {
        "stage": {*STAGES, "references", "one_program", "search", "at_once", "total"},
        "cost": {*kinds, "bought", "sold"},
        "not_modelled": set(NOT_MODELLED),
        "not_carried": set(REASONS),
        "confidence": set(LEVELS),
        "month": {str(month) for month in range(1, 13)},
        "week": {*SEASONS, CURTAILED},
        "chapter": set(CHAPTERS),
        "section": {*SECTIONS, "source", "use", "combustion", "purchase"},
        "role": set(dictionary()["carriers"].columns["role"].choices),
        "title": {table for tables in NEEDS.values() for table in tables},
        "sector": set(dictionary()["technologies"].columns["sector"].choices),
        "known": {"within", "outside", "unknown"},
        "verdict": set(VERDICTS),
        "origin": set(ORIGINS),
        "basis": {GIVEN, ENFORCED, DECIDED, OPEN},
        "level": set(LEVELS_OF_FACTORS),
        "levels": {"used", "generated", "balance", "capacity", "green_capacity", "co2"},
        "factor": {"used", "contractual", "made"},
        "share": set(SHARES),
        "account": {*ACCOUNTS, "metric_production", "metric_consumption"},
        "map": {"used", "made", "bought", "sold"},
        "security": {"firm", "imports", "lost", "peak", "margin", "unserved"},
        "calm": set(POWERS),
        "unit": set(DIVISORS["en"]),
        "currency": set(currencies()),
        "item": {"demand", "other", "curtailed", *(f"losses_{kind}" for kind in LOSSES)},
        "word": {
            *("yes", "no", "buy", "sell", "source", "use", "shifted", "interrupted", "trade", "none", "link", "unit"),
            *("combustion", "purchase", "bought", "sold", "purchases", "direct", "emitted"),
            *("operating", "committed", "exchange", "on_track", "behind"),
            *(
                *(term.kind for term in build().balance_terms),
                *CONCLUSIONS,
                *MATCHINGS,
                *dictionary()["targets"].columns["sense"].choices,
            ),
        },
        "error": {"infeasible", "unbounded", "time_limit", "failed"},
        "kind": {*KINDS, TERM},
        "family": {rule.family for rule in rules(build())},
        "service": set(SERVICES),
        "stale": {"new", "release", "inputs", "unrecorded", "scenario", "hours", "extension", "gap"},
        "ways": {*(f"small_{kind}" for kind in SMALL_KINDS), "ambient", "whole"},
        "plants": set(PLANTS),
        "green": set(GREEN),
        "matching": set(MATCHINGS),
        "lng": set(TERMINAL),
        "cold": {"released", "used", "unused", "cooling"},
        "example": set(EXAMPLES),
        "taken": set(get_args(Taken)),
        "column": {"existing", "new", "retired", "total"},
    }


def is_messages(function: ast.expr) -> bool:
    """Whether a called expression is an instance of Messages: tr, labels.tr, help_text, Messages(lang)."""
    if isinstance(function, ast.Call):
        return isinstance(function.func, ast.Name) and function.func.id == "Messages"
    name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
    return name in ("tr", "help_text")


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Every call that asks for a message in the package's Python."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and is_messages(node.func):
                yield f"{path.name}:{node.lineno}", node


def members() -> Iterator[tuple[str, ast.Call]]:
    """Every call of Messages.of."""
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
                continue
            if node.func.attr == "of" and is_messages(node.func.value):
                yield f"{path.name}:{node.lineno}", node


def in_template(call: str = "tr") -> set[str]:
    """Keys that the page's template asks for, or families with `tr.of`."""
    text = (PACKAGE / "report/template/page.html").read_text(encoding="utf-8")
    return set(re.findall(rf"\b{re.escape(call)}\([\"']([\w.]+)[\"']", text))


def literal(call: ast.Call) -> str | None:
    """The key of a call, if it is written out."""
    first = call.args[0]
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else None


def test_keys_are_unique_and_translated() -> None:
    text = (PACKAGE / "sheets/messages.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert len({row["key"] for row in rows}) == len(rows)
    assert [row["key"] for row in rows if not (row["zh"] or "").strip() or not (row["en"] or "").strip()] == []
    assert [row["key"] for row in rows if None in row] == [], "a comma outside quotes"


def test_every_quantity_has_a_name_for_each_of_its_units() -> None:
    for lang, of_quantity in DIVISORS.items():
        for quantity, divisors in of_quantity.items():
            assert len(catalogue()[f"unit.{quantity}"][lang].split("|")) == len(divisors)
            assert list(divisors) == sorted(divisors)


def test_languages_have_the_same_places() -> None:
    def places(text: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    assert [key for key, texts in catalogue().items() if places(texts["zh"]) != places(texts["en"])] == []


def test_every_key_asked_for_is_written_out() -> None:
    assert [place for place, call in calls() if literal(call) is None] == []
    assert [place for place, call in members() if literal(call) is None] == []


def test_every_key_asked_for_is_there() -> None:
    found = list(calls())
    assert len(found) > 50
    assert [(place, literal(call)) for place, call in found if literal(call) not in catalogue()] == []
    assert in_template() <= set(catalogue())


def test_families_are_known_and_complete() -> None:
    assert {literal(call) for _, call in members()} | in_template("tr.of") == set(families())
    wanted = {f"{family}.{word}" for family, labels in families().items() for word in labels}
    assert wanted - set(catalogue()) == set()


def test_every_key_is_used() -> None:
    used = {literal(call) for _, call in calls()} | in_template()
    used |= {f"{family}.{word}" for family, labels in families().items() for word in labels}
    assert set(catalogue()) - used == set()


def test_places_are_filled_and_unknown_words_stand_for_themselves() -> None:
    assert Messages("zh")("note.inputs", folder="/x") == "数据表位于：/x"
    assert Messages("en").of("cost", "new_kind") == "new kind"
    with pytest.raises(KeyError):
        Messages("en")("no.such.key")
    with pytest.raises(ValueError, match="no language 'fr'"):
        Messages("fr")


@pytest.mark.parametrize(
    ("variables", "lang"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "C", "LC_MESSAGES": "zh_TW.UTF-8"}, "zh"),
    ],
)
def test_language_of_the_environment(variables: dict[str, str], lang: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert environment_language() == lang
