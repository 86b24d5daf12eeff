"""How all figures look: layout, colours, hours of a year as small arrays, ticks in the reader's unit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from numpy.typing import NDArray

MARKET_COLOURS = {"source": ("#b2745a", "#d4a48f", "#8f5b45"), "use": ("#8fa3b2", "#b3c2cd", "#6f8595")}
LOSSES_COLOUR = "#d0d0d0"
OTHER_COLOUR = "#9fb8ad"  # of what is too small to be named
COST_COLOURS = {  # of kinds of cost; what is bought and sold has the colour of its carrier
    "investment": "#3b6ea5",
    "fixed_om": "#8fb3d9",
    "variable_om": "#c6d8ec",
    "retrofit": "#5c4b8a",
    "starts": "#a58fc9",
    "reserve": "#7d6b9e",
    "capacity_payment": "#4f9d8f",
    "contracts": "#5f8a3f",
    "flexibility": "#e6a5c3",
    "interruption": "#c77fa3",
    "grid_charges": "#7a8fb0",
    "unserved": "#b3261e",
    "relaxation": "#e06a62",
    "co2": "#8c2d04",
    "allowances": "#dba78a",
    "certificates": "#66a182",
    "certificates_bought": "#9cc4ad",
}
_FONT = "'Noto Sans', 'Noto Sans CJK SC', 'Source Han Sans SC', 'PingFang SC', 'Microsoft YaHei', sans-serif"


def layout(**more: object) -> go.Layout:
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


def coloured(table: pd.DataFrame, colours: dict[str, str]) -> list[tuple[pd.Series, str]]:
    """Rows (with side, kind, item) and the colour of each."""
    found, markets = [], {"source": 0, "use": 0}
    for _, row in table.iterrows():
        if row["kind"] == "trade":
            palette = MARKET_COLOURS[row["side"]]
            colour = palette[markets[row["side"]] % len(palette)]
            markets[row["side"]] += 1
        else:
            fallback = "#444444" if row["kind"] == "demand" else LOSSES_COLOUR
            colour = colours.get(row["item"], fallback)
        found.append((row, colour))
    return found


def hours(times: pd.DatetimeIndex, power: NDArray[np.float64], name: str) -> dict[str, Any]:
    """A line over steps; those of one length are given by their first and distance, which keeps the page small."""
    apart = np.diff(times.to_numpy()) / np.timedelta64(1, "ms")
    is_even = len(apart) == 0 or (apart != apart[0]).sum() <= 1  # a leap day may be left out
    dx = float(apart[0]) if len(apart) else 3_600_000
    place = {"x0": times[0].isoformat(), "dx": dx} if is_even else {"x": times.strftime("%Y-%m-%dT%H:%M").to_numpy()}
    return {
        **place,
        "y": whole(power),
        "name": name,
        "mode": "lines",
        "hovertemplate": f"%{{x|%m-%d %H:%M}}<br>{name}: %{{y:,.0f}} MW<extra></extra>",
    }


def whole(power: NDArray[np.float64]) -> NDArray[np.signedinteger[Any]]:
    """Whole MW in the smallest type that holds them: plotly writes arrays as bytes, and the page stays small."""
    whole = np.round(power)
    return whole.astype(np.int16 if np.abs(whole).max(initial=0.0) < 32_000 else np.int32)


def ticks(low: float, high: float, scale: float, count: int = 6) -> dict[str, list[Any]]:
    """Ticks from below `low` (or zero) to above `high` of an axis in model units, written divided by `scale`."""
    low, high = min(0.0, low), max(0.0, high)
    step = _round_step((high - low) / count)
    values = [step * n for n in range(int(np.floor(low / step)), int(np.ceil(high / step)) + 1)]
    return {"tickvals": values, "ticktext": [f"{value / scale:,.6g}" for value in values]}


def _round_step(step: float) -> float:
    """The next 1, 2 or 5 times a power of ten."""
    if step <= 0:
        return 1.0
    power = 10.0 ** np.floor(np.log10(step))
    return float(next(factor * power for factor in (1, 2, 5, 10) if factor * power >= step))
