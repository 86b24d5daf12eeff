"""Names of the nodes of energy flows in the reader's language."""

from __future__ import annotations

from energy_model.analysis.energy.graph_simplification import SMALL
from energy_model.sheets.wording import Words

_LINES = ("from", "to")
# groups of plants that convert, by sector, that have a name of their own
PLANTS = (
    *("power_coal", "power_gas", "power_biomass", "power_hydrogen", "heat_heat", "gas_lng", "gas_gas"),
    *("hydrogen_hydrogen", "chemicals_hydrogen", "transport_hydrogen", "steel_hydrogen"),
    *("other_cooling", "other_industry", "other_buildings"),
)
SMALL_KINDS = ("source", "sold", "demand", "plants", "carrier", "losses")


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
