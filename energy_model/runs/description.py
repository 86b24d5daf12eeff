"""A run in five lines, and its tables by name, as notebooks show them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import Any

import pandas as pd

from energy_model.analysis.columns import described
from energy_model.analysis.run_alignment import amount
from energy_model.analysis.tables import TABLES
from energy_model.dataset.units import MONEY


def lines(summary: Mapping[str, Any], manifest: Mapping[str, Any], place: str) -> dict[str, str]:
    """Five lines about a run, by what they are about: read from its summary, in no time.

    place : folder of the run, or that it is in memory
    """
    currency = summary.get("currency", MONEY)
    cost, bound = (amount(dict(summary), name) / 1e9 for name in ("objective", "lower_bound"))
    met = [target.get("met") for target in summary["targets"]]
    words = {True: "met", False: "missed", None: "not evaluated"}
    counted = ", ".join(f"{met.count(flag)} {word}" for flag, word in words.items() if flag in met)
    size, seconds = summary["size"], summary["seconds"].get("total")
    release = manifest.get("versions", {}).get("energy-model", "")
    took = f", {seconds:,.0f} s" if seconds is not None else ""
    years = ", ".join(map(str, summary["years"]))
    return {
        "Run": f"{summary['scenario']} ({summary.get('name_en') or summary.get('name_zh', '')}): {years}",
        "cost": f"{cost:,.4g} bn {currency}, at least {bound:,.4g} bn; gap {100 * summary['gap']:.2g} %",
        "targets": counted or "none",
        "solved": f"{size['rows']:,} rows, {size['columns']:,} columns{took}, energy-model {release}".rstrip(),
        "place": f"{place}; see .tables, .plot, .report()",
    }


def as_text(said: Mapping[str, str]) -> str:
    """Five lines."""
    return "\n".join(f"{'' if key == 'Run' else '  '}{key:<8} {text}" for key, text in said.items())


def as_html(said: Mapping[str, str]) -> str:
    """The same as a table of a notebook."""
    rows = "".join(f"<tr><th>{escape(key)}</th><td>{escape(text)}</td></tr>" for key, text in said.items())
    return f"<table>{rows}</table>"


class RunTables(Mapping[str, pd.DataFrame]):
    """All tables of a run by name, each made when it is asked for."""

    def __init__(self, table: Callable[[str], pd.DataFrame]) -> None:
        self._table = table

    def __getitem__(self, name: str) -> pd.DataFrame:
        if name not in TABLES:
            raise KeyError(f"no table {name!r}; there are {', '.join(TABLES)}")
        return self._table(name)

    def __iter__(self) -> Iterator[str]:
        return iter(TABLES)

    def __len__(self) -> int:
        return len(TABLES)

    def __contains__(self, name: object) -> bool:
        return name in TABLES

    def _ipython_key_completions_(self) -> list[str]:
        return list(TABLES)

    def __repr__(self) -> str:
        return "\n".join(f"{name:<18} {described()[name].names['en']}" for name in TABLES)
