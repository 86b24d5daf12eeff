"""A map of zones and of what goes between them, on latitude and longitude alone: no coastline, nothing fetched."""

from __future__ import annotations

from html import escape
from math import ceil
from textwrap import wrap
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from energy_model.report.figures.map_labels import label_places
from energy_model.report.figures.style import layout
from energy_model.sheets.wording import Labels

WIDTH, HEIGHT = 1000, 600  # of the figure, at which labels are placed
_WIDEST, _LARGEST = 9.0, 44.0  # of a line, of a circle [px]
_WAY = (0.0, 0.58, 1.0)  # points of a line; the arrow is a little behind its middle, clear of the circles
_BESIDE = 0.016  # degree
_LEAST = 1e-3  # of the largest flow of a carrier: what is thinner is not drawn
Point = tuple[float, float]


def zones_and_flows(places: pd.DataFrame, routes: pd.DataFrame, colours: dict[str, str], labels: Labels) -> go.Figure:
    """Zones as circles by electricity used, flows as lines by energy with arrows where more goes.

    places, routes : tables of `analysis.places`; colours : by carrier. Electricity is shown, other carriers wait in the
    legend.
    """
    at = {str(zone): (x, y) for zone, x, y in places[["zone", "longitude", "latitude"]].itertuples(index=False)}
    stretch = 1 / np.cos(np.radians(float(places["latitude"].mean())))
    traces: list[dict[str, Any]] = []
    for order, (carrier, part) in enumerate(routes.groupby("carrier", sort=False)):
        size = part["sent"] + part["sent_back"]
        drawn = part[(size > _LEAST * size.max()) & part["zone"].isin(list(at)) & part["to_zone"].isin(list(at))]
        for n, route in enumerate(drawn.itertuples()):
            width = 1.2 + (_WIDEST - 1.2) * float(size[route.Index]) / float(size.max())
            ends = _aside(at[str(route.zone)], at[str(route.to_zone)], order, stretch)
            traces.append(
                _route(route, ends, width, colours.get(str(carrier), "#777777"), labels) | {"showlegend": n == 0}
            )
    numbers = {zone: n for n, zone in enumerate(at)}
    shown = routes[routes["electric"]]
    lines = [(numbers[a], numbers[b]) for a, b in zip(shown["zone"], shown["to_zone"], strict=True)]
    return go.Figure([*traces, *_zones(places, lines, labels)], _frame(places, stretch))


def _aside(begin: Point, end: Point, order: int, stretch: float) -> tuple[Point, Point]:
    """Ends of a line, each carrier a little beside the one before, so that none hides another."""
    along = np.array([(end[0] - begin[0]) / stretch, end[1] - begin[1]])
    length = float(np.hypot(*along)) or 1.0
    right, up = np.array([-along[1] * stretch, along[0]]) / length * _BESIDE * order
    return (begin[0] + right, begin[1] + up), (end[0] + right, end[1] + up)


def _route(route: Any, ends: tuple[Point, Point], width: float, colour: str, labels: Labels) -> dict[str, Any]:
    """A line with an arrow. route : a row of the table."""
    name = escape(labels.name("carrier", str(route.carrier)))
    here, there = (escape(labels.name("zone", str(zone))) for zone in (route.zone, route.to_zone))
    sent, back, net = (labels.figure("energy", float(value)) for value in (route.sent, route.sent_back, route.net))
    hover = f"{name}<br>{here} → {there}: {sent}<br>{there} → {here}: {back}<br>{labels.tr('map.net')} {net}"
    (x0, y0), (x1, y1) = ends
    arrow = [0, round(10 + 1.2 * width), 0]
    return {
        "type": "scatter",
        "x": [round(x0 + share * (x1 - x0), 4) for share in _WAY],
        "y": [round(y0 + share * (y1 - y0), 4) for share in _WAY],
        "name": name,
        "legendgroup": str(route.carrier),
        "visible": True if route.electric else "legendonly",
        "mode": "lines+markers",
        "line": {"width": round(width, 1), "color": colour},
        "opacity": 0.85,
        "marker": {"symbol": "arrow", "angleref": "previous", "size": arrow, "color": _darker(colour), "opacity": 1},
        "hovertemplate": f"{hover}<extra></extra>",
    }


def _darker(colour: str) -> str:
    """A colour #rrggbb with less light, so that an arrow stands out from its line."""
    if len(colour) != 7:
        return "#333333"
    return "#" + "".join(f"{int(int(colour[at : at + 2], 16) * 0.55):02x}" for at in (1, 3, 5))


def _zones(places: pd.DataFrame, lines: list[tuple[int, int]], labels: Labels) -> list[dict[str, Any]]:
    """Circles and names. lines : between which rows of the table lines are drawn."""
    diameter = 9 + (_LARGEST - 9) * np.sqrt(places["used"].to_numpy(float) / max(float(places["used"].max()), 1e-9))
    names = [[_short(labels.name("zone", str(zone)), labels.lang, n) for n in (1, 1.5, 3)] for zone in places["zone"]]
    texts, positions = label_places(places, diameter, names, lines, (WIDTH, HEIGHT))
    found = []
    for kind in dict.fromkeys(places["kind"]):
        at = np.flatnonzero(places["kind"] == kind)
        look = {"color": str(places["colour"].iloc[at[0]]), "line": {"width": 1.5, "color": "#ffffff"}}
        trace = {
            "type": "scatter",
            "x": places["longitude"].to_numpy()[at].tolist(),
            "y": places["latitude"].to_numpy()[at].tolist(),
            "name": labels.name("kind", str(kind)),
            "mode": "markers+text",
            "marker": look | {"size": diameter[at].round(1).tolist(), "opacity": 0.9},
            "text": [texts[n] for n in at],
            "textposition": [positions[n] for n in at],
            "textfont": {
                "size": 11,
            },
            "hovertext": [_hover(row, labels) for row in places.iloc[at].itertuples()],
            "hovertemplate": "%{hovertext}<extra></extra>",
            "cliponaxis": False,
        }
        found.append(trace)
    return found


def _hover(row: Any, labels: Labels) -> str:
    """Figures of a zone. row : of the table."""
    powers = {name: float(getattr(row, name)) for name in ("used", "made", "bought", "sold")}
    lines = [f"{labels.tr.of('map', name)} {labels.figure('energy', value)}" for name, value in powers.items() if value]
    return "<br>".join([f"<b>{escape(labels.name('zone', str(row.zone)))}</b>", *lines])


def _short(name: str, lang: str, width: float) -> str:
    """A name without what stands in brackets, in lines that fit beside a circle.

    width : of a line; 1 is 9 Chinese letters or 18 others
    """
    plain = name.replace("（", "(").split("(")[0].strip()
    if lang == "zh":
        count = max(1, ceil(len(plain) / (9 * width)))
        size = max(1, ceil(len(plain) / count))  # lines alike, so that no letter stands alone
        lines = [plain[at : at + size] for at in range(0, len(plain), size)]
    else:
        lines = wrap(plain, int(18 * width))
    return "<br>".join(escape(line) for line in lines)


def _frame(places: pd.DataFrame, stretch: float) -> go.Layout:
    """Degrees of latitude as long as they are on the ground."""
    look: dict[str, Any] = {"yaxis_scaleanchor": "x", "yaxis_scaleratio": round(stretch, 4)}
    for axis, name, sign in (("xaxis", "longitude", "E"), ("yaxis", "latitude", "N")):
        low, high = float(places[name].min()), float(places[name].max())
        margin = max(0.12, 0.1 * (high - low))
        of_axis = {"range": [low - margin, high + margin], "ticksuffix": f"°{sign}", "zeroline": False, "nticks": 8}
        look |= {f"{axis}_{key}": value for key, value in of_axis.items()}
    return layout(height=HEIGHT, hovermode="closest", legend_itemsizing="constant", legend_y=-0.07, **look)
