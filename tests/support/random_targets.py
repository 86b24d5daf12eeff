"""The random systems with targets of every sense, enforced; some bind, some are met anyway, some are out of reach."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import xarray as xr

from energy_model.dataset.assembly.targets import row_variables, target_rows
from energy_model.formulation.quantities import QUANTITIES
from tests.support.random_flexibility import random_flexible


def random_targeted(seed: int, hours: int = 48) -> xr.Dataset:
    """`random_flexible(seed, hours)` with traced green power, certificates, metrics, one to five enforced targets."""
    rng = np.random.default_rng([20300105, seed])
    data = _certified(_traced(random_flexible(seed, hours), rng), seed)
    metrics = _metrics(data)
    data = _offered(data, metrics, np.random.default_rng([20300119, seed]))
    data = _with_peak(data.drop_dims("metric").assign_coords(metric=np.array(list(metrics), dtype=object)))
    sizes = {over: data[over].to_numpy().astype(str) for over in {quantity.over for quantity in QUANTITIES}}
    for quantity in QUANTITIES:
        key, over = quantity.key or quantity.name, quantity.over
        table = [[terms.get(key, {}).get(i, 0.0) for i in sizes[over]] for terms in metrics.values()]
        shape = (len(metrics), len(sizes[over]))
        data[quantity.coefficients] = ("metric", over), np.array(table, dtype=float).reshape(shape)
    return _with_targets(data.drop_dims(["target", "target_row"]), rng)


def _traced(data: xr.Dataset, rng: np.random.Generator) -> xr.Dataset:
    """Links of the park trace its green power; matched over a year, a month or an hour."""
    zone = str(data["zone"].values[0])
    park = np.isin(data["asset"].to_numpy().astype(str), ["own_use", "feed_in"])
    matching = np.full(data.sizes["zone"], rng.choice(["annual", "monthly", "hourly"]), dtype=object)
    traced = np.where(park, zone, "").astype(object)
    return data.assign(traced_zone=("asset", traced), matching=("zone", matching))


def _with_peak(data: xr.Dataset) -> xr.Dataset:
    """One peak, of all that demands ask for and converters take of electricity."""
    electric = (data["demand_carrier"] == "electricity").to_numpy(), (data["port_carrier"] == "electricity").to_numpy()
    shape = data["profile_value"].sel(profile=data["demand_profile"].values).to_numpy()[electric[0]]
    mean, years = data["demand_mean"].to_numpy()[electric[0]], data["year"].to_numpy()
    highest = [
        (mean[:, at, None] * shape)[:, data["year_of"].to_numpy() == y].sum(axis=0).max() for at, y in enumerate(years)
    ]
    taking = electric[1] & (data["port_coefficient"] < 0).to_numpy()
    data = data.drop_dims("peak", errors="ignore").assign_coords(peak=np.array(["electricity"], dtype=object))
    return data.assign(
        in_peak_demand=(("peak", "demand"), electric[0][None].astype(float)),
        in_peak_port=(("peak", "port"), taking[None].astype(float)),
        demand_peak=(("peak", "year"), np.array([highest])),
    )


def _certified(data: xr.Dataset, seed: int) -> xr.Dataset:
    """Certificates of what the park feeds in, in some systems of its own use or its wind too; in some worth nothing."""
    rng = np.random.default_rng([20300106, seed])
    chance = {"feed_in": 1.0, "own_use": 0.4, "park_wind": 0.3}
    certificates = [float(rng.random() < chance.get(name, 0.0)) for name in data["asset"].to_numpy().astype(str)]
    prices = rng.choice([0.0, 5.0, 60.0]) * rng.uniform(0.5, 1.5, data.sizes["year"])
    data = data.assign(certificates=("asset", certificates), certificate_price=("year", prices))
    return _under_contract(data, np.random.default_rng([20300118, seed]))


def _offered(data: xr.Dataset, metrics: dict[str, dict[str, dict[str, float]]], rng: np.random.Generator) -> xr.Dataset:
    """In some systems certificates that the park may buy, in some years, and that its target counts with the match."""
    if rng.random() < 0.7:
        return data
    metrics["matched"]["certificates_bought"] = metrics["matched"]["matched"]
    price = np.where(rng.random(data.sizes["year"]) < 0.8, rng.uniform(60.0, 200.0, data.sizes["year"]), 0.0)
    offer = np.where(price > 0, np.inf, 0.0)
    return data.assign(certificate_purchase_price=("year", price), certificates_on_offer=("year", offer))


def _under_contract(data: xr.Dataset, rng: np.random.Generator) -> xr.Dataset:
    """Contracts for difference of some renewable plants and of what the park feeds in, above and below the market."""
    dims, shape = ("asset", "year"), data["overnight_cost"].shape
    eligible = (data["asset"] == "feed_in").to_numpy() | data["green"].to_numpy()
    chosen = (eligible & (rng.random(shape[0]) < 0.4))[:, None]
    return data.assign(
        contract_share=(dims, np.where(chosen, rng.uniform(0.1, 1.0, shape), 0.0)),
        contract_price=(dims, rng.uniform(0.0, 80.0, shape)),
        contract_reference=(dims, rng.uniform(0.0, 80.0, shape)),
    )


def _metrics(data: xr.Dataset) -> dict[str, dict[str, dict[str, float]]]:
    behaviour = dict(zip(data["asset"].values.astype(str), data["behaviour"].values.astype(str), strict=True))
    natural = [a for a, kind in behaviour.items() if kind == "supply" and ("wind" in a or "sun" in a)]
    burning = [a for a, kind in behaviour.items() if kind == "conversion"]
    sign = dict(zip(data["market"].values.astype(str), data["market_sign"].values, strict=True))
    bought = {k: 1.0 for k in sign if sign[k] > 0}
    return {
        "capacity": {"capacity": dict.fromkeys(natural, 1.0)},
        "green": {"generation": dict.fromkeys(natural, 1.0)},
        "used": {"consumption": dict.fromkeys(data["demand"].values.astype(str), 1.0)},
        "bought": {"purchase": bought},
        "co2": {"emission_asset": dict.fromkeys(burning, 1.0), "emission_market": bought},
        "peak": {"peak_demand": {"electricity": 1.0}},
        "matched": {"matched": dict.fromkeys(data["zone"].values.astype(str), 1.0)},
    }


def _with_targets(data: xr.Dataset, rng: np.random.Generator) -> xr.Dataset:
    years = [int(year) for year in data["year"].values]
    load = float(data["demand_mean"].sum("demand").mean())
    used = load * data.sizes["step"] / len(years)
    choices: list[dict[str, Any]] = [
        {"metric": "capacity", "sense": "at_least", "value": rng.uniform(0.3, 3.0) * load},
        {"metric": "green", "of": "used", "sense": "at_least", "value": rng.uniform(0.1, 0.9)},
        {"metric": "bought", "of": "used", "sense": "at_most", "value": rng.uniform(0.0, 0.3)},
        {"metric": "co2", "sense": "at_most", "value": rng.uniform(0.0, 0.5) * used},
        {"metric": "capacity", "of": "peak", "sense": "at_least", "value": rng.uniform(0.5, 2.5)},
        {"metric": "matched", "sense": "at_least", "value": rng.uniform(0.01, 0.2) * used},
        {"metric": "co2", "sense": "change_at_most", "value": rng.uniform(-0.6, 0.1)},
        {"metric": "green", "sense": "change_at_least", "value": rng.uniform(0.0, 0.5)},
        {"metric": "bought", "sense": "peak", "value": 0.0},
    ]
    chosen = rng.permutation(len(choices))[: int(rng.integers(1, 6))]
    rows = [
        {"target": f"t{k}", "of": "", "year": years[0 if choices[k]["sense"] == "peak" else -1]} | choices[k]
        for k in chosen
    ]
    found = target_rows(pd.DataFrame(rows), years, years[0], {}, across=False)
    # caps that a plan which serves nobody keeps may be hard; drawn apart, so that all else is drawn as it was
    hard = [row["sense"] == "at_most" for row in rows] & (rng.spawn(1)[0].random(len(rows)) < 0.5)
    names = np.array([row["target"] for row in rows], dtype=object)
    data = data.assign_coords(target=names, target_row=np.array([row.name for row in found], dtype=object))
    return data.assign(row_variables(found)).assign(
        target_mode=("target", np.full(len(rows), "enforce", dtype=object)),
        target_penalty=("target", rng.choice([50.0, 1_000.0, 20_000.0], len(rows))),
        target_most_missed=("target", np.where(hard, 0.0, np.inf)),
    )
