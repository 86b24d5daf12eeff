"""Flow tracing: the CO2 and the green plants that stand behind electricity where it is used.

In every step the electricity that reaches a place is taken to be mixed there, and whatever leaves it has the carbon of
the mixture (proportional sharing: J. Bialek, Tracing the flow of electricity, IEE Proc. Gener. Transm. Distrib. 143(4),
1996).
A place is a zone and one of its electric carriers. Carbon is neither made nor lost on the way:

- what a line loses leaves its carbon with what arrives;
- a storage gives back over a year the carbon that it took, at one mean factor for all its hours;
- a plant has the factor of its year; where it gives more than electricity, its CO2 is shared by energy.

The green share is traced alike: of all that was made or bought for what is mixed in a place, losses on the way
included, the part from green technologies. What is bought counts as not green: its origin is unknown.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import xarray as xr

from energy_model.analysis.cache import cached
from energy_model.analysis.carbon.plants import plant_factors
from energy_model.analysis.energy.electricity import electric_carriers
from energy_model.analysis.energy.hourly import by_name, demand_places, port_power, served_power, steps_of
from energy_model.analysis.tidy import Floats, ratio

_SMALLEST_MW = 1e-6
_SMALLEST_MWH = 1e-3


@dataclass(frozen=True)
class Traced:
    """A year's electricity by place; shapes (place, step), powers in MW, CO2 in t/h.

    place : (zone, carrier); weight : (step,) [h]; factor [t/MWh] and green share [1] of what is mixed there; generated
    (of it by green technologies) and bought with their CO2; used : by demands, converters and processes; sold : to
    markets
    """

    place: list[tuple[str, str]]
    weight: Floats
    factor: Floats
    green: Floats
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
    _markets(of_year, index, found)
    factor, green = _mixed(of_year, index, found)
    return Traced(place=place, weight=of_year["weight"].values, factor=factor, green=green, **found)


def _places(ds: xr.Dataset) -> set[tuple[str, str]]:
    """Every zone and carrier in which something stands, begins or ends."""
    zone = dict(zip(ds["asset"].values, ds["zone_of"].values, strict=True))
    pairs = [(zone[asset], c) for asset, c in zip(ds["port_asset"].values, ds["port_carrier"].values, strict=True)]
    for names in (
        *(("zone_of", "carrier_of"), ("zone_of", "from_carrier"), ("to_zone", "to_carrier")),
        *(("demand_zone", "demand_carrier"), ("market_zone", "market_carrier")),
    ):
        pairs += zip(*(ds[name].values for name in names), strict=True)
    return {(str(a), str(b)) for a, b in pairs}


def _plants(ds: xr.Dataset, year: int, index: dict[tuple[str, str], int], found: dict[str, Floats]) -> None:
    """Fill in what plants give, with its CO2, and what converters, processes and demands use."""
    carriers = {carrier for _, carrier in index}
    factors, dispatch = plant_factors(ds, year), by_name(ds["dispatch"], "producer")
    zone = dict(zip(ds["asset"].values, ds["zone_of"].values, strict=True))
    green = dict(zip(ds["asset"].values, ds["green"].values, strict=True))
    supply = zip(ds["asset"].values, ds["behaviour"].values, ds["carrier_of"].values, strict=True)
    flows = [(asset, carrier, dispatch[asset]) for asset, kind, carrier in supply if kind == "supply"]
    flows += [(port.asset, port.carrier, port.power) for port in port_power(ds, carriers)]
    for asset, carrier, power in flows:
        if carrier in carriers:
            at = index[zone[asset], carrier]
            given = np.maximum(power, 0.0)
            found["generated"][at] += given
            found["generated_green"][at] += bool(green[asset]) * given
            found["generated_co2"][at] += factors.get(asset, 0.0) * given
            found["used"][at] += np.maximum(-power, 0.0)
    demand_at = demand_places(ds)
    for demand, power in served_power(ds, carriers).items():
        found["used"][index[demand_at[demand]]] += power


def _markets(ds: xr.Dataset, index: dict[tuple[str, str], int], found: dict[str, Floats]) -> None:
    """Fill in what is bought, with the CO2 counted for it, and what is sold."""
    columns = ("market", "market_zone", "market_carrier", "market_sign", "market_emission")
    trade = by_name(ds["trade"], "hourly_market")
    for market, zone, carrier, sign, emission in zip(*(ds[name].values for name in columns), strict=True):
        at, power = index.get((zone, carrier)), trade.get(market)
        if at is None or power is None:
            continue
        if sign < 0:
            found["sold"][at] += power
            continue
        found["bought"][at] += power
        found["bought_co2"][at] += emission * power


def _mixed(ds: xr.Dataset, index: dict[tuple[str, str], int], found: dict[str, Floats]) -> tuple[Floats, Floats]:
    """Solve the mixtures of all steps at once: CO2 factor and green share. shapes: (place, step).

    In each step throughput * factor - sum of what is sent here * factor there = CO2 put in, for every place. The factor
    of a storage is one more unknown: the mixtures are found without storages and for each storage alone, and their sum
    is the one in which every storage gives back what it took.
    """
    count, steps = found["generated"].shape
    at, charge, discharge = _storages(ds, index)
    made = found["generated"] + found["bought"]
    through = made.copy()
    np.add.at(through, at, discharge)
    matrix = np.zeros((steps, count, count))
    for begin, end, power, share in _sent(ds, index):
        through[end] += share * power
        matrix[:, end, begin] -= power
    diagonal = np.arange(count)
    matrix[:, diagonal, diagonal] += (through + _SMALLEST_MW).T
    put_in = (found["generated_co2"] + found["bought_co2"], found["generated_green"], made)
    right = np.zeros((steps, count, len(put_in) + len(at)))
    for column, flow in enumerate(put_in):
        right[:, :, column] = flow.T
    for column, (node, power) in enumerate(zip(at, discharge, strict=True), start=len(put_in)):
        right[:, node, column] = power
    parts = np.asarray(np.linalg.solve(matrix, right), dtype=np.float64)
    own, stored = parts[:, :, : len(put_in)], parts[:, :, len(put_in) :]
    factor, green, whole = np.moveaxis(own + stored @ _returned(own, stored, at, charge, discharge, ds), 2, 0)
    return factor.T, np.nan_to_num(ratio(green, whole, _SMALLEST_MW)).T


def _returned(own: Floats, stored: Floats, at: list[int], charge: Floats, discharge: Floats, ds: xr.Dataset) -> Floats:
    """Part of a MWh that each storage gives back of each of the things that it took. shape: (storage, things).

    own : what plants and markets put in (step, place, things); stored : of each storage alone (step, place, storage)
    """
    if not at:
        return np.zeros((0, own.shape[2]))
    weight = ds["weight"].values
    taken, taken_back = (np.einsum("as,sak->ak", charge * weight, part[:, at, :]) for part in (own, stored))
    given = discharge @ weight
    works = (given > _SMALLEST_MWH)[:, None]
    matrix = np.diag(np.where(works[:, 0], given, 1.0)) - np.where(works, taken_back, 0.0)
    found: Floats = np.linalg.solve(matrix, np.where(works, taken, 0.0))
    return found


def _storages(ds: xr.Dataset, index: dict[tuple[str, str], int]) -> tuple[list[int], Floats, Floats]:
    """Place, charge and discharge [MW] of the storages of electricity. shapes: (storage, step)."""
    names = ds["storage"].values
    places = zip(ds["zone_of"].sel(asset=names).values, ds["carrier_of"].sel(asset=names).values, strict=True)
    kept = [(k, index[place]) for k, place in enumerate(places) if place in index]
    rows = [k for k, _ in kept]
    charge, discharge = (ds[name].transpose("storage", "step").values[rows] for name in ("charge", "discharge"))
    return [at for _, at in kept], charge, discharge


def _sent(ds: xr.Dataset, index: dict[tuple[str, str], int]) -> list[tuple[int, int, Floats, float]]:
    """Flows of lines: place of begin and end, power where it is sent [MW], share that arrives. shapes: (step,)."""
    forward, back = by_name(ds["flow"], "link"), by_name(ds["backflow"], "two_way")
    columns = ("asset", "zone_of", "from_carrier", "to_zone", "to_carrier", "loss")
    found = []
    for link, zone, carrier, to_zone, to_carrier, loss in zip(*(ds[name].values for name in columns), strict=True):
        begin, end = index.get((zone, carrier)), index.get((to_zone, to_carrier))
        if link not in forward or begin is None or end is None:
            continue
        found.append((begin, end, forward[link], 1.0 - float(loss)))
        if link in back:
            found.append((end, begin, back[link], 1.0 - float(loss)))
    return found
