"""Figure of peaks: a panel for each target, with the highest year marked."""

from __future__ import annotations

from html import escape
from itertools import pairwise
from textwrap import wrap
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from energy_model.report.figures.style import layout
from energy_model.sheets.wording import Labels

LINE_COLOURS = ("#1f4e79", "#4d4d4d", "#8c564b", "#6a51a3", "#00695c")
PEAK_COLOUR = "#b3261e"
_ROW = 3  # panels side by side


def peaks(table: pd.DataFrame, labels: Labels) -> go.Figure:
    """Lines over the model's years: the highest year in red, a dashed line over years that are not modelled.

    table : columns of `analysis.peaks.peaks`
    """
    targets = list(table["target"].unique())
    across, rows = min(_ROW, max(1, len(targets))), max(1, -(-len(targets) // _ROW))
    traces: list[dict[str, Any]] = []
    axes: dict[str, Any] = {}
    annotations: list[dict[str, Any]] = []
    shapes: list[dict[str, Any]] = []
    for at, target in enumerate(targets):
        part, panel = table[table["target"] == target], _Panel(at, across, rows)
        scale, unit = labels.shown_unit(str(part["unit"].iloc[0]))
        values, years = (part["value"] * scale).round(4).tolist(), part["year"].tolist()
        top, limit = part["highest"].tolist().index(True), int(part["limit"].iloc[0])
        traces += _way(years, values, top, panel, unit)
        axes |= _axes(years, values, limit, panel, unit)
        annotations += [_title(labels.name("target", target), panel), *_numbers(years, values, top, panel)]
        shapes.append(_limit(limit, panel))
    look = layout(height=320 * rows, showlegend=False, margin_t=48, annotations=annotations, shapes=shapes, margin_b=32)
    figure = go.Figure(traces, look)
    figure.update_layout(axes)
    return figure


class _Panel:
    """One of several diagrams in a figure: its axes, and the part of the figure that it takes."""

    def __init__(self, at: int, across: int, rows: int) -> None:
        row, column = divmod(at, across)
        number = str(at + 1) if at else ""
        self.colour = LINE_COLOURS[at % len(LINE_COLOURS)]
        self.x, self.y = f"x{number}", f"y{number}"
        self.names = (f"xaxis{number}", f"yaxis{number}")
        self.across = [column / across + (0.04 if column else 0.0), (column + 1) / across - 0.02]
        self.up = [1 - (row + 1) / rows + (0.12 if row + 1 < rows else 0.0), 1 - row / rows - (0.06 if row else 0.0)]


def _way(years: list[int], values: list[float], top: int, panel: _Panel, unit: str) -> list[dict[str, Any]]:
    axes = {"type": "scatter", "xaxis": panel.x, "yaxis": panel.y}
    lines = [
        axes
        | {"x": [begin, end], "y": [y0, y1], "mode": "lines", "hoverinfo": "skip"}
        | {"line": {"color": panel.colour, "dash": "solid" if end - begin == 1 else "dash"}}
        for (begin, y0), (end, y1) in pairwise(zip(years, values, strict=True))
    ]
    marker = {
        "size": [13 if n == top else 8 for n in range(len(years))],
        "color": [PEAK_COLOUR if n == top else panel.colour for n in range(len(years))],
        "opacity": 1,
    }
    hover = f"%{{x}}<br>%{{y:,.4~g}} {unit}<extra></extra>"
    points = {"x": years, "y": values, "mode": "markers", "marker": marker, "hovertemplate": hover}
    return [*lines, axes | points | {"cliponaxis": False}]


def _axes(years: list[int], values: list[float], limit: int, panel: _Panel, unit: str) -> dict[str, Any]:
    look = {"gridcolor": "#e4e8ed", "zerolinecolor": "#9aa5b1", "automargin": True}
    room = max(0.6, 0.2 * (years[-1] - years[0]))
    span = [min(years[0], limit) - room, max(years[-1], limit) + room]
    x = {"range": span, "tickvals": years, "domain": panel.across, "anchor": panel.y}
    y = {"range": [0, 1.25 * max(values)], "title": {"text": unit}, "domain": panel.up, "anchor": panel.x}
    return {panel.names[0]: look | x, panel.names[1]: look | y}


def _title(name: str, panel: _Panel) -> dict[str, Any]:
    place = {"x": 0.5, "y": 1, "xref": f"{panel.x} domain", "yref": f"{panel.y} domain", "yanchor": "bottom"}
    text = "<br>".join(wrap(escape(name), 40))
    return place | {"text": text, "showarrow": False, "xanchor": "center", "yshift": 6, "font": {"size": 13}}


def _numbers(years: list[int], values: list[float], top: int, panel: _Panel) -> list[dict[str, Any]]:
    look = {"showarrow": False, "yshift": 17, "bgcolor": "#ffffff", "borderpad": 1, "xref": panel.x, "yref": panel.y}
    return [
        look | {"x": year, "y": value, "text": f"<b>{year}: {value:,.4g}</b>" if n == top else f"{value:,.4g}"}
        for n, (year, value) in enumerate(zip(years, values, strict=True))
    ]


def _limit(limit: int, panel: _Panel) -> dict[str, Any]:
    """A line at the end of the last year in which the top may lie."""
    place = {"x0": limit + 0.5, "x1": limit + 0.5, "y0": 0, "y1": 1, "xref": panel.x, "yref": f"{panel.y} domain"}
    return place | {"type": "line", "line": {"color": PEAK_COLOUR, "width": 1, "dash": "dot"}}


def over_years(table: pd.DataFrame, names: dict[str, str], labels: Labels, quantity: str) -> go.Figure:
    """Lines over the model's years, dashed over years that are not modelled.

    table : columns item, year, value [model unit of the quantity]; names : by item
    """
    figure = go.Figure(layout=layout(height=340, hovermode="closest"))
    years = sorted(int(year) for year in table["year"].unique())
    dash = "solid" if all(b - a == 1 for a, b in pairwise(years)) else "dash"
    for colour, (item, part) in zip(LINE_COLOURS, table.groupby("item", sort=False), strict=False):
        values = (part["value"] / labels.scale(quantity)).round(4)
        figure.add_scatter(
            x=part["year"].tolist(),
            y=values.tolist(),
            name=escape(names[str(item)]),
            mode="lines+markers",
            line={"color": colour, "dash": dash},
            marker={"size": 8},
            hovertemplate=f"%{{x}}<br>%{{y:,.4~g}} {labels.unit(quantity)}<extra>%{{fullData.name}}</extra>",
        )
    figure.update_xaxes(tickvals=years)
    figure.update_yaxes(title=labels.unit(quantity), rangemode="tozero")
    return figure
