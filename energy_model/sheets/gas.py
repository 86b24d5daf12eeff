"""Sheets of LNG and gas: terminals, where gas comes from and goes to, what LNG cold can serve."""

from __future__ import annotations

import pandas as pd

from energy_model.analysis.lng import MWH_PER_TONNE, cold_users
from energy_model.analysis.security.gas_reserves import GAS
from energy_model.runs.run_data import RunData
from energy_model.sheets.numerals import ZERO, aligned, brief, shares
from energy_model.sheets.sheet import Sheet, columns
from energy_model.sheets.shown_year import shown_year
from energy_model.sheets.wording import Words

TERMINAL = ("regasified", "boil_off", "electricity", "tanks", "by_truck_and_ship")
_SMALLEST_MWH = 1.0


def cold(run: RunData, words: Words) -> Sheet:
    """Cold of LNG by place and year: what is released, used and wasted."""
    found, say = run.table("cold"), words.say
    names = ("released", "used", "unused", "cooling")
    titles = [f"{say.of('cold', name)} [{words.unit('energy')}]" for name in names[:3]]
    titles += [say("cold.share"), f"{say.of('cold', 'cooling')} [{words.unit('energy')}]", say("cold.cooling_share")]
    sheet = Sheet(say("title.cold"), columns((say("column.place"), say("column.year")), titles))
    texts = {name: words.figures("energy", found[name]) for name in names}
    for at, (_, row) in enumerate(found.iterrows()):
        cells = [texts[name][at] for name in names[:3]] + [percent(row["share"]), texts["cooling"][at]]
        sheet.add(words.name("zone", row["zone"]), str(row["year"]), *cells, percent(row["cooling_share"]))
    sheet.notes.append(say("note.cold", year=shown_year(run.summary["years"]), users=users(run, words)))
    return sheet


def users(run: RunData, words: Words) -> str:
    """What LNG cold can serve, with what is served in the shown year."""
    found = cold_users(run.dataset)
    found = found[found["year"] == shown_year(run.summary["years"])]
    pairs = zip(found["demand"], found["energy"], strict=True)
    names = [f"{words.name('demand', demand)} {words.figure('energy', energy)}" for demand, energy in pairs]
    return words.say("list_separator").join(names)


def terminals(found: pd.DataFrame, words: Words) -> Sheet:
    """Terminals by year, and all of them together."""
    say, energy = words.say, words.unit("energy")
    none_taken = found["by_truck_and_ship"].abs().max() <= _SMALLEST_MWH
    shown = TERMINAL[:-1] if none_taken else TERMINAL
    titles = [f"{say('lng.berths')} [{words.unit('co2')}]", f"{say('lng.unloaded_mass')} [{words.unit('co2')}]"]
    titles += [say("lng.berth_use"), *(f"{say.of('lng', name)} [{energy}]" for name in shown)]
    titles += [say("lng.mean_level"), say("lng.least_level")]
    sheet = Sheet(say("title.lng"), columns((say("column.place"), say("column.year")), titles))
    masses = words.figures("co2", pd.concat([found["berths"], found["unloaded"]]) / MWH_PER_TONNE)
    texts = {name: words.figures("energy", found[name]) for name in shown}
    for at, (_, row) in enumerate(found.iterrows()):
        cells = [masses[at], masses[len(found) + at], percent(row["berth_use"])]
        cells += [texts[name][at] for name in shown] + [percent(row[f"{name}_level"]) for name in ("mean", "least")]
        sheet.add(words.name("zone", row["zone"]), str(row["year"]), *cells)
    if none_taken:
        sheet.notes.append(say("note.lng_lorries"))
    sheet.notes.append(say("note.lng", heat=brief(MWH_PER_TONNE)))
    return sheet


def gas(run: RunData, words: Words) -> Sheet:
    """Where gas comes from and goes to, by year."""
    say, years = words.say, run.summary["years"]
    found = run.table("energy_balance")
    found = found[(found["carrier"] == GAS) & (found["energy"].abs() > _SMALLEST_MWH)]
    titles = [f"{year} [{words.unit('energy')}]" for year in years]
    sheet = Sheet(say("title.gas"), columns((say("title.gas"),), titles))
    for side in ("source", "use"):
        part = found[found["side"] == side]
        wide = part.pivot_table(index=["kind", "item"], columns="year", values="energy", aggfunc="sum", fill_value=0.0)
        wide = wide.reindex(columns=years, fill_value=0.0).abs().sort_values(years[-1], ascending=False)
        texts = iter(aligned(list((wide / words.scale("energy")).to_numpy().ravel())))
        sheet.section(say.of("section", side))
        for kind, item in wide.index:
            name = words.item("market" if kind == "market" else "technology", item)
            name = say.of("item", item) if kind in ("demand", "spilled") else name
            sheet.add(name, *(next(texts) for _ in years))
    return sheet


def percent(share: float) -> str:
    """Write a share in per cent; a dash where there is none."""
    return ZERO if pd.isna(share) else shares([share], 1.0)[0]
