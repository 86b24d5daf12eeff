"""Figure of the revenue of storages by service, against their cost."""

from __future__ import annotations

from html import escape

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from energy_model.report.figures.style import layout
from energy_model.sheets.wording import Labels

COLOURS = {"capacity": "#b2745a", "green": "#1a9850", "curtailment": "#e0a030", "arbitrage": "#4575b4"}
_COST_COLOUR = "#9aa5b1"


def storage_revenue(table: pd.DataFrame, labels: Labels) -> go.Figure:
    """Two stacked bars for each technology: revenue by service, and the cost of the year, per MWh discharged.

    table : columns technology, discharged [MWh], annual_cost, revenue_<service> [CNY], of one year
    """
    tr = labels.tr
    names = [escape(labels.name("technology", str(key))) for key in table["technology"]]
    energy = table["discharged"].to_numpy(float)
    earned, spent = (
        [escape(tr("storage.revenue"))] * len(names),
        [escape(tr("storage.annual_cost"))] * len(names),
    )
    figure = go.Figure(layout=layout(barmode="relative", bargap=0.25, height=120 + 56 * len(names)))
    bars = [(f"revenue_{key}", tr.of("service", key), colour, earned) for key, colour in COLOURS.items()]
    for column, name, colour, side in (*bars, ("annual_cost", tr("storage.annual_cost"), _COST_COLOUR, spent)):
        figure.add_bar(
            x=np.round(table[column].to_numpy(float) / energy, 2),
            y=[names, side],
            name=escape(name),
            orientation="h",
            marker_color=colour,
            hovertemplate=f"%{{y}} %{{fullData.name}}<br>%{{x:,.0f}} {labels.unit('price')}<extra></extra>",
        )
    figure.update_xaxes(title=labels.unit("price"), side="top")
    figure.update_yaxes(autorange="reversed")
    figure.update_layout(legend_y=-0.02, margin_t=56, margin_b=16)
    return figure
