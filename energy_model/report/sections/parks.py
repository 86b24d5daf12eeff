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
from energy_model.sheets.wording import Words

NODES, PARK_NODES = 36, 30  # more cannot be read


def ways(run: RunData, words: Words) -> Section:
    """The whole system's energy from its sources to its users."""
    part = Section("sankey", words.say("title.ways"))
    part.figures["sankey"] = _drawn(run, words, WHOLE, words.say.of("ways", "whole"), NODES)
    return part


def parks(run: RunData, words: Words) -> list[Section]:
    """All parks side by side, then each of them, folded; nothing where there are none."""
    found = run.table("parks")
    if found.empty:
        return []
    park_of = parks_of_targets(run.dataset)
    sheet = park_sheets.side_by_side(run, words, park_of)
    every = [_park(run, words, str(zone), park_of) for zone in found["zone"].unique()]
    return [Section("parks", sheet.title, sheets=[sheet]), *every]


def _park(run: RunData, words: Words, zone: str, park_of: dict[str, str]) -> Section:
    name = words.name("zone", zone)
    part = Section(f"parks-{zone}", name, folded=True)
    part.figures[f"sankey-{zone}"] = _drawn(run, words, zone, name, PARK_NODES)
    if targets := {target for target, park in park_of.items() if park == zone}:
        part.sheets.append(target_sheets.scorecard(run, words, only=targets))
    part.sheets.append(park_sheets.energy(run, words, zone))
    return part


def _drawn(run: RunData, words: Words, scope: str, name: str, most: int) -> Illustration:
    year, found = shown_year(run.summary["years"]), run.table("energy_ways")
    table, least = drawable(found[(found["scope"] == scope) & (found["year"] == year)], most)
    caption = words.say("caption.ways", name=name, year=year, unit=words.unit("energy"))
    if least:
        caption += words.say("caption.ways_small", least=words.figure("energy", least))
    caption += words.say("caption.ways_whole") if scope == WHOLE else words.say("caption.ways_park")
    return Illustration(sankey(table, colours(run.dataset, "carrier"), words), caption)
