"""A system of a few rows as the dataset that the formulation reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import xarray as xr
from numpy.typing import ArrayLike

from energy_model.dataset.assembly.commitment import period_variables
from energy_model.dataset.assembly.cycles import cycle_rows
from energy_model.dataset.assembly.roles import role_by_name
from energy_model.dataset.steps import Steps, even_steps
from tests.support.systems.arrays import Variables, columns, items, texts, yearly
from tests.support.systems.defaults import Row, of_items
from tests.support.systems.steps import step_variables, year_variables
from tests.support.systems.targets import Metrics, metric_variables, peak_variables, target_variables


def dataset(
    *,
    assets: Mapping[str, Row],
    demands: Mapping[str, Row],
    profiles: Mapping[str, ArrayLike] | None = None,
    markets: Mapping[str, Row] | None = None,
    ports: Mapping[str, Mapping[str, float]] | None = None,
    no_load: Mapping[str, float] | None = None,
    carriers: Mapping[str, Row] | None = None,
    sites: Mapping[str, Any] | None = None,
    ties: Sequence[tuple[str, str, float]] = (),
    emission_factors: Mapping[str, float] | None = None,
    metrics: Metrics | None = None,
    peaks: Mapping[str, Sequence[str]] | None = None,
    indicators: Mapping[str, Any] | None = None,
    targets: Mapping[str, Row] | None = None,
    across: bool = False,
    matching: str | Mapping[str, str] = "annual",
    years: Sequence[int] = (2030,),
    hours: int = 4,
    steps: Steps | None = None,
    co2_price: float = 0.0,
) -> xr.Dataset:
    """A system of a few rows, everything not given at its default.

    `assets[name]` may give values by asset or by asset and year (a number or one a year); `ports[asset][carrier]` the
    flow per activity and `no_load[port]` the share of it that what is online needs, a port being `asset/carrier`;
    `carriers[name]` may be `yearly` or `disposable` or have a `pool`; `sites[name]` is a size (a number or one a year);
    `ties` are assets, what they follow and the ratio;
    `metrics[metric][quantity][item]` the coefficients, `peaks[name]` demands and ports of a load, `indicators[name]`
    a number or one a year. `targets[name]` are rows as in targets.csv, with `penalty` and `scale`; the first year is
    the base year, and peaks compare `across` their limit or not; `matching` is that of all zones or of each. A month is
    a year; `steps` are `hours` in a row if not given.
    """
    steps = steps or even_steps(hours)
    hours = len(steps.length)
    markets, ports, metrics = markets or {}, ports or {}, metrics or {}
    profiles = {"always": [1.0] * hours, **(profiles or {})}
    zones = _zones(assets, demands)
    of_ports = _ports(ports, no_load or {}, assets)
    of_carriers = _carriers(ports, emission_factors or {}, carriers or {})
    matched = {z: {"matching": matching if isinstance(matching, str) else matching.get(z, "annual")} for z in zones}
    numbers = {name: {"indicator_value": value} for name, value in (indicators or {}).items()}
    sizes = {name: {"site_maximum": value} for name, value in (sites or {}).items()}
    variables = step_variables(profiles, years, steps) | year_variables(years, steps.hours, co2_price=co2_price)
    variables |= (
        _assets(assets, len(years)) | items("demand", demands, len(years)) | _markets(markets, steps.hours, years)
    )
    cycles = _cycles(variables)
    variables |= {"cycle_reactance": (("cycle", "asset"), cycles)} | tie_variables(ties)
    variables |= columns("carrier", of_carriers, of_items("carrier")) | columns("port", of_ports, of_items("port"))
    lengths = sorted({int(row.get("commitment_period", 1)) for row in assets.values()})
    variables |= period_variables(lengths, steps, len(years))
    variables |= columns("zone", matched, of_items("zone")) | yearly("site", sizes, {"site_maximum": 0.0}, len(years))
    variables |= yearly("indicator", numbers, {"indicator_value": 0.0}, len(years))
    names: dict[str, Iterable[str]] = {"zone": zones, "carrier": of_carriers, "asset": assets, "demand": demands}
    names |= {"market": markets, "port": of_ports, "site": sizes, "indicator": numbers, "metric": metrics}
    names |= {"profile": profiles, "peak": peaks or {}, "cycle": [f"cycle {k + 1}" for k in range(len(cycles))]}
    names |= {"tie": [f"{tied}/{to}" for tied, to, _ in ties]}
    variables |= metric_variables(metrics, {dim: list(of) for dim, of in names.items()})
    variables |= peak_variables(peaks or {}, variables, names)
    fixed = {k: variables["indicator_value"][1][list(numbers).index(k)] for k in metrics if k in numbers}
    of_targets, coords = target_variables(targets or {}, fixed, years, across)
    coords |= {dim: texts(list(of)) for dim, of in names.items()}
    coords |= {"year": np.asarray(years), "step": np.arange(hours * len(years)), "month": np.arange(1, len(years) + 1)}
    return xr.Dataset(variables | of_targets, coords=coords)


def _zones(assets: Mapping[str, Row], demands: Mapping[str, Row]) -> list[str]:
    """Zones in the order in which they are named: where assets are, where links end, where demands are."""
    first = of_items("asset")["zone_of"]
    named = [row.get("zone_of", first) for row in assets.values()]
    named += [row.get("to_zone", "") for row in assets.values()]
    named += [row.get("demand_zone", first) for row in demands.values()]
    return [zone for zone in dict.fromkeys(named) if zone]


def _cycles(variables: Variables) -> np.ndarray:
    """Reactances around the cycles of the lines. shape: (cycle, asset)."""
    names = ("zone_of", "from_carrier", "to_zone", "to_carrier")
    begin_zone, begin_carrier, end_zone, end_carrier = (variables[name][1].tolist() for name in names)
    begin, end = zip(begin_zone, begin_carrier, strict=True), zip(end_zone, end_carrier, strict=True)
    return cycle_rows(list(zip(begin, end, strict=True)), variables["reactance"][1])


def tie_variables(ties: Sequence[tuple[str, str, float]]) -> Variables:
    """Variables over (tie)."""
    tied, to, ratio = ([tie[k] for tie in ties] for k in range(3))
    return {
        "tied_asset": ("tie", texts(tied)),
        "tied_to": ("tie", texts(to)),
        "tie_ratio": ("tie", np.array(ratio, dtype=float)),
    }


def _carriers(
    ports: Mapping[str, Mapping[str, float]], factors: Mapping[str, float], carriers: Mapping[str, Row]
) -> dict[str, Row]:
    of_ports = (place.partition("/")[0] for flows in ports.values() for place in flows)
    named = ["electricity", *of_ports, *factors, *carriers]
    return {
        c: {"role": role_by_name(c)} | ({"emission_factor": factors[c]} if c in factors else {}) | carriers.get(c, {})
        for c in dict.fromkeys(named)
    }


def _ports(
    ports: Mapping[str, Mapping[str, float]], no_load: Mapping[str, float], assets: Mapping[str, Row]
) -> dict[str, Row]:
    """Ports by name; a carrier may be told with a zone, as `heat/south`."""
    home = of_items("asset")["zone_of"]
    rows: dict[str, Row] = {}
    for asset, flows in ports.items():
        for place, flow in flows.items():
            carrier, _, zone = place.partition("/")
            row = {"port_asset": asset, "port_carrier": carrier, "port_coefficient": flow}
            row |= {"port_zone": zone or assets[asset].get("zone_of", home)}
            rows[f"{asset}/{place}"] = row | {"port_no_load": no_load.get(f"{asset}/{place}", 0.0)}
    return rows


def _assets(assets: Mapping[str, Row], years: int) -> Variables:
    """Every asset is a technology of its own, and in all years all of it may be retired."""
    rows = {
        name: {"technology_of": name, "most_retired": row.get("existing", 0.0)}
        | {"natural": row.get("behaviour", "supply") == "supply"}
        | row
        for name, row in assets.items()
    }
    return items("asset", rows, years)


def _markets(markets: Mapping[str, Row], hours: float, years: Sequence[int]) -> Variables:
    ways = {name: "buy" if row.get("market_sign", 1.0) > 0 else "sell" for name, row in markets.items()}
    rows = {name: {"market_direction": ways[name]} | row for name, row in markets.items()}
    variables = items("market", rows, len(years))
    limit = np.minimum(variables["market_energy"][1], variables["market_capacity"][1] * hours)
    return variables | {"year_limit": (("market", "year"), limit)}
