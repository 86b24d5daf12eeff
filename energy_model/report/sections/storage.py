"""Section of storages of electricity: what they do, cost and earn."""

from __future__ import annotations

from energy_model.analysis.storage.by_technology import storage_by_technology
from energy_model.report import figures
from energy_model.report.sections.section import Illustration, Section
from energy_model.runs.run_data import RunData
from energy_model.sheets.shown_year import shown_year
from energy_model.sheets.storage import break_even, standing, use, value
from energy_model.sheets.wording import Labels


def storage(run: RunData, labels: Labels) -> Section:
    """Storages by technology and year, and a figure of what they earn against what they cost."""
    found = storage_by_technology(run)
    part = Section("storage", labels.tr("title.storage"))
    part.sheets += [use(found, labels), value(found, labels), break_even(found, labels)]
    year = shown_year(run)
    drawn = standing(found[found["year"] == year])
    if len(drawn):
        figure = figures.storage_revenue(drawn, labels)
        part.figures["storage-revenue"] = Illustration(figure, labels.tr("caption.storage_revenue", year=year))
    part.bullets.append(labels.tr("note.storage_uncounted"))
    return part
