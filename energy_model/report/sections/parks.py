"""Sections of the ways of energy: of the whole system, and park by park."""

from __future__ import annotations

from energy_model.analysis.energy.flow_graph import WHOLE
from energy_model.analysis.energy.graph_simplification import drawable
from energy_model.analysis.parks import parks_of_targets
from energy_model.report.colours import colours
from energy_model.report.figures.sankeys import sankey
from energy_model.report.sections.section import Illustration, Section
from energy_model.runs.run_data import RunData
from energy_model.sheets import parks as park_sheets
from energy_model.sheets import targets as target_sheets
from energy_model.sheets.shown_year import shown_year
from energy_model.sheets.wording import Labels

NODES, PARK_NODES = 36, 30  # more cannot be read


def ways(run: RunData, labels: Labels) -> Section:
    """The whole system's energy from its sources to its users."""
    part = Section("sankey", labels.tr("title.ways"))
    part.figures["sankey"] = _drawn(run, labels, WHOLE, labels.tr.of("ways", "whole"), NODES)
    return part


def parks(run: RunData, labels: Labels) -> list[Section]:
    """All parks side by side, then each of them, folded; nothing where there are none."""
    found = run.table("parks")
    if found.empty:
        return []
    park_of = parks_of_targets(run.dataset)
    sheet = park_sheets.side_by_side(run, labels, park_of)
    every = [_park(run, labels, str(zone), park_of) for zone in found["zone"].unique()]
    return [Section("parks", sheet.title, sheets=[sheet]), *every]


def _park(run: RunData, labels: Labels, zone: str, park_of: dict[str, str]) -> Section:
    name = labels.name("zone", zone)
    part = Section(f"parks-{zone}", name, folded=True)
    part.figures[f"sankey-{zone}"] = _drawn(run, labels, zone, name, PARK_NODES)
    if targets := {target for target, park in park_of.items() if park == zone}:
        part.sheets.append(target_sheets.scorecard(run, labels, only=targets))
    part.sheets.append(park_sheets.energy(run, labels, zone))
    return part


def _drawn(run: RunData, labels: Labels, scope: str, name: str, most: int) -> Illustration:
    year, found = shown_year(run), run.table("energy_flows")
    table, least = drawable(found[(found["scope"] == scope) & (found["year"] == year)], most)
    caption = labels.tr("caption.ways", name=name, year=year, unit=labels.unit("energy"))
    if least:
        caption += labels.tr("caption.ways_small", least=labels.figure("energy", least))
    caption += labels.tr("caption.ways_whole") if scope == WHOLE else labels.tr("caption.ways_park")
    of_makers = colours(run.dataset, "group") | colours(run.dataset, "technology")
    return Illustration(sankey(table, colours(run.dataset, "carrier"), of_makers, labels), caption)
