"""Figures of the report: each a function from a tidy table to a plotly figure, usable in a notebook as well.

Names that come from a study are escaped, because plotly reads a subset of HTML in its texts.
"""

from __future__ import annotations

from html import escape
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from energy_model.report.wording import Words

MARKET_COLOURS = {"source": ("#b2745a", "#d4a48f", "#8f5b45"), "use": ("#8fa3b2", "#b3c2cd", "#6f8595")}
LOSSES_COLOUR = "#d0d0d0"
COST_COLOUR, REVENUE_COLOUR = "#4575b4", "#66a182"
ZONE_DASHES = ("solid", "dash", "dot", "dashdot")
_FONT = "'Noto Sans', 'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"


def capacity(table: pd.DataFrame, words: Words) -> go.Figure:
    """Stacked bars of capacity, existing and new, of all that generates or stores.

    table : columns of `energy_sheets.capacity_by_technology` [MW], of one year
    """
    shown = table[table["section"] != "transmission"].iloc[::-1]
    names = [escape(words.name("technology", key)) for key in shown["technology"]]
    kept = shown["existing"] - shown["retired"]
    figure = go.Figure(layout=_layout(bargap=0.25, barmode="stack", height=90 + 26 * len(shown)))
    for title, values, colour in (
        (words.say("column.existing_kept"), kept, "#8aa4bf"),
        (words.say("column.new"), shown["capacity"] - kept, "#e08a3c"),
    ):
        amounts = np.round(values.to_numpy(float) / words.scale("power"), 4)
        hover = f"%{{y}}<br>%{{x:,.4~g}} {words.unit('power')}"
        figure.add_bar(x=amounts, y=names, name=title, orientation="h", marker_color=colour, hovertemplate=hover)
    figure.update_xaxes(title=words.unit("power"))
    return figure


def costs(table: pd.DataFrame, words: Words) -> go.Figure:
    """Bars of costs by kind of one year; revenue is negative.

    table : columns name, cost [CNY/year]
    """
    ordered = table.sort_values("cost")
    amounts = np.round(ordered["cost"].to_numpy(float) / words.scale("money"), 4)
    figure = go.Figure(layout=_layout(bargap=0.3, height=90 + 26 * len(ordered), showlegend=False))
    figure.add_bar(
        x=amounts,
        y=[escape(name) for name in ordered["name"]],
        orientation="h",
        marker_color=[COST_COLOUR if amount >= 0 else REVENUE_COLOUR for amount in amounts],
        hovertemplate=f"%{{y}}<br>%{{x:,.4~g}} {words.unit('money')}<extra></extra>",
    )
    figure.update_xaxes(title=words.unit("money"))
    return figure


def balance(table: pd.DataFrame, colours: dict[str, str], words: Words) -> go.Figure:
    """Two stacked bars of a year's electricity: where it comes from, and where it goes.

    table : columns of `analysis.electricity.electricity_balance` of one year [MWh]; colours : by technology
    """
    figure = go.Figure(layout=_layout(barmode="stack", height=360, bargap=0.3))
    sides = [words.say("section.source"), words.say("section.use")]
    for row, colour in _coloured(table.sort_values("energy", key=lambda energy: -energy.abs()), colours):
        amount = abs(row["energy"]) / words.scale("energy")
        name = escape(words.item(row["kind"], row["item"]))
        hover = f"{name}<br>%{{x:,.4~g}} {words.unit('energy')}<extra></extra>"
        place = sides[0] if row["side"] == "source" else sides[1]
        figure.add_bar(
            x=[round(amount, 4)], y=[place], name=name, orientation="h", marker_color=colour, hovertemplate=hover
        )
    # the axis is above, the legend below
    figure.update_xaxes(title=words.unit("energy"), side="top")
    figure.update_yaxes(categoryorder="array", categoryarray=sides[::-1])
    figure.update_layout(legend_y=-0.02, margin_t=56, margin_b=16)
    return figure


def dispatch(table: pd.DataFrame, colours: dict[str, str], words: Words, slider: bool = False) -> go.Figure:
    """Stacked areas of electricity hour by hour: sources above zero, uses below, demand as a line.

    table : columns of `analysis.electricity.electricity_by_hour` [MW]; colours : by technology;
    slider : add a range slider below, for long periods
    """
    figure = go.Figure(layout=_layout(height=560 if slider else 440, hovermode="closest"))
    series = {key: part["power"].to_numpy() for key, part in table.groupby(["side", "kind", "item"], sort=False)}
    rank = {item: at for at, item in enumerate(table["item"].unique(), start=1)}
    # what runs steadily lies at the bottom, where its shape is not bent by what lies below
    order = sorted((key for key in series if key[0] != "demand"), key=lambda key: _unsteadiness(series[key]))
    stack = pd.DataFrame(order, columns=["side", "kind", "item"])
    seen: set[str] = set()
    for row, colour in _coloured(stack, colours):
        name = escape(words.item(row["kind"], row["item"]))
        look = {"line": {"width": 0, "shape": "hv", "color": colour}, "fillcolor": colour, "stackgroup": row["side"]}
        place = {"legendgroup": name, "legendrank": rank[row["item"]], "showlegend": name not in seen}
        power = series[row["side"], row["kind"], row["item"]]
        figure.add_scatter(**_hours(table, power, name), **look, **place)
        seen.add(name)
    demand = _hours(table, series["demand", "demand", "demand"], words.say("item.demand"))
    figure.add_scatter(**demand, line={"width": 1.4, "shape": "hv", "color": "#111111"}, legendrank=len(rank) + 1)
    figure.update_xaxes(tickformat="%m-%d", rangeslider={"visible": slider, "thickness": 0.08})
    figure.update_yaxes(title=words.unit("power"), fixedrange=True, **_power_ticks(table, words))
    if slider:
        figure.update_layout(legend_y=-0.28)  # below the slider
    return figure


def _unsteadiness(power: NDArray[np.float64]) -> float:
    return float(power.std() / max(np.abs(power).mean(), 1e-9))


def _hours(table: pd.DataFrame, power: NDArray[np.float64], name: str) -> dict[str, Any]:
    """A line over the hours of a table; the hours are given by their first and distance, which keeps the page small."""
    return {
        "x0": table["time"].min().isoformat(),
        "dx": 3_600_000,
        "y": _whole(power),
        "name": name,
        "mode": "lines",
        "hovertemplate": f"%{{x|%m-%d %H:%M}}<br>{name}: %{{y:,.0f}} MW<extra></extra>",
    }


def prices(table: pd.DataFrame, words: Words) -> go.Figure:
    """Lines of the mean price of each month, one for each zone.

    table : columns zone, month, price [CNY/MWh]
    """
    figure = go.Figure(layout=_layout(height=380))
    for at, (zone, part) in enumerate(table.groupby("zone", sort=False)):
        figure.add_scatter(
            x=[words.say.of("month", str(month)) for month in part["month"]],
            y=part["price"].round(1).to_numpy(),
            name=escape(words.name("zone", str(zone))),
            mode="lines+markers",
            line={"dash": ZONE_DASHES[at % len(ZONE_DASHES)]},
        )
    figure.update_yaxes(title=words.unit("price"), rangemode="tozero")
    return figure


def _layout(**more: object) -> go.Layout:
    axis = {"gridcolor": "#e4e8ed", "zerolinecolor": "#9aa5b1", "automargin": True}
    return go.Layout(
        # without plotly's template, which is large and slow to copy
        template="none",
        font={"family": _FONT, "size": 12, "color": "#1d2733"},
        margin={"l": 60, "r": 16, "t": 12, "b": 48},
        legend={"orientation": "h", "yanchor": "top", "y": -0.14, "traceorder": "normal"},
        colorway=["#4575b4", "#d73027", "#1a9850", "#984ea3", "#ff7f00", "#a65628", "#666666", "#17becf", "#e7298a"],
        xaxis=axis,
        yaxis=axis,
        **more,
    )


def _coloured(table: pd.DataFrame, colours: dict[str, str]) -> list[tuple[pd.Series, str]]:
    """Rows (with side, kind, item) and the colour of each."""
    found, markets = [], {"source": 0, "use": 0}
    for _, row in table.iterrows():
        if row["kind"] == "market":
            palette = MARKET_COLOURS[row["side"]]
            colour = palette[markets[row["side"]] % len(palette)]
            markets[row["side"]] += 1
        else:
            fallback = "#444444" if row["kind"] == "demand" else LOSSES_COLOUR
            colour = colours.get(row["item"], fallback)
        found.append((row, colour))
    return found


def _whole(power: NDArray[np.float64]) -> NDArray[np.signedinteger[Any]]:
    """Whole MW in the smallest type that holds them: plotly writes arrays as bytes, and the page stays small."""
    whole = np.round(power)
    return whole.astype(np.int16 if np.abs(whole).max(initial=0.0) < 32_000 else np.int32)


def _power_ticks(table: pd.DataFrame, words: Words) -> dict[str, list[Any]]:
    """Ticks of an axis in MW, written in the reader's unit."""
    sums = table[table["side"] != "demand"].groupby(["time", "side"], sort=False)["power"].sum()
    low, high = min(0.0, float(sums.min())), float(sums.max())
    step = _round_step((high - low) / 6)
    ticks = [step * n for n in range(int(np.floor(low / step)), int(np.ceil(high / step)) + 1)]
    return {"tickvals": ticks, "ticktext": [f"{tick / words.scale('power'):,.6g}" for tick in ticks]}


def _round_step(step: float) -> float:
    """The next 1, 2 or 5 times a power of ten."""
    if step <= 0:
        return 1.0
    power = 10.0 ** np.floor(np.log10(step))
    return float(next(factor * power for factor in (1, 2, 5, 10) if factor * power >= step))
