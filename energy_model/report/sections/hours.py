"""Sections of the city's hours: heat maps of one year, duration curves of all."""

from __future__ import annotations

import numpy as np
import pandas as pd

from energy_model.analysis.energy.duration import duration_curves
from energy_model.analysis.energy.hourly_city import by_day, hourly_city
from energy_model.report import figures
from energy_model.report.figures.heat import Scale
from energy_model.report.sections.section import Illustration, Section
from energy_model.runs.run_data import RunData
from energy_model.sheets.numerals import brief
from energy_model.sheets.shown_year import shown_year
from energy_model.sheets.wording import Labels

_POINTS = 400  # of a duration curve
_ENDS = (1, 99)  # percentiles at which colours end, so that a few hours do not take them all
_SMALLEST_MW = 0.5
_HIGHEST = 99.9  # percentile at which the axis of prices ends


def heat(run: RunData, labels: Labels) -> Section:
    """Heat maps of price, green share, state of charge and curtailment in one year."""
    year = shown_year(run)
    table = hourly_city(run.dataset, year)
    part = Section("heat", labels.tr("title.heat"))
    drawn = {
        "price": _price(table, labels, year),
        "green_share": _green_share(table, labels, year),
        "state_of_charge": _state_of_charge(table, labels, year),
        "curtailment": _curtailment(table, labels, year),
    }
    for name, (scale, caption) in drawn.items():
        if scale:
            part.figures[f"heat-{name}"] = Illustration(figures.heat(by_day(table, name), scale), caption)
        else:
            part.bullets.append(caption)
    return part


_Drawn = tuple[Scale | None, str]  # no scale: there is nothing to draw, and the text says so


def _price(table: pd.DataFrame, labels: Labels, year: int) -> _Drawn:
    tr, known = labels.tr, table["price"].dropna()
    if known.empty:
        return None, tr("heat.no_price", year=year)
    low, high = np.percentile(known, _ENDS).round()
    places = {"year": year, "least": brief(known.min(), 4), "most": brief(known.max(), 4), "unit": labels.unit("price")}
    return Scale(labels.unit("price"), 1.0, low, max(high, low + 1), colours="Inferno"), tr("heat.price", **places)


def _green_share(table: pd.DataFrame, labels: Labels, year: int) -> _Drawn:
    known = table.dropna(subset="green_share")
    if known.empty:
        return None, labels.tr("heat.no_use", year=year)
    used = known["used"] * known["weight"]
    mean = brief(100 * float((used * known["green_share"]).sum() / used.sum()), 3)
    return Scale("%", 100.0, 0, 100), labels.tr("heat.green_share", year=year, mean=mean)


def _state_of_charge(table: pd.DataFrame, labels: Labels, year: int) -> _Drawn:
    if table["state_of_charge"].notna().any():
        return Scale("%", 100.0, 0, 100, colours="Cividis"), labels.tr("heat.state_of_charge", year=year)
    return None, labels.tr("heat.no_storage", year=year)


def _curtailment(table: pd.DataFrame, labels: Labels, year: int) -> _Drawn:
    wasted, weight = table["curtailment"].to_numpy(), table["weight"].to_numpy()
    if wasted.max() < _SMALLEST_MW:
        return None, labels.tr("heat.no_curtailment", year=year)
    high = float(np.percentile(wasted[wasted >= _SMALLEST_MW], _ENDS[1]))
    scale = Scale("MW", 1.0, 0.0, high, labels.scale("power"), labels.unit("power"), "Magma")
    energy = labels.figure("energy", float(wasted @ weight))
    hours = f"{weight[wasted >= _SMALLEST_MW].sum():,.0f}"
    return scale, labels.tr("heat.curtailment", year=year, energy=energy, hours=hours)


def duration(run: RunData, labels: Labels) -> Section:
    """Duration curves of demand, residual demand and price for all years."""
    tr, found = labels.tr, duration_curves(run.dataset, tuple(run.summary["years"]), _POINTS)
    part = Section("duration", tr("title.duration"))
    powers = {"demand": tr("duration.demand"), "residual": tr("duration.residual")}
    part.figures["duration-power"] = Illustration(
        figures.duration(found, powers, labels, "power"), tr("duration.caption_power", points=_POINTS)
    )
    prices = found[found["kind"] == "price"]
    if len(prices):
        figure = figures.duration(found, {"price": tr("duration.price")}, labels, "price")
        hours = pd.concat(
            [hourly_city(run.dataset, year)[["price"]].assign(year=year) for year in run.summary["years"]]
        ).dropna()
        high = float(np.percentile(hours["price"], _HIGHEST))
        low = min(0.0, float(hours["price"].to_numpy().min()))
        figure.update_yaxes(range=[1.05 * low, 1.1 * high])
        tops = hours.groupby("year")["price"].max()
        highest = tr("list_separator").join(f"{year}: {brief(top, 4)}" for year, top in tops.items())
        part.figures["duration-price"] = Illustration(
            figure, tr("duration.caption_price", highest=highest, unit=labels.unit("price"))
        )
    return part
