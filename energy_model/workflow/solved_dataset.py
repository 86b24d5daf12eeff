"""A solved dataset: inputs and solution under one roof, and prices from duals."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import numpy as np
import xarray as xr

from energy_model.compiler import LinearProgram, Solution, extract
from energy_model.compiler.extraction import reduced_cost
from energy_model.formulation.capacity import BUILT

_NODES = {"balance": "node", "yearly_balance": "year_node"}
_TARGETS = "target_limit"
_SURPLUS, _SURPLUS_NODE = "surplus", "surplus_node"
_DURATION = ("duration_least", "duration_most")


def merged(
    dataset: xr.Dataset, program: LinearProgram, solution: Solution, without: Collection[str] = ()
) -> xr.Dataset:
    """The dataset with the solution in it.

    without : named expressions that are left out

    Added: every variable and named expression under its name; `price` (zone, carrier, step) and `yearly_price` (zone,
    carrier, year) [CNY/MWh of that year's money], NaN where nothing is balanced; `shadow_price` (enforced) [CNY of its
    year per unit of the target's metric]: what the last unit asked for costs; `surplus` over surplus_node ('zone
    carrier'), with surplus_zone and surplus_carrier; attributes of the solution. Prices are float32: they are many.

    Of what may be built, all in CNY of the base year, present value of all years in which it stands:
    `reduced_new_capacity` (buildable, year) [CNY/MW] and `reduced_new_energy` (buildable_storage, year) [CNY/MWh]: by
    how much a unit built in that year costs more than it is worth, limits of its size and of its duration aside (see
    `compiler.extraction.reduced_cost`; a storage of h hours: the first plus h times the second); `cost_of_new_capacity`
    and `cost_of_new_energy`: what grows with its overnight cost, that is its annuities and its share of fixed operation
    and maintenance. A certified search gives them from the proof of the bound.
    """
    wanted = [*_NODES, _TARGETS]
    found = extract(program, solution, duals=wanted, without=without)
    duals = {name: found[f"dual_{name}"] for name in wanted}
    surplus, kept = found[_SURPLUS], found.drop_dims([*_NODES.values(), _SURPLUS_NODE]).drop_vars(f"dual_{_TARGETS}")
    # dual of a balance: CNY of the base year per MW in one step (of yearly carriers: per MWh); a price is per MWh and
    # in money of its own year
    years = dataset["year_weight"]
    hours = dataset["weight"] * years.sel(year=dataset["year_of"]).drop_vars("year")
    added: dict[str, Any] = {
        "price": _by_place(dataset, duals["balance"], "node", hours),
        "yearly_price": _by_place(dataset, duals["yearly_balance"], "year_node", years),
        "shadow_price": _of_targets(dataset, kept["enforced"].values, duals[_TARGETS]),
    }
    for built, (total, rows) in BUILT.items():
        excess = reduced_cost(program, solution, built, total, rows, without=_DURATION)
        added[f"reduced_{built}"] = excess.variable
        added[f"cost_of_{built}"] = program.variables[built].variable(program.cost)
    # all at once: each variable that is set by itself is aligned with the hundreds that are there
    result = dataset.merge(kept.assign(added | _by_name(surplus)), join="exact", compat="override")
    result.attrs = dataset.attrs | {
        "objective": solution.objective,
        "lower_bound": min(solution.dual_objective, solution.objective),
        "primal_residual": solution.primal_residual,
        "dual_residual": solution.dual_residual,
        "method": solution.method,
    }
    return result


def _by_place(dataset: xr.Dataset, dual: xr.DataArray, dim: str, per: xr.DataArray) -> xr.Variable:
    """A dual over (dim, time) spread over (zone, carrier, time) and divided by `per` (time)."""
    (time,) = per.dims
    values = dual.transpose(dim, time).values / per.values
    zones, carriers = (dataset.indexes[name] for name in ("zone", "carrier"))
    spread = np.full((len(zones), len(carriers), len(per)), np.nan, dtype=np.float32)
    for (zone, carrier), row in zip(_pairs(dual, dim), values, strict=True):
        spread[zones.get_loc(zone), carriers.get_loc(carrier)] = row
    return xr.Variable(("zone", "carrier", time), spread)


def _of_targets(dataset: xr.Dataset, enforced: Any, dual: xr.DataArray) -> xr.Variable:
    """Duals of the rows of each enforced target, each in money of its year, added up."""
    rows = dataset[["row_year", "row_target"]].sel(target_row=dual["enforced_row"].values)
    price = dual.values / dataset["year_weight"].sel(year=rows["row_year"].values).values
    prices = [float(price[rows["row_target"].values == target].sum()) for target in enforced]
    return xr.Variable(("enforced",), np.array(prices, dtype=float))


def _by_name(surplus: xr.DataArray) -> dict[str, Any]:
    """Pairs are no index that a file can hold: names in their place, and both parts beside them."""
    pairs = _pairs(surplus, _SURPLUS_NODE)
    parts = {
        f"surplus_{name}": (_SURPLUS_NODE, np.array([pair[at] for pair in pairs], dtype=np.str_))
        for at, name in enumerate(("zone", "carrier"))
    }
    names = np.array([f"{zone} {carrier}" for zone, carrier in pairs], dtype=np.str_)
    return {_SURPLUS: surplus.variable, _SURPLUS_NODE: (_SURPLUS_NODE, names), **parts}


def _pairs(array: xr.DataArray, dim: str) -> list[tuple[str, str]]:
    return [(str(zone), str(carrier)) for zone, carrier in array.indexes[dim]]
