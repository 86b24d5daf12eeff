"""Lines of how full tanks are, day by day."""

from __future__ import annotations

from html import escape

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from energy_model.report.figures.style import layout
from energy_model.sheets.wording import Labels

_DAY_MS = 86_400_000


def levels(table: pd.DataFrame, labels: Labels) -> go.Figure:
    """Lines of the level of tanks at the end of each day, one for each place.

    table : columns zone, day, level [1], as of `analysis.lng.tank_levels`
    """
    figure = go.Figure(layout=layout(height=340, hovermode="x unified"))
    for zone, part in table.groupby("zone", sort=False):
        figure.add_scatter(
            x0=part["day"].min().isoformat(),
            dx=_DAY_MS,
            # per mille: whole numbers keep the page small
            y=np.round(part["level"].to_numpy() * 1000).astype(np.int16),
            name=escape(labels.name("zone", str(zone))),
            mode="lines",
            hovertemplate="%{y:.0f} ‰",
        )
    figure.update_xaxes(tickformat="%m-%d")
    ticks = list(range(0, 1001, 200))
    figure.update_yaxes(range=[0, 1020], tickvals=ticks, ticktext=[f"{tick // 10} %" for tick in ticks])
    return figure
