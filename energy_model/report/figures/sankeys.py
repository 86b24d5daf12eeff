"""Sankey diagrams: where energy comes from, what it is turned into and where it goes."""

from __future__ import annotations

import re
from html import escape

import pandas as pd
import plotly.graph_objects as go

from energy_model.analysis.energy.graph_simplification import sizes
from energy_model.report.figures.style import LOSSES_COLOUR, layout
from energy_model.sheets.node_names import node_name
from energy_model.sheets.numerals import brief
from energy_model.sheets.wording import Labels


def sankey(table: pd.DataFrame, colours: dict[str, str], makers: dict[str, str], labels: Labels) -> go.Figure:
    """Arrows between nodes, as wide as their energy.

    table : columns source, target, carrier, energy [MWh], as of `analysis.sankey_graph.drawable`; colours : by carrier
    makers : colours by group and by technology
    """
    scale = labels.scale("energy")
    nodes = list(dict.fromkeys([*table["source"], *table["target"]]))
    place = {node: at for at, node in enumerate(nodes)}
    shades = [_known(colours.get(carrier, "")) for carrier in table["carrier"]]
    names = [escape(labels.name("carrier", carrier)) if carrier else "" for carrier in table["carrier"]]
    rows = list(table[["source", "target", "carrier", "energy"]].itertuples(index=False, name=None))
    size = sizes({row[:3]: row[3] for row in rows})
    unit = labels.unit("energy")
    figure = go.Figure(layout=layout(height=max(300, 120 + 19 * len(nodes))))
    figure.add_sankey(
        node={
            "label": [f"{escape(node_name(node, labels))} {brief(size[node] / scale, 3)}" for node in nodes],
            "color": [_colour(node, rows, shades, makers) for node in nodes],
            "pad": 13,
            "thickness": 14,
            "line": {"width": 0},
            "hovertemplate": f"%{{label}} {unit}<extra></extra>",
        },
        link={
            "source": [place[node] for node in table["source"]],
            "target": [place[node] for node in table["target"]],
            "value": [float(f"{energy:.6g}") for energy in table["energy"] / scale],
            "color": [_paler(shade) for shade in shades],
            "customdata": names,
            "hovertemplate": "%{source.label} → %{target.label}<br>%{customdata} %{value:,.4~g} "
            + f"{unit}<extra></extra>",
        },
        textfont={"size": 12, "color": "#1d2733"},
    )
    figure.update_layout(margin={"l": 8, "r": 8, "t": 12, "b": 12})
    return figure


def _colour(node: str, rows: list[tuple[str, str, str, float]], shades: list[str], makers: dict[str, str]) -> str:
    """That of its group or technology, else of what mostly flows there; losses and what is not counted are grey."""
    if node.startswith(("losses", "ambient")):
        return "#a8a8a8"
    if node.startswith(("plants", "supply")) and (own := makers.get(re.split("[:/]", node)[-1])):
        return _known(own)
    near = [
        (energy if carrier else 0.0, shade)
        for (source, target, carrier, energy), shade in zip(rows, shades, strict=True)
        if node in (source, target)
    ]
    return max(near)[1]


def _known(colour: str) -> str:
    return colour if re.fullmatch("#[0-9a-fA-F]{6}", colour) else LOSSES_COLOUR


def _paler(colour: str) -> str:
    """The colour, see-through: arrows cross."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.45)"
