"""Sankey diagrams: where energy comes from, what it is turned into and where it goes."""

from __future__ import annotations

import re
from html import escape

import pandas as pd
import plotly.graph_objects as go

from energy_model.analysis.energy.graph_simplification import SMALL, sizes
from energy_model.report.figures.style import LOSSES_COLOUR, layout
from energy_model.sheets.numerals import brief
from energy_model.sheets.wording import Words

_LINES = ("from", "to")
# groups of plants that convert, by sector, that have a name of their own
PLANTS = (
    *("power_coal", "power_gas", "power_biomass", "power_hydrogen", "heat_heat", "gas_lng", "gas_gas"),
    *("hydrogen_hydrogen", "chemicals_hydrogen", "transport_hydrogen", "steel_hydrogen"),
    *("other_cooling", "other_industry", "other_buildings"),
)
SMALL_KINDS = ("source", "sold", "demand", "plants", "carrier", "losses")


def sankey(table: pd.DataFrame, colours: dict[str, str], words: Words) -> go.Figure:
    """Arrows between nodes, as wide as their energy.

    table : columns source, target, carrier, energy [MWh], as of `analysis.sankey_graph.drawable`; colours : by carrier
    """
    scale = words.scale("energy")
    nodes = list(dict.fromkeys([*table["source"], *table["target"]]))
    place = {node: at for at, node in enumerate(nodes)}
    shades = [_known(colours.get(carrier, "")) for carrier in table["carrier"]]
    names = [escape(words.name("carrier", carrier)) if carrier else "" for carrier in table["carrier"]]
    rows = list(table[["source", "target", "carrier", "energy"]].itertuples(index=False, name=None))
    size = sizes({row[:3]: row[3] for row in rows})
    unit = words.unit("energy")
    figure = go.Figure(layout=layout(height=max(300, 120 + 19 * len(nodes))))
    figure.add_sankey(
        node={
            "label": [f"{escape(node_name(node, words))} {brief(size[node] / scale, 3)}" for node in nodes],
            "color": [_colour(node, rows, shades) for node in nodes],
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


def node_name(node: str, words: Words) -> str:
    """Give the name of a node (kinds as in `analysis.sankey`)."""
    kind, _, item = node.partition(":")
    say = words.say
    if item == SMALL:
        return say.of("ways", f"small_{kind}")
    if kind in ("market", "sold"):
        return words.name("market", item)
    if kind in ("demand", "away"):
        return words.name("demand", item)
    if kind == "used":
        return say("ways.used", name=words.name("carrier", item))
    if kind == "losses":
        return say.of("item", f"losses_{item}")
    if kind == "sector":
        return say.of("sector", item)
    if kind in _LINES:
        line = words.name("technology", item)
        line = words.name("carrier", item) if line == item else line
        return say("ways.line_in", name=line) if kind == "from" else say("ways.line_out", name=line)
    if kind in ("plants", "supply"):
        return _plants_name(item, words)
    return words.name("carrier", item) if kind == "carrier" else say.of("ways", kind)


def _plants_name(item: str, words: Words) -> str:
    """A technology of a park, or a group of plants (of plants that convert: sector/group)."""
    if (technology := words.name("technology", item)) != item:
        return technology
    sector, _, group = item.rpartition("/")
    if not sector or f"{sector}_{group}" in PLANTS:
        return words.say.of("plants", item.replace("/", "_"))
    return f"{words.say.of('sector', sector)}{words.say('colon')}{words.say.of('plants', group)}"


def _colour(node: str, rows: list[tuple[str, str, str, float]], shades: list[str]) -> str:
    """That of what mostly flows there; losses and what is not counted are grey."""
    if node.startswith(("losses", "ambient")):
        return "#a8a8a8"
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
