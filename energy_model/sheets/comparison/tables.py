"""Sheets of runs side by side: as a whole, costs, capacity, the balance of electricity, CO2, what the scenarios say."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from energy_model.runs.compared_runs import ComparedRuns
from energy_model.runs.totals import SECTIONS
from energy_model.sheets.carbon import ACCOUNTS
from energy_model.sheets.comparison.cells import UNTOLD, add_all, all_years, side_by_side, titles, with_difference
from energy_model.sheets.headline import years_in_words
from energy_model.sheets.numerals import small
from energy_model.sheets.run import cost_name, percent
from energy_model.sheets.sheet import Sheet, columns
from energy_model.sheets.wording import Words


def overview(compared: ComparedRuns, words: Words) -> Sheet:
    """A row for each run: cost, difference and what of it is certain, gap, targets, demand not served."""
    say, found, names = words.say, compared.table("overview"), titles(compared, words)
    unit = words.unit("money")
    numbers = [f"{say('column.present')} [{unit}]", f"{say('comparison.certain')} [{unit}]", say("audit.gap")]
    last = [say("comparison.met"), f"{say('audit.unserved_mwh')} [MWh]"]
    sheet = Sheet(
        say("comparison.overview"),
        (*columns((say("comparison.run"),), numbers), *columns((say("comparison.proved"),), last)),
    )
    texts = words.figures("money", [*found["cost"], *found["cost_difference"]])
    bounds = words.figures("money", [*found["difference_least"], *found["difference_most"]])
    count = len(found)
    for at, (_, row) in enumerate(found.iterrows()):
        certain = "" if row["proved"] is None else f"{bounds[at]} … {bounds[count + at]}"
        cost = with_difference(texts[at], texts[count + at])
        met = f"{row['met']} / {row['met'] + row['missed']}"
        unserved = small(max(row["unserved"], 0.0))  # below zero is rounding
        sheet.add(names[row["run"]], cost, certain, percent(row["gap"]), _proof(row, at == 0, words), met, unserved)
    sheet.notes.append(say("comparison.note_overview"))
    if found["cost_difference"].isna().any():
        sheet.notes.append(say("comparison.other_years"))
    return sheet


def _proof(row: pd.Series, is_first: bool, words: Words) -> str:
    """Whether it is certain that a run costs more or less than the first."""
    if is_first:
        return words.say("comparison.reference")
    if row["proved"] is None:
        return UNTOLD
    if not row["proved"]:
        return words.say("comparison.not_proved")
    return words.say("comparison.dearer") if row["cost_difference"] > 0 else words.say("comparison.cheaper")


def costs(compared: ComparedRuns, words: Words) -> Sheet:
    """Costs of each year by kind, largest first, with their sum; not discounted."""
    say, found = words.say, compared.table("costs")
    sheet = _sheet(say("comparison.costs", unit=words.unit("money")), compared, words)
    every = compared.table("yearly_costs").assign(kind="", carrier="")
    cells = side_by_side(pd.concat([found, every]), ["year", "kind", "carrier"], "cost", "money", words)
    size = found.groupby(["year", "kind", "carrier"])["cost"].max().sort_values(ascending=False)
    for year in all_years(compared):
        sheet.section(str(year))
        rows = {cost_name(words, k, c): cells[y, k, c] for y, k, c in size.index if y == year}
        add_all(sheet, rows)
        sheet.add(say("row.total"), *cells[year, "", ""], meaning="total")
    sheet.notes.append(say("note.costs"))
    return sheet


def capacity(compared: ComparedRuns, words: Words, years: Sequence[int], sections: Sequence[str] = SECTIONS) -> Sheet:
    """Capacity by technology in each of some years; of storages also energy."""
    say, found = words.say, compared.table("capacity")
    sheet = _sheet(say("comparison.capacity", unit=words.unit("power")), compared, words)
    found = found[found["year"].isin(years) & found["section"].isin(sections)]
    for section in sections:
        for year in years:
            part = found[(found["section"] == section) & (found["year"] == year)]
            if part[["capacity", "energy_capacity"]].max().max() > 0:
                sheet.section(f"{say.of('section', section)} {year}")
                add_all(sheet, _named(part, "technology", "capacity", "power", words))
            stored = part[part["technology"].isin(part[part["energy_capacity"] > 0]["technology"])]
            if section in ("storage", "fuel_storage") and len(stored):
                unit = words.unit("storage_energy")
                sheet.section(
                    f"{say.of('section', section)} {year}{say('colon')}{say('column.storage_energy')} [{unit}]"
                )
                add_all(sheet, _named(stored, "technology", "energy_capacity", "storage_energy", words))
    return sheet


def balance(compared: ComparedRuns, words: Words) -> Sheet:
    """Electricity of each year: sources, uses (below zero), and what is not taken of wind and sun."""
    say, found = words.say, compared.table("balance")
    sheet = _sheet(say("comparison.balance", unit=words.unit("energy")), compared, words)
    cells = side_by_side(found, ["year", "kind", "item"], "energy", "energy", words)
    lost = side_by_side(compared.table("curtailment"), ["year"], "curtailed", "energy", words)
    size = found.groupby(["year", "kind", "item"], sort=False)["energy"].max().sort_values(ascending=False)
    for year in all_years(compared):
        sheet.section(str(year))
        add_all(sheet, {words.item(k, i): cells[y, k, i] for y, k, i in size.index if y == year})
        sheet.add(say("comparison.curtailed"), *lost[year,])
    sheet.notes.append(say("comparison.note_balance"))
    return sheet


def co2(compared: ComparedRuns, words: Words, with_sectors: bool = True) -> Sheet:
    """CO2 of each year: in the city (by sector) and in all, with purchases, less exports."""
    say = words.say
    sheet = _sheet(say("comparison.co2", unit=words.unit("co2")), compared, words)
    sectors = side_by_side(compared.table("sectors"), ["sector", "year"], "co2", "co2", words)
    totals = {name: side_by_side(compared.table("co2"), ["year"], name, "co2", words) for name in ACCOUNTS}
    for year in all_years(compared):
        sheet.section(str(year))
        if with_sectors:
            add_all(sheet, {say.of("sector", str(s)): cells for (s, y), cells in sectors.items() if y == year})
        for name, cells in totals.items():
            is_sum = name in ("production", "consumption")
            sheet.add(say.of("account", name), *cells[year,], meaning="total" if is_sum else "")
    sheet.notes.append(say("note.accounts"))
    return sheet


def scenarios(compared: ComparedRuns, words: Words) -> Sheet:
    """What the scenario files say differently."""
    say, names = words.say, titles(compared, words)
    sheet = Sheet(say("comparison.scenarios"), columns((say("column.item"), *names.values())))
    for _, row in compared.table("scenarios").iterrows():
        what = row["what"].replace("|", " | ")  # long lists of names have places to break
        sheet.add(what, *(row[key] or UNTOLD for key in names))
    sheet.notes.append(say("comparison.note_scenarios") if sheet.rows else say("comparison.same_scenarios"))
    return sheet


def certificates(compared: ComparedRuns, words: Words) -> Sheet:
    """How each run was solved: cost, bound, gap, residuals, options, when, from which study."""
    say, names, runs = words.say, titles(compared, words), compared.runs.values()
    sheet = Sheet(say("comparison.certificates"), columns((say("column.item"), *names.values())))
    sheet.add(say("audit.cost"), *(words.figure("money", run.summary["objective_cny"]) for run in runs))
    sheet.add(say("audit.bound"), *(words.figure("money", run.summary["lower_bound_cny"]) for run in runs))
    sheet.add(say("audit.gap"), *(percent(run.summary["gap"]) for run in runs))
    sheet.add(say("check.years"), *(years_in_words(run, words) for run in runs))
    sheet.add(say("audit.solver"), *(run.manifest["solver"]["method"] for run in runs))
    sheet.add(say("manifest.made"), *(run.manifest["made"] for run in runs))
    sheet.add(say("manifest.study"), *(run.manifest["study"] for run in runs))
    sheet.add(say("manifest.scenario"), *(", ".join(run.manifest["scenario_files"]) for run in runs))
    sheet.add(say("comparison.release"), *(run.manifest["versions"]["energy-model"] or UNTOLD for run in runs))
    sheet.add(say("comparison.folder"), *(str(run.folder or UNTOLD) for run in runs))
    return sheet


def _named(found: pd.DataFrame, dim: str, value: str, quantity: str, words: Words) -> dict[str, list[str]]:
    cells = side_by_side(found, [dim], value, quantity, words)
    return {words.name(dim, str(key)): texts for (key,), texts in cells.items()}


def _sheet(title: str, compared: ComparedRuns, words: Words) -> Sheet:
    sheet = Sheet(title, columns((words.say("column.item"),), list(titles(compared, words).values())))
    sheet.notes.append(words.say("comparison.brackets"))
    return sheet
