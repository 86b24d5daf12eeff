"""Lines: prices by month."""

from __future__ import annotations

from html import escape

import pandas as pd
import plotly.graph_objects as go

from energy_model.report.figures.style import layout
from energy_model.sheets.wording import Labels

ZONE_DASHES = ("solid", "dash", "dot", "dashdot")


def prices(table: pd.DataFrame, labels: Labels) -> go.Figure:
    """Lines of the mean price of each month, one for each zone.

    table : columns zone, month, price [CNY/MWh]
    """
    figure = go.Figure(layout=layout(height=380))
    for at, (zone, part) in enumerate(table.groupby("zone", sort=False)):
        figure.add_scatter(
            x=[labels.tr.of("month", str(month)) for month in part["month"]],
            y=part["price"].round(1).to_numpy(),
            name=escape(labels.name("zone", str(zone))),
            mode="lines+markers",
            line={"dash": ZONE_DASHES[at % len(ZONE_DASHES)]},
        )
    figure.update_yaxes(title=labels.unit("price"), rangemode="tozero")
    return figure
