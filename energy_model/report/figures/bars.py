"""Bars: capacity, costs, the balance of a year."""

from __future__ import annotations

from html import escape

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from energy_model.report.figures.style import coloured, layout
from energy_model.sheets.wording import Labels

_LEGEND_ROW, _LEGEND_COLUMNS = 22, 4  # [px]; as many as stand beside each other on the page
COST_COLOUR, REVENUE_COLOUR = "#4575b4", "#66a182"


def capacity(table: pd.DataFrame, labels: Labels) -> go.Figure:
    """Stacked bars of capacity, existing and new, of all that generates or stores.

    table : columns of `runs.totals.capacity_by_technology` [MW], of one year
    """
    shown = table[table["section"] != "transmission"].iloc[::-1]
    names = [escape(labels.name("technology", key)) for key in shown["technology"]]
    kept = shown["existing"] - shown["retired"]
    figure = go.Figure(layout=layout(bargap=0.25, barmode="stack", height=90 + 26 * len(shown)))
    for title, values, colour in (
        (labels.tr("column.existing_kept"), kept, "#8aa4bf"),
        (labels.tr("column.new"), shown["capacity"] - kept, "#e08a3c"),
    ):
        amounts = np.round(values.to_numpy(float) / labels.scale("power"), 4)
        hover = f"%{{y}}<br>%{{x:,.4~g}} {labels.unit('power')}"
        figure.add_bar(x=amounts, y=names, name=title, orientation="h", marker_color=colour, hovertemplate=hover)
    figure.update_xaxes(title=labels.unit("power"))
    return figure


def costs(table: pd.DataFrame, labels: Labels) -> go.Figure:
    """Bars of costs by kind of one year; revenue is negative.

    table : columns name, cost [CNY/year]
    """
    ordered = table.sort_values("cost")
    amounts = np.round(ordered["cost"].to_numpy(float) / labels.scale("money"), 4)
    figure = go.Figure(layout=layout(bargap=0.3, height=90 + 26 * len(ordered), showlegend=False))
    figure.add_bar(
        x=amounts,
        y=[escape(name) for name in ordered["name"]],
        orientation="h",
        marker_color=[COST_COLOUR if amount >= 0 else REVENUE_COLOUR for amount in amounts],
        hovertemplate=f"%{{y}}<br>%{{x:,.4~g}} {labels.unit('money')}<extra></extra>",
    )
    figure.update_xaxes(title=labels.unit("money"))
    return figure


def balance(table: pd.DataFrame, colours: dict[str, str], labels: Labels) -> go.Figure:
    """Two stacked bars of a year's electricity: where it comes from, and where it goes.

    table : columns of `analysis.electricity.electricity_balance` of one year [MWh]; colours : by technology
    """
    legend = _LEGEND_ROW * -(-len(table) // _LEGEND_COLUMNS)
    figure = go.Figure(layout=layout(barmode="stack", height=220 + legend, bargap=0.3))
    sides = [labels.tr("section.source"), labels.tr("section.use")]
    for row, colour in coloured(table.sort_values("energy", key=lambda energy: -energy.abs()), colours):
        amount = abs(row["energy"]) / labels.scale("energy")
        name = escape(labels.item(row["kind"], row["item"]))
        hover = f"{name}<br>%{{x:,.4~g}} {labels.unit('energy')}<extra></extra>"
        place = sides[0] if row["side"] == "source" else sides[1]
        figure.add_bar(
            x=[round(amount, 4)], y=[place], name=name, orientation="h", marker_color=colour, hovertemplate=hover
        )
    # the axis is above, the legend below
    figure.update_xaxes(title=labels.unit("energy"), side="top")
    figure.update_yaxes(categoryorder="array", categoryarray=sides[::-1])
    figure.update_layout(legend_y=-0.02, margin_t=56, margin_b=16 + legend)
    return figure
