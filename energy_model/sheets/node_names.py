"""Names of the nodes of energy flows in the reader's language."""

from __future__ import annotations

from energy_model.analysis.energy.graph_simplification import SMALL
from energy_model.sheets.wording import Labels

_LINES = ("from", "to")
# groups of plants that convert, by sector, that have a name of their own
PLANTS = (
    *("power_coal", "power_gas", "power_biomass", "power_hydrogen", "heat_heat", "gas_lng", "gas_gas"),
    *("hydrogen_hydrogen", "chemicals_hydrogen", "transport_hydrogen", "steel_hydrogen"),
    *("other_cooling", "other_industry", "other_buildings"),
)
SMALL_KINDS = ("source", "sold", "demand", "plants", "carrier", "losses")


def node_name(node: str, labels: Labels) -> str:
    """Give the name of a node (kinds as in `analysis.sankey`)."""
    kind, _, item = node.partition(":")
    tr = labels.tr
    if item == SMALL:
        return tr.of("ways", f"small_{kind}")
    if kind in ("market", "sold"):
        return labels.name("market", item)
    if kind in ("demand", "away"):
        return labels.name("demand", item)
    if kind == "used":
        return tr("ways.used", name=labels.name("carrier", item))
    if kind == "losses":
        return tr.of("item", f"losses_{item}")
    if kind == "sector":
        return tr.of("sector", item)
    if kind in _LINES:
        line = labels.name("technology", item)
        line = labels.name("carrier", item) if line == item else line
        return tr("ways.line_in", name=line) if kind == "from" else tr("ways.line_out", name=line)
    if kind in ("plants", "supply"):
        return _plants_name(item, labels)
    return labels.name("carrier", item) if kind == "carrier" else tr.of("ways", kind)


def _plants_name(item: str, labels: Labels) -> str:
    """A technology of a park, or a group of plants (of plants that convert: sector/group)."""
    if (technology := labels.name("technology", item)) != item:
        return technology
    sector, _, group = item.rpartition("/")
    if f"{sector}_{group}" in PLANTS:
        return labels.tr.of("plants", item.replace("/", "_"))
    name = labels.name("group", group)
    return f"{labels.tr.of('sector', sector)}{labels.tr('colon')}{name}" if sector else name
