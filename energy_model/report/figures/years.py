"""Stacked bars over the model's years: capacity, costs."""

from __future__ import annotations

from html import escape

import pandas as pd
import plotly.graph_objects as go

from energy_model.report.figures.style import layout
from energy_model.sheets.wording import Labels

OTHER = "other"
OTHER_COLOUR = "#c8cdd3"
TOTAL_COLOUR = "#111111"
_SMALLEST = 0.002  # of the largest year


def gathered(table: pd.DataFrame, most: int = 14) -> pd.DataFrame:
    """Keep the largest items of a table over years; the others, and what is too thin to be seen, become 'other'.

    table : columns item, year, value. Columns of the result are the same, in the order of the table, 'other' last.
    """
    amount = table["value"].abs()
    size = amount.groupby(table["item"], sort=False).max()
    whole = float(amount.groupby(table["year"]).sum().max())
    small = size.index[(size.rank(ascending=False, method="first") > most) | (size < _SMALLEST * whole)]
    if len(small) < 2:
        return table.reset_index(drop=True)
    of_small = table["item"].isin(small)
    rest = table[of_small].groupby("year", as_index=False)["value"].sum().assign(item=OTHER)
    found: pd.DataFrame = pd.concat([table[~of_small], rest[list(table.columns)]], ignore_index=True)
    return found


def stacked(
    table: pd.DataFrame, names: dict[str, str], colours: dict[str, str], labels: Labels, quantity: str
) -> go.Figure:
    """Stacked bars over the years; what is negative stands below zero, and then the sum is marked.

    table : columns item, year, value [model unit of the quantity]; names, colours : by item
    """
    shown = gathered(table[["item", "year", "value"]])
    wide = shown.pivot_table(index="year", columns="item", values="value", aggfunc="sum", sort=False)
    wide = wide.sort_index().fillna(0.0) / labels.scale(quantity)
    years = [str(year) for year in wide.index]
    hover = f"%{{fullData.name}} %{{x}}<br>%{{y:,.4~g}} {labels.unit(quantity)}<extra></extra>"
    bars = [
        {
            "type": "bar",
            "x": years,
            "y": wide[item].round(4).tolist(),
            "name": escape(names.get(item, labels.item(OTHER, OTHER))),
            "marker": _marker(item, colours),
            "hovertemplate": hover,
        }
        for item in wide.columns
    ]
    sums = _sums(wide, years, labels, hover) if (wide < 0).any(axis=None) else []
    look = layout(
        barmode="relative",
        bargap=0.35,
        height=max(380, 90 + 21 * len(bars)),
        # long names stand beside the few bars, in the order in which these are stacked
        **{f"legend_{key}": value for key, value in {"orientation": "v", "x": 1.02, "y": 1}.items()},
        legend_traceorder="reversed",
        xaxis_type="category",
        yaxis_title=labels.unit(quantity),
    )
    return go.Figure([*bars, *sums], look)


def _marker(item: str, colours: dict[str, str]) -> dict[str, object]:
    """Marker of a bar: sales are hatched in the colour of purchases."""
    line = {"width": 0.6, "color": "#ffffff"}
    marker: dict[str, object] = {"color": colours.get(item, OTHER_COLOUR), "line": line}
    if item.startswith("sold"):
        marker["pattern"] = {"shape": "/", "size": 6}
    return marker


def _sums(wide: pd.DataFrame, years: list[str], labels: Labels, hover: str) -> list[dict[str, object]]:
    """A mark at the sum of each year, and its number above the bar."""
    sums, tops = wide.sum(axis=1), wide.clip(lower=0.0).sum(axis=1)
    total = labels.tr("row.total")
    white = {"width": 1.5, "color": "#ffffff"}
    marks: dict[str, object] = {
        "y": sums.round(4).tolist(),
        "name": total,
        "mode": "markers",
        "marker": {"symbol": "diamond", "size": 9, "color": TOTAL_COLOUR, "line": white},
        "hovertemplate": hover,
    }
    numbers: dict[str, object] = {
        "y": tops.round(4).tolist(),
        "text": [f"{total} {value:,.4g}" for value in sums],
        "mode": "text",
        "textposition": "top center",
        "hoverinfo": "skip",
        "showlegend": False,
        "cliponaxis": False,
    }
    return [{"type": "scatter", "x": years} | part for part in (marks, numbers)]
