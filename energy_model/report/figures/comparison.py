"""Runs side by side: grouped bars, stacked bars and lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from energy_model.report.figures.style import layout
from energy_model.sheets.wording import Labels

RUN_COLOURS = ("#4575b4", "#e08a3c", "#66a182", "#984ea3", "#b2745a", "#17becf", "#8f9aa5", "#d6a400")
_DASHES = ("solid", "dash", "dot", "dashdot")


def grouped(table: pd.DataFrame, quantity: str, labels: Labels) -> go.Figure:
    """Bars of the runs beside each other for each thing.

    table : columns run, name (both as shown), value (in model units); the first row of a name is the top
    """
    names, runs = list(dict.fromkeys(table["name"])), list(dict.fromkeys(table["run"]))
    height = 110 + 22 * len(runs) + len(names) * (10 + 11 * len(runs))
    figure = go.Figure(layout=layout(barmode="group", bargap=0.25, height=height))
    for at, run in enumerate(runs):
        part = table[table["run"] == run].set_index("name")["value"].reindex(names)
        figure.add_bar(
            x=_rounded(part, quantity, labels),
            y=[escape(name) for name in names],
            name=escape(run),
            orientation="h",
            marker_color=RUN_COLOURS[at % len(RUN_COLOURS)],
            hovertemplate=f"%{{y}}<br>%{{x:,.4~g}} {labels.unit(quantity)}",
        )
    figure.update_yaxes(autorange="reversed")
    figure.update_xaxes(title=labels.unit(quantity), side="top")
    return _below(figure)


def stacked(table: pd.DataFrame, quantity: str, labels: Labels, colours: Mapping[str, str]) -> go.Figure:
    """A bar for each run, stacked of parts; parts below zero go to the left.

    table : columns run, name (both as shown), value (in model units); colours : by name, where they are known
    """
    runs = list(dict.fromkeys(table["run"]))
    parts = list(dict.fromkeys(table["name"]))
    figure = go.Figure(
        layout=layout(barmode="relative", bargap=0.3, height=110 + 46 * len(runs) + 20 * (1 + len(parts) // 3))
    )
    for at, name in enumerate(parts):
        values = table[table["name"] == name].set_index("run")["value"].reindex(runs)
        figure.add_bar(
            x=_rounded(values, quantity, labels),
            y=[escape(run) for run in runs],
            name=escape(name),
            orientation="h",
            marker_color=colours.get(name) or RUN_COLOURS[at % len(RUN_COLOURS)],
            hovertemplate=f"{escape(name)}<br>%{{x:,.4~g}} {labels.unit(quantity)}<extra>%{{y}}</extra>",
        )
    figure.update_yaxes(autorange="reversed")
    figure.update_xaxes(title=labels.unit(quantity), side="top")
    return _below(figure)


def by_year(table: pd.DataFrame, quantity: str, labels: Labels) -> go.Figure:
    """A line over the years for each run.

    table : columns run (as shown), year, value (in model units)
    """
    figure = go.Figure(layout=layout(height=360))
    for at, (run, part) in enumerate(table.groupby("run", sort=False)):
        figure.add_scatter(
            x=[int(year) for year in part["year"]],
            y=_rounded(part["value"], quantity, labels),
            name=escape(str(run)),
            mode="lines+markers",
            line={"color": RUN_COLOURS[at % len(RUN_COLOURS)], "dash": _DASHES[at // len(RUN_COLOURS) % len(_DASHES)]},
            hovertemplate=f"%{{x}}: %{{y:,.4~g}} {labels.unit(quantity)}",
        )
    figure.update_yaxes(title=labels.unit(quantity), rangemode="tozero")
    figure.update_xaxes(tickvals=sorted({int(year) for year in table["year"]}))
    return figure


def _rounded(values: pd.Series[float], quantity: str, labels: Labels) -> Sequence[float | None]:
    # nothing is drawn for what is not evaluated
    return [
        None if np.isnan(value) else round(float(value), 4) for value in values.to_numpy(float) / labels.scale(quantity)
    ]


def _below(figure: go.Figure) -> go.Figure:
    """Put the legend below the bars; the axis is above them."""
    figure.update_layout(legend_y=-0.02, margin_t=56, margin_b=16)
    return figure
