"""The section of the map: zones, and what goes between them in a year."""

from __future__ import annotations

from energy_model.analysis.energy.zones_and_flows import places, routes
from energy_model.report import figures
from energy_model.report.colours import colours
from energy_model.report.sections.section import Illustration, Section
from energy_model.runs.run_data import RunData
from energy_model.sheets.shown_year import shown_year
from energy_model.sheets.wording import Labels


def zone_map(run: RunData, labels: Labels) -> list[Section]:
    """Give the section of the map; none where the dataset does not tell where two zones are."""
    ds, year = run.dataset, shown_year(run)
    found = places(ds, run.table("zone_balance"), year)
    if len(found) < 2:
        return []
    part = Section("map", labels.tr("title.map"))
    figure = figures.zones_and_flows(found, routes(ds, run.table("flows"), year), colours(ds, "carrier"), labels)
    part.figures["map"] = Illustration(figure, labels.tr("caption.map", year=year))
    return [part]
