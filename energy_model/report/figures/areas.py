"""Areas: electricity hour by hour."""

from __future__ import annotations

from html import escape
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from energy_model.analysis.energy.electricity import CURTAILED
from energy_model.report.figures.style import coloured, hours, layout, ticks
from energy_model.sheets.wording import Labels

_Series = dict[tuple[str, str, str], NDArray[np.float64]]  # by side, kind, item
_STACKED = ("source", "use")
_CURTAILED = "#9aa5b1"
_PATTERN = {"shape": "/", "size": 6, "solidity": 0.25, "fgcolor": _CURTAILED, "bgcolor": "rgba(255,255,255,0)"}


def dispatch(table: pd.DataFrame, colours: dict[str, str], labels: Labels, slider: bool = False) -> go.Figure:
    """Stacked areas of electricity hour by hour: sources above zero, with what is curtailed on top, uses below, demand
    as a line.

    table : columns of `analysis.electricity.electricity_by_hour` [MW]; colours : by technology;
    slider : add a range slider below, for long periods
    """
    figure = go.Figure(layout=layout(height=560 if slider else 440, hovermode="closest"))
    parts = table.groupby(["side", "kind", "item"], sort=False, observed=True)["power"]
    series: _Series = {(str(a), str(b), str(c)): part.to_numpy(float) for (a, b, c), part in parts}
    rank = {item: at for at, item in enumerate(table["item"].unique(), start=1)}
    times = pd.DatetimeIndex(table["time"].drop_duplicates())
    # what runs steadily lies at the bottom, where its shape is not bent by what lies below
    order = sorted((key for key in series if key[0] in _STACKED), key=lambda key: _unsteadiness(series[key]))
    stack = pd.DataFrame(order, columns=["side", "kind", "item"])
    seen: set[str] = set()
    for row, colour in coloured(stack, colours):
        name = escape(labels.item(row["kind"], row["item"]))
        look = {"line": {"width": 0, "shape": "hv", "color": colour}, "fillcolor": colour, "stackgroup": row["side"]}
        place = {"legendgroup": name, "legendrank": rank[row["item"]], "showlegend": name not in seen}
        power = series[row["side"], row["kind"], row["item"]]
        figure.add_scatter(**hours(times, power, name), **look, **place)
        seen.add(name)
    if CURTAILED in table["side"].values:
        wasted = hours(times, series[CURTAILED, CURTAILED, CURTAILED], labels.tr("item.curtailed"))
        look = {"line": {"width": 0, "shape": "hv", "color": _CURTAILED}, "fillpattern": _PATTERN}
        figure.add_scatter(**wasted, **look, stackgroup="source", legendrank=len(rank) + 1)
    if "demand" in table["side"].values:
        demand = hours(times, series["demand", "demand", "demand"], labels.tr("item.demand"))
        figure.add_scatter(**demand, line={"width": 1.4, "shape": "hv", "color": "#111111"}, legendrank=len(rank) + 2)
    figure.update_xaxes(tickformat="%m-%d", rangeslider={"visible": slider, "thickness": 0.08})
    figure.update_yaxes(title=labels.unit("power"), fixedrange=True, **_ticks(series, labels))
    if slider:
        figure.update_layout(legend_y=-0.28)  # below the slider
    return figure


def _unsteadiness(power: NDArray[np.float64]) -> float:
    return float(power.std() / max(np.abs(power).mean(), 1e-9))


def _ticks(series: _Series, labels: Labels) -> dict[str, list[Any]]:
    """Ticks in the reader's unit, from the lowest of what is used to the highest of what is given and curtailed."""
    low, high = _total(series, "use"), _total(series, "source", CURTAILED)
    return ticks(float(low.min()), float(high.max()), labels.scale("power"))


def _total(series: _Series, *sides: str) -> NDArray[np.float64]:
    return np.asarray(sum((power for key, power in series.items() if key[0] in sides), np.zeros(1)))
