"""Duration curves: how many hours of a year a value is reached."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import plotly.graph_objects as go

from energy_model.report.figures.style import layout, ticks, whole
from energy_model.sheets.wording import Labels

YEAR_COLOURS = ("#9ecae1", "#3182bd", "#08306b", "#e6550d", "#7a0177", "#31a354", "#636363")
DASHES = ("solid", "dash")


def duration(table: pd.DataFrame, kinds: Mapping[str, str], labels: Labels, quantity: str) -> go.Figure:
    """Lines of sorted values, a colour for each year and a dash for each kind.

    table : columns of `analysis.duration.duration_curves`; kinds : names by kind, at most two; quantity : power
    or price
    """
    figure = go.Figure(layout=layout(height=390, hovermode="closest"))
    shown = table[table["kind"].isin(list(kinds))]
    unit = "MW" if quantity == "power" else labels.unit(quantity)
    for (kind, year), part in shown.groupby(["kind", "year"], sort=False):
        at = list(shown["year"].unique()).index(year)
        figure.add_scatter(
            x=whole(part["hours"].to_numpy()),
            y=whole(part["value"].to_numpy()),
            name=f"{kinds[str(kind)]} {year}" if len(kinds) > 1 else str(year),
            mode="lines",
            line={
                "width": 1.8,
                "color": YEAR_COLOURS[at % len(YEAR_COLOURS)],
                "dash": DASHES[list(kinds).index(str(kind)) % len(DASHES)],
            },
            hovertemplate=f"%{{x:,}} h<br>%{{y:,}} {unit}<extra>%{{fullData.name}}</extra>",
        )
    figure.update_xaxes(title=labels.tr("axis.hours"), rangemode="tozero")
    figure.update_yaxes(title=labels.unit(quantity))
    figure.update_layout(legend_y=-0.22)  # below the axis' title
    if quantity == "power" and len(shown):
        figure.update_yaxes(**ticks(float(shown["value"].min()), float(shown["value"].max()), labels.scale("power")))
    return figure
