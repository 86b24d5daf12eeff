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
from energy_model.sheets.wording import Words

_POINTS = 400  # of a duration curve
_ENDS = (1, 99)  # percentiles at which colours end, so that a few hours do not take them all
_SMALLEST_MW = 0.5
_HIGHEST = 99.9  # percentile at which the axis of prices ends


def heat(run: RunData, words: Words) -> Section:
    """Heat maps of price, green share, state of charge and curtailment in one year."""
    year = shown_year(run.summary["years"])
    table = hourly_city(run.dataset, year)
    part = Section("heat", words.say("title.heat"))
    drawn = {
        "price": _price(table, words, year),
        "green_share": _green_share(table, words, year),
        "state_of_charge": _state_of_charge(table, words, year),
        "curtailment": _curtailment(table, words, year),
    }
    for name, (scale, caption) in drawn.items():
        if scale:
            part.figures[f"heat-{name}"] = Illustration(figures.heat(by_day(table, name), scale), caption)
        else:
            part.bullets.append(caption)
    return part


_Drawn = tuple[Scale | None, str]  # no scale: there is nothing to draw, and the text says so


def _price(table: pd.DataFrame, words: Words, year: int) -> _Drawn:
    say, known = words.say, table["price"].dropna()
    if known.empty:
        return None, say("heat.no_price", year=year)
    low, high = np.percentile(known, _ENDS).round()
    places = {"year": year, "least": brief(known.min(), 4), "most": brief(known.max(), 4), "unit": words.unit("price")}
    return Scale(words.unit("price"), 1.0, low, max(high, low + 1), colours="Inferno"), say("heat.price", **places)


def _green_share(table: pd.DataFrame, words: Words, year: int) -> _Drawn:
    known = table.dropna(subset="green_share")
    if known.empty:
        return None, words.say("heat.no_use", year=year)
    used = known["used"] * known["weight"]
    mean = brief(100 * float((used * known["green_share"]).sum() / used.sum()), 3)
    return Scale("%", 100.0, 0, 100), words.say("heat.green_share", year=year, mean=mean)


def _state_of_charge(table: pd.DataFrame, words: Words, year: int) -> _Drawn:
    if table["state_of_charge"].notna().any():
        return Scale("%", 100.0, 0, 100, colours="Cividis"), words.say("heat.state_of_charge", year=year)
    return None, words.say("heat.no_storage", year=year)


def _curtailment(table: pd.DataFrame, words: Words, year: int) -> _Drawn:
    wasted, weight = table["curtailment"].to_numpy(), table["weight"].to_numpy()
    if wasted.max() < _SMALLEST_MW:
        return None, words.say("heat.no_curtailment", year=year)
    high = float(np.percentile(wasted[wasted >= _SMALLEST_MW], _ENDS[1]))
    scale = Scale("MW", 1.0, 0.0, high, words.scale("power"), words.unit("power"), "Magma")
    energy = words.figure("energy", float(wasted @ weight))
    hours = f"{weight[wasted >= _SMALLEST_MW].sum():,.0f}"
    return scale, words.say("heat.curtailment", year=year, energy=energy, hours=hours)


def duration(run: RunData, words: Words) -> Section:
    """Duration curves of demand, residual demand and price for all years."""
    say, found = words.say, duration_curves(run.dataset, tuple(run.summary["years"]), _POINTS)
    part = Section("duration", say("title.duration"))
    powers = {"demand": say("duration.demand"), "residual": say("duration.residual")}
    part.figures["duration-power"] = Illustration(
        figures.duration(found, powers, words, "power"), say("duration.caption_power", points=_POINTS)
    )
    prices = found[found["kind"] == "price"]
    if len(prices):
        figure = figures.duration(found, {"price": say("duration.price")}, words, "price")
        hours = pd.concat(
            [hourly_city(run.dataset, year)[["price"]].assign(year=year) for year in run.summary["years"]]
        ).dropna()
        high = float(np.percentile(hours["price"], _HIGHEST))
        low = min(0.0, float(hours["price"].to_numpy().min()))
        figure.update_yaxes(range=[1.05 * low, 1.1 * high])
        tops = hours.groupby("year")["price"].max()
        told = say("list_separator").join(f"{year}: {brief(top, 4)}" for year, top in tops.items())
        part.figures["duration-price"] = Illustration(
            figure, say("duration.caption_price", highest=told, unit=words.unit("price"))
        )
    return part
