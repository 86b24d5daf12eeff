"""Sheets of energy: capacity by technology, the electricity balance, CO2, and prices."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from energy_model.analysis.energy.electricity import electric_carriers, electricity_balance, monthly_prices
from energy_model.runs.run_data import RunData
from energy_model.runs.totals import SECTIONS, capacity_by_technology
from energy_model.sheets.numerals import shares
from energy_model.sheets.sheet import DisplayTable, columns
from energy_model.sheets.wording import Labels

_SMALLEST_T = 1.0


def capacity(
    run: RunData, labels: Labels, years: Sequence[int] | None = None, sections: Sequence[str] = SECTIONS
) -> DisplayTable:
    """Capacity of each technology: existing, new, retired, total; of storages also energy.

    years : of the run; default: all; sections : of `capacity_by_technology`
    """
    tr, found = labels.tr, capacity_by_technology(run)
    shown = list(years or run.summary["years"])
    found = found[found["year"].isin(shown) & found["section"].isin(sections)]
    power, energy = labels.unit("power"), labels.unit("storage_energy")
    titles = [f"{tr.of('column', name)} [{power}]" for name in ("existing", "new", "retired", "total")]
    sheet = DisplayTable(
        tr("title.capacity"),
        columns(
            (tr("column.technology"), *([tr("column.year")] if len(shown) > 1 else [])),
            (*titles, f"{tr('column.storage_energy')} [{energy}]"),
        ),
    )
    names = ["existing", "new", "retired", "capacity"]
    texts = iter(labels.figures("power", found[names].to_numpy().ravel()))
    powers = [[next(texts) for _ in names] for _ in range(len(found))]
    # by technology: beside tanks of LNG a battery's energy would be rounded to nothing
    stored = found.groupby(["section", "technology"])["energy_capacity"]
    energies = {pair: iter(labels.figures("storage_energy", values)) for pair, values in stored}
    last = ""
    for at, (_, row) in enumerate(found.iterrows()):
        if row["section"] != last:
            last = row["section"]
            sheet.section(tr.of("section", last) + ("" if len(shown) > 1 else _of_year(run, shown[0])))
        energy_text = next(energies[last, row["technology"]]) if last in ("storage", "fuel_storage") else ""
        year = [str(row["year"])] if len(shown) > 1 else []
        sheet.add(labels.name("technology", row["technology"]), *year, *powers[at], energy_text)
    sheet.notes.append(tr("note.capacity"))
    return sheet


def balance(run: RunData, labels: Labels, years: Sequence[int] | None = None) -> DisplayTable:
    """Sources and uses of electricity in a year, largest first, and what was not taken of wind and sun."""
    tr, found = labels.tr, electricity_balance(run.dataset, run.table("energy_balance"))
    sheet = DisplayTable(
        tr("title.balance"),
        columns(
            (tr("column.item"),),
            (f"{tr('column.energy')} [{labels.unit('energy')}]", tr("column.share")),
        ),
    )
    for year in years or run.summary["years"]:
        for side, sign in (("source", 1.0), ("use", -1.0)):
            part = found[(found["year"] == year) & (found["side"] == side)]
            part = part.sort_values("energy", ascending=False, key=lambda energy: energy.abs())
            total = float(part["energy"].sum())
            texts = labels.figures("energy", [*(sign * part["energy"]), sign * total])
            sheet.section(tr.of("section", side) + _of_year(run, year))
            of_total = shares(part["energy"], total)
            for text, share, (_, row) in zip(texts, of_total, part.iterrows(), strict=False):
                sheet.add(labels.item(row["kind"], row["item"]), text, share)
            sheet.add(tr("row.total"), texts[-1], "100 %" if len(part) else "", meaning="total")
        sheet.notes.append(_curtailed(run, labels, year))
    return sheet


def _curtailed(run: RunData, labels: Labels, year: int) -> str:
    """Sentence on the available wind and solar power that is not used."""
    ds, found = run.dataset, run.table("generation")
    electric = np.isin(ds["carrier_of"].values, electric_carriers(ds))
    found = found[found["asset"].isin(ds["asset"].values[electric]) & (found["year"] == year)]
    curtailed, available = found["curtailed"].sum(), found["available"].sum()
    share = shares([curtailed], available)[0] or "0 %"
    return labels.tr("note.curtailed", energy=labels.figure("energy", curtailed), share=share, year=year)


def co2(run: RunData, labels: Labels) -> DisplayTable:
    """CO2 by technology (burnt in the city) and market (counted for what is bought), with both sums."""
    tr, ds = labels.tr, run.dataset
    found = run.table("emissions")
    technology = dict(zip(ds["asset"].values, ds["technology_of"].values, strict=True))
    found["item"] = found["source"].map(technology).fillna(found["source"])
    found = found.groupby(["year", "kind", "item"], sort=False)["co2"].sum().reset_index()
    sheet = DisplayTable(tr("title.co2"), columns((tr("column.item"),), (f"CO2 [{labels.unit('co2')}]",)))
    for year in run.summary["years"]:
        for kind in ("combustion", "purchase"):
            part = found[(found["year"] == year) & (found["kind"] == kind)]
            part = part[part["co2"].abs() > _SMALLEST_T].sort_values("co2", ascending=False)
            texts = labels.figures("co2", [*part["co2"], float(part["co2"].sum())])
            sheet.section(tr.of("section", kind) + _of_year(run, year))
            for text, item in zip(texts, part["item"], strict=False):
                sheet.add(labels.name("technology" if kind == "combustion" else "market", item), text)
            sheet.add(tr("row.total"), texts[-1], meaning="total")
    sheet.notes.append(tr("note.co2"))
    return sheet


def prices(run: RunData, labels: Labels) -> DisplayTable:
    """Mean price of electricity by month (rows) and zone (columns)."""
    tr = labels.tr
    tables = {year: monthly_prices(run.dataset, year) for year in run.summary["years"]}
    zones = list(dict.fromkeys(zone for table in tables.values() for zone in table["zone"]))
    names = [labels.name("zone", zone) for zone in zones]
    sheet = DisplayTable(tr("title.prices"), columns((tr("column.month"),), names))
    for year, table in tables.items():
        if len(tables) > 1:
            sheet.section(str(year))
        wide = table.pivot(index="month", columns="zone", values="price").reindex(columns=zones)
        for month, row in wide.iterrows():
            sheet.add(tr.of("month", str(month)), *(f"{price:,.0f}" for price in row))
    sheet.notes.append(tr("note.prices", unit=labels.unit("price")))
    return sheet


def _of_year(run: RunData, year: int) -> str:
    return f" {year}" if len(run.summary["years"]) > 1 else ""
