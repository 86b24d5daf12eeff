"""Sections of the page of a comparison, under the chapters of a report."""

from __future__ import annotations

import pandas as pd

from energy_model.report.colours import colours
from energy_model.report.figures import comparison as figures
from energy_model.report.figures.storage import COLOURS as SERVICE_COLOURS
from energy_model.report.figures.style import COST_COLOURS, OTHER_COLOUR, coloured
from energy_model.report.sections.section import Illustration, Section, of_sheet
from energy_model.runs.compared_runs import ComparedRuns
from energy_model.sheets.comparison import storage as comparison_storage
from energy_model.sheets.comparison import tables as comparison_sheets
from energy_model.sheets.comparison import targets as comparison_targets
from energy_model.sheets.comparison.cells import all_years, common_year, titles
from energy_model.sheets.comparison.storage import standing
from energy_model.sheets.run import cost_name
from energy_model.sheets.storage import SERVICES
from energy_model.sheets.wording import Labels

_DRAWN = ("generation", "storage")  # of power; LNG berths and boilers would dwarf it
_MOST = 14  # parts of a stacked bar
_LEAST_MW = 0.5  # a smaller bar is not seen


def chapters(compared: ComparedRuns, labels: Labels) -> dict[str, list[Section]]:
    """All sections under the chapters of the page."""
    prices, changed = comparison_targets.prices(compared, labels), comparison_targets.changed(compared, labels)
    return {
        "answer": [
            of_sheet("compared-overview", comparison_sheets.overview(compared, labels)),
            *([of_sheet("changed-targets", changed)] if changed.rows else []),
            of_sheet("compared-targets", comparison_targets.targets(compared, labels)),
            *([of_sheet("target-prices", prices)] if prices.rows else []),
            of_sheet("compared-scenarios", comparison_sheets.scenarios(compared, labels)),
        ],
        "storage": _storage(compared, labels),
        "system": [_costs(compared, labels), *_capacity(compared, labels), _balance(compared, labels)],
        "carbon": [_co2(compared, labels)],
        "basis": [of_sheet("compared-certificates", comparison_sheets.certificates(compared, labels))],
    }


def _costs(compared: ComparedRuns, labels: Labels) -> Section:
    part, year = of_sheet("compared-costs", comparison_sheets.costs(compared, labels)), common_year(compared)
    found = compared.table("costs")
    found = found[found["year"] == year].sort_values("cost", ascending=False)
    pairs = list(zip(found["kind"], found["carrier"], strict=True))
    names = [cost_name(labels, kind, carrier) for kind, carrier in pairs]
    of_carrier = _colours(compared, "carrier")
    of_name = {n: COST_COLOURS.get(k, of_carrier.get(c, "")) for n, (k, c) in zip(names, pairs, strict=True)}
    of_name[labels.tr("item.other")] = OTHER_COLOUR
    shown = _shown(compared, labels, _gathered(found.assign(name=names), "cost", labels), "cost")
    figure = figures.stacked(shown, "money", labels, of_name)
    part.figures["compared-costs"] = Illustration(figure, labels.tr("comparison.caption_costs", year=year))
    return part


def _capacity(compared: ComparedRuns, labels: Labels) -> list[Section]:
    """The year that is shown with a figure, all others folded."""
    year = common_year(compared)
    part = of_sheet("compared-capacity", comparison_sheets.capacity(compared, labels, [year]))
    found = compared.table("capacity")
    found = found[(found["year"] == year) & found["section"].isin(_DRAWN)]
    large = found[found["capacity"] > _LEAST_MW]["technology"].unique()
    found = found[found["technology"].isin(large)]
    found = found.assign(name=[labels.name("technology", key) for key in found["technology"]])
    figure = figures.grouped(_shown(compared, labels, found, "capacity"), "power", labels)
    part.figures["compared-capacity"] = Illustration(figure, labels.tr("comparison.caption_capacity", year=year))
    if not (others := [other for other in all_years(compared) if other != year]):
        return [part]
    rest = comparison_sheets.capacity(compared, labels, others)
    return [part, Section("other-years", labels.tr("comparison.other_capacity"), sheets=[rest], folded=True)]


def _balance(compared: ComparedRuns, labels: Labels) -> Section:
    part, year = of_sheet("compared-balance", comparison_sheets.balance(compared, labels)), common_year(compared)
    found = compared.table("balance")
    found = found[found["year"] == year].sort_values("energy", ascending=False)
    found = found.assign(
        name=[labels.item(k, i) for k, i in zip(found["kind"], found["item"], strict=True)],
        side=found["energy"].gt(0).map({True: "source", False: "use"}),
    )
    rows = coloured(found.drop_duplicates("name"), _colours(compared, "technology"))
    of_name = {row["name"]: colour for row, colour in rows} | {labels.tr("item.other"): OTHER_COLOUR}
    shown = _shown(compared, labels, _gathered(found, "energy", labels), "energy")
    figure = figures.stacked(shown, "energy", labels, of_name)
    part.figures["compared-balance"] = Illustration(figure, labels.tr("comparison.caption_balance", year=year))
    return part


def _co2(compared: ComparedRuns, labels: Labels) -> Section:
    part, found = of_sheet("compared-co2", comparison_sheets.co2(compared, labels)), compared.table("co2")
    found = found.dropna(subset=["production"]).assign(name="")
    figure = figures.by_year(_shown(compared, labels, found, "production"), "co2", labels)
    part.figures["compared-co2"] = Illustration(figure, labels.tr("comparison.caption_co2"))
    return part


def _storage(compared: ComparedRuns, labels: Labels) -> list[Section]:
    """Of the shown year with figures; of the others folded."""
    year = common_year(compared)
    use, value = (sheet(compared, labels, year) for sheet in (comparison_storage.use, comparison_storage.value))
    if not use.rows:
        return [Section("storage", use.title, bullets=[labels.tr("comparison.no_storage", year=year)])]
    found = standing(compared, year)
    found = found.assign(name=[labels.name("technology", key) for key in found["technology"]])
    stored, of_name = _shown(compared, labels, found, "energy_capacity"), _technology_colours(compared, labels)
    energy = figures.stacked(stored, "storage_energy", labels, of_name)
    earned = pd.concat(
        found.assign(name=labels.tr.of("service", name), value=found[f"revenue_{name}"]) for name in SERVICES
    )
    of_service = {labels.tr.of("service", name): colour for name, colour in SERVICE_COLOURS.items()}
    revenue = figures.stacked(_shown(compared, labels, earned, "value"), "storage_money", labels, of_service)
    parts = [of_sheet("storage-use", use), of_sheet("storage-value", value)]
    parts[0].figures["storage-energy"] = Illustration(energy, labels.tr("comparison.caption_storage", year=year))
    parts[1].figures["storage-revenue"] = Illustration(revenue, labels.tr("comparison.caption_revenue", year=year))
    others = [other for other in all_years(compared) if other != year and len(standing(compared, other))]
    sheets = [
        sheet(compared, labels, y) for y in others for sheet in (comparison_storage.use, comparison_storage.value)
    ]
    for repeated in sheets:
        repeated.notes.clear()  # they stand with the shown year
    if sheets:
        parts.append(Section("storage-years", labels.tr("comparison.other_storage"), sheets=sheets, folded=True))
    return parts


def _shown(compared: ComparedRuns, labels: Labels, found: pd.DataFrame, value: str) -> pd.DataFrame:
    """Columns run (as shown), name, year, value: what figures draw; things of the same name are added up."""
    names = titles(compared, labels)
    keys = ["run", "name", "year"]
    summed = found.groupby(keys, sort=False)[value].sum(min_count=1).rename("value").reset_index()
    summed = summed.sort_values("run", key=lambda run: run.map(list(names).index), kind="stable")
    return summed.assign(run=summed["run"].map(names))


def _gathered(found: pd.DataFrame, value: str, labels: Labels) -> pd.DataFrame:
    """Name what is small in all runs 'other': a stack of many parts is not read."""
    size = found.groupby("name")[value].agg(lambda values: values.abs().max())
    large = size.nlargest(_MOST).index
    return found.assign(name=found["name"].where(found["name"].isin(large), labels.tr("item.other")))


def _technology_colours(compared: ComparedRuns, labels: Labels) -> dict[str, str]:
    """Colours of technologies by their names as shown."""
    return {labels.name("technology", key): colour for key, colour in _colours(compared, "technology").items()}


def _colours(compared: ComparedRuns, dim: str) -> dict[str, str]:
    """Colours of the technologies or carriers of all runs."""
    found: dict[str, str] = {}
    for run in reversed(list(compared.runs.values())):
        found |= colours(run.dataset, dim)
    return found
