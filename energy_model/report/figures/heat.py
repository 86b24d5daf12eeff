"""Heat maps: hours of the day by days of the year."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

from energy_model.report.figures.style import layout, ticks


class Scale(NamedTuple):
    """Scale of colours of a heat map.

    unit : of the numbers as they are drawn; factor : number drawn per number of the table; low and high : where the
    colours end; divisor and shown : unit of the colour bar, where it is not that of the numbers
    """

    unit: str
    factor: float
    low: float
    high: float
    divisor: float = 1.0
    shown: str = ""
    colours: str = "Viridis"


def heat(days: pd.DataFrame, scale: Scale) -> go.Figure:
    """Colours of every hour of a year, dark where much is: scales that are perceptually uniform, also in grey.

    days : hours of the day as rows, days as columns, as `analysis.heat.by_day` gives
    """
    bar = {
        "title": {"text": scale.shown or scale.unit, "side": "top"},
        "thickness": 12,
        "len": 1.1,
        "outlinewidth": 0,
        "x": 1.01,
    }
    marks = ticks(scale.low, scale.high, scale.divisor, 4) if scale.divisor != 1.0 else {"nticks": 6}
    figure = go.Figure(layout=layout(height=245, hovermode="closest", margin_r=104, margin_b=30))
    figure.add_heatmap(
        z=small(days.to_numpy() * scale.factor),
        x0=pd.DatetimeIndex(days.columns)[0].isoformat(),
        dx=86_400_000,
        y0=0,
        dy=1,
        zmin=scale.low,
        zmax=scale.high,
        colorscale=scale.colours,
        reversescale=True,
        colorbar=bar | marks,
        hovertemplate=f"%{{x|%m-%d}} %{{y}}:00<br>%{{z:,}} {scale.unit}<extra></extra>",
    )
    figure.update_xaxes(tickformat="%m-%d", showgrid=False, nticks=13, type="date")
    figure.update_yaxes(tickvals=[0, 6, 12, 18, 23], ticktext=[f"{hour}:00" for hour in (0, 6, 12, 18, 23)])
    figure.update_yaxes(showgrid=False, zeroline=False, fixedrange=True)
    return figure


def small(values: NDArray[np.float64]) -> NDArray[Any]:
    """Whole numbers in the smallest type that holds them, numbers with gaps as they are: the page stays small."""
    if not np.isfinite(values).all():
        return np.round(values).astype(np.float32)
    whole = np.round(values)
    low, high = whole.min(initial=0.0), whole.max(initial=0.0)
    fits = (kind for kind in (np.uint8, np.int16, np.int32) if np.iinfo(kind).min <= low and high <= np.iinfo(kind).max)
    return whole.astype(next(fits))
