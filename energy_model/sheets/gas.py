"""Sheets of LNG and gas: terminals, where gas comes from and goes to, what LNG cold can serve."""

from __future__ import annotations

import pandas as pd

from energy_model.analysis.lng import MWH_PER_TONNE, cold_users
from energy_model.analysis.roles import GAS, carriers_of
from energy_model.runs.run_data import RunData
from energy_model.sheets.numerals import ZERO, aligned, brief, shares
from energy_model.sheets.sheet import DisplayTable, columns
from energy_model.sheets.shown_year import shown_year
from energy_model.sheets.wording import Labels

TERMINAL = ("regasified", "boil_off", "electricity", "tanks", "by_truck_and_ship")
_SMALLEST_MWH = 1.0


def cold(run: RunData, labels: Labels) -> DisplayTable:
    """Cold of LNG by place and year: what is released, used and wasted."""
    found, tr = run.table("cold"), labels.tr
    names = ("released", "used", "unused", "cooling")
    titles = [f"{tr.of('cold', name)} [{labels.unit('energy')}]" for name in names[:3]]
    titles += [
        tr("cold.share"),
        f"{tr.of('cold', 'cooling')} [{labels.unit('energy')}]",
        tr("cold.cooling_share"),
    ]
    sheet = DisplayTable(tr("title.cold"), columns((tr("column.place"), tr("column.year")), titles))
    texts = {name: labels.figures("energy", found[name]) for name in names}
    for at, (_, row) in enumerate(found.iterrows()):
        cells = [texts[name][at] for name in names[:3]] + [percent(row["share"]), texts["cooling"][at]]
        sheet.add(labels.name("zone", row["zone"]), str(row["year"]), *cells, percent(row["cooling_share"]))
    sheet.notes.append(tr("note.cold", year=shown_year(run), users=users(run, labels)))
    return sheet


def users(run: RunData, labels: Labels) -> str:
    """Uses of LNG cold, with the amount served in the shown year."""
    found = cold_users(run.dataset)
    found = found[found["year"] == shown_year(run)]
    pairs = zip(found["demand"], found["energy"], strict=True)
    names = [f"{labels.name('demand', demand)} {labels.figure('energy', energy)}" for demand, energy in pairs]
    return labels.tr("list_separator").join(names)


def terminals(found: pd.DataFrame, labels: Labels) -> DisplayTable:
    """Terminals by year, and all of them together."""
    tr, energy = labels.tr, labels.unit("energy")
    none_taken = found["by_truck_and_ship"].abs().max() <= _SMALLEST_MWH
    shown = TERMINAL[:-1] if none_taken else TERMINAL
    titles = [
        f"{tr('lng.berths')} [{labels.unit('co2')}]",
        f"{tr('lng.unloaded_mass')} [{labels.unit('co2')}]",
    ]
    titles += [tr("lng.berth_use"), *(f"{tr.of('lng', name)} [{energy}]" for name in shown)]
    titles += [tr("lng.mean_level"), tr("lng.least_level")]
    sheet = DisplayTable(tr("title.lng"), columns((tr("column.place"), tr("column.year")), titles))
    masses = labels.figures("co2", pd.concat([found["berths"], found["unloaded"]]) / MWH_PER_TONNE)
    texts = {name: labels.figures("energy", found[name]) for name in shown}
    for at, (_, row) in enumerate(found.iterrows()):
        cells = [masses[at], masses[len(found) + at], percent(row["berth_use"])]
        cells += [texts[name][at] for name in shown] + [percent(row[f"{name}_level"]) for name in ("mean", "least")]
        sheet.add(labels.name("zone", row["zone"]), str(row["year"]), *cells)
    if none_taken:
        sheet.notes.append(tr("note.lng_lorries"))
    sheet.notes.append(tr("note.lng", heat=brief(MWH_PER_TONNE)))
    return sheet


def gas(run: RunData, labels: Labels) -> DisplayTable:
    """Where gas comes from and goes to, by year."""
    tr, years = labels.tr, run.summary["years"]
    found = run.table("energy_balance")
    found = found[found["carrier"].isin(carriers_of(run.dataset, GAS)) & (found["energy"].abs() > _SMALLEST_MWH)]
    titles = [f"{year} [{labels.unit('energy')}]" for year in years]
    sheet = DisplayTable(tr("title.gas"), columns((tr("title.gas"),), titles))
    for side in ("source", "use"):
        part = found[found["side"] == side]
        wide = part.pivot_table(index=["kind", "item"], columns="year", values="energy", aggfunc="sum", fill_value=0.0)
        wide = wide.reindex(columns=years, fill_value=0.0).abs().sort_values(years[-1], ascending=False)
        texts = iter(aligned(list((wide / labels.scale("energy")).to_numpy().ravel())))
        sheet.section(tr.of("section", side))
        for kind, item in wide.index:
            name = labels.item("market" if kind == "trade" else "technology", item)
            name = tr.of("item", item) if kind in ("demand", "surplus") else name
            sheet.add(name, *(next(texts) for _ in years))
    return sheet


def percent(share: float) -> str:
    """Write a share in per cent; a dash where there is none."""
    return ZERO if pd.isna(share) else shares([share], 1.0)[0]
