"""Sheets of energy: capacity by technology, the electricity balance, CO2, and prices."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from energy_model.analysis.energy.electricity import electric_carriers, electricity_balance, monthly_prices
from energy_model.runs.run_data import RunData
from energy_model.runs.totals import SECTIONS, capacity_by_technology
from energy_model.sheets.numerals import shares
from energy_model.sheets.sheet import Sheet, columns
from energy_model.sheets.wording import Words

_SMALLEST_T = 1.0


def capacity(
    run: RunData, words: Words, years: Sequence[int] | None = None, sections: Sequence[str] = SECTIONS
) -> Sheet:
    """Capacity of each technology: existing, new, retired, total; of storages also energy.

    years : of the run; default: all; sections : of `capacity_by_technology`
    """
    say, found = words.say, capacity_by_technology(run)
    shown = list(years or run.summary["years"])
    found = found[found["year"].isin(shown) & found["section"].isin(sections)]
    power, energy = words.unit("power"), words.unit("storage_energy")
    titles = [f"{say.of('column', name)} [{power}]" for name in ("existing", "new", "retired", "total")]
    sheet = Sheet(
        say("title.capacity"),
        columns(
            (say("column.technology"), *([say("column.year")] if len(shown) > 1 else [])),
            (*titles, f"{say('column.storage_energy')} [{energy}]"),
        ),
    )
    names = ["existing", "new", "retired", "capacity"]
    texts = iter(words.figures("power", found[names].to_numpy().ravel()))
    powers = [[next(texts) for _ in names] for _ in range(len(found))]
    # by technology: beside tanks of LNG a battery's energy would be rounded to nothing
    stored = found.groupby(["section", "technology"])["energy_capacity"]
    energies = {pair: iter(words.figures("storage_energy", values)) for pair, values in stored}
    last = ""
    for at, (_, row) in enumerate(found.iterrows()):
        if row["section"] != last:
            last = row["section"]
            sheet.section(say.of("section", last) + ("" if len(shown) > 1 else _of_year(run, shown[0])))
        energy_text = next(energies[last, row["technology"]]) if last in ("storage", "fuel_storage") else ""
        year = [str(row["year"])] if len(shown) > 1 else []
        sheet.add(words.name("technology", row["technology"]), *year, *powers[at], energy_text)
    sheet.notes.append(say("note.capacity"))
    return sheet


def balance(run: RunData, words: Words, years: Sequence[int] | None = None) -> Sheet:
    """Sources and uses of electricity in a year, largest first, and what was not taken of wind and sun."""
    say, found = words.say, electricity_balance(run.dataset, run.table("energy_balance"))
    sheet = Sheet(
        say("title.balance"),
        columns((say("column.item"),), (f"{say('column.energy')} [{words.unit('energy')}]", say("column.share"))),
    )
    for year in years or run.summary["years"]:
        for side, sign in (("source", 1.0), ("use", -1.0)):
            part = found[(found["year"] == year) & (found["side"] == side)]
            part = part.sort_values("energy", ascending=False, key=lambda energy: energy.abs())
            total = float(part["energy"].sum())
            texts = words.figures("energy", [*(sign * part["energy"]), sign * total])
            sheet.section(say.of("section", side) + _of_year(run, year))
            of_total = shares(part["energy"], total)
            for text, share, (_, row) in zip(texts, of_total, part.iterrows(), strict=False):
                sheet.add(words.item(row["kind"], row["item"]), text, share)
            sheet.add(say("row.total"), texts[-1], "100 %" if len(part) else "", meaning="total")
        sheet.notes.append(_curtailed(run, words, year))
    return sheet


def _curtailed(run: RunData, words: Words, year: int) -> str:
    """Say how much of the wind and sun that was there is not used."""
    ds, found = run.dataset, run.table("generation")
    electric = np.isin(ds["carrier_of"].values, electric_carriers(ds))
    found = found[found["asset"].isin(ds["asset"].values[electric]) & (found["year"] == year)]
    curtailed, available = found["curtailed"].sum(), found["available"].sum()
    share = shares([curtailed], available)[0] or "0 %"
    return words.say("note.curtailed", energy=words.figure("energy", curtailed), share=share, year=year)


def co2(run: RunData, words: Words) -> Sheet:
    """CO2 by technology (burnt in the city) and market (counted for what is bought), with both sums."""
    say, ds = words.say, run.dataset
    found = run.table("emissions")
    technology = dict(zip(ds["asset"].values, ds["technology_of"].values, strict=True))
    found["item"] = found["source"].map(technology).fillna(found["source"])
    found = found.groupby(["year", "kind", "item"], sort=False)["co2"].sum().reset_index()
    sheet = Sheet(say("title.co2"), columns((say("column.item"),), (f"CO2 [{words.unit('co2')}]",)))
    for year in run.summary["years"]:
        for kind in ("combustion", "purchase"):
            part = found[(found["year"] == year) & (found["kind"] == kind)]
            part = part[part["co2"].abs() > _SMALLEST_T].sort_values("co2", ascending=False)
            texts = words.figures("co2", [*part["co2"], float(part["co2"].sum())])
            sheet.section(say.of("section", kind) + _of_year(run, year))
            for text, item in zip(texts, part["item"], strict=False):
                sheet.add(words.name("technology" if kind == "combustion" else "market", item), text)
            sheet.add(say("row.total"), texts[-1], meaning="total")
    sheet.notes.append(say("note.co2"))
    return sheet


def prices(run: RunData, words: Words) -> Sheet:
    """Mean price of electricity by month (rows) and zone (columns)."""
    say = words.say
    tables = {year: monthly_prices(run.dataset, year) for year in run.summary["years"]}
    zones = list(dict.fromkeys(zone for table in tables.values() for zone in table["zone"]))
    names = [words.name("zone", zone) for zone in zones]
    sheet = Sheet(say("title.prices"), columns((say("column.month"),), names))
    for year, table in tables.items():
        if len(tables) > 1:
            sheet.section(str(year))
        wide = table.pivot(index="month", columns="zone", values="price").reindex(columns=zones)
        for month, row in wide.iterrows():
            sheet.add(say.of("month", str(month)), *(f"{price:,.0f}" for price in row))
    sheet.notes.append(say("note.prices", unit=words.unit("price")))
    return sheet


def _of_year(run: RunData, year: int) -> str:
    return f" {year}" if len(run.summary["years"]) > 1 else ""
