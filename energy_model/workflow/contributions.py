"""Terms of the balances in a solved dataset: which thing gives how much of a carrier where, to be evaluated later."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyomo.core as pyo
import xarray as xr

from energy_model.compiler import LinearProgram
from energy_model.compiler.program import Floats, Parts
from energy_model.formulation.rules import term_names
from energy_model.formulation.terms import BalanceTerm


def with_contributions(solved: xr.Dataset, model: pyo.AbstractModel, program: LinearProgram, x: Floats) -> xr.Dataset:
    """A solved dataset with what each thing contributes to the balances.

    Parameters
    ----------
    solved : holds the variables and named expressions of the program, terms of the balances excepted
    model : what the program was compiled from, its sets and small parameters constructed; x : (column,) the solution

    Returns
    -------
    xr.Dataset with, for each term and thing, dims (contribution,): contribution_term, _kind (of the term), _zone,
    _carrier (where the thing is; pools as they stand), _of (set of its owner: asset, demand, market, node), _owner;
    contribution_energy (contribution, year) [MWh], negative where it takes. The power of hourly terms is a sum of
    parts, dims (part,): part_contribution (position), part_source (a variable here, over step last), part_row (its
    position before step), part_factor. A term that is no such sum is its own source, stored under its name.
    """
    found = _Collected(solved, program, x, term_names(model))
    for terms, hourly in ((model.balance_terms, True), (model.yearly_balance_terms, False)):
        for term in terms:
            found.add(model, term, hourly)
    return found.dataset()


class _Collected:
    """Contributions and parts while they are collected, term by term."""

    def __init__(self, solved: xr.Dataset, program: LinearProgram, x: Floats, terms: set[str]) -> None:
        self._solved, self._program, self._x = solved, program, x
        self._named = [
            name for name in program.expression_names if name not in terms and "step" in solved[name].dims[-1:]
        ]
        self._texts: list[tuple[str, ...]] = []
        self._energy: list[Floats] = []
        self._parts: list[tuple[int, Parts]] = []
        self._yearly: dict[str, Floats] = {}
        self._stored: dict[str, xr.DataArray] = {}

    def add(self, model: Any, term: BalanceTerm, hourly: bool) -> None:
        """Contributions of one term."""
        rows = list(_texts(model, term))
        if not rows:
            return
        if hourly:
            parts = self._program.parts(term.name, self._named) or self._own(term.name, len(rows))
            self._parts.append((len(self._texts), parts))
            self._energy.append(self._summed(parts, len(rows)))
        else:
            self._energy.append(self._program.evaluate(term.name, self._x).values)
        self._texts += rows

    def _own(self, name: str, count: int) -> Parts:
        """A term that is no sum of stored quantities: its values are stored, and are its parts."""
        values = self._program.evaluate(name, self._x).values.reshape(count, -1)
        self._stored[name] = xr.DataArray(values, dims=[f"{name}_thing", "step"])
        at = np.arange(count, dtype=np.int64)
        return Parts(at, [name] * count, at, np.ones(count))

    def _summed(self, parts: Parts, count: int) -> Floats:
        """Energy of each thing by year. shape: (count, year)."""
        total = np.zeros((count, self._solved.sizes["year"]))
        sources = np.array(parts.source)
        for source in dict.fromkeys(parts.source):
            own = sources == source
            np.add.at(total, parts.thing[own], parts.factor[own, None] * self._by_year(source)[parts.row[own]])
        return total

    def _by_year(self, source: str) -> Floats:
        """Sums over the hours of each year of a stored quantity. shape: (row, year)."""
        if source not in self._yearly:
            array = self._stored[source] if source in self._stored else self._solved[source]
            weight, year_of = self._solved["weight"].values, self._solved["year_of"].values
            power = array.values.reshape(-1, len(weight))
            sums = [power[:, year_of == year] @ weight[year_of == year] for year in self._solved["year"].values]
            self._yearly[source] = np.stack(sums, axis=1)
        return self._yearly[source]

    def dataset(self) -> xr.Dataset:
        """The solved dataset with all that was collected."""
        years = self._solved.sizes["year"]
        names = ("term", "kind", "zone", "carrier", "of", "owner")
        texts = np.array(self._texts, dtype=np.str_).reshape(-1, len(names))
        found: dict[str, Any] = {f"contribution_{n}": ("contribution", texts[:, k]) for k, n in enumerate(names)}
        energy = np.concatenate([*self._energy, np.zeros((0, years))])
        found["contribution_energy"] = ("contribution", "year"), energy
        nothing = np.zeros(0, dtype=np.int64)
        sources = [source for _, parts in self._parts for source in parts.source]
        of = np.concatenate([*(first + parts.thing for first, parts in self._parts), nothing])
        found["part_contribution"] = "part", of
        found["part_source"] = "part", np.array(sources, dtype=np.str_)
        found["part_row"] = "part", np.concatenate([*(parts.row for _, parts in self._parts), nothing])
        factors = np.concatenate([*(parts.factor for _, parts in self._parts), np.zeros(0)])
        found["part_factor"] = "part", factors
        return self._solved.assign(found | self._stored)


def _texts(model: Any, term: BalanceTerm) -> Iterator[tuple[str, ...]]:
    """Term, kind, zone, carrier, set of the owner and owner of each thing of a term."""
    for thing in getattr(model, term.over):
        zone, carrier = term.at(model, thing)
        owner = term.owner(model, thing)
        name = " ".join(map(str, owner)) if isinstance(owner, tuple) else str(owner)
        yield term.name, term.kind, str(zone), str(carrier), term.of, name
