"""Flow tracing: the CO2 and the green plants that stand behind electricity where it is used.

In every step the electricity that reaches a place is taken to be mixed there, and whatever leaves it has the carbon of
the mixture (proportional sharing: J. Bialek, Tracing the flow of electricity, IEE Proc. Gener. Transm. Distrib. 143(4),
1996).
A place is a zone and one of its electric carriers. Carbon is neither made nor lost on the way:

- what a line loses leaves its carbon with what arrives;
- a storage gives back over a year the carbon that it took, at one mean factor for all its hours; what flows into it by
  itself, and what it began with, has none, and is made by its technology;
- a plant has the factor of its year; where it gives more than electricity, its CO2 is shared by energy.

The green share is traced alike: of all that was made or bought for what is mixed in a place, losses on the way
included, the part from green technologies. What is bought counts as not green: its origin is unknown.

Who buys a certificate counts the MWh as green, so that nobody else may: the residual mix of a place is what is mixed
there without the power that certificates are issued for, and without what a park's own lines deliver to it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import xarray as xr

from energy_model.analysis.cache import cached
from energy_model.analysis.carbon.plants import plant_factors
from energy_model.analysis.energy.contributions import Flow, flows_by_hour
from energy_model.analysis.energy.electricity import electric_carriers
from energy_model.analysis.energy.hourly import steps_of
from energy_model.analysis.tidy import Floats, ratio

MADE, _USED = ("supply", "conversion", "process"), ("demand", "shifting")
_SMALLEST_MW = 1e-6
_SMALLEST_MWH = 1e-3
_SMALLEST_SHARE = 1e-6


@dataclass(frozen=True)
class Traced:
    """A year's electricity by place; shapes (place, step), powers in MW, CO2 in t/h.

    place : (zone, carrier); weight : (step,) [h]; factor [t/MWh] and green share [1] of what is mixed there; residual
    [t/MWh] : factor of what of it no certificate is issued for and no park counts as delivered by its lines; generated
    (of it by green technologies) and bought with their CO2; used : by demands, converters and processes; sold : to
    markets
    """

    place: list[tuple[str, str]]
    weight: Floats
    factor: Floats
    green: Floats
    residual: Floats
    generated: Floats
    generated_green: Floats
    generated_co2: Floats
    bought: Floats
    bought_co2: Floats
    used: Floats
    sold: Floats


@cached
def traced(ds: xr.Dataset, year: int) -> Traced:
    """Trace the electricity of a year of a solved dataset."""
    of_year = steps_of(ds, year)
    carriers = electric_carriers(of_year)
    used = _places(of_year)
    place = [(str(zone), c) for zone in of_year["zone"].values for c in carriers if (str(zone), c) in used]
    index = {pair: at for at, pair in enumerate(place)}
    shape = (len(place), of_year.sizes["step"])
    names = ("generated", "generated_green", "generated_co2", "bought", "bought_co2", "used", "sold")
    found = {name: np.zeros(shape) for name in names}
    _plants(of_year, year, index, found)
    _markets(of_year, year, index, found)
    mixed = dict(zip(("factor", "green", "residual"), _mixed(of_year, year, index, found), strict=True))
    _fed(of_year, year, index, found)
    return Traced(place=place, weight=of_year["weight"].values, **mixed, **found)


def _places(ds: xr.Dataset) -> set[tuple[str, str]]:
    """Every zone and carrier in which something gives or takes."""
    pairs = zip(ds["contribution_zone"].values, ds["contribution_carrier"].values, strict=True)
    return {(str(zone), str(carrier)) for zone, carrier in pairs}


def _plants(ds: xr.Dataset, year: int, index: dict[tuple[str, str], int], found: dict[str, Floats]) -> None:
    """Fill in what plants give, with its CO2, and what converters, processes and demands use."""
    factors = plant_factors(ds, year)
    green = dict(zip(ds["asset"].values, ds["green"].values, strict=True))
    for flow in flows_by_hour(ds, _carriers(index), (*MADE, *_USED)):
        at = index[flow.zone, flow.carrier]
        if flow.kind in _USED or not flow.gives:
            found["used"][at] -= flow.power
            continue
        found["generated"][at] += flow.power
        found["generated_green"][at] += bool(green[flow.owner]) * flow.power
        found["generated_co2"][at] += factors.get(flow.owner, 0.0) * flow.power


def _fed(ds: xr.Dataset, year: int, index: dict[tuple[str, str], int], found: dict[str, Floats]) -> None:
    """Add what storages give of what flows into them, and of what they began with, to what is generated."""
    of_storage = {name: at for at, name in enumerate(ds["storage"].values)}
    green = dict(zip(ds["asset"].values, ds["green"].values, strict=True))
    for flow in flows_by_hour(ds, _carriers(index), ("storage",)):
        fed = _fed_energy(ds, year).get(flow.owner, 0.0)
        if flow.gives and fed > 0:
            given = float(ds["discharge"].values[of_storage[flow.owner]] @ ds["weight"].values)
            part = min(1.0, fed / max(given, _SMALLEST_MWH)) * flow.power
            at = index[flow.zone, flow.carrier]
            found["generated"][at] += part
            found["generated_green"][at] += bool(green[flow.owner]) * part


def _fed_energy(ds: xr.Dataset, year: int) -> dict[str, float]:
    """Energy that storages can give of what flows into them and of what they began with [MWh]."""
    if "fed_energy" not in ds:
        return {}
    energy = ds["fed_energy"].sel(year=year).values
    return {str(name): max(float(value), 0.0) for name, value in zip(ds["fed_storage"].values, energy, strict=True)}


def _markets(ds: xr.Dataset, year: int, index: dict[tuple[str, str], int], found: dict[str, Floats]) -> None:
    """Fill in what is bought, with the CO2 counted for it, and what is sold."""
    emission = dict(zip(ds["market"].values, ds["market_emission"].sel(year=year).values, strict=True))
    for flow in flows_by_hour(ds, _carriers(index), ("trade",)):
        at = index[flow.zone, flow.carrier]
        if flow.gives:
            found["bought"][at] += flow.power
            found["bought_co2"][at] += emission[flow.owner] * flow.power
        else:
            found["sold"][at] -= flow.power


def _carriers(index: dict[tuple[str, str], int]) -> set[str]:
    return {carrier for _, carrier in index}


def _mixed(
    ds: xr.Dataset, year: int, index: dict[tuple[str, str], int], found: dict[str, Floats]
) -> tuple[Floats, Floats, Floats]:
    """Solve the mixtures of all steps at once: CO2 factor, green share, residual factor. shapes: (place, step).

    In each step throughput * factor - sum of what is sent here * factor there = CO2 put in, for every place. The factor
    of a storage is one more unknown: the mixtures are found without storages and for each storage alone, and their sum
    is the one in which every storage gives back what it took.
    """
    count, steps = found["generated"].shape
    owners, at, charge, discharge = _storages(ds, index)
    made = found["generated"] + found["bought"]
    through = made.copy()
    np.add.at(through, at, discharge)
    matrix, certified = np.zeros((steps, count, count)), _certified(ds, index)
    plants = certified.max(axis=1, initial=0.0) > 0
    claims = _claims(ds)
    for line, begin, end, power, share in _sent(ds, index):
        through[end] += share * power
        matrix[:, end, begin] -= power
        certified[end] += (0.0 if plants[begin] else claims[line]) * power
    diagonal = np.arange(count)
    matrix[:, diagonal, diagonal] += (through + _SMALLEST_MW).T
    put_in = (found["generated_co2"] + found["bought_co2"], found["generated_green"], made, certified)
    right = np.zeros((steps, count, len(put_in) + len(at)))
    for column, flow in enumerate(put_in):
        right[:, :, column] = flow.T
    for column, (node, power) in enumerate(zip(at, discharge, strict=True), start=len(put_in)):
        right[:, node, column] = power
    parts = np.asarray(np.linalg.solve(matrix, right), dtype=np.float64)
    own, stored = parts[:, :, : len(put_in)], parts[:, :, len(put_in) :]
    fed = np.array([_fed_energy(ds, year).get(owner, 0.0) for owner in owners])
    is_green = ds["green"].sel(asset=owners).values.astype(float)
    free = np.stack([0.0 * fed, fed * is_green, fed, 0.0 * fed], axis=1)  # of the things that are put in
    every = np.moveaxis(own + stored @ _returned(own, stored, free, at, charge, discharge, ds), 2, 0)
    factor, (green, claimed) = every[0], (np.nan_to_num(ratio(part, every[2], _SMALLEST_MW)) for part in every[[1, 3]])
    rest = np.clip(1.0 - claimed, 0.0, 1.0)
    return factor.T, green.T, np.nan_to_num(ratio(factor, rest, _SMALLEST_SHARE)).T


def _certified(ds: xr.Dataset, index: dict[tuple[str, str], int]) -> Floats:
    """Power of plants for whose output certificates are issued, where they stand. shape: (place, step)."""
    found = np.zeros((len(index), ds.sizes["step"]))
    issued = dict(zip(ds["asset"].values, ds["certificates"].values, strict=True))
    for flow in flows_by_hour(ds, _carriers(index), MADE):
        if flow.gives:
            found[index[flow.zone, flow.carrier]] += min(issued[flow.owner], 1.0) * flow.power
    return found


def _claims(ds: xr.Dataset) -> dict[str, float]:
    """Part of what a link delivers that somebody counts as green: a park, or whoever has the certificate."""
    names = zip(*(ds[name].values for name in ("asset", "certificates", "traced_zone")), strict=True)
    return {str(asset): 1.0 if zone else min(float(issued), 1.0) for asset, issued, zone in names}


def _returned(
    own: Floats, stored: Floats, free: Floats, at: list[int], charge: Floats, discharge: Floats, ds: xr.Dataset
) -> Floats:
    """Part of a MWh that each storage gives back of each of the things that it took. shape: (storage, things).

    own : what plants and markets put in (step, place, things); stored : of each storage alone (step, place, storage)
    free : what comes with what flows into storages by itself [MWh] (storage, things)
    """
    if not at:
        return np.zeros((0, own.shape[2]))
    weight = ds["weight"].values
    taken, taken_back = (np.einsum("as,sak->ak", charge * weight, part[:, at, :]) for part in (own, stored))
    given = discharge @ weight
    works = (given > _SMALLEST_MWH)[:, None]
    matrix = np.diag(np.where(works[:, 0], given, 1.0)) - np.where(works, taken_back, 0.0)
    found: Floats = np.linalg.solve(matrix, np.where(works, taken + free, 0.0))
    return found


def _storages(ds: xr.Dataset, index: dict[tuple[str, str], int]) -> tuple[list[str], list[int], Floats, Floats]:
    """Names, places, charge and discharge [MW] of the storages of electricity. shapes: (storage, step)."""
    at: dict[str, int] = {}
    powers: dict[tuple[str, bool], Floats] = {}
    nothing = np.zeros(ds.sizes["step"])
    for flow in flows_by_hour(ds, _carriers(index), ("storage",)):
        at[flow.owner] = index[flow.zone, flow.carrier]
        powers[flow.owner, flow.gives] = powers.get((flow.owner, flow.gives), nothing) + np.abs(flow.power)
    shape = (len(at), ds.sizes["step"])
    charge, discharge = (
        np.array([powers.get((owner, gives), nothing) for owner in at]).reshape(shape) for gives in (False, True)
    )
    return [*at], [*at.values()], charge, discharge


def _sent(ds: xr.Dataset, index: dict[tuple[str, str], int]) -> list[tuple[str, int, int, Floats, float]]:
    """Flows of lines: name, place of begin and end, power where it is sent [MW], share that arrives. shapes: (step,).

    A line's quantity is taken at one node and given, less its loss, to another.
    """
    ends: dict[bool, dict[tuple[str, int], Flow]] = {True: {}, False: {}}
    for flow in flows_by_hour(ds, _carriers(index), ("transmission",)):
        ends[flow.factor > 0][flow.source] = flow
    return [
        (
            sent.owner,
            index[sent.zone, sent.carrier],
            index[given.zone, given.carrier],
            sent.power / sent.factor,
            -given.factor / sent.factor,
        )
        for source, sent in ends[False].items()
        if (given := ends[True].get(source)) is not None
    ]
