"""Sheets of runs side by side: as a whole, costs, capacity, the balance of electricity, CO2, what the scenarios say."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from energy_model.runs.compared_runs import ComparedRuns
from energy_model.runs.totals import SECTIONS
from energy_model.sheets.carbon import ACCOUNTS
from energy_model.sheets.comparison.cells import (
    NOT_EVALUATED,
    add_all,
    all_years,
    side_by_side,
    titles,
    with_difference,
)
from energy_model.sheets.headline import years_in_words
from energy_model.sheets.numerals import small
from energy_model.sheets.run import cost_name, percent
from energy_model.sheets.sheet import DisplayTable, columns
from energy_model.sheets.wording import Labels


def overview(compared: ComparedRuns, labels: Labels) -> DisplayTable:
    """A row for each run: cost, difference and what of it is certain, gap, targets, demand not served."""
    tr, found, names = labels.tr, compared.table("overview"), titles(compared, labels)
    unit = labels.unit("money")
    numbers = [
        f"{tr('column.present')} [{unit}]",
        f"{tr('comparison.certain')} [{unit}]",
        tr("audit.gap"),
    ]
    last = [tr("comparison.met"), f"{tr('audit.unserved_mwh')} [MWh]"]
    sheet = DisplayTable(
        tr("comparison.overview"),
        (*columns((tr("comparison.run"),), numbers), *columns((tr("comparison.proved"),), last)),
    )
    texts = labels.figures("money", [*found["cost"], *found["cost_difference"]])
    bounds = labels.figures("money", [*found["difference_least"], *found["difference_most"]])
    count = len(found)
    for at, (_, row) in enumerate(found.iterrows()):
        certain = "" if row["proved"] is None else f"{bounds[at]} … {bounds[count + at]}"
        cost = with_difference(texts[at], texts[count + at])
        met = f"{row['met']} / {row['met'] + row['missed'] + row['open']}"
        unserved = small(max(row["unserved"], 0.0))  # below zero is rounding
        sheet.add(names[row["run"]], cost, certain, percent(row["gap"]), _proof(row, at == 0, labels), met, unserved)
    sheet.notes.append(tr("comparison.note_overview"))
    if found["cost_difference"].isna().any():
        sheet.notes.append(tr("comparison.other_years"))
    return sheet


def _proof(row: pd.Series, is_first: bool, labels: Labels) -> str:
    """Whether it is certain that a run costs more or less than the first."""
    if is_first:
        return labels.tr("comparison.reference")
    if row["proved"] is None:
        return NOT_EVALUATED
    if not row["proved"]:
        return labels.tr("comparison.not_proved")
    return labels.tr("comparison.dearer") if row["cost_difference"] > 0 else labels.tr("comparison.cheaper")


def costs(compared: ComparedRuns, labels: Labels) -> DisplayTable:
    """Costs of each year by kind, largest first, with their sum; not discounted."""
    tr, found = labels.tr, compared.table("costs")
    sheet = _sheet(tr("comparison.costs", unit=labels.unit("money")), compared, labels)
    every = compared.table("yearly_costs").assign(kind="", carrier="")
    cells = side_by_side(pd.concat([found, every]), ["year", "kind", "carrier"], "cost", "money", labels)
    size = found.groupby(["year", "kind", "carrier"])["cost"].max().sort_values(ascending=False)
    for year in all_years(compared):
        sheet.section(str(year))
        rows = {cost_name(labels, k, c): cells[y, k, c] for y, k, c in size.index if y == year}
        add_all(sheet, rows)
        sheet.add(tr("row.total"), *cells[year, "", ""], meaning="total")
    sheet.notes.append(tr("note.costs"))
    return sheet


def capacity(
    compared: ComparedRuns, labels: Labels, years: Sequence[int], sections: Sequence[str] = SECTIONS
) -> DisplayTable:
    """Capacity by technology in each of some years; of storages also energy."""
    tr, found = labels.tr, compared.table("capacity")
    sheet = _sheet(tr("comparison.capacity", unit=labels.unit("power")), compared, labels)
    found = found[found["year"].isin(years) & found["section"].isin(sections)]
    for section in sections:
        for year in years:
            part = found[(found["section"] == section) & (found["year"] == year)]
            if part[["capacity", "energy_capacity"]].max().max() > 0:
                sheet.section(f"{tr.of('section', section)} {year}")
                add_all(sheet, _named(part, "technology", "capacity", "power", labels))
            stored = part[part["technology"].isin(part[part["energy_capacity"] > 0]["technology"])]
            if section in ("storage", "fuel_storage") and len(stored):
                unit = labels.unit("storage_energy")
                sheet.section(f"{tr.of('section', section)} {year}{tr('colon')}{tr('column.storage_energy')} [{unit}]")
                add_all(sheet, _named(stored, "technology", "energy_capacity", "storage_energy", labels))
    return sheet


def balance(compared: ComparedRuns, labels: Labels) -> DisplayTable:
    """Electricity of each year: sources, uses (below zero), and what is not taken of wind and sun."""
    tr, found = labels.tr, compared.table("balance")
    sheet = _sheet(tr("comparison.balance", unit=labels.unit("energy")), compared, labels)
    cells = side_by_side(found, ["year", "kind", "item"], "energy", "energy", labels)
    lost = side_by_side(compared.table("curtailment"), ["year"], "curtailed", "energy", labels)
    size = found.groupby(["year", "kind", "item"], sort=False)["energy"].max().sort_values(ascending=False)
    for year in all_years(compared):
        sheet.section(str(year))
        add_all(sheet, {labels.item(k, i): cells[y, k, i] for y, k, i in size.index if y == year})
        sheet.add(tr("comparison.curtailed"), *lost[year,])
    sheet.notes.append(tr("comparison.note_balance"))
    return sheet


def co2(compared: ComparedRuns, labels: Labels, with_sectors: bool = True) -> DisplayTable:
    """CO2 of each year: in the city (by sector) and in all, with purchases, less exports."""
    tr = labels.tr
    sheet = _sheet(tr("comparison.co2", unit=labels.unit("co2")), compared, labels)
    sectors = side_by_side(compared.table("sectors"), ["sector", "year"], "co2", "co2", labels)
    totals = {name: side_by_side(compared.table("co2"), ["year"], name, "co2", labels) for name in ACCOUNTS}
    for year in all_years(compared):
        sheet.section(str(year))
        if with_sectors:
            add_all(sheet, {tr.of("sector", str(s)): cells for (s, y), cells in sectors.items() if y == year})
        for name, cells in totals.items():
            is_sum = name in ("production", "consumption")
            sheet.add(tr.of("account", name), *cells[year,], meaning="total" if is_sum else "")
    sheet.notes.append(tr("note.accounts"))
    return sheet


def scenarios(compared: ComparedRuns, labels: Labels) -> DisplayTable:
    """Overrides of the scenario files that differ."""
    tr, names = labels.tr, titles(compared, labels)
    sheet = DisplayTable(tr("comparison.scenarios"), columns((tr("column.item"), *names.values())))
    for _, row in compared.table("scenarios").iterrows():
        what = row["what"].replace("|", " | ")  # long lists of names have places to break
        sheet.add(what, *(row[key] or NOT_EVALUATED for key in names))
    sheet.notes.append(tr("comparison.note_scenarios") if sheet.rows else tr("comparison.same_scenarios"))
    return sheet


def certificates(compared: ComparedRuns, labels: Labels) -> DisplayTable:
    """How each run was solved: cost, bound, gap, residuals, options, when, from which study."""
    tr, names, runs = labels.tr, titles(compared, labels), compared.runs.values()
    sheet = DisplayTable(tr("comparison.certificates"), columns((tr("column.item"), *names.values())))
    sheet.add(tr("audit.cost"), *(labels.figure("money", run.objective) for run in runs))
    sheet.add(tr("audit.bound"), *(labels.figure("money", run.lower_bound) for run in runs))
    sheet.add(tr("audit.gap"), *(percent(run.summary["gap"]) for run in runs))
    sheet.add(tr("check.years"), *(years_in_words(run, labels) for run in runs))
    sheet.add(tr("audit.solver"), *(run.manifest["solver"]["method"] for run in runs))
    sheet.add(tr("manifest.made"), *(run.manifest["made"] for run in runs))
    sheet.add(tr("manifest.study"), *(run.manifest["study"] for run in runs))
    sheet.add(tr("manifest.scenario"), *(", ".join(run.manifest["scenario_files"]) for run in runs))
    sheet.add(tr("comparison.release"), *(run.manifest["versions"]["energy-model"] or NOT_EVALUATED for run in runs))
    sheet.add(tr("comparison.folder"), *(str(run.folder or NOT_EVALUATED) for run in runs))
    return sheet


def _named(found: pd.DataFrame, dim: str, value: str, quantity: str, labels: Labels) -> dict[str, list[str]]:
    cells = side_by_side(found, [dim], value, quantity, labels)
    return {labels.name(dim, str(key)): texts for (key,), texts in cells.items()}


def _sheet(title: str, compared: ComparedRuns, labels: Labels) -> DisplayTable:
    sheet = DisplayTable(title, columns((labels.tr("column.item"),), list(titles(compared, labels).values())))
    sheet.notes.append(labels.tr("comparison.brackets"))
    return sheet
