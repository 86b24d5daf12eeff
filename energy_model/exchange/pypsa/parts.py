"""The components of one kind in a network: their attributes, and which of them differ from PyPSA's defaults."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from energy_model.exchange.pypsa.ledger import Ledger
from energy_model.exchange.study_rows import Floats

_PORT = re.compile(r"^(bus|efficiency|rate|delay|cyclic_delay)\d+$")


@dataclass(frozen=True)
class Part:
    """A component: its static attributes by name, and those that change by snapshot.

    series : attribute -> values, shapes (snapshot,)
    """

    name: str
    static: Mapping[str, Any]
    series: Mapping[str, Floats]
    snapshots: int

    def text(self, attribute: str) -> str:
        """A text; '' where there is none."""
        value = self.static.get(attribute, "")
        return "" if value is None or (isinstance(value, float) and np.isnan(value)) else str(value)

    def number(self, attribute: str) -> float:
        """A number that does not change; NaN where there is none. Of a series of equal values, the value."""
        if attribute in self.series:
            return float(self.series[attribute][0])
        value = self.static.get(attribute, np.nan)
        return float("nan" if value is None or value == "" else value)

    def flag(self, attribute: str) -> bool:
        """Whether a switch is on."""
        return bool(self.static.get(attribute, False))

    def values(self, attribute: str) -> Floats:
        """A number by snapshot. shape: (snapshot,)"""
        found = self.series.get(attribute)
        return np.full(self.snapshots, self.number(attribute)) if found is None else found

    def changes(self, attribute: str) -> bool:
        """Whether a number changes from snapshot to snapshot."""
        found = self.series.get(attribute)
        return found is not None and bool(np.ptp(found) != 0)


@dataclass(frozen=True)
class Reading:
    """Attributes of a kind of component that are read.

    carried : what the tables say too; without_effect : what an optimisation does not ask for
    switched : attribute -> switch without which it means nothing, and the state of the switch in which it does
    reasons : attribute -> why it is not carried, where the ledger can say more than that it is not
    """

    component: str
    carried: Set[str]
    without_effect: Set[str] = frozenset()
    switched: Mapping[str, tuple[str, bool]] = field(default_factory=dict)
    reasons: Mapping[str, str] = field(default_factory=dict)


def parts(network: Any, component: str) -> list[Part]:
    """Active components of a kind, in the order of the network."""
    own = network.c[component]
    names = [str(name) for name in own.static.index]
    records = own.static.to_dict("records")
    series = {attribute: frame for attribute, frame in own.dynamic.items() if len(frame.columns)}
    found = []
    for name, static in zip(names, records, strict=True):
        if not static.get("active", True):
            continue
        hourly = {a: frame[name].to_numpy(dtype=float) for a, frame in series.items() if name in frame.columns}
        found.append(Part(name, static, hourly, len(network.snapshots)))
    return found


def settle(network: Any, reading: Reading, ledger: Ledger) -> None:
    """Enter in the ledger all attributes that differ from their defaults and are not carried."""
    own = network.c[reading.component]
    for attribute, names in _differing(own):
        switch, state = reading.switched.get(attribute, ("", True))
        if switch:
            on = own.static[switch].astype(bool) == state
            names = [name for name in names if on.get(name, False)]
        if attribute in reading.carried or (_PORT.match(attribute) and "bus1" in reading.carried):
            continue
        if attribute in reading.without_effect or attribute not in own.defaults.index:
            ledger.pass_over(reading.component, [attribute] if names else [])
        else:
            ledger.refuse(reading.component, attribute, names, reading.reasons.get(attribute, "not_read"))
    for attribute in own.piecewise:
        if own.has_piecewise(attribute):
            curves = own.piecewise[attribute].columns
            ledger.refuse(reading.component, str(attribute), sorted(set(curves.get_level_values(0))), "piecewise")


def _differing(own: Any) -> Iterator[tuple[str, list[str]]]:
    """Attributes that are input, and the active components in which they are not the default."""
    static, defaults = own.static, own.defaults
    active = static.index[static["active"].astype(bool)] if "active" in static else static.index
    inputs = defaults["status"].astype(str).str.startswith("Input")
    known = [a for a in defaults.index if inputs[a] and a != "name"]
    own_columns = [column for column in static.columns if column not in defaults.index]
    for attribute in [*known, *own_columns]:
        default = defaults.at[attribute, "default"] if attribute in defaults.index else ""
        names = []
        if attribute in static:
            names = [n for n in active if not _same(static.at[n, attribute], default)]
        frame = own.dynamic.get(attribute) if attribute in defaults.index else None
        if frame is not None and len(frame.columns):
            given = [n for n in frame.columns if n in active]
            names += [n for n in given if n not in names and not all(_same(v, default) for v in frame[n])]
        yield attribute, [str(n) for n in names]


def _same(value: Any, default: Any) -> bool:
    """Whether a value is the default; blank, NaN and none are one."""
    if _blank(value) and _blank(default):
        return True
    if isinstance(value, int | float | np.number) and not isinstance(value, bool):
        wanted = pd.to_numeric(default, errors="coerce")
        return bool(value == wanted)
    return str(value) == str(default)


def _blank(value: Any) -> bool:
    return value is None or value == "" or str(value) in ("n/a", "nan", "None", "<NA>")
